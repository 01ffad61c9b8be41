"""What the answer would be if a claim were false, graded lower, or left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from standoff.study.findings import Change, Findings
from standoff.view.axis import percent_axis
from standoff.view.bars import Strip, guide, ring, rows, span
from standoff.view.chart import Chart, draw
from standoff.view.marks import Dot, Mark, Row, Words
from standoff.view.numerals import percent
from standoff.view.theme import GREY, PLAYERS

#: Pixels above the first row, for the key, and beside the chances.
_TOP, _SIDE = 62, 29
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


_BLUE, _ORANGE, _GREEN = (style.color for style in PLAYERS[:3])
_SIGNS: dict[Change, tuple[str, Dot]] = {
    "deny": ("if it is false", Dot(0, 0, _ORANGE, 95, _ORANGE, 0.5, "cross")),
    "drop": ("if it is left out", ring(0, _BLUE, 95)),
    "downgrade": (
        "if it is graded one step lower",
        Dot(0, 0, _GREEN, 95, _GREEN, 0.5, "triangle-down"),
    ),
}


def data(findings: Findings, n_most: int = 10) -> list[Row]:
    """Return one row per claim and change for the claims that move the answer, strongest first.

    A row has `claim`, `change`, `headline` and `before`.
    """
    order: list[str] = []
    for effect in findings.claim_effects:
        if abs(effect.shift) >= 0.005 and effect.claim not in order:
            order.append(effect.claim)
    found: list[Row] = []
    for claim in order[:n_most]:
        found += [
            {
                "claim": claim,
                "change": effect.change,
                "headline": effect.headline,
                "before": effect.headline_before,
            }
            for effect in findings.claim_effects
            if effect.claim == claim
        ]
    return found


def chart(findings: Findings, says: Mapping[str, str] = _NO_WORDS, n_most: int = 10) -> Chart:
    """Draw the rows of `data`, one line per claim; `says` gives the words of the claims."""
    found = data(findings, n_most)
    before = found[0]["before"] if found else 0.0
    axis = percent_axis("Chance, averaged over the plausible ranges", _SIDE, _SIDE)
    strips: list[Strip] = []
    for claim in dict.fromkeys(row["claim"] for row in found):
        own = [row for row in found if row["claim"] == claim]
        ends = [before, *(row["headline"] for row in own)]
        signs = [replace(_SIGNS[row["change"]][1], x=row["headline"]) for row in own]
        items = [span(min(ends), max(ends), GREY), *signs]
        strips.append(Strip(f"{claim}  {says.get(claim, '')}", items))
    marks, height = rows(strips, axis.at, _TOP)
    marks += guide(axis.at(before), f"as it is: {percent(before)}", _TOP, height)
    return draw([*marks, *_key()], height=height, across=axis)


def _key() -> list[Mark]:
    marks: list[Mark] = []
    x = 29.0
    for text, sign in _SIGNS.values():
        marks += [replace(sign, x=x, y=21), Words(text, x + 11, 21)]
        x += 35 + 7.5 * len(text)
    return marks
