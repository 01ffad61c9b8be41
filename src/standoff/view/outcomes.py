"""How often each kind of outcome comes about, as bars with their words above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import altair as alt

from standoff.study.findings import Findings
from standoff.view.chart_style import (
    WIDTH,
    Across,
    Mark,
    Row,
    fitted,
    layers,
    line,
    rows,
    words,
)
from standoff.view.numerals import percent
from standoff.view.theme import PLAYERS, SHADE

_STEP = 44
_NO_MEANINGS: Mapping[str, str] = MappingProxyType({})


def data(
    findings: Findings, category: str = "regime", meanings: Mapping[str, str] = _NO_MEANINGS
) -> list[Row]:
    """Return one row per name of a category, the most frequent first.

    A row has `name`, `text` (what the name means), `share`, `percent` and `is_base`: whether it is
    the answer at the analyst's own values. Names that never come about are left out.
    """
    base = dict(findings.base).get(category)
    shares = dict(findings.shares).get(category, ())
    found: list[Row] = [
        {
            "name": each.name,
            "text": meanings.get(each.name, ""),
            "share": each.share,
            "percent": percent(each.share),
            "is_base": each.name == base,
        }
        for each in shares
        if each.share > 0 or each.name == base
    ]
    return sorted(found, key=lambda row: -row["share"])


def chart(
    findings: Findings, category: str = "regime", meanings: Mapping[str, str] = _NO_MEANINGS
) -> alt.LayerChart:
    """Draw the rows of `data`."""
    return bars(data(findings, category, meanings))


def bars(found: Sequence[Row]) -> alt.LayerChart:
    """Draw shares as bars; the answer at the analyst's values is bold and in color."""
    n = max(len(found), 1)
    shown: list[Row] = [
        {
            **row,
            "text": fitted(f"{row['name']}: {row['text']}" if row["text"] else row["name"]),
            "head": i + 0.25,
            "top": i + 0.48,
            "middle": i + 0.66,
            "bottom": i + 0.84,
            "zero": 0,
            "one": 1,
        }
        for i, row in enumerate(found)
    ]
    across = Across(0, WIDTH / (WIDTH - 70))
    marks: list[Mark] = [
        rows(shown)
        .mark_rect(color=SHADE)
        .encode(x=across("zero"), x2="one:Q", y=line("top", n), y2="bottom:Q")
    ]
    for is_base, fill in ((False, "#9a9a9a"), (True, PLAYERS[0].color)):
        some = [row for row in shown if row["is_base"] is is_base]
        percents = [{**row, "text": row["percent"]} for row in some]
        marks += [
            rows(some)
            .mark_rect(color=fill)
            .encode(x=across("zero"), x2="share:Q", y=line("top", n), y2="bottom:Q"),
            words(some, alt.XValue(0), line("head", n), bold=is_base),
            words(percents, across("one"), line("middle", n), dx=8, bold=is_base),
        ]
    return layers(*marks, height=_STEP * n)
