"""How likely a challenge is, and a fight after it, with tails computed in logarithms."""

from __future__ import annotations

import numpy as np

from standoff.models.answers import Floats

#: Shocks beyond this many standard deviations do not matter in double precision.
FAR = 9.0
ROOT_2 = float(np.sqrt(2.0))


def log_fight(
    threshold: Floats, fight: Floats, back_down: Floats, least: float = 1e-3
) -> tuple[Floats, Floats]:
    """Log chances of a challenge, and of a challenge by somebody who would fight.

    The second is summed as an integral where it is below `least`.
    """
    from scipy.special import log_ndtr, ndtr, owens_t

    above_fight = log_ndtr(fight - threshold)
    above_back = log_ndtr(back_down - threshold)
    log_challenge = np.logaddexp(above_fight, above_back + log_ndtr(threshold - fight))
    x = (fight - back_down) / ROOT_2
    y = fight - threshold
    # Owen (1956); a zero argument is taken as its limit from above.
    x, y = np.where(x == 0.0, 1e-300, x), np.where(y == 0.0, 1e-300, y)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        joint = (
            0.5 * (ndtr(x) + ndtr(y))
            - owens_t(x, ROOT_2 * (y / x) - 1.0)
            - owens_t(y, ROOT_2 * (x / y) - 1.0)
            - np.where((x < 0.0) != (y < 0.0), 0.5, 0.0)
        )
        log_joint = np.log(joint)
    # Differences of larger numbers lose digits; there the integral is summed instead.
    small = ~(joint > least)
    if small.any():
        log_joint[small] = _log_joint_by_sum(threshold[small], fight[small], back_down[small])
    return log_challenge, log_joint


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)


def _log_joint_by_sum(threshold: Floats, fight: Floats, back_down: Floats) -> Floats:
    """Log of the integral over x > threshold of phi(x - fight) Phi(x - back_down)."""
    from scipy.special import log_ndtr

    def slope(x: Floats) -> Floats:
        hazard = np.exp(-0.5 * (x - back_down) ** 2 - log_ndtr(x - back_down))
        return hazard / np.sqrt(2.0 * np.pi) - (x - fight)

    # The integrand is log-concave with a curvature between 1 and 2.
    mode = np.maximum(fight, 0.5 * (fight + back_down))
    for _ in range(8):
        mode = mode + slope(mode) / 1.5
    peak = np.maximum(mode, threshold)
    fall = np.maximum(-slope(peak), 0.0)
    low = np.maximum(threshold, mode - FAR)
    high = peak + np.sqrt(fall**2 + 2.0 * 40.0) - fall
    half = 0.5 * (high - low)
    x = low[:, None] + half[:, None] * (_NODES + 1.0)
    height = -0.5 * (x - fight[:, None]) ** 2 + log_ndtr(x - back_down[:, None])
    top = height.max(axis=1)
    total = np.sum(_WEIGHTS * np.exp(height - top[:, None]), axis=1)
    return top + np.log(half * total) - 0.5 * np.log(2.0 * np.pi)
