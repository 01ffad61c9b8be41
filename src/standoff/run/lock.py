"""One owner per run folder, for as long as its process lives."""

from __future__ import annotations

import fcntl
import json
import os
import platform
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from standoff.run.manifest import NAME as RUN
from standoff.run.problem import RunError

NAME = "lock"


@contextmanager
def owned(folder: Path) -> Generator[None]:
    """Own a folder inside a `with` block.

    The system takes the lock away when the process ends, however it ends: a killed run leaves
    nothing behind that would have to be removed by hand. The file says who the owner is. It goes
    with its owner where no run was begun.

    Raises
    ------
    RunError
        If another process, or another run of this one, owns the folder, if the file system knows
        no locks, or if the disk is full.
    """
    handle = _locked(folder)
    try:
        owner = json.dumps({"process": os.getpid(), "host": platform.node()})
        try:
            os.ftruncate(handle, 0)
            os.pwrite(handle, owner.encode(), 0)
        except OSError as error:
            raise RunError.unbegun(folder, error.strerror or str(error)) from None
        yield
        os.ftruncate(handle, 0)
    finally:
        if not (folder / RUN).exists():
            (folder / NAME).unlink(missing_ok=True)
        os.close(handle)


def _locked(folder: Path) -> int:
    """Open the file and lock it, again where its last owner has just removed it."""
    while True:
        handle = _taken(folder)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), os.stat(folder / NAME)):
                return handle
        os.close(handle)


def _taken(folder: Path) -> int:
    try:
        handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise RunError(
            f"{folder}: cannot be written to", found=error.strerror or str(error)
        ) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        found = _owner(handle)
        os.close(handle)
        if isinstance(error, BlockingIOError):
            raise RunError(
                f"{folder}: another run is writing to this folder",
                found=found,
                right="wait for it, stop it, or give another folder",
            ) from None
        raise RunError(
            f"{folder}: the file system knows no locks, so two runs could mix",
            found=error.strerror or str(error),
            right="give a folder on another file system",
        ) from None
    return handle


def _owner(handle: int) -> str:
    try:
        owner = json.loads(os.pread(handle, 4096, 0))
        return f"process {owner['process']} on {owner['host']}"
    except (ValueError, KeyError, TypeError, OSError):
        return "a process that did not say who it is"
