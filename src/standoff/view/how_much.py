"""For which values of a parameter something holds: bars on the line that was searched."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.study.inverse import HowMuch
from standoff.view.chart import Chart, draw
from standoff.view.lettering import amount
from standoff.view.lettering import width as written
from standoff.view.marks import WIDTH, Bar, Dot, Mark, Row, Words, fitted, flat, notes
from standoff.view.numerals import Described, percent
from standoff.view.panel import Panel, round_steps
from standoff.view.theme import INK, PAPER, PLAYERS, SHADE, TEXT_SIZE

_INSET, _STEP, _TOP, _AXIS = 14.0, 62.0, 6.0, 36.0


def data(found: HowMuch) -> list[Row]:
    """Return the intervals on which it holds, then the quantiles of where it begins over draws.

    A row has `kind` ("holds" or "begins"), `from` and `to`. Rows of the first kind have
    `low_closed` and `high_closed`, those of the second `inner_from`, `inner_to` and `median`: half
    and nine tenths of the draws in which some value suffices lie between the two pairs.
    """
    told: list[Row] = [
        {
            "kind": "holds",
            "from": span.low.value,
            "to": span.high.value,
            "low_closed": span.low.closed,
            "high_closed": span.high.closed,
        }
        for span in found.spans
    ]
    at_quantile = {q: each.value for q, each in found.least if each.n}
    if len(at_quantile) == 5:
        outer, inner, median, upper, last = (at_quantile[q] for q in sorted(at_quantile))
        told.append(
            {
                "kind": "begins",
                "from": outer,
                "inner_from": inner,
                "median": median,
                "inner_to": upper,
                "to": last,
            }
        )
    return told


def chart(found: HowMuch, parameters: Sequence[Described] = ()) -> Chart:
    """Draw the rows of `data` on the searched line, with today's value as a dot.

    Parameters
    ----------
    found : HowMuch
    parameters : sequence of Parameter
        For the words at the axis.
    """
    shown = data(found)
    holds = [row for row in shown if row["kind"] == "holds"]
    begins = [row for row in shown if row["kind"] == "begins"]
    height = _STEP * (2 if begins else 1)
    panel = Panel(_INSET, _TOP, WIDTH - 2 * _INSET, height, found.searched)
    meaning = next((p.meaning for p in parameters if p.name == found.parameter), "")
    none = "" if holds else ": for no searched value"
    first = f"It holds, at the analyst's values of everything else{none}"
    marks: list[Mark] = [
        *panel.numbers_across(round_steps(*found.searched, 9)),
        Words(first, 0, _TOP + 10, halo=True),
        *_held(panel, found, holds),
    ]
    for row in begins:
        y = _TOP + _STEP
        second = "It begins to hold, over draws in which some value suffices"
        marks += [Words(second, 0, y + 10, halo=True), *_begun(panel, row, y + 29)]
    below = panel.bottom + _AXIS
    marks += notes([fitted(meaning or found.parameter), *_notes(found, bool(begins))], below)
    return draw(marks, height=below)


def _held(panel: Panel, found: HowMuch, holds: Sequence[Row]) -> list[Mark]:
    y, blue = _TOP + 29, PLAYERS[0].color
    low, high = found.searched
    marks: list[Mark] = [Bar(panel.x(low), panel.x(high), y - 7, y + 7, SHADE)]
    numbers: list[Words] = []
    for row in holds:
        marks.append(Bar(panel.x(row["from"]), panel.x(row["to"]), y - 7, y + 7, blue))
        for side, end in (("from", "low"), ("to", "high")):
            x, fill = panel.x(row[side]), blue if row[f"{end}_closed"] else PAPER
            marks.append(Dot(x, y, fill, 70, blue, 2))
            numbers.append(Words(amount(row[side]), x, y + 18, "center", blue, halo=True))
    return [*marks, Dot(panel.x(found.value), y, INK, 130, PAPER, 1.5), *_apart(numbers)]


def _begun(panel: Panel, row: Row, y: float) -> list[Mark]:
    orange = PLAYERS[1].color
    keys = ("from", "inner_from", "median", "inner_to", "to")
    first, lower, median, upper, last = (panel.x(row[key]) for key in keys)
    return [
        flat(first, last, y, orange, 2),
        Bar(lower, upper, y - 5, y + 5, orange),
        Dot(median, y, PAPER, 70, orange, 2),
        Words(amount(row["median"]), median, y + 17, "center", orange, halo=True),
    ]


def _notes(found: HowMuch, has_quantiles: bool) -> list[str]:
    now = "holds" if found.holds_now else "does not hold"
    told = [
        f"Black dot: today's {amount(found.value)}, at which it {now}. Open ends do not suffice."
    ]
    if has_quantiles:
        told.append("Bar and line: half and nine tenths of those draws; the ring is their median.")
    if found.n_draws:
        told.append(
            f"Of {found.n_draws:,} draws it holds as drawn in {percent(found.share_now.value)}, for"
            f" some searched value in {percent(found.share_some.value)}."
        )
    return told


def _apart(numbers: Sequence[Words]) -> list[Words]:
    """Leave out numbers that would be written over the one before, and those said twice."""
    kept: list[Words] = []
    free = float("-inf")
    for each in numbers:
        half = written(each.text, TEXT_SIZE) / 2
        if each.x - half >= free:
            kept.append(each)
            free = each.x + half + 6
    return kept
