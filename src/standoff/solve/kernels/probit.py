"""Choice probabilities under normal errors, exact in both tails, with their derivatives."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

#: Points of the trapezoid rule over the normal error; it converges faster than any power.
POINTS = 97
REACH = 9.0

_LOG_SQRT_2PI = 0.5 * math.log(2.0 * math.pi)


@njit(cache=True, error_model="numpy", _nrt=False)
def log_normal_cdf(z):
    """Return the logarithm of the standard normal distribution function."""
    if z > -35.0:
        return math.log(0.5 * math.erfc(-z / math.sqrt(2.0)))
    inverse = 1.0 / (z * z)
    series = 1.0 - inverse * (
        1.0 - 3.0 * inverse * (1.0 - 5.0 * inverse * (1.0 - 7.0 * inverse * (1.0 - 9.0 * inverse)))
    )
    return -0.5 * z * z - math.log(-z) - _LOG_SQRT_2PI + math.log(series)


@njit(cache=True, error_model="numpy", _nrt=False)
def log_normal_density(z):
    """Return the logarithm of the standard normal density."""
    return -0.5 * z * z - _LOG_SQRT_2PI


@njit(cache=True, error_model="numpy", _nrt=False)
def probit_set(x, log_p, p, tilt, first, last):
    """Fill probabilities of one set and ``tilt[a, c] = d log p(a) / d x(c)``."""
    if last - first == 1:
        log_p[first], p[first], tilt[first, first] = 0.0, 1.0, 0.0
        return
    if last - first == 2:
        for a in range(first, last):
            other = first + last - 1 - a
            z = (x[a] - x[other]) / math.sqrt(2.0)
            log_p[a] = log_normal_cdf(z)
            p[a] = math.exp(log_p[a])
            ratio = math.exp(log_normal_density(z) - log_p[a]) / math.sqrt(2.0)
            tilt[a, a], tilt[a, other] = ratio, -ratio
        return
    for a in range(first, last):
        # The integrand's weight moves toward the errors that would let a dominated action win.
        center = 0.0
        for b in range(first, last):
            center = max(center, 0.5 * (x[b] - x[a]))
            tilt[a, b] = 0.0
        step = 2.0 * REACH / (POINTS - 1)
        top = -np.inf
        for i in range(POINTS):
            t = center - REACH + i * step
            total = log_normal_density(t)
            for b in range(first, last):
                if b != a:
                    total += log_normal_cdf(t + x[a] - x[b])
            top = max(top, total)
        mass = 0.0
        for i in range(POINTS):
            t = center - REACH + i * step
            total = log_normal_density(t)
            for b in range(first, last):
                if b != a:
                    total += log_normal_cdf(t + x[a] - x[b])
            weight = math.exp(total - top)
            mass += weight
            for b in range(first, last):
                if b != a:
                    z = t + x[a] - x[b]
                    tilt[a, b] += weight * math.exp(log_normal_density(z) - log_normal_cdf(z))
        log_p[a] = top + math.log(mass * step)
        p[a] = math.exp(log_p[a])
        total = 0.0
        for b in range(first, last):
            if b != a:
                tilt[a, b] = -tilt[a, b] / mass
                total += tilt[a, b]
        tilt[a, a] = -total
