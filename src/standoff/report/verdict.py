"""The bottom line: what the findings say to the three questions that everybody asks first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from standoff.case.schema import Case
from standoff.models.base import Promise
from standoff.report.confidence import Confidence, confidence
from standoff.study.findings import (
    Change,
    Crossing,
    Estimate,
    Findings,
    ParameterFinding,
    ThreatFinding,
)
from standoff.view.break_even import flips, nearest
from standoff.view.numerals import parameter

Answer = Literal["yes", "barely", "doubtful", "no"]

_MOST_FLIPS = 6


@dataclass(frozen=True, slots=True)
class Flip:
    """A value of one parameter beyond which the answer is another one."""

    parameter: ParameterFinding
    crossing: Crossing
    #: Whether the other answer lies above the crossing.
    is_above: bool

    @property
    def other(self) -> str:
        """The kind of play on the other side."""
        return self.crossing.above if self.is_above else self.crossing.below


@dataclass(frozen=True, slots=True)
class Weight:
    """What the answer rests on, and what would change it."""

    n_flips: int
    n_flips_weak: int
    n_claims: int
    n_strong: int
    n_confirmed: int
    worst_claim: str
    worst_change: Change | None
    worst_shift: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The bottom line as data; its template writes the sentences."""

    headline: Estimate
    threat: ThreatFinding | None
    answer: Answer | None
    #: What giving in costs on the threat's channel, where the model says so.
    cost: Estimate | None
    flips: tuple[Flip, ...]
    n_more_flips: int
    #: What the challenger would do once the target has given in; empty where nothing is promised.
    kept: str
    kept_share: float
    weight: Weight
    confidence: Confidence


#: A belief that is held just as needed suffices.
ROUNDING = 1e-12


def verdict(findings: Findings, case: Case, promise: Promise | None = None) -> Verdict:
    """Read the bottom line out of the findings."""
    threat = main_threat(findings)
    turns = all_flips(findings)
    promised = promise.category if promise else ""
    kind = dict(findings.base).get(promised, "")
    shares = {s.name: s.share for s in dict(findings.shares).get(promised, ())}
    return Verdict(
        headline=findings.estimate(findings.headline),
        threat=threat,
        answer=credibility(threat) if threat else None,
        cost=_cost(findings, threat.name) if threat else None,
        flips=turns[:_MOST_FLIPS],
        n_more_flips=max(len(turns) - _MOST_FLIPS, 0),
        kept=kind,
        kept_share=shares.get(kind, math.nan),
        weight=weigh(findings, case, turns),
        confidence=confidence(findings),
    )


def main_threat(findings: Findings) -> ThreatFinding | None:
    """Return the threat most likely made at the analyst's values, or the one nearest to work."""
    return max(
        findings.threats,
        key=lambda each: (0.0 if math.isnan(each.made.base) else each.made.base, _margin(each)),
        default=None,
    )


def _margin(threat: ThreatFinding) -> float:
    margin = threat.believed.base - threat.belief_needed.base
    return -math.inf if math.isnan(margin) else margin + ROUNDING


def credibility(threat: ThreatFinding) -> Answer:
    """Say whether a threat is believed enough, at the analyst's values and over the draws."""
    if _margin(threat) >= 0:
        return "yes" if threat.share_enough >= 0.8 else "barely"
    return "doubtful" if threat.share_enough >= 0.2 else "no"


def all_flips(findings: Findings) -> tuple[Flip, ...]:
    """Return the next crossing to each side of today's value that is inside a plausible range.

    The nearest comes first, counted in widths of the range.
    """
    found: list[Flip] = []
    for each in sorted(findings.break_evens, key=nearest):
        plausible = [c for c in flips(each) if c.in_range]
        below = [c for c in plausible if c.value <= each.value]
        above = [c for c in plausible if c.value > each.value]
        about = parameter(findings, each.parameter)
        if above:
            found.append(Flip(about, min(above, key=lambda c: c.value), is_above=True))
        if below:
            found.append(Flip(about, max(below, key=lambda c: c.value), is_above=False))
    return tuple(found)


def weigh(findings: Findings, case: Case, turns: tuple[Flip, ...]) -> Weight:
    """Count what the answer rests on, and what would change it."""
    grades = {claim.id: claim.grade for claim in case.claims}
    strong = {id for id, g in grades.items() if g.reliability in "AB" and g.credibility <= 2}
    deciding = {flip.parameter.name: flip.parameter for flip in turns}
    weak = [p for p in deciding.values() if not strong.intersection(p.claims)]
    worst = max(
        (e for e in findings.claim_effects if not math.isnan(e.shift)),
        key=lambda effect: abs(effect.shift),
        default=None,
    )
    shift = worst.shift if worst else 0.0
    return Weight(
        n_flips=len(deciding),
        n_flips_weak=len(weak),
        n_claims=len(grades),
        n_strong=len(strong),
        n_confirmed=sum(g.credibility == 1 for g in grades.values()),
        worst_claim=worst.claim if worst else "",
        worst_change=worst.change if worst else None,
        worst_shift=shift,
    )


def _cost(findings: Findings, channel: str) -> Estimate | None:
    wanted = (f"cost_of_conceding_{channel}", "cost_of_conceding")
    by_name = {each.name: each for each in findings.estimates}
    return next((by_name[name] for name in wanted if name in by_name), None)
