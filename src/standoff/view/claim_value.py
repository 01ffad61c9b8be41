"""What claims and sources are worth: bars for their share of the joint effect, dots for alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from math import ceil, floor
from types import MappingProxyType

from standoff.study.claim_value import ClaimValues
from standoff.study.sampling_error import NINE_IN_TEN
from standoff.view.axis import bare_axis
from standoff.view.bars import Strip, bar, beside, ring, rows, span
from standoff.view.chart import Chart, draw
from standoff.view.marks import WIDTH, Bar, Dot, Mark, Row, Words, fitted, flat, notes, upright
from standoff.view.numerals import points
from standoff.view.theme import FAINT, GREY, GRID, INK, PAPER, PLAYERS

#: Pixels above the first row, for the key.
_TOP = 40
#: Pixels below the bars to the first note.
_AXIS = 52
#: Pixels right of the bars, for numbers.
_RIGHT = 70
#: Groups that move the answer by less than half a point in every way are not drawn.
_LEAST = 0.005
_NO_WORDS: Mapping[str, str] = MappingProxyType({})
_UNSURE = "#dcdcdc"
_SIGNED = (
    "(datum.value > 0 ? '+' : datum.value < 0 ? '−' : '') + format(abs(datum.value) * 100, '~g')"
)
_CHANGED = {"deny": "false", "downgrade": "graded one step lower", "drop": "left out"}


def data(values: ClaimValues, n_most: int = 12) -> list[Row]:
    """Return one row per group of claims that moves the answer, the largest share first.

    A row has `group`, `n_claims`, `shared` (its Shapley value) with `low` and `high` (nine
    chances in ten, over the draws), `alone` and `last` (changed first and changed last, all
    others as they are and all others changed), and `is_sure`: whether the interval leaves out 0.
    """
    found: list[Row] = []
    for each in values.groups:
        size = max(abs(e.shift) for e in (each.shared, each.alone, each.last))
        if not size >= _LEAST:
            continue
        room = NINE_IN_TEN * each.shared.standard_error
        low, high = each.shared.shift - room, each.shared.shift + room
        found.append(
            {
                "group": each.name,
                "n_claims": len(each.claims),
                "shared": each.shared.shift,
                "low": low,
                "high": high,
                "alone": each.alone.shift,
                "last": each.last.shift,
                "is_sure": low > 0.0 or high < 0.0,
            }
        )
    return found[:n_most]


def left_out(values: ClaimValues, n_most: int = 12) -> list[str]:
    """Say of the groups that `data` leaves out why they are not drawn."""
    drawn = {row["group"] for row in data(values, n_most)}
    largest = {row["group"] for row in data(values, len(values.groups))}
    small = [each.name for each in values.groups if each.name not in largest]
    more = [each.name for each in values.groups if each.name in largest and each.name not in drawn]
    told = [f"Moves it by less than half a point: {', '.join(small)}."] if small else []
    return told + ([f"Smaller than these: {', '.join(more)}."] if more else [])


def chart(
    values: ClaimValues,
    says: Mapping[str, str] = _NO_WORDS,
    n_most: int = 12,
    *,
    width: float = WIDTH,
) -> Chart:
    """Draw the rows of `data`; `says` gives words for the groups, by name."""
    found = data(values, n_most)
    ends = [0.0, *(row[key] for row in found for key in ("low", "high", "alone", "last"))]
    room = max(max(ends) - min(ends), 0.02) * 0.04
    low, high = min(ends) - room, max(ends) + room
    axis = bare_axis(
        low,
        high + _RIGHT * (high - low) / (width - _RIGHT),
        fitted(_title(values), width),
        labelExpr=_SIGNED,
        values=ticks(low, high),
        grid=False,
    )

    # Beside the bars alone, so that the grid does not run through names.
    grid = [upright(each, -8, 8, GRID, behind=True) for each in ticks(low, high)]
    blue = PLAYERS[0].color
    strips = [
        Strip(
            _head(row, says),
            [
                *grid,
                bar(0, row["shared"], GREY if row["is_sure"] else _UNSURE),
                upright(0, -10, 10, FAINT),
                span(row["low"], row["high"]),
                Dot(row["alone"], 0, blue, 80, blue, 2),
                ring(row["last"], PLAYERS[1].color, 80, "diamond"),
                beside(points(row["shared"]), high, bold=True),
            ],
        )
        for row in found
    ]
    marks, height = rows(strips, partial(axis.at, width=width), _TOP, width)
    marks += [*_key(), *notes(left_out(values, n_most), height + _AXIS, width=width)]
    return draw(marks, height=height, width=width, across=axis)


def _title(values: ClaimValues) -> str:
    of = f" of {values.headline}" if values.headline else ""
    return f"Points by which the chance{of} moves when the claims are {_CHANGED[values.change]}"


def ticks(low: float, high: float) -> list[float]:
    """Return round shifts from `low` to `high`, four to nine of them where there is room.

    Examples
    --------
    >>> ticks(-0.37, 0.14)
    [-0.3, -0.2, -0.1, 0.0, 0.1]
    """
    steps = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
    step = next((each for each in steps if (high - low) / each < 8), 0.5)
    first, last = ceil(low / step), floor(high / step)
    return [round(i * step, 6) + 0.0 for i in range(first, last + 1)]


def _head(row: Row, says: Mapping[str, str]) -> str:
    name, n = row["group"], row["n_claims"]
    text = f"{name}: {says[name]}" if says.get(name) else name
    return text if n == 1 else f"{text} ({n} claims)"


def _key() -> list[Mark]:
    """Explain the marks, in two lines."""
    blue, orange = PLAYERS[0].color, PLAYERS[1].color
    return [
        Bar(2, 24, 5, 17, GREY),
        flat(18, 28, 11, INK, 1.5),
        Words("its share of the joint effect, with nine chances in ten", 30, 11),
        Dot(13, 27, blue, 80, blue, 2),
        Words("changed alone", 30, 27),
        Dot(137, 27, PAPER, 80, orange, 2, "diamond"),
        Words("changed after all others", 150, 27),
    ]
