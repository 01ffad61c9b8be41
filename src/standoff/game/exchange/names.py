"""Names of other programs: made unique where a game needs that, and together again.

A game needs different names for the branches of a node, for players and for information sets;
Gambit's files may leave them empty or repeat them. The second of the same name becomes `name ~2`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

_NUMBERED = re.compile(r" ~[0-9]+$")
_CONTROL_OR_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def unique(names: Sequence[str], otherwise: Callable[[int], str]) -> tuple[str, ...]:
    """Return the names with empty ones replaced and repeated ones numbered.

    Parameters
    ----------
    names : sequence of str
    otherwise : function
        What the name in this position (from 0) is called when it is empty.

    Examples
    --------
    >>> unique(["left", "", "left", "left"], lambda i: str(i + 1))
    ('left', '2', 'left ~2', 'left ~3')
    """
    given = [name or otherwise(i) for i, name in enumerate(names)]
    taken, counts, made = set(given), dict[str, int](), list[str]()
    for name in given:
        new = name
        if name in counts:
            while new in taken:
                counts[name] += 1
                new = f"{name} ~{counts[name]}"
            taken.add(new)
        else:
            counts[name] = 1
        made.append(new)
    return tuple(made)


def numbered(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names with repeated ones numbered, so that `plain` finds each again.

    Examples
    --------
    >>> numbered(["type", "type", "odd ~7"])
    ('type', 'type ~2', 'odd ~7 ~1')
    >>> [plain(name) for name in numbered(["type", "type", "odd ~7"])]
    ['type', 'type', 'odd ~7']
    """
    counts: dict[str, int] = {}
    made: list[str] = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        plain_already = counts[name] == 1 and not _NUMBERED.search(name)
        made.append(name if plain_already else f"{name} ~{counts[name]}")
    return tuple(made)


def plain(name: str) -> str:
    """Return a name without the number that `numbered` gave it."""
    return _NUMBERED.sub("", name)


def one_line(name: str) -> str:
    """Return a name as Gambit allows it: single spaces inside, none at the ends."""
    return _CONTROL_OR_SPACE.sub(" ", name).strip()
