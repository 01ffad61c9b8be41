r"""Two-step estimators: best answers to beliefs, and beliefs answered until they repeat.

The pseudo-likelihood takes beliefs (p_R, p_F) as given: the challenger's threshold is that for p_R,
the target answers to p_F. Nested pseudo-likelihood then replaces the beliefs by the answers, and
estimates again, until nothing changes. Neither solves a game.

References
----------
Crisman-Cox and Gibilisco (2021), Political Science Research and Methods 9. Aguirregabiria and Mira
(2007), Econometrica 75: nested pseudo-likelihood.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from standoff.estimate.likelihood import Floats
from standoff.estimate.restrict import Restricted
from standoff.estimate.scatter import scattered
from standoff.estimate.signaling.ascend import Climb, Evaluate, Slopes, ascend
from standoff.estimate.signaling.beliefs import Beliefs
from standoff.estimate.signaling.likelihood import SignalingLikelihood

#: Beliefs are kept this far from 0 and 1 between rounds.
_EDGE = 1e-4
#: Evaluations with the expected information, which is safe, before those with the observed one.
_SAFE = 20
_STEP = 1e-4
#: Log-likelihood by which a climb may lie below the best one and be worth going on.
_FAR = 50.0


@dataclass(frozen=True, slots=True, eq=False)
class Nested:
    """The end of nested pseudo-likelihood.

    Attributes
    ----------
    climb : Climb
        In the free parameters.
    beliefs : Beliefs
        Those of the last round.
    n_rounds : int
    change : float
        Largest change of a parameter or belief in the last round.
    """

    climb: Climb
    beliefs: Beliefs
    n_rounds: int
    change: float


def maximize_pseudo(
    free: Restricted,
    likelihood: SignalingLikelihood,
    beliefs: Beliefs,
    *,
    n_starts: int = 6,
    seed: int = 0,
    start: Floats | None = None,
) -> Climb:
    """Maximize the pseudo-likelihood, from zero and from points around it, or from one start."""
    safe = pseudo_evaluation(free, likelihood, beliefs)
    newton = pseudo_evaluation(free, likelihood, beliefs, newton=True)
    if start is not None:
        return ascend(safe, start, tolerance=1e-13)
    sizes = np.sqrt(np.concatenate([(matrix**2).mean(axis=0) for matrix in likelihood.matrices]))
    sizes = np.maximum(np.abs(free.spread).T @ sizes, 1e-12)
    draws = np.random.default_rng(seed).uniform(-1.0, 1.0, (n_starts, len(sizes))) / sizes
    draws[0] = 0.0
    near = [ascend(safe, each, max_evaluations=_SAFE) for each in draws]
    near.sort(key=lambda climb: -climb.value)
    # Climbs that are far below the best one when they are close to their end lead elsewhere.
    worth = [climb for climb in near if climb.value > near[0].value - _FAR][:3]
    ends = [ascend(newton, climb.theta) for climb in worth]
    return max(ends, key=lambda climb: climb.value)


def pseudo_evaluation(
    free: Restricted, likelihood: SignalingLikelihood, beliefs: Beliefs, *, newton: bool = False
) -> Evaluate:
    """Value of the pseudo-likelihood and its slopes, in the free parameters.

    The information is the expected one, or the observed one if `newton`.
    """
    from scipy.special import ndtri

    from standoff.estimate.kernels.crisis_sums import at_beliefs, belief_curvature

    margin = ndtri(beliefs.p_resist)

    def evaluate(theta: Floats) -> tuple[float, Callable[[], Slopes]]:
        with np.errstate(all="ignore"):
            payoffs = likelihood.payoffs(free.whole(theta))
            values, score, information, _ = at_beliefs(
                payoffs,
                margin,
                beliefs.p_fight,
                likelihood.events,
                likelihood.counts,
            )
            value = float(values.sum())

        def slopes() -> Slopes:
            each = information
            if newton:
                each = -belief_curvature(
                    payoffs, margin, beliefs.p_fight, likelihood.events, likelihood.counts, _STEP
                )
            total = scattered(each.transpose(1, 2, 0), likelihood.matrices)
            gradient = free.spread.T @ likelihood.gather(score)
            return gradient, free.spread.T @ total @ free.spread

        return (value if np.isfinite(value) else -np.inf), slopes

    return evaluate


def nest(
    free: Restricted,
    likelihood: SignalingLikelihood,
    beliefs: Beliefs,
    *,
    seed: int = 0,
    tolerance: float = 1e-7,
    max_rounds: int = 1000,
) -> Nested:
    """Answer beliefs and estimate again, until no parameter and no belief changes."""
    from scipy.special import ndtri

    from standoff.estimate.kernels.crisis_sums import answers

    climb = maximize_pseudo(free, likelihood, beliefs, seed=seed)
    change, n_rounds = np.inf, 0
    while n_rounds < max_rounds and change > tolerance and np.isfinite(climb.value):
        n_rounds += 1
        payoffs = likelihood.payoffs(free.whole(climb.theta))
        resist, fight, *_ = answers(payoffs, ndtri(beliefs.p_resist), beliefs.p_fight)
        new = replace(
            beliefs,
            p_resist=np.clip(resist, _EDGE, 1.0 - _EDGE),
            p_fight=np.clip(fight, _EDGE, 1.0 - _EDGE),
        )
        following = maximize_pseudo(free, likelihood, new, start=climb.theta)
        change = max(
            float(np.abs(following.theta - climb.theta).max()),
            float(np.abs(new.p_resist - beliefs.p_resist).max()),
            float(np.abs(new.p_fight - beliefs.p_fight).max()),
        )
        climb, beliefs = following, new
    if np.isfinite(climb.value):
        climb = ascend(pseudo_evaluation(free, likelihood, beliefs, newton=True), climb.theta)
    return Nested(climb, beliefs, n_rounds, change)
