"""What the answer would be if a claim were false, graded lower, or left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import altair as alt

from standoff.study.findings import Change, Findings
from standoff.view.chart_style import (
    Across,
    Mark,
    Row,
    fitted,
    layers,
    line,
    percent_axis,
    rows,
    words,
)
from standoff.view.numerals import percent
from standoff.view.theme import MUTED, PAPER, PLAYERS

_STEP = 42
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Sign:
    """How a change to a claim is marked."""

    text: str
    shape: str
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


def chart(
    findings: Findings, says: Mapping[str, str] = _NO_WORDS, n_most: int = 10
) -> alt.LayerChart:
    """Draw the rows of `data`, one line per claim; `says` gives the words of the claims."""
    found = data(findings, n_most)
    claims = list(dict.fromkeys(row["claim"] for row in found))
    n = len(claims) + 1.4
    across = Across(-0.05, 1.05, percent_axis("Chance, averaged over the plausible ranges"))
    shown = [{**row, "y": claims.index(row["claim"]) + 2.05} for row in found]
    spans = [
        {
            "head": i + 1.68,
            "y": i + 2.05,
            "from": min(_ends(found, claim)),
            "to": max(_ends(found, claim)),
            "text": fitted(f"{claim}  {says.get(claim, '')}"),
        }
        for i, claim in enumerate(claims)
    ]
    before = found[0]["before"] if found else 0.0
    today = [{"x": before, "y": 1.15, "text": f"as it is: {percent(before)}"}]
    marks: list[Mark] = [
        rows([{"x": before, "top": 1.4, "bottom": n}])
        .mark_rule(color=MUTED, strokeDash=[4, 3])
        .encode(x=across("x"), y=line("top", n), y2="bottom:Q"),
        rows(spans)
        .mark_rule(color="#9a9a9a", strokeWidth=1.5)
        .encode(x=across("from"), x2="to:Q", y=line("y", n)),
        words(spans, alt.XValue(0), line("head", n), halo=True),
        words(today, across("x"), line("y", n), align="center", color=MUTED),
    ]
    at = 0.0
    for change, sign in _SIGNS.items():
        some = [row for row in shown if row["change"] == change]
        marks += [
            _mark(some, sign, across("headline"), n),
            _mark([{"x": at, "y": 0.5}], sign, across("x"), n),
            words([{"x": at, "y": 0.5, "text": sign.text}], across("x"), line("y", n), dx=11),
        ]
        at += 0.06 + 0.013 * len(sign.text)
    return layers(*marks, height=_STEP * n)


def _ends(found: Iterable[Row], claim: str) -> list[float]:
    return [p for row in found if row["claim"] == claim for p in (row["headline"], row["before"])]


def _mark(shown: list[Row], sign: _Sign, x: alt.X, n_lines: float) -> alt.Chart:
    return (
        rows(shown)
        .mark_point(
            shape=sign.shape,
            size=95,
            fill=sign.color if sign.is_filled else PAPER,
            stroke=sign.color,
            strokeWidth=0.5 if sign.is_filled else 2,
            opacity=1,
        )
        .encode(x=x, y=line("y", n_lines))
    )
