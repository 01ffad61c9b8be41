"""The only compiled code: arrays in, arrays out. Each kernel has a plain-Python twin in tests/."""
