"""How often each kind of outcome comes about, as bars with their words above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from standoff.study.findings import Findings
from standoff.view.chart import Chart, draw
from standoff.view.marks import WIDTH, Bar, Mark, Row, Words, fitted
from standoff.view.numerals import percent
from standoff.view.theme import GREY, PLAYERS, SHADE

_STEP = 44
#: Where bars end.
_FULL = WIDTH - 70
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
    marks: list[Mark] = []
    for i, row in enumerate(found):
        y, is_base = _STEP * i, row["is_base"]
        name = f"{row['name']}: {row['text']}" if row["text"] else row["name"]
        fill = PLAYERS[0].color if is_base else GREY
        marks += [
            Words(fitted(name), 0, y + 11, bold=is_base),
            Bar(0, _FULL, y + 21, y + 37, SHADE),
            Bar(0, _FULL * row["share"], y + 21, y + 37, fill),
            Words(row["percent"], _FULL + 8, y + 29, bold=is_base),
        ]
    return draw(marks, height=_STEP * max(len(found), 1))
