"""Full maximum likelihood: the best parameters when each game may play any of its equilibria.

The likelihood is torn where equilibria are born or die. So every start first follows a relaxed
path, then climbs the likelihood itself; equilibria are searched anew at each step. An estimate is
a regular maximum: no gradient, a definite Hessian, and no game about to lose its equilibrium.
Higher points that are not regular (a ridge along folds, payoffs running off) are listed beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from standoff.estimate.likelihood import Floats
from standoff.estimate.maximize import Maximum
from standoff.estimate.restrict import Restricted
from standoff.estimate.scatter import scattered
from standoff.estimate.signaling.ascend import Climb, Evaluate, Slopes, ascend
from standoff.estimate.signaling.likelihood import SignalingLikelihood
from standoff.estimate.signaling.relaxed import relaxed_starts

#: Evaluations per start before it is known which are worth climbing on from.
_FIRST_LOOK = 12
#: And where no regular maximum was found.
_MOST = 90
#: A climb whose step promises less than this has arrived.
_ARRIVED = 1e-8
#: Slopes of the best-answer map nearer to 1 mean that the equilibrium is about to vanish.
_FOLD, _NEAR_FOLD = 1e-3, 2e-2
_SAME = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """One end of a climb.

    Attributes
    ----------
    theta : float array, shape (k,)
        All parameters.
    log_likelihood : float
    is_regular : bool
        Whether it is a maximum at which the usual theory holds.
    reason : str
        Why not, or how it ended.
    """

    theta: Floats
    log_likelihood: float
    is_regular: bool
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """The estimate, in the free parameters, and all other ends of climbs, highest first."""

    maximum: Maximum
    found: tuple[Found, ...]


def search_maximum(
    free: Restricted,
    likelihood: SignalingLikelihood,
    *,
    n_starts: int,
    seed: int,
    starts: Sequence[Floats] = (),
) -> Search:
    """Climb from given starts (all parameters) and from relaxed paths; keep what is regular."""
    back = np.linalg.pinv(free.spread)
    begin = [back @ (np.asarray(each, float) - free.held) for each in starts]
    if n_starts:
        paths = relaxed_starts(likelihood, n_starts, seed, free.spread, free.held)
        begin += [back @ (each - free.held) for each in paths]
    begin = _distinct(begin)
    scoring = _evaluation(free, likelihood, newton=False)
    newton = _evaluation(free, likelihood, newton=True)
    looks = [ascend(scoring, each, max_evaluations=_FIRST_LOOK) for each in begin]
    looks.sort(key=lambda climb: -climb.value)
    found: list[tuple[Found, Climb]] = []
    for look in looks:
        if not look.value > -np.inf or any(_is_same(look, climb) for _, climb in found):
            continue
        climb = ascend(newton, look.theta, max_evaluations=_FIRST_LOOK)
        if not any(_is_same(climb, other) for _, other in found):
            found.append((_judge(free, likelihood, climb), climb))
    if not any(each.is_regular for each, _ in found):
        # Along a ridge there is always a little more to gain: only if nothing else was found.
        for look in [climb for _, climb in found] or looks[:1]:
            climb = ascend(newton, look.theta, max_evaluations=_MOST)
            found.append((_judge(free, likelihood, climb), climb))
            if found[-1][0].is_regular:
                break
    found.sort(key=lambda pair: -pair[0].log_likelihood)
    regular = [pair for pair in found if pair[0].is_regular]
    best, climb = (regular or found)[0]
    theta, gradient = climb.theta, climb.gradient
    hessian = np.full_like(climb.information, np.nan)
    if best.log_likelihood > -np.inf:
        hessian = free.hessian(theta)
    if best.is_regular:
        # The climb divides by a rough Hessian; one step with the fine one is exact to rounding.
        ahead = theta - np.linalg.solve(hessian, gradient)
        if newton(ahead)[0] >= best.log_likelihood - 1e-12 * abs(best.log_likelihood):
            theta, gradient = ahead, newton(ahead)[1]()[0]
    maximum = Maximum(
        theta,
        best.log_likelihood,
        gradient,
        hessian,
        best.is_regular,
        best.reason,
        climb.n_evaluations,
        tuple(each.log_likelihood for each, _ in found),
    )
    return Search(maximum, tuple(each for each, _ in found if each is not best))


def _distinct(begin: list[Floats]) -> list[Floats]:
    """Leave out starts that another path has already led to."""
    kept: list[Floats] = []
    for each in begin:
        size = 1.0 + float(np.linalg.norm(each))
        if all(np.linalg.norm(each - other) > 1e-2 * size for other in kept):
            kept.append(each)
    return kept


def _is_same(one: Climb, other: Climb) -> bool:
    near = np.abs(one.theta - other.theta) <= _SAME * (1.0 + np.abs(other.theta))
    return abs(one.value - other.value) < _SAME or bool(near.all())


def _evaluation(free: Restricted, likelihood: SignalingLikelihood, *, newton: bool) -> Evaluate:
    """Value and slopes in the free parameters; the information is the observed one if `newton`."""

    def evaluate(theta: Floats) -> tuple[float, Callable[[], Slopes]]:
        whole = free.whole(theta)
        with np.errstate(all="ignore"):
            solved = likelihood.solve(whole)
            value = float(solved.log_likelihood.sum())

        @np.errstate(all="ignore")
        def slopes() -> Slopes:
            _, score, information, _ = likelihood.at(whole, solved.margin)
            gradient = free.spread.T @ likelihood.gather(score)
            if newton:
                total = -likelihood.hessian(whole, solved.margin, fine=False)
            else:
                total = scattered(information.transpose(1, 2, 0), likelihood.matrices)
            return gradient, free.spread.T @ total @ free.spread

        return (value if np.isfinite(value) else -np.inf), slopes

    return evaluate


def _judge(free: Restricted, likelihood: SignalingLikelihood, climb: Climb) -> Found:
    whole = free.whole(climb.theta)
    if not climb.value > -np.inf:
        return Found(whole, -np.inf, False, "some row has no equilibrium from any start")
    slope = likelihood.at(whole)[3]
    values = np.linalg.eigvalsh(climb.information) if np.isfinite(climb.information).all() else [-1]
    if climb.gain < _ARRIVED and values[0] > 0.0:
        if np.abs(1.0 - slope).min() > _FOLD:
            return Found(whole, climb.value, True, "the gradient is zero")
        return Found(
            whole, climb.value, False, "at a fold: a game is about to lose its equilibrium"
        )
    if np.abs(1.0 - slope).min() < _NEAR_FOLD:
        return Found(whole, climb.value, False, "on a ridge along folds, where equilibria merge")
    return Found(whole, climb.value, False, "still climbing when the search was stopped")
