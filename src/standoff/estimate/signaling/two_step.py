r"""Covariances of the two-step estimators.

With :math:`\Omega=\sum_d s_ds_d'` and :math:`B=\sum_d s_d\,(\partial\ell_d/\partial p)'`, the
pseudo-likelihood has :math:`\Omega^{-1}+\Omega^{-1}B\Sigma B'\Omega^{-1}` where :math:`\Sigma` is
the covariance of the first stage, and nested pseudo-likelihood :math:`A^{-1}\Omega A^{-T}` with
:math:`A=\Omega+B(I-J)^{-1}\nabla_\theta\Psi`. J holds the derivatives of each answer (row) in each
belief (column); its transpose in that place, which is in use elsewhere, gives far too small errors.
"""

from __future__ import annotations

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.likelihood import Floats
from standoff.estimate.restrict import Restricted
from standoff.estimate.signaling.beliefs import Beliefs
from standoff.estimate.signaling.likelihood import SignalingLikelihood


def pseudo_pieces(
    free: Restricted, likelihood: SignalingLikelihood, theta: Floats, beliefs: Beliefs
) -> tuple[Floats, Floats]:
    """Scores (n, k_free) and derivatives in the beliefs (n, 2) of each row's pseudo-likelihood."""
    from scipy.special import ndtri

    from standoff.estimate.kernels.crisis_sums import at_beliefs

    _, score, _, in_beliefs = at_beliefs(
        likelihood.payoffs(free.whole(theta)),
        ndtri(beliefs.p_resist),
        beliefs.p_fight,
        likelihood.events,
        likelihood.counts,
    )
    return likelihood.spread(score) @ free.spread, in_beliefs


def pseudo_covariance(
    free: Restricted,
    likelihood: SignalingLikelihood,
    theta: Floats,
    beliefs: Beliefs,
    first_stage: Floats | None = None,
) -> Floats:
    """Covariance of the pseudo-likelihood estimates, shape (k_free, k_free).

    Parameters
    ----------
    first_stage : float array, optional
        Covariance of the beliefs: shape (2n, 2n), all chances of resistance, then all of a fight;
        or (2n,), their variances. Without it the beliefs count as known.

    Raises
    ------
    EstimationError
        If it has another shape.
    """
    scores, in_beliefs = pseudo_pieces(free, likelihood, theta, beliefs)
    inverse = _inverse(scores.T @ scores)
    if first_stage is None:
        return inverse
    given = np.asarray(first_stage, float)
    n = len(scores)
    if given.shape not in ((2 * n,), (2 * n, 2 * n)) or not np.isfinite(given).all():
        raise EstimationError(
            "the covariance of the first stage has the wrong shape, or is not finite",
            found=f"shape {given.shape}",
            right=f"({2 * n},) or ({2 * n}, {2 * n}): all chances of resistance, then of a fight",
        )
    cross = np.concatenate([scores * in_beliefs[:, :1], scores * in_beliefs[:, 1:]]).T
    middle = (cross * given) @ cross.T if given.ndim == 1 else cross @ given @ cross.T
    return inverse + inverse @ middle @ inverse


def nested_covariance(
    free: Restricted, likelihood: SignalingLikelihood, theta: Floats, beliefs: Beliefs
) -> Floats:
    """Covariance of nested pseudo-likelihood at its fixed point, shape (k_free, k_free)."""
    from scipy.special import ndtri

    from standoff.estimate.kernels.crisis_sums import answers

    scores, in_beliefs = pseudo_pieces(free, likelihood, theta, beliefs)
    payoffs = likelihood.payoffs(free.whole(theta))
    _, _, resist_u, fight_u, resist_f, fight_r = answers(
        payoffs, ndtri(beliefs.p_resist), beliefs.p_fight
    )
    resist = likelihood.spread(resist_u) @ free.spread
    fight = likelihood.spread(fight_u) @ free.spread
    # (I - J)^-1 of each game, with J = [[0, resist_f], [fight_r, 0]].
    size = (1.0 - resist_f * fight_r)[:, None]
    moved_resist = (resist + resist_f[:, None] * fight) / size
    moved_fight = (fight + fight_r[:, None] * resist) / size
    outer = scores.T @ scores
    slopes = outer + scores.T @ (in_beliefs[:, :1] * moved_resist + in_beliefs[:, 1:] * moved_fight)
    if not np.isfinite(slopes).all() or np.linalg.cond(slopes) > 1e16:
        return np.full_like(outer, np.nan)
    inverse = np.linalg.inv(slopes)
    return inverse @ outer @ inverse.T


def _inverse(matrix: Floats) -> Floats:
    from standoff.estimate.covariance import observed_covariance

    return observed_covariance(-matrix)
