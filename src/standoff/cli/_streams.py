"""Standard output and standard error that may be closed, full, or have nobody who reads them."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any, TextIO

from standoff.errors import FileProblem


class OutputProblem(FileProblem):
    """Standard output cannot be written.

    Attributes
    ----------
    text : str
        What did not arrive; empty where it is not known.
    """

    text: str = ""

    @classmethod
    def of(cls, error: OSError | ValueError) -> OutputProblem:
        """Say in one line what the system said."""
        is_closed = getattr(error, "errno", errno.EBADF) == errno.EBADF
        reason = "it is closed" if is_closed else getattr(error, "strerror", "") or str(error)
        return cls(f"standard output cannot be written: {reason}")


class _Stream:
    """A text stream of which only writing is different."""

    def __init__(self, inner: TextIO) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _Answers(_Stream):
    """Standard output: a refusal of the system is a problem of the user's, not a mistake of ours.

    That nobody reads any more (a closed pipe) stays what it is, since it is no problem at all.
    """

    def write(self, text: str) -> int:
        """Write, or say why not."""
        try:
            # Rich writes nothing at all where it captures, which a full device refuses too.
            return self._inner.write(text) if text else 0
        except BrokenPipeError:
            raise
        except (OSError, ValueError) as error:
            raise OutputProblem.of(error) from None

    def flush(self) -> None:
        """Write what is waiting, or say why not."""
        try:
            self._inner.flush()
        except BrokenPipeError:
            raise
        except (OSError, ValueError) as error:
            raise OutputProblem.of(error) from None


class _Messages(_Stream):
    """Standard error: work does not end because nobody can be told how far it is."""

    def write(self, text: str) -> int:
        """Write if possible."""
        try:
            return self._inner.write(text)
        except (OSError, ValueError):
            silence(self._inner)
            return len(text)

    def flush(self) -> None:
        """Write what is waiting if possible."""
        try:
            self._inner.flush()
        except (OSError, ValueError):
            silence(self._inner)


def prepare() -> None:
    """Put both streams into place, once per process, before anything is written.

    A stream that the caller closed gets its number back, so that no file that is opened later
    takes it, and refuses what is written.
    """
    number = 0
    while number <= 2:
        number = os.open(os.devnull, os.O_RDONLY)
    os.close(number)
    output = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    messages = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    sys.stdout = _Answers(output)  # type: ignore[assignment]
    sys.stderr = _Messages(messages)  # type: ignore[assignment]


def silence(stream: TextIO) -> None:
    """Send the rest of a stream nowhere, or Python would complain once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, stream.fileno())
    except (OSError, ValueError):
        pass
    finally:
        os.close(nowhere)
