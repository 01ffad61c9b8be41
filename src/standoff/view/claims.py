"""What the answer would be if a claim were false, graded lower, or left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from standoff.study.findings import Change, Findings
from standoff.view.axis import Axis, percent_axis
from standoff.view.chart import Chart, draw
from standoff.view.marks import Dot, Mark, Row, Shape, Words, fitted, flat, upright
from standoff.view.numerals import percent
from standoff.view.theme import GREY, MUTED, PAPER, PLAYERS

_TOP, _STEP = 59, 42
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Sign:
    """How a change to a claim is marked."""

    text: str
    shape: Shape
    color: str
    is_filled: bool


_SIGNS: dict[Change, _Sign] = {
    "deny": _Sign("if it is false", "cross", PLAYERS[1].color, True),
    "drop": _Sign("if it is left out", "circle", PLAYERS[0].color, False),
    "downgrade": _Sign("if it is graded one step lower", "triangle-down", PLAYERS[2].color, True),
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
    claims = list(dict.fromkeys(row["claim"] for row in found))
    axis = percent_axis("Chance, averaged over the plausible ranges", -0.05, 1.05)
    height = _TOP + _STEP * len(claims)
    before = found[0]["before"] if found else 0.0
    today = axis.at(before)
    marks: list[Mark] = [
        upright(today, _TOP, height, MUTED, dash=(4, 3)),
        Words(f"as it is: {percent(before)}", today, 48, "center", MUTED),
        *_key(axis),
    ]
    for i, claim in enumerate(claims):
        y = _TOP + _STEP * i + 27
        own = {row["change"]: axis.at(row["headline"]) for row in found if row["claim"] == claim}
        ends = [today, *own.values()]
        marks.append(flat(min(ends), max(ends), y, GREY, 1.5))
        marks.append(Words(fitted(f"{claim}  {says.get(claim, '')}"), 0, y - 15, halo=True))
        marks += [_mark(x, y, _SIGNS[change]) for change, x in own.items()]
    return draw(marks, height=height, across=axis)


def _key(axis: Axis) -> list[Mark]:
    marks: list[Mark] = []
    at = 0.0
    for sign in _SIGNS.values():
        x = axis.at(at)
        marks += [_mark(x, 21, sign), Words(sign.text, x + 11, 21)]
        at += 0.06 + 0.013 * len(sign.text)
    return marks


def _mark(x: float, y: float, sign: _Sign) -> Dot:
    fill, width = (sign.color, 0.5) if sign.is_filled else (PAPER, 2)
    return Dot(x, y, fill, 95, sign.color, width, sign.shape)
