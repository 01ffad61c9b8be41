"""One owner per run folder, for as long as its process lives."""

from __future__ import annotations

import fcntl
import json
import os
import platform
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from standoff.run.problem import RunError

NAME = "lock"


@contextmanager
def owned(folder: Path) -> Generator[None]:
    """Own a folder inside a `with` block.

    The system takes the lock away when the process ends, however it ends: a killed run leaves
    nothing behind that would have to be removed by hand. The file says who the owner is.

    Raises
    ------
    RunError
        If another process, or another run of this one, owns the folder, or if the file system
        knows no locks.
    """
    try:
        handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise RunError(
            f"{folder}: cannot be written to", found=error.strerror or str(error)
        ) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunError(
                f"{folder}: another run is writing to this folder",
                found=_owner(handle),
                right="wait for it, stop it, or give another folder",
            ) from None
        except OSError as error:
            raise RunError(
                f"{folder}: the file system knows no locks, so two runs could mix",
                found=error.strerror or str(error),
                right="give a folder on another file system",
            ) from None
        owner = json.dumps({"process": os.getpid(), "host": platform.node()})
        os.ftruncate(handle, 0)
        os.pwrite(handle, owner.encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _owner(handle: int) -> str:
    try:
        owner = json.loads(os.pread(handle, 4096, 0))
        return f"process {owner['process']} on {owner['host']}"
    except (ValueError, KeyError, TypeError, OSError):
        return "a process that did not say who it is"
