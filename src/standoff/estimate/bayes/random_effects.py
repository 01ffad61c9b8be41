"""Effects of groups: each country or dyad has a constant of its own in some utility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.bayes.blocks import BlockView, widen
from standoff.estimate.covariance import written
from standoff.estimate.data import Data
from standoff.estimate.likelihood import Floats, Ints, Likelihood

Groups = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Constants of one utility by the values of a column; normal around zero.

    Attributes
    ----------
    block : str
        The utility that they are added to.
    columns : tuple of str
        Two columns name a dyad, in either order.
    levels : tuple of str
    level_of : int array, shape (n,)
        Position of each row's level.
    size : float
        Scale of the shocks that the effects compete with.
    """

    block: str
    columns: tuple[str, ...]
    levels: tuple[str, ...]
    level_of: Ints
    size: float

    @property
    def name(self) -> str:
        """Such as "u1(war)|ccode1"."""
        return f"{self.block}|{'+'.join(self.columns)}"

    @property
    def sd_name(self) -> str:
        """What the standard deviation of its effects is called."""
        return f"sd({self.name})"

    @property
    def regressors(self) -> tuple[str, ...]:
        """Names of the columns that are added to the utility."""
        return tuple(f"{'+'.join(self.columns)}[{level}]" for level in self.levels)

    @property
    def matrix(self) -> Floats:
        """One column per level, 1 in its rows, shape (n, n_levels)."""
        return dummies(self.level_of, len(self.levels))


def dummies(level_of: Ints, n_levels: int) -> Floats:
    """One column per level, 1 in its rows; rows with level -1 have none."""
    found = np.zeros((len(level_of), n_levels))
    rows = np.flatnonzero(level_of >= 0)
    found[rows, level_of[rows]] = 1.0
    return found


def group_columns(groups: Groups | None) -> tuple[str, ...]:
    """All columns that groups are read from."""
    each = [(c,) if isinstance(c, str) else tuple(c) for c in (groups or {}).values()]
    return tuple(dict.fromkeys(name for columns in each for name in columns))


def read_groupings(
    groups: Groups | None, data: Data, blocks: Sequence[BlockView]
) -> tuple[Grouping, ...]:
    """Say which level each row has, for every utility with effects.

    Raises
    ------
    UnknownName
        If there is no such utility or column.
    EstimationError
        If a column has fewer than two values, or a utility is named twice.
    """
    names = {alias: block for block in blocks for alias in (block.label, *block.aliases)}
    found: list[Grouping] = []
    for given, wanted in (groups or {}).items():
        if given not in names:
            raise UnknownName.among("utility with effects of groups", given, names)
        block = names[given]
        columns = (wanted,) if isinstance(wanted, str) else tuple(wanted)
        data.require(columns, f"the groups of {given!r}")
        written = level_labels(data, columns)
        levels = tuple(sorted(set(written), key=_order))
        if len(levels) < 2:
            raise EstimationError(
                f"all rows are of one group in {'+'.join(columns)!r}",
                where=given,
                found=", ".join(levels),
                right="a column with several values",
            )
        place = {level: j for j, level in enumerate(levels)}
        rows = np.array([place[level] for level in written], np.int64)
        if any(each.block == block.label for each in found):
            raise EstimationError(f"{block.label!r} has two groupings", right="one per utility")
        found.append(Grouping(block.label, columns, levels, rows, block.size))
    return tuple(found)


def level_labels(data: Data, columns: Sequence[str]) -> list[str]:
    """What the level of each row is called; the two members of a dyad are put in order."""
    parts = [written(data.identities(name)) for name in columns]
    if len(parts) == 1:
        return parts[0]
    # A sign inside of a word must not look like the one between the two members.
    parts = [[_marked(word) for word in part] for part in parts]
    rows = zip(*parts, strict=True)
    if len(parts) == 2:
        return ["-".join(sorted(row, key=_order)) for row in rows]
    return ["-".join(row) for row in rows]


def with_effects(likelihood: Likelihood, groupings: Sequence[Grouping]) -> Likelihood:
    """The likelihood with a further parameter per level of each grouping."""
    for each in groupings:
        likelihood = widen(likelihood, each.block, each.regressors, each.matrix)
    return likelihood


def effect_names(groupings: Sequence[Grouping]) -> tuple[str, ...]:
    """Names of the parameters that `with_effects` adds, grouping by grouping."""
    return tuple(f"{each.block}:{name}" for each in groupings for name in each.regressors)


def _marked(word: str) -> str:
    return word if _order(word)[0] == 0 else word.replace("\\", "\\\\").replace("-", "\\-")


def _order(text: str) -> tuple[bool, int | float, str]:
    """Numbers in their own order, before words; whole ones to their last digit."""
    for number in (int, float):
        try:
            return False, number(text), text
        except ValueError:
            continue
    return True, 0.0, text
