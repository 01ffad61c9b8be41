r"""Starts: play that may differ from equilibrium, at a price that rises.

Each game gets a margin of resistance z of its own, and pays
:math:`\frac w2 (z - m(\theta, z))^2` for not being in equilibrium. For a small w this is the
likelihood of a challenger who knows how much resistance there is, which is smooth and has no
equilibria to choose from; as w grows the play is drawn to an equilibrium, past the folds at which
the likelihood itself is torn. The margins are eliminated from each Gauss-Newton step, so that a
round costs about a microsecond per row.

It does not find every maximum, nor prove that one is the highest.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from standoff.estimate.likelihood import Floats
from standoff.estimate.scatter import scattered

if TYPE_CHECKING:
    from standoff.estimate.signaling.likelihood import SignalingLikelihood

#: Prices of leaving equilibrium from which the starts rise, in turn. A high one trusts the model
#: where rows are noisy, a low one the rows where play has several equilibria.
_FIRST = (1e3, 1e1, 1e2, 1.0)
_LAST = 1e4
#: Weight of a vague prior that keeps payoffs from running off together while margins are free.
_RIDGE = 1.0
_ROUNDS = 60
#: Plays by which a row's frequency of resistance is drawn to that of all rows.
_SHRINK = 1.0


def relaxed_starts(
    likelihood: SignalingLikelihood,
    n: int,
    seed: int,
    spread: Floats | None = None,
    held: Floats | None = None,
) -> Floats:
    """Parameters to climb from, shape (n, k); row j does not depend on n.

    The first four begin at zero, with different prices; the others at Sobol' points around it.
    `spread` (k, k_free) and `held` (k,), if given, confine them to what a restriction allows.
    """
    from scipy.stats import qmc

    k = len(likelihood.names)
    spread = np.eye(k) if spread is None else spread
    held = np.zeros(k) if held is None else held
    sizes = np.sqrt(np.concatenate([(matrix**2).mean(axis=0) for matrix in likelihood.matrices]))
    sampler = qmc.Sobol(k, scramble=True, rng=np.random.default_rng(seed))
    n_points = 1 << max(n - 1, 1).bit_length()
    points = np.clip(sampler.random(n_points), 1e-6, 1 - 1e-6)
    found = np.zeros((n, k))
    for j in range(n):
        begin = held
        if j >= len(_FIRST):
            begin = (2.0 * points[j] - 1.0) / np.maximum(sizes, 1e-12)
            begin = held + spread @ (np.linalg.pinv(spread) @ begin)
        found[j] = relaxed_path(likelihood, begin, _FIRST[j % len(_FIRST)], spread)
    return found


def relaxed_path(
    likelihood: SignalingLikelihood, begin: Floats, first: float, spread: Floats
) -> Floats:
    """Follow the best parameters from a first price of leaving equilibrium to the last one."""
    theta, margin = np.array(begin, float), margins_seen(likelihood)
    weight = first
    while weight <= _LAST * 1.001:
        theta, margin = _settle(likelihood, theta, margin, weight, spread)
        weight *= 10.0
    return theta


def margins_seen(likelihood: SignalingLikelihood) -> Floats:
    """Normal quantile of each row's frequency of resistance, drawn to that of all, shape (n,)."""
    from scipy.special import ndtri

    return ndtri(frequencies(likelihood, _SHRINK)[0])


def frequencies(likelihood: SignalingLikelihood, shrink: float) -> tuple[Floats, Floats]:
    """Chances of resistance and of a fight as each row shows them, drawn to those of all rows.

    Only events that tell what happened after a challenge are used.
    """
    counts = likelihood.counts
    by_outcome = np.zeros((len(counts), 4))
    resisted = np.zeros(len(counts))
    for event, count in zip(likelihood.events, counts.T, strict=True):
        if event.sum() == 1:
            by_outcome[:, np.flatnonzero(event)[0]] += count
        elif not event[0] and not event[1]:
            resisted += count
    resisted = resisted + by_outcome[:, 2] + by_outcome[:, 3]
    ended = by_outcome[:, 2] + by_outcome[:, 3]
    found: list[Floats] = []
    for yes, all_ in ((resisted, resisted + by_outcome[:, 1]), (by_outcome[:, 2], ended)):
        mean = (yes.sum() + 0.5) / (all_.sum() + 1.0)
        found.append((yes + shrink * mean) / (all_ + shrink))
    return found[0], found[1]


def _settle(
    likelihood: SignalingLikelihood, theta: Floats, margin: Floats, weight: float, spread: Floats
) -> tuple[Floats, Floats]:
    """Climb at one price, by damped Gauss-Newton steps in the parameters and the margins."""
    matrices = likelihood.matrices
    edges = np.cumsum([0, *(matrix.shape[1] for matrix in matrices)])
    ridge = _RIDGE * np.concatenate([(matrix**2).mean(axis=0) for matrix in matrices])
    look = partial(_look, likelihood, weight, ridge)
    damping = 1e-3
    value, score, information = look(theta, margin)
    if not value > -np.inf:
        return theta, margin
    for _ in range(_ROUNDS):
        size = information[:, 7, 7] * (1.0 + damping) + 1e-9
        cross = information[:, :7, 7]
        left = information[:, :7, :7] - cross[:, :, None] * cross[:, None, :] / size[:, None, None]
        uphill = score[:, :7] - cross * (score[:, 7] / size)[:, None]
        gradient = spread.T @ (likelihood.gather(uphill) - ridge * theta)
        total = spread.T @ (scattered(left.transpose(1, 2, 0), matrices) + np.diag(ridge)) @ spread
        total[np.diag_indices(len(total))] *= 1.0 + damping
        if not (np.isfinite(total).all() and np.isfinite(gradient).all()):
            break
        step = spread @ np.linalg.solve(total, gradient)
        moved = np.column_stack(
            [
                matrix @ step[first:last]
                for matrix, first, last in zip(matrices, edges, edges[1:], strict=False)
            ]
        )
        slide = np.clip((score[:, 7] - (cross * moved).sum(axis=1)) / size, -1.0, 1.0)
        new = look(theta + step, margin + slide)
        if new[0] > value:
            rise = new[0] - value
            theta, margin = theta + step, margin + slide
            value, score, information = new
            damping = max(damping / 5.0, 1e-9)
            if rise < 1e-4:
                break
        else:
            damping = max(damping * 6.0, 1e-6)
            if damping > 1e8:
                break
    return theta, margin


def _look(
    likelihood: SignalingLikelihood,
    weight: float,
    ridge: Floats,
    theta: Floats,
    margin: Floats,
) -> tuple[float, Floats, Floats]:
    from standoff.estimate.kernels.crisis_sums import relaxed

    with np.errstate(all="ignore"):
        values, score, information, _ = relaxed(
            likelihood.payoffs(theta),
            margin,
            likelihood.events,
            likelihood.counts,
            weight,
            np.zeros(len(margin)),
        )
        value = float(values.sum() - 0.5 * ridge @ theta**2)
    return (value if np.isfinite(value) else -np.inf), score, information
