"""Files read within limits, and written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from standoff.errors import FileProblem


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
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise FileProblem.directory(path, expected)
        if not stat.S_ISREG(status.st_mode):
            raise FileProblem.unreadable(path, "it is a device or a pipe, not a file")
        if status.st_size > max_bytes:
            raise FileProblem.too_big(path, status.st_size, max_bytes)
        with open(path, "rb") as stream:
            # One byte more than allowed: the file may have grown since it was measured.
            content = stream.read(max_bytes + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise FileProblem.missing(path) from None
    except (OSError, ValueError) as error:
        raise FileProblem.unreadable(path, _reason(error)) from None
    if len(content) > max_bytes:
        raise FileProblem.too_big(path, len(content), max_bytes)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileProblem.not_utf8(path, line, content[error.start]) from None


@contextmanager
def replaced(path: Path | str) -> Generator[Path]:
    """Give a temporary file beside `path` to write to, and rename it when all went well.

    Raises
    ------
    FileProblem
        If the system refuses; nothing is left behind, and a file that was there stays.
    """
    path = Path(path)
    if path.is_dir():
        raise FileProblem.unwritable(path, "it is a folder")
    draft: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        draft = Path(name)
        yield draft
        # mkstemp lets only its owner read; a written file follows the user's own rules.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(draft, 0o666 & ~mask)
        os.replace(draft, path)
        draft = None
    except (OSError, ValueError) as error:
        raise FileProblem.unwritable(path, _reason(error)) from None
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


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
