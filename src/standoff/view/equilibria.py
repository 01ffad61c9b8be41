"""What is played, and what follows, under each rule that picks one of several equilibria."""

from __future__ import annotations

import altair as alt

from standoff.study.numbers import SHARE
from standoff.study.rule_dependence import RuleDependence
from standoff.view.chart_style import WIDTH, Across, Mark, Row, fitted, layers, line, rows, words
from standoff.view.key import key
from standoff.view.lettering import width as written
from standoff.view.numerals import percent
from standoff.view.theme import FILLS, INK, MUTED, PAPER, TEXT_SIZE

_STEP = 34
_LEFT = 150


def data(found: RuleDependence) -> list[Row]:
    """Return one row per rule, with `rule`, `headline` (mean), and `regimes`.

    `regimes` is a list of rows with `name`, `from` and `to`, from 0 to 1 in the order of the
    finding, and `fill`.
    """
    shares = [each for each in found.numbers if each.name.startswith(SHARE)]
    mean = next((each for each in found.numbers if each.name.endswith(", mean")), None)
    told: list[Row] = []
    for i, rule in enumerate(found.rules):
        at = 0.0
        regimes: list[Row] = []
        for k, each in enumerate(shares):
            value = each.by_rule[i][1]
            if isinstance(value, str) or not value > 0.0:
                continue
            regimes.append(
                {
                    "name": each.name.removeprefix(SHARE),
                    "from": at,
                    "to": at + value,
                    "fill": FILLS[k % len(FILLS)],
                }
            )
            at += value
        told.append(
            {
                "rule": rule,
                "headline": None if mean is None else mean.by_rule[i][1],
                "regimes": regimes,
            }
        )
    return told


def chart(found: RuleDependence, headline: str = "the headline") -> alt.LayerChart:
    """Draw one bar per rule, in which each kind of equilibrium takes its share of the draws.

    Parameters
    ----------
    found : RuleDependence
    headline : str
        What the number beside each bar is the chance of.
    """
    told = data(found)
    n = len(told) + 0.7
    scale = 1.0 / (WIDTH - _LEFT - 70)
    across = Across(-_LEFT * scale, 1 + 70 * scale)
    bars: list[Row] = []
    names: list[Row] = []
    heads: list[Row] = []
    for i, row in enumerate(told):
        y = i + 1.2
        heads.append(
            {"x": 0, "end": 1, "y": y, "text": row["rule"], "p": _percent(row["headline"])}
        )
        for each in row["regimes"]:
            bars.append({**each, "top": y - 0.36, "bottom": y + 0.36})
            room = (each["to"] - each["from"]) / scale - 6
            if room >= written(each["name"], TEXT_SIZE):
                names.append({"x": (each["from"] + each["to"]) / 2, "y": y, "text": each["name"]})
    top = [{"x": 1, "y": 0.4, "text": fitted(headline, 120, bold=True)}]
    marks: list[Mark] = [
        rows(bars)
        .mark_rect(stroke=PAPER, strokeWidth=1)
        .encode(
            x=across("from"),
            x2="to:Q",
            y=line("top", n),
            y2="bottom:Q",
            fill=alt.Fill("fill:N", scale=None),
        ),
        words(names, across("x"), line("y", n), align="center", color=INK),
        words(heads, across("x"), line("y", n), align="right", dx=-8),
        words([{**h, "text": h["p"]} for h in heads], across("end"), line("y", n), dx=8, bold=True),
        words(top, across("x"), line("y", n), align="center", dx=30, bold=True),
        words(
            [{"x": 0, "y": 0.4, "text": "what is played, in shares of the draws"}],
            across("x"),
            line("y", n),
            color=MUTED,
        ),
    ]
    entries = list(dict.fromkeys((r["name"], r["fill"]) for row in told for r in row["regimes"]))
    marks += key(entries, _STEP * n + 6, left=_LEFT)
    return layers(*marks, height=_STEP * n)


def _percent(p: float | str | None) -> str:
    return percent(p) if isinstance(p, float) and p == p else ""
