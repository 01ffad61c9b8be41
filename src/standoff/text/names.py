"""Names from several sources side by side: different by construction, and never by luck."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Sequence


def joined(names: Sequence[str], mark: str) -> str:
    r"""Join names into one name that no other names make.

    A name that holds the mark itself, or begins like one that is quoted, is put in quotation marks.

    Parameters
    ----------
    names : sequence of str
    mark : str
        One sign, such as ">"; a comma follows its name without a space.

    Examples
    --------
    >>> joined(["threaten", "resist"], ">"), joined(["x", "y"], ",")
    ('threaten > resist', 'x, y')
    >>> joined(["x", "y, z"], ","), joined(["x, y", "z"], ",")
    ('x, "y, z"', '"x, y", z')
    """
    parts = (
        json.dumps(name, ensure_ascii=False) if mark in name or name.startswith('"') else name
        for name in names
    )
    return (f"{mark} " if mark == "," else f" {mark} ").join(parts)


def apart(wanted: Iterable[tuple[str, str]], taken: Iterable[str] = ()) -> list[str]:
    """Give every name a column of its own, also where capitals are not told from small letters.

    Parameters
    ----------
    wanted : iterable of (str, str)
        Each name with its kind, which is put in front where the name is taken already.
    taken : iterable of str
        Names that are there already.

    Examples
    --------
    >>> apart([("prize", "parameter"), ("Status", "parameter"), ("prize", "value")], ["status"])
    ['prize', 'parameter_Status', 'value_prize']
    """
    used = {name.casefold() for name in taken}
    found: list[str] = []
    for name, kind in wanted:
        free, n = name, 1
        while free.casefold() in used:
            free = f"{kind}_{name}" if n == 1 else f"{kind}_{name}_{n}"
            n += 1
        used.add(free.casefold())
        found.append(free)
    return found


class Fresh:
    """Gives names to things, each another one; a name that is taken gets a number.

    Parameters
    ----------
    taken : iterable of str
        Names that other things have.

    Examples
    --------
    >>> fresh = Fresh(["start"])
    >>> fresh("root", "start"), fresh("root", "start"), fresh("leaf", "start")
    ('start ~2', 'start ~2', 'start ~3')
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._given: dict[Hashable, str] = {}

    def __call__(self, thing: Hashable, name: str) -> str:
        """Return the name of a thing: the one that it has, or `name`."""
        if thing not in self._given:
            free, n = name, 1
            while free in self._taken:
                n += 1
                free = f"{name} ~{n}"
            self._taken.add(free)
            self._given[thing] = free
        return self._given[thing]
