"""How much confidence an answer deserves, by a written rule.

High, minus one step for each of four reasons to be careful, and never below low:

1. the headline lies on both sides of one half within the central 90 % of the draws;
2. the rules that pick one of several equilibria differ by more than 20 points in its average;
3. other equilibria were not looked for;
4. more than half of the variance comes from numbers that no claim supports.

Confidence is about the evidence and likelihood about the world, so that no sentence speaks of both
(Office of the Director of National Intelligence, Intelligence Community Directive 203).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from standoff.study.findings import Findings
from standoff.study.rule_dependence import Dependence
from standoff.view.numerals import percent

Level = Literal["high", "moderate", "low"]

_LEVELS: tuple[Level, ...] = ("high", "moderate", "low")
#: Rules may move the average headline by so much.
MOST_BETWEEN_RULES = 0.2
#: So much of the variance may come from numbers without a source.
MOST_WITHOUT_SOURCE = 0.5


@dataclass(frozen=True, slots=True)
class Confidence:
    """A level, and the reasons that took it down.

    Parameters
    ----------
    level : {"high", "moderate", "low"}
    reasons : tuple of str
        Each a clause: "other equilibria were not looked for".
    """

    level: Level
    reasons: tuple[str, ...]


def confidence(findings: Findings) -> Confidence:
    """Apply the rule to the findings of an analysis."""
    reasons = tuple(_reasons(findings))
    return Confidence(_LEVELS[min(len(reasons), len(_LEVELS) - 1)], reasons)


def without_source(findings: Findings) -> float:
    """Return the share of the variance that comes from numbers which no claim supports.

    Total Sobol' indices where there are some, else first-order shares; conflicts between claims are
    sources. Nothing varies: 0.
    """
    bare = {each.name for each in findings.parameters if not each.claims}
    sobol = findings.further.sobol if findings.further else None
    if sobol is not None:
        shares = {each.members: each.total.value for each in sobol.indices}
    else:
        shares = {(each.parameter,): each.variance_share for each in findings.swings}
    known = {members: max(share, 0.0) for members, share in shares.items() if share == share}
    total = sum(known.values())
    unsupported = sum(share for members, share in known.items() if bare.issuperset(members))
    return unsupported / total if total > 0.0 else 0.0


def _reasons(findings: Findings) -> Iterator[str]:
    low, _, high = findings.estimate(findings.headline).interval
    if low < 0.5 < high:
        yield "draws on both sides of one half"
    rules = findings.further.rules if findings.further else None
    if rules is None or not rules.is_known:
        yield "other equilibria were not looked for"
    else:
        name = f"{findings.headline}, mean"
        between = max((b - a for a, b in _ranges(rules.numbers, name)), default=0.0)
        if between > MOST_BETWEEN_RULES:
            points = round(100 * between)
            yield f"rules differ by {points} points"
    share = without_source(findings)
    if share > MOST_WITHOUT_SOURCE:
        yield f"{percent(share)} of the spread rests on no claim"


def _ranges(numbers: tuple[Dependence, ...], name: str) -> Iterator[tuple[float, float]]:
    for each in numbers:
        if each.name == name and not math.isnan(each.range[0]):
            yield each.range
