"""What operating systems do differently: the one place that knows which system this is.

Everything else uses what Python has on every system. A function here looks for what the system
offers at the moment it is called, so that the tests can take it away and see the other side work.
"""

from __future__ import annotations

import errno
import os
import queue
import secrets
import signal
import tempfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

#: Seconds after which a wait looks whether Ctrl-C was pressed; on Windows an endless one is deaf.
_TICK = 0.2
#: Windows keeps others from reading what is locked: this byte lies far behind all that is written.
_BEHIND = 1 << 30
_HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK, getattr(errno, "EDEADLOCK", errno.EDEADLK)}


def n_processors() -> int:
    """Return how many processors this process may use."""
    affinity: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def open_to_lock(path: Path) -> int:
    """Open a file, which is made if need be, to read, write and lock it."""
    return os.open(path, os.O_RDWR | os.O_CREAT | _flag("O_BINARY"), 0o666)


def lock(handle: int) -> None:
    """Lock an open file until it is closed or the process ends, however it ends.

    Raises
    ------
    BlockingIOError
        If somebody else has locked it.
    OSError
        If the file system, or this Python, has no locks.
    """
    posix, windows = _module("fcntl"), _module("msvcrt")
    if posix is not None:
        posix.flock(handle, posix.LOCK_EX | posix.LOCK_NB)
    elif windows is not None:
        os.lseek(handle, _BEHIND, os.SEEK_SET)
        try:
            windows.locking(handle, windows.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in _HELD:
                raise BlockingIOError(error.errno, "the file is locked") from None
            raise
    else:
        raise OSError(errno.ENOSYS, "this Python has no file locks")


def remove_and_close(handle: int, path: Path) -> None:
    """Close a locked file and remove it, unless somebody else has just opened it.

    It is removed while it is still locked, so that it cannot be the next owner's. Windows removes
    no open file: there it is closed first, and stays if the next owner has opened it.
    """
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        os.close(handle)
        with suppress(OSError):
            path.unlink(missing_ok=True)
    else:
        os.close(handle)


def new_file(folder: Path, prefix: str, suffix: str = "", *, mode: int = 0o666) -> Path:
    """Make an empty file of a new name, which others may use as far as its owner's usual rules let.

    The system applies those rules to `mode` when it makes the file. To ask for them, as is needed
    after `tempfile.mkstemp`, changes them for a moment for every thread.
    """
    while True:
        path = folder / f"{prefix}{secrets.token_hex(6)}{suffix}"
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode))
            return path


def own_temporary(name: str) -> Path:
    """Make a folder that outlives the process, and into which nobody else can put anything."""
    identity: Callable[[], int] | None = getattr(os, "geteuid", None)
    user = 0 if identity is None else identity()
    folder = Path(tempfile.gettempdir()) / f"{name}-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    # Where users have no numbers, as on Windows, each has a temporary folder of their own.
    is_own = identity is None or (status.st_uid == user and not status.st_mode & 0o077)
    if folder.is_symlink() or not is_own:
        return Path(tempfile.mkdtemp(prefix=f"{name}-"))
    return folder


def sync_file(path: Path) -> None:
    """Force what was written to a file to the disk."""
    # Windows refuses this for a file that is open for reading alone.
    handle = os.open(path, os.O_RDWR | _flag("O_BINARY"))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk, where a folder can be opened."""
    if not _flag("O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | _flag("O_DIRECTORY"))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def take(things: queue.SimpleQueue[T]) -> T:
    """Wait for the next thing in a queue, and hear Ctrl-C."""
    while True:
        with suppress(queue.Empty):
            return things.get(timeout=_TICK)


def completed(futures: Iterable[Future[T]]) -> Iterator[Future[T]]:
    """Give futures as they are done, and hear Ctrl-C."""
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, _TICK, FIRST_COMPLETED)
        yield from done


@contextmanager
def deaf() -> Generator[None]:
    """Ignore Ctrl-C, where this is the thread that gets it.

    Processes that start meanwhile inherit it, and never show a traceback while they load.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _flag(name: str) -> int:
    return getattr(os, name, 0)


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None
