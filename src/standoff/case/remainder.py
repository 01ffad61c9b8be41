"""What is left of a case file when its misshapen items are left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic_core import ErrorDetails

from standoff.text.document import Data, Path

#: What stands in for required keys of the whole case, so that the rest of it can be looked at.
_PLACEHOLDERS: dict[str, Data] = {"standoff": 1, "id": "unnamed", "title": "unnamed"}


class Remainder:
    """Data of a file without some of its parts, which knows where the others were.

    Parameters
    ----------
    original
        The data of the file.
    left_out
        The places in `original` that are left out.
    """

    def __init__(self, original: Data, left_out: frozenset[Path] = frozenset()) -> None:
        self._original = original
        self._left_out = left_out
        self._positions: dict[Path, list[int]] = {}
        self.data: Any = self._copy(original, (), ()) if left_out else original

    def _copy(self, value: Any, at: Path, here: Path) -> Any:
        if isinstance(value, dict):
            items: dict[str, Any] = value
            kept = [key for key in items if (*at, key) not in self._left_out]
            copy = {key: self._copy(items[key], (*at, key), (*here, key)) for key in kept}
            return copy if at else {**_PLACEHOLDERS, **copy}
        if isinstance(value, list):
            values: list[Any] = value
            positions = [n for n in range(len(values)) if (*at, n) not in self._left_out]
            if len(positions) < len(values):
                self._positions[here] = positions
            return [
                self._copy(values[n], (*at, n), (*here, new)) for new, n in enumerate(positions)
            ]
        return value

    def position(self, here: Path, n: int) -> int:
        """Return where item `n` of the list at `here` was in the file."""
        positions = self._positions.get(here)
        return n if positions is None else positions[n]

    def without(self, errors: Iterable[ErrorDetails]) -> Remainder:
        """Return what is left without the items in which pydantic found something wrong."""
        places = {self._origin(_misshapen(each)) for each in errors}
        return Remainder(self._original, self._left_out | places)

    def _origin(self, here: Path) -> Path:
        at: Path = ()
        for n, step in enumerate(here):
            at = (*at, self.position(here[:n], step) if isinstance(step, int) else step)
        return at


def _misshapen(error: ErrorDetails) -> Path:
    """Return the innermost item of a list that an error is about, or a key that is one too many."""
    path: Path = error["loc"]
    if error["type"] == "extra_forbidden":
        return path
    inner = max((n for n, step in enumerate(path) if isinstance(step, int)), default=0)
    return path[: inner + 1]
