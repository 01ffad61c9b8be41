"""How good a forecast was, once it is known how the crisis ended."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log

from standoff.errors import UnknownName
from standoff.study.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Score:
    """Scores of the forecast after one step; smaller is better.

    Parameters
    ----------
    day, move : str
        Of the step; empty for the beginning.
    p_outcome : float
        What the forecast gave the outcome that came about.
    brier : float
        Sum over outcomes of squared differences to 1 for what came about and 0 for the rest: from 0
        to 2.
    log : float
        Minus the logarithm of `p_outcome`; infinite for what was held to be impossible.
    """

    day: str
    move: str
    p_outcome: float
    brier: float
    log: float


def scores(timeline: Timeline, outcome: str) -> tuple[Score, ...]:
    """Score the forecast of every step against the outcome that came about.

    A score means something only for a case whose assumptions were made without knowing the outcome
    (`as_of:`); one case is one forecast, whatever the number of its steps.

    Raises
    ------
    UnknownName
        If the game has no such outcome.

    References
    ----------
    Brier, G. (1950). Verification of forecasts expressed in terms of probability. Monthly Weather
    Review 78. Good, I. (1952). Rational decisions. Journal of the Royal Statistical Society B 14.
    """
    names = [each.name for each in timeline.steps[0].outcomes]
    if outcome not in names:
        raise UnknownName.among("outcome", outcome, names)
    found: list[Score] = []
    for step in timeline.steps:
        p = step.outcome(outcome).mean
        brier = sum((each.mean - (each.name == outcome)) ** 2 for each in step.outcomes)
        found.append(Score(step.day, step.move, p, brier, -log(p) if p > 0.0 else inf))
    return tuple(found)
