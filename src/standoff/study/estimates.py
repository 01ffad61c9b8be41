"""Every number of the answer at the analyst's values, with its spread over the draws."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from standoff.game.status import Status
from standoff.models.answers import Floats
from standoff.study.asked import Asked
from standoff.study.evaluate import mean, shares
from standoff.study.findings import Estimate, Interval, Share, StatusShare
from standoff.study.rules import RuleSubject

POINTS = (0.05, 0.5, 0.95)


def estimates(asked: Asked) -> tuple[Estimate, ...]:
    """Return probabilities (the headline first), quantities and values of the players.

    Under another rule than the model's own, quantities are left out that are known only where the
    rule happens to pick what the model picks.
    """
    base, over = asked.base_answer, asked.answers
    headline = asked.subject.headline
    names = sorted(over.probabilities, key=lambda name: name != headline)
    found = [_estimate(name, base.probabilities, over.probabilities) for name in names]
    quantities = over.quantities
    if isinstance(asked.subject, RuleSubject):
        known = over.has_answer
        quantities = {name: q for name, q in quantities.items() if np.isfinite(q[known]).all()}
    found += [_estimate(name, base.quantities, over.quantities) for name in quantities]
    found += [_estimate(name, base.values, over.values) for name in over.values]
    return tuple(found)


def _estimate(name: str, base: Mapping[str, Floats], over: Mapping[str, Floats]) -> Estimate:
    return estimate(name, float(base[name][0]), over[name])


def estimate(name: str, base: float, column: Floats) -> Estimate:
    """Return one number with its spread over the draws that have it."""
    return Estimate(name, base, interval(column), mean(column))


def interval(column: Floats) -> Interval:
    """Return the 5, 50 and 95 % points of what is a number."""
    known = column[np.isfinite(column)]
    if not len(known):
        nan = float("nan")
        return nan, nan, nan
    low, middle, high = np.quantile(known, POINTS).tolist()
    return low, middle, high


def category_shares(asked: Asked) -> tuple[tuple[str, tuple[Share, ...]], ...]:
    """Count how often each kind of answer comes about among the draws with an answer."""
    return tuple((name, shares(each)) for name, each in asked.answers.categories.items())


def base_names(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Name the kinds of answer at the analyst's values."""
    return tuple((name, asked.base_name(name)) for name in asked.base_answer.categories)


def statuses(asked: Asked) -> tuple[StatusShare, ...]:
    """Count what became of the draws."""
    counts = np.bincount(asked.answers.status, minlength=len(Status))
    return tuple(
        StatusShare(status.name.lower().replace("_", " "), status.message, int(counts[status]))
        for status in Status
        if counts[status]
    )
