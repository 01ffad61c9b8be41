"""Files read within limits, and written whole or not at all."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from standoff.errors import FileProblem
from standoff.system import new_file

#: Of one line of a table.
MOST_CHARACTERS = 1_000_000


def read_text(path: Path | str, max_bytes: int, *, expected: str = "case.yaml") -> str:
    """Read a UTF-8 text file, without its byte order mark taken away.

    Parameters
    ----------
    path : path
    max_bytes : int
        Files larger than this are refused without reading them.
    expected : str
        The file that is suggested when the path is a folder.

    Raises
    ------
    FileProblem
        If nothing can be read: no file, a folder, a device, no permission, too big, not UTF-8.
    """
    measured(path, max_bytes, expected=expected)
    try:
        with open(path, "rb") as stream:
            # One byte more than allowed: the file may have grown since it was measured.
            content = stream.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        raise FileProblem.unreadable(path, _reason(error)) from None
    if len(content) > max_bytes:
        raise FileProblem.too_big(path, len(content), max_bytes)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileProblem.not_utf8(path, line, content[error.start]) from None


def measured(path: Path | str, max_bytes: int, *, expected: str = "case.yaml") -> None:
    """Make sure that a path is that of a file and not of too big a one, before it is opened.

    Opening a named pipe would wait for somebody who writes to it.

    Raises
    ------
    FileProblem
        If it is not.
    """
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        raise FileProblem.missing(path) from None
    except (OSError, ValueError) as error:
        raise FileProblem.unreadable(path, _reason(error)) from None
    if stat.S_ISDIR(status.st_mode):
        raise FileProblem.directory(path, expected)
    if not stat.S_ISREG(status.st_mode):
        raise FileProblem.unreadable(path, "it is a device or a pipe, not a file")
    if status.st_size > max_bytes:
        raise FileProblem.too_big(path, status.st_size, max_bytes)


def read_lines(path: Path | str, max_bytes: int, *, expected: str = "case.yaml") -> Iterator[str]:
    """Read a UTF-8 text file line by line, with line ends and without its byte order mark.

    Raises
    ------
    FileProblem
        As `read_text`; or if a line is longer than `MOST_CHARACTERS`.
    """
    measured(path, max_bytes, expected=expected)
    n = n_characters = 0
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            while line := stream.readline(MOST_CHARACTERS + 1):
                n += 1
                n_characters += len(line)
                if len(line) > MOST_CHARACTERS:
                    raise FileProblem(
                        f"{path}: a line is too long",
                        where=f"{path}:{n}",
                        right=f"at most {MOST_CHARACTERS:,} characters",
                    )
                if n_characters > max_bytes:
                    raise FileProblem.too_big(path, n_characters, max_bytes)
                yield line
    except UnicodeDecodeError as error:
        # What is being decoded begins in the line after those that were given.
        line_number = n + 1 + error.object.count(b"\n", 0, error.start)
        raise FileProblem.not_utf8(path, line_number, error.object[error.start]) from None
    except OSError as error:
        raise FileProblem.unreadable(path, _reason(error)) from None


@contextmanager
def replaced(path: Path | str) -> Generator[Path]:
    """Give a temporary file beside `path` to write to, and rename it when all went well.

    Where `path` is a link, the file that it points to is replaced. What is no file, such as
    `/dev/stdout` or a named pipe, is written to and stays what it is.

    Raises
    ------
    FileProblem
        If the system refuses; nothing is left behind, and a file that was there stays.
    """
    path = Path(path)
    draft: Path | None = None
    try:
        there = _status(path)
        if there is not None and stat.S_ISDIR(there.st_mode):
            raise FileProblem.unwritable(path, "it is a folder")
        is_file = there is None or stat.S_ISREG(there.st_mode)
        target = Path(os.path.realpath(path)) if is_file else path
        folder = target.parent if is_file else Path(tempfile.gettempdir())
        # What takes the place of a file is nobody else's to read before it has that file's mode.
        draft = new_file(folder, f".{target.name}.", mode=0o666 if there is None else 0o600)
        yield draft
        if is_file:
            if there is not None:
                os.chmod(draft, stat.S_IMODE(there.st_mode))
            os.replace(draft, target)
            draft = None
        else:
            _poured(draft, target)
    except (OSError, ValueError) as error:
        raise FileProblem.unwritable(path, _reason(error)) from None
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def _status(path: Path) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _poured(draft: Path, target: Path) -> None:
    """Write a file's content to a device or a pipe; a pipe without a reader is refused."""
    handle = os.open(target, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    if hasattr(os, "set_blocking"):
        os.set_blocking(handle, True)
    with open(handle, "wb") as sink, open(draft, "rb") as source:
        shutil.copyfileobj(source, sink)


def write_text(path: Path | str, text: str) -> None:
    """Write a UTF-8 text file whole or not at all.

    Raises
    ------
    FileProblem
        If it cannot be written.
    """
    with replaced(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
