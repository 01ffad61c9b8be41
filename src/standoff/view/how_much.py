"""For which values of a parameter something holds: bars on the line that was searched."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.study.inverse import HowMuch
from standoff.view.chart_style import WIDTH, Mark, Row, fitted, layers, rows, words
from standoff.view.lettering import amount, wrapped
from standoff.view.lettering import width as written
from standoff.view.numerals import Described, percent
from standoff.view.panel import Panel, at, down, round_steps
from standoff.view.theme import INK, MUTED, PAPER, PLAYERS, SHADE, TEXT_SIZE

_INSET, _STEP, _TOP, _AXIS, _LINE = 14.0, 62.0, 6.0, 36.0, 18.0


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


def chart(found: HowMuch, parameters: Sequence[Described] = ()) -> Mark:
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
    n = 2 if begins else 1
    panel = Panel(_INSET, _TOP, WIDTH - 2 * _INSET, _STEP * n, found.searched)
    meaning = next((p.meaning for p in parameters if p.name == found.parameter), "")
    marks: list[Mark] = [*panel.numbers_across(round_steps(*found.searched, 9))]
    first = "It holds, at the analyst's values of everything else" + (
        "" if holds else ": for no searched value"
    )
    marks += _held(panel, found, holds)
    heads = [{"px": 0, "py": _TOP + 10, "text": first}]
    if begins:
        heads.append(
            {
                "px": 0,
                "py": _TOP + _STEP + 10,
                "text": "It begins to hold, over draws in which some value suffices",
            }
        )
        marks += _begun(panel, begins, _TOP + _STEP)
    marks.append(words(heads, at("px"), down("py"), halo=True))
    notes = [fitted(meaning or found.parameter), *_notes(found, bool(begins))]
    below = [
        {"px": 0, "py": panel.bottom + _AXIS + _LINE * i, "text": text}
        for i, text in enumerate(part for each in notes for part in wrapped(each, TEXT_SIZE, WIDTH))
    ]
    marks.append(words(below, at("px"), down("py"), color=MUTED))
    return layers(*marks, height=panel.bottom + _AXIS)


def _held(panel: Panel, found: HowMuch, holds: Sequence[Row]) -> list[Mark]:
    top = _TOP + 22
    where = {"top": top, "bottom": top + 14, "middle": top + 7, "under": top + 25}
    line = [{**where, "from": panel.x(found.searched[0]), "to": panel.x(found.searched[1])}]
    bars = [{**where, "from": panel.x(row["from"]), "to": panel.x(row["to"])} for row in holds]
    ends = [
        {
            **where,
            "px": panel.x(row[side]),
            "text": amount(row[side]),
            "closed": row[f"{end}_closed"],
        }
        for row in holds
        for side, end in (("from", "low"), ("to", "high"))
    ]
    today = [{**where, "px": panel.x(found.value)}]
    blue = PLAYERS[0].color
    return [
        rows(line).mark_rect(color=SHADE).encode(
            x=at("from"), x2="to:Q", y=down("top"), y2="bottom:Q"
        ),
        rows(bars).mark_rect(color=blue).encode(
            x=at("from"), x2="to:Q", y=down("top"), y2="bottom:Q"
        ),
        *(
            rows([each for each in ends if each["closed"] is closed])
            .mark_point(
                shape="circle",
                size=70,
                fill=blue if closed else PAPER,
                stroke=blue,
                strokeWidth=2,
                opacity=1,
            )
            .encode(x=at("px"), y=down("middle"))
            for closed in (True, False)
        ),
        rows(today)
        .mark_circle(size=130, fill=INK, stroke=PAPER, strokeWidth=1.5, opacity=1)
        .encode(x=at("px"), y=down("middle")),
        words(_apart(ends), at("px"), down("under"), align="center", color=blue, halo=True),
    ]  # fmt: skip


def _begun(panel: Panel, begins: Sequence[Row], top: float) -> list[Mark]:
    where = {"top": top + 24, "bottom": top + 34, "middle": top + 29, "under": top + 46}
    orange = PLAYERS[1].color
    placed = [
        {
            **where,
            **{key: panel.x(row[key]) for key in row if key != "kind"},
            "text": amount(row["median"]),
        }
        for row in begins
    ]
    return [
        rows(placed).mark_rule(color=orange, strokeWidth=2).encode(
            x=at("from"), x2="to:Q", y=down("middle")
        ),
        rows(placed).mark_rect(color=orange).encode(
            x=at("inner_from"), x2="inner_to:Q", y=down("top"), y2="bottom:Q"
        ),
        rows(placed)
        .mark_circle(size=70, fill=PAPER, stroke=orange, strokeWidth=2, opacity=1)
        .encode(x=at("median"), y=down("middle")),
        words(placed, at("median"), down("under"), align="center", color=orange, halo=True),
    ]  # fmt: skip


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


def _apart(ends: Sequence[Row]) -> list[Row]:
    """Leave out numbers that would be written over the one before, and those said twice."""
    kept: list[Row] = []
    free = float("-inf")
    for each in ends:
        half = written(each["text"], TEXT_SIZE) / 2
        if each["px"] - half >= free:
            kept.append(each)
            free = each["px"] + half + 6
    return kept
