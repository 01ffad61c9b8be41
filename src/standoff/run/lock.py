"""One owner per run folder, for as long as its process lives."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from standoff.run.manifest import NAME as RUN
from standoff.run.problem import RunError
from standoff.system import lock, open_to_lock, remove_and_close

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
            _write(handle, owner)
        except OSError as error:
            raise RunError.unbegun(folder, error.strerror or str(error)) from None
        yield
        _write(handle, "")
    finally:
        if (folder / RUN).exists():
            os.close(handle)
        else:
            remove_and_close(handle, folder / NAME)


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
        handle = open_to_lock(folder / NAME)
    except OSError as error:
        raise RunError(
            f"{folder}: cannot be written to", found=error.strerror or str(error)
        ) from None
    try:
        lock(handle)
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


def _write(handle: int, owner: str) -> None:
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, owner.encode())


def _owner(handle: int) -> str:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        owner = json.loads(os.read(handle, 4096))
        return f"process {owner['process']} on {owner['host']}"
    except (ValueError, KeyError, TypeError, OSError):
        return "a process that did not say who it is"
