"""Which of several equilibria is taken: rules with names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.likelihood import Floats, Ints

if TYPE_CHECKING:
    from standoff.estimate.signaling.likelihood import SignalingLikelihood
    from standoff.solve.crisis_signaling import CrisisEquilibria

Rule = Literal["fit", "nearest", "lowest", "highest"]
RULES = ("fit", "nearest", "lowest", "highest")


def choose(
    equilibria: CrisisEquilibria,
    rule: Rule,
    *,
    followed: Floats | None = None,
    likelihood: SignalingLikelihood | None = None,
) -> Ints:
    """Pick one equilibrium per game, shape (n,); its position in rising order of resistance.

    Parameters
    ----------
    equilibria : CrisisEquilibria
    rule : "fit", "nearest", "lowest" or "highest"
        The equilibrium next to the one of the fit (`followed`), the one that makes the counts of
        the same row of `likelihood` likeliest, or the one with the least or most resistance.
    followed : float array, shape (n,), optional
        Margins of the equilibria of the fit.
    likelihood : SignalingLikelihood, optional
        With as many rows as there are games.

    Raises
    ------
    UnknownName
        If there is no such rule.
    EstimationError
        If the rule needs rows that were fitted, and these are others.
    """
    if rule not in RULES:
        raise UnknownName.among("rule", rule, RULES)
    there = ~np.isnan(equilibria.p_resist)
    n = len(there)
    if rule == "lowest":
        return np.zeros(n, dtype=np.int64)
    if rule == "highest":
        return there.sum(axis=1) - 1
    if rule == "fit":
        if followed is None or len(followed) != n:
            raise _needs_rows(rule, n)
        # In the chance, not the margin: at the corner the margin is infinite.
        from scipy.special import ndtr

        away = np.abs(equilibria.p_resist - ndtr(followed)[:, None])
        return np.where(there, away, np.inf).argmin(axis=1)
    if likelihood is None or likelihood.n_observations != n:
        raise _needs_rows(rule, n)
    total = np.zeros(there.shape)
    for event, count in zip(likelihood.events, likelihood.counts.T, strict=True):
        with np.errstate(invalid="ignore"):
            log_p = np.logaddexp.reduce(equilibria.log_p[:, :, event], axis=2)
        seen = count[:, None] > 0.0
        total += count[:, None] * np.where(seen, log_p, 0.0)
    return np.where(there, total, -np.inf).argmax(axis=1)


def _needs_rows(rule: str, n: int) -> EstimationError:
    return EstimationError(
        f"the rule {rule!r} needs the rows that were fitted",
        found=f"{n} other rows",
        right='"lowest" or "highest", or changes of the rows that were fitted',
    )
