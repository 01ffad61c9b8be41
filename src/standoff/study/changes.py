"""Every change of the answer along straight lines through the parameters, narrowed by halving."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from standoff.game.draws import Draws
from standoff.models.answers import Floats
from standoff.study.labels import Labels

#: Halvings of a bracket around the zero of a margin.
_N_HALVINGS = 60
_GOLDEN = 0.381966011250105

Positions = NDArray[np.int64]
#: Numbers that are zero where the answer may change, by name.
Margins = Callable[[Draws], Mapping[str, Floats]]


@dataclass(frozen=True, slots=True)
class Change:
    """Two neighboring values on a line with different answers.

    Parameters
    ----------
    line : int
    low, high : float
    below, above : int
        Numbers of the answers (`Labels`) at `low` and at `high`.
    """

    line: int
    low: float
    high: float
    below: int
    above: int

    @property
    def value(self) -> float:
        """The value with the fewest digits between the two, or beside them up to rounding.

        A border at .1 is mostly meant to be .1, and only there is the tie itself asked about.
        """
        slack = 4 * np.spacing(max(abs(self.low), abs(self.high)))
        middle = (self.low + self.high) / 2
        for digits in range(1, 17):
            short = float(f"{middle:.{digits}g}")
            if self.low - slack <= short <= self.high + slack:
                return short + 0.0
        return middle

    @property
    def error(self) -> float:
        """The change lies no farther from the value."""
        ends = abs(self.value - self.low), abs(self.value - self.high)
        return float(max(*ends, np.spacing(abs(self.value))))


class OnLines(Protocol):
    """Lines of any kind, on which points have a number."""

    def points(self, lines: Positions, values: Floats) -> Draws:
        """Return the points at values on lines."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Lines on each of which one parameter varies and all others stay as they are.

    Parameters
    ----------
    base : Draws
        One row per line.
    columns : int array, shape (n_lines,)
        Position of the parameter that varies.
    low, high : float array, shape (n_lines,)
    """

    base: Draws
    columns: Positions
    low: Floats
    high: Floats

    def __len__(self) -> int:
        return len(self.base)

    @classmethod
    def along(cls, base: Draws, name: str, low: float, high: float) -> Lines:
        """Vary one parameter, the same on every row."""
        n = len(base)
        column = np.full(n, base.names.index(name), dtype=np.int64)
        return cls(base, column, np.full(n, low), np.full(n, high))

    def points(self, lines: Positions, values: Floats) -> Draws:
        """Return the points at values on lines."""
        table = self.base.values[lines]
        table[np.arange(len(lines)), self.columns[lines]] = values
        return Draws(self.base.names, table)


def changes(
    lines: Lines,
    labels: Labels,
    *,
    n_scanned: int,
    precision: float,
    margins: Margins | None = None,
) -> list[Change]:
    """Find the changes of the answer on every line, sorted by line and value.

    Each line is scanned at equal steps off round numbers, and every change between two neighbors
    is narrowed down by halving until it is no wider than `precision` (or than two neighboring
    floating-point numbers). Without margins two changes within one step may be missed. With
    margins the line is cut at their zeros as well, and every piece is asked: then a change is
    missed only where the margins do not name it, or where two zeros lie within the precision.

    Parameters
    ----------
    lines : Lines
    labels : Labels
    n_scanned : int
        Steps per line.
    precision : float
    margins : function, optional
        Numbers that are zero where the answer may change.
    """
    which, values = _scan_points(lines, n_scanned, precision)
    if margins is not None:
        which, values = _with_middles(which, values, *zeros(lines, margins, which, values))
    codes = labels.of(lines.points(which, values))
    differs = (which[1:] == which[:-1]) & (codes[1:] != codes[:-1])
    brackets = [
        Change(
            int(which[i]), float(values[i]), float(values[i + 1]), int(codes[i]), int(codes[i + 1])
        )
        for i in np.flatnonzero(differs)
    ]
    return narrow(lines, labels, brackets, precision)


def narrow(
    lines: OnLines, labels: Labels, brackets: Sequence[Change], precision: float
) -> list[Change]:
    """Halve all brackets at once; one that hides a third answer is split in two."""
    done: list[Change] = []
    waiting = list(brackets)
    while waiting:
        low = np.array([each.low for each in waiting])
        high = np.array([each.high for each in waiting])
        below = np.array([each.below for each in waiting])
        above = np.array([each.above for each in waiting])
        which = np.array([each.line for each in waiting], dtype=np.int64)
        while True:
            middle = (low + high) / 2
            rows = np.flatnonzero((high - low > precision) & (low < middle) & (middle < high))
            if not len(rows):
                break
            codes = labels.of(lines.points(which[rows], middle[rows]))
            same = codes == below[rows]
            low[rows[same]] = middle[rows[same]]
            high[rows[~same]] = middle[rows[~same]]
            above[rows[~same]] = codes[~same]
        again: list[Change] = []
        for i, each in enumerate(waiting):
            done.append(
                Change(each.line, float(low[i]), float(high[i]), int(below[i]), int(above[i]))
            )
            if above[i] != each.above and high[i] < each.high:
                again.append(
                    Change(each.line, float(high[i]), each.high, int(above[i]), each.above)
                )
        waiting = again
    return sorted(done, key=lambda each: (each.line, each.low, each.high))


def merged(found: Sequence[Change], near: float) -> list[Change]:
    """Join changes at the same value, such as through the answer at a tie."""
    kept: list[Change] = []
    for each in found:
        if kept and kept[-1].line == each.line and each.low - kept[-1].high <= near:
            before = kept.pop()
            each = Change(each.line, before.low, each.high, before.below, each.above)
        if each.below != each.above:
            kept.append(each)
    return kept


def bridged(found: Sequence[Change], lines: Lines, gap: float) -> list[Change]:
    """Pass over short stretches without an answer, between two answers or at the very ends."""
    kept: list[Change] = []
    for each in found:
        low, high = float(lines.low[each.line]), float(lines.high[each.line])
        short = gap * (high - low)
        if each.below == 0 and each.high - low <= short:
            continue
        if each.above == 0 and high - each.low <= short:
            continue
        before = kept[-1] if kept and kept[-1].line == each.line else None
        if before is not None and each.below == 0 and each.high - before.low <= short:
            kept.pop()
            if before.below == each.above:
                continue
            each = Change(each.line, before.low, each.high, before.below, each.above)
        kept.append(each)
    return kept


def _scan_points(lines: Lines, n: int, precision: float) -> tuple[Positions, Floats]:
    """Values off round numbers, where ties are; just inside the ends, where they are as well."""
    width = lines.high - lines.low
    steps = (np.arange(n) + _GOLDEN) / n
    inside = lines.low[:, None] + width[:, None] * steps
    edge = np.minimum(1e-7 * width, np.maximum(1e3 * precision, 1e-12 * width))[:, None]
    table = np.concatenate([lines.low[:, None] + edge, inside, lines.high[:, None] - edge], axis=1)
    which = np.repeat(np.arange(len(lines)), n + 2)
    kept = np.repeat(width > 0.0, n + 2)
    return which[kept].astype(np.int64), table.ravel()[kept]


def zeros(
    lines: Lines, margins: Margins, which: Positions, values: Floats
) -> tuple[Positions, Floats]:
    """Find where margins are zero on lines, from their signs at given points.

    Between three points with the same sign at which a margin comes nearest to zero in the middle,
    its extremum is looked for as well: a margin that dips through zero and back has two zeros
    there.

    Returns
    -------
    lines, values : arrays
        One entry per zero.
    """
    columns = margins(lines.points(which, values))
    along: list[tuple[str, int, float, float]] = []
    dips: list[tuple[str, int, float, float, float]] = []
    for name, column in columns.items():
        sign = np.sign(column)
        same_line = which[1:] == which[:-1]
        known = np.isfinite(column)
        pair = same_line & known[1:] & known[:-1]
        for i in np.flatnonzero(pair & (sign[1:] != sign[:-1])):
            along.append((name, int(which[i]), float(values[i]), float(values[i + 1])))
        size = np.abs(column)
        inner = pair[1:] & pair[:-1] & (sign[2:] == sign[:-2]) & (sign[1:-1] == sign[2:])
        # A plateau is no dip.
        nearest = (size[1:-1] <= size[2:]) & (size[1:-1] <= size[:-2])
        nearest &= (size[1:-1] < size[2:]) | (size[1:-1] < size[:-2])
        for i in np.flatnonzero(inner & nearest):
            dips.append(
                (
                    name,
                    int(which[i]),
                    float(values[i]),
                    float(values[i + 2]),
                    float(sign[i + 1]),
                )
            )
    along += _through_zero(lines, margins, dips)
    return _halved(lines, margins, along)


def _through_zero(
    lines: Lines, margins: Margins, dips: Sequence[tuple[str, int, float, float, float]]
) -> list[tuple[str, int, float, float]]:
    """Search the extremum of every dip by golden sections; where the sign turns, two zeros lie."""
    if not dips:
        return []
    names = [each[0] for each in dips]
    which = np.array([each[1] for each in dips], dtype=np.int64)
    low, high = np.array([each[2] for each in dips]), np.array([each[3] for each in dips])
    start, end = low.copy(), high.copy()
    sign = np.array([each[4] for each in dips])
    turned = np.full(len(dips), np.nan)

    def depth(at: Floats) -> Floats:
        found = margins(lines.points(which, at))
        return np.array([found[name][i] for i, name in enumerate(names)]) * sign

    for _ in range(_N_HALVINGS):
        a, b = low + _GOLDEN * (high - low), high - _GOLDEN * (high - low)
        at_a, at_b = depth(a), depth(b)
        for at, where in ((at_a, a), (at_b, b)):
            turned = np.where(np.isnan(turned) & (at < 0.0), where, turned)
        left = at_a <= at_b
        low, high = np.where(left, low, a), np.where(left, b, high)
    return [
        pair
        for i in np.flatnonzero(np.isfinite(turned))
        for pair in (
            (names[i], int(which[i]), float(start[i]), float(turned[i])),
            (names[i], int(which[i]), float(turned[i]), float(end[i])),
        )
    ]


def _halved(
    lines: Lines, margins: Margins, along: Sequence[tuple[str, int, float, float]]
) -> tuple[Positions, Floats]:
    """Halve brackets around zeros of margins, all at once."""
    which = np.array([each[1] for each in along], dtype=np.int64)
    low, high = np.array([each[2] for each in along]), np.array([each[3] for each in along])
    if not len(which):
        return which, low
    names = [each[0] for each in along]

    def column(at: Floats) -> Floats:
        found = margins(lines.points(which, at))
        return np.array([found[name][i] for i, name in enumerate(names)])

    at_low = np.sign(column(low))
    for _ in range(_N_HALVINGS):
        middle = (low + high) / 2
        same = np.sign(column(middle)) == at_low
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return which, (low + high) / 2


def _with_middles(
    which: Positions, values: Floats, cut_lines: Positions, cut_values: Floats
) -> tuple[Positions, Floats]:
    """Add the middle between every two neighboring zeros, and between a zero and a point."""
    all_lines = np.concatenate([which, cut_lines])
    all_values = np.concatenate([values, cut_values])
    order = np.lexsort((all_values, all_lines))
    all_lines, all_values = all_lines[order], all_values[order]
    is_cut = np.concatenate([np.zeros(len(which), np.bool_), np.ones(len(cut_lines), np.bool_)])
    is_cut = is_cut[order]
    beside = (is_cut[1:] | is_cut[:-1]) & (all_lines[1:] == all_lines[:-1])
    middles = (all_values[1:] / 2 + all_values[:-1] / 2)[beside]
    lines = np.concatenate([which, all_lines[1:][beside]])
    found = np.concatenate([values, middles])
    order = np.lexsort((found, lines))
    return lines[order].astype(np.int64), found[order]
