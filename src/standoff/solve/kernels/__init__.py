"""The only compiled code: arrays in, arrays out. Each kernel has a plain-Python twin in tests/.

Division follows IEEE 754 (``error_model="numpy"``): a zero divisor gives inf or nan, which the
callers look for, and never an exception inside a loop over draws.

Compiled code is cached beside these files. A cached kernel does not notice when a function that it
calls in another file changes: after such a change, delete `__pycache__` here.
"""
