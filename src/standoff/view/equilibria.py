"""What is played, and what follows, under each rule that picks one of several equilibria."""

from __future__ import annotations

from standoff.study.numbers import SHARE
from standoff.study.rule_dependence import RuleDependence
from standoff.view.chart import Chart, draw
from standoff.view.key import key
from standoff.view.lettering import width as written
from standoff.view.marks import WIDTH, Bar, Mark, Row, Words, fitted
from standoff.view.numerals import percent
from standoff.view.theme import FILLS, MUTED, PAPER, TEXT_SIZE

_TOP, _STEP = 24, 34
#: Where bars begin and end.
_LEFT, _RIGHT = 150, WIDTH - 70


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


def chart(found: RuleDependence, headline: str = "the headline") -> Chart:
    """Draw one bar per rule, in which each kind of equilibrium takes its share of the draws.

    Parameters
    ----------
    found : RuleDependence
    headline : str
        What the number beside each bar is the chance of.
    """
    told = data(found)
    top = fitted(headline, 120, bold=True)
    marks: list[Mark] = [
        Words("what is played, in shares of the draws", _LEFT, 14, color=MUTED),
        Words(top, _RIGHT + 30, 14, "center", bold=True),
    ]
    entries: dict[tuple[str, str], None] = {}
    for i, row in enumerate(told):
        y = _TOP + _STEP * i + 17
        marks.append(Words(row["rule"], _LEFT - 8, y, "right"))
        marks.append(Words(_percent(row["headline"]), _RIGHT + 8, y, bold=True))
        for each in row["regimes"]:
            left, right = (_LEFT + (_RIGHT - _LEFT) * each[end] for end in ("from", "to"))
            entries[each["name"], each["fill"]] = None
            marks.append(Bar(left, right, y - 12, y + 12, each["fill"], PAPER))
            if right - left - 6 >= written(each["name"], TEXT_SIZE):
                marks.append(Words(each["name"], (left + right) / 2, y, "center"))
    height = _TOP + _STEP * len(told)
    return draw([*marks, *key(list(entries), height + 6, left=_LEFT)], height=height)


def _percent(p: float | str | None) -> str:
    return percent(p) if isinstance(p, float) and p == p else ""
