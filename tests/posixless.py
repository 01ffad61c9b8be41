"""The command line on a system that is not POSIX, as far as Linux can play one.

`python -m tests.posixless COMMAND ...` runs `standoff COMMAND ...` without the modules and the
functions of `os` and `signal` that Windows lacks, and with Windows's way of locking files.
"""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import struct
import sys
from importlib import import_module
from types import ModuleType


def byte_locks() -> ModuleType:
    """Return a `msvcrt` whose locks belong to the open file, as they do on Windows."""
    module = ModuleType("msvcrt")

    def locking(handle: int, mode: int, n_bytes: int) -> None:
        wanted = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_CUR, 0, n_bytes, 0)
        try:
            fcntl.fcntl(handle, fcntl.F_OFD_SETLK, wanted)
        except BlockingIOError:
            raise PermissionError(errno.EACCES, "Permission denied") from None

    module.locking = locking  # type: ignore[attr-defined]
    module.LK_NBLCK = 2  # type: ignore[attr-defined]
    return module


def take_away() -> None:
    """Take away what Windows lacks, after the packages that were built for Linux have loaded."""
    for name in ("duckdb", "numba", "vl_convert"):
        import_module(name)
    from tests.test_source import POSIX_MODULES, POSIX_NAMES

    for name in POSIX_MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    sys.modules["msvcrt"] = byte_locks()
    for room in (os, signal):
        for name in POSIX_NAMES:
            if hasattr(room, name):
                delattr(room, name)


if __name__ == "__main__":
    take_away()
    from standoff.cli import main

    main()
