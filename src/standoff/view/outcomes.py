"""How often each kind of outcome comes about, as bars with their words above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from standoff.study.findings import Findings
from standoff.view.axis import percent_axis
from standoff.view.bars import Strip, beside, rows, track
from standoff.view.chart import Chart, draw
from standoff.view.marks import Row
from standoff.view.numerals import percent
from standoff.view.theme import GREY, PLAYERS

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
) -> Chart:
    """Draw the rows of `data`."""
    return bars(data(findings, category, meanings))


def bars(found: Sequence[Row]) -> Chart:
    """Draw shares as bars; the answer at the analyst's values is bold and in color."""
    strips = [
        Strip(
            f"{row['name']}: {row['text']}" if row["text"] else row["name"],
            [
                *track(row["share"], PLAYERS[0].color if row["is_base"] else GREY),
                beside(row["percent"], 1, bold=row["is_base"]),
            ],
            row["is_base"],
        )
        for row in found
    ]
    scale = percent_axis("", right=70)
    marks, height = rows(strips, scale.at, halo=False)
    return draw(marks, height=height)
