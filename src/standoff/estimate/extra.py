"""The optional libraries of this room, and the message where they are not installed."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from standoff.errors import StandoffError


@contextmanager
def needs_extra() -> Generator[None]:
    """Say what to install when an import inside fails.

    Raises
    ------
    StandoffError
        Instead of `ModuleNotFoundError`.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise StandoffError(
            f"estimation needs the library {error.name!r}, which is not installed",
            right='pip install "standoff[estimate]"',
        ) from None
