"""What claims and sources are worth: bars for their share of the joint effect, dots for alone."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor
from types import MappingProxyType

import altair as alt

from standoff.study.claim_value import ClaimValues
from standoff.study.sampling_error import NINE_IN_TEN
from standoff.view.chart_style import WIDTH, Across, Mark, Row, fitted, layers, line, rows, words
from standoff.view.lettering import wrapped
from standoff.view.numerals import points
from standoff.view.theme import FAINT, INK, MUTED, PAPER, PLAYERS, TEXT_SIZE

_STEP = 44
#: Pixels below the bars to the first note, and from note to note.
_AXIS, _LINE = 52, 18
#: Pixels right of the bars, for numbers.
_RIGHT = 70
#: Groups that move the answer by less than half a point in every way are not drawn.
_LEAST = 0.005
_NO_WORDS: Mapping[str, str] = MappingProxyType({})
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
) -> alt.LayerChart:
    """Draw the rows of `data`; `says` gives words for the groups, by name."""
    found = data(values, n_most)
    n = len(found) + 1.1
    ends = [row[key] for row in found for key in ("low", "high", "alone", "last")]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    room = max(high - low, 0.02) * 0.04
    low, high = low - room, high + room
    inner = (high - low) / (width - _RIGHT)
    axis = alt.Axis(
        title=fitted(_title(values), width),
        labelExpr="(datum.value > 0 ? '+' : datum.value < 0 ? '−' : '')"
        " + format(abs(datum.value) * 100, '~g')",
        values=ticks(low, high),
        grid=False,
        domain=False,
        tickSize=0,
        labelPadding=6,
        labelColor=MUTED,
        titleColor=MUTED,
    )
    across = Across(low, high + _RIGHT * inner, axis)
    shown: list[Row] = [
        {
            **row,
            "text": fitted(_head(row, says), width),
            "worth": points(row["shared"]),
            "head": i + 1.12,
            "top": i + 1.36,
            "y": i + 1.55,
            "bottom": i + 1.74,
            "zero": 0.0,
            "end": high + _RIGHT * inner,
        }
        for i, row in enumerate(found)
    ]
    # Beside the bars alone, so that they do not run through names.
    grid = [
        {"x": tick, "top": row["top"], "bottom": row["bottom"]}
        for row in shown
        for tick in ticks(low, high)
    ]
    marks: list[Mark] = [
        rows(grid).mark_rule(color="#d8d8d8").encode(x=across("x"), y=line("top", n), y2="bottom:Q")
    ]
    for is_sure, color in ((True, "#9a9a9a"), (False, "#dcdcdc")):
        some = [row for row in shown if row["is_sure"] is is_sure]
        marks.append(
            rows(some)
            .mark_rect(color=color)
            .encode(x=across("zero"), x2="shared:Q", y=line("top", n), y2="bottom:Q")
        )
    marks += [
        rows(
            [{"x": 0.0, "top": row["top"] - 0.06, "bottom": row["bottom"] + 0.06} for row in shown]
        )
        .mark_rule(color=FAINT)
        .encode(x=across("x"), y=line("top", n), y2="bottom:Q"),
        rows(shown)
        .mark_rule(color=INK, strokeWidth=1.5)
        .encode(x=across("low"), x2="high:Q", y=line("y", n)),
        _dots(shown, "alone", across, n),
        _dots(shown, "last", across, n),
        words(shown, alt.XValue(0), line("head", n), halo=True),
        words(
            [{**row, "text": row["worth"]} for row in shown],
            across("end"),
            line("y", n),
            align="right",
            bold=True,
        ),
    ]
    notes = [each for told in left_out(values, n_most) for each in wrapped(told, TEXT_SIZE, width)]
    at_y = alt.Y("py:Q", scale=None, axis=None)
    listed = [
        {"px": 0, "py": _STEP * n + _AXIS + _LINE * i, "text": text} for i, text in enumerate(notes)
    ]
    marks.append(words(listed, alt.X("px:Q", scale=None, axis=None), at_y, color=MUTED))
    return layers(*marks, *_key(across, low, inner, n), height=_STEP * n, width=width)


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


def _dots(shown: list[Row], key: str, across: Across, n: float) -> alt.Chart:
    style = PLAYERS[0] if key == "alone" else PLAYERS[1]
    return (
        rows(shown)
        .mark_point(
            shape="circle" if key == "alone" else "diamond",
            size=80,
            fill=style.color if key == "alone" else PAPER,
            stroke=style.color,
            strokeWidth=2,
            opacity=1,
        )
        .encode(x=across(key), y=line("y", n))
    )


def _key(across: Across, low: float, inner: float, n: float) -> list[Mark]:
    """Explain the marks, in two lines."""

    def at(pixels: float) -> float:
        return low + pixels * inner

    bar = [{"from": at(2), "to": at(24), "top": 0.12, "bottom": 0.38, "y": 0.25}]
    told = [
        (30, 0.25, "its share of the joint effect, with nine chances in ten"),
        (30, 0.62, "changed alone"),
        (150, 0.62, "changed after all others"),
    ]
    return [
        rows(bar)
        .mark_rect(color="#9a9a9a")
        .encode(x=across("from"), x2="to:Q", y=line("top", n), y2="bottom:Q"),
        rows([{"from": at(18), "to": at(28), "y": 0.25}])
        .mark_rule(color=INK, strokeWidth=1.5)
        .encode(x=across("from"), x2="to:Q", y=line("y", n)),
        _dots([{"alone": at(13), "y": 0.62}], "alone", across, n),
        _dots([{"last": at(137), "y": 0.62}], "last", across, n),
        words(
            [{"x": at(x), "y": y, "text": text} for x, y, text in told],
            across("x"),
            line("y", n),
            halo=True,
        ),
    ]
