"""The only compiled code: arrays in, arrays out. Each kernel has a plain-Python twin in tests/.

Compiled code is cached beside these files. A cached kernel does not notice when a function that it
calls in another file changes: after such a change, delete `__pycache__` here.
"""
