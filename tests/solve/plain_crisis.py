"""The crisis of Lewis and Schultz written plainly: 50 digits, and a dense search for equilibria."""

from __future__ import annotations

from decimal import Decimal, getcontext

import numpy as np
from scipy.integrate import quad
from scipy.special import log_ndtr, ndtr, ndtri

_PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")
_DIGITS = 50


def phi(x: Decimal) -> Decimal:
    return (-(x * x) / 2).exp() / (2 * _PI).sqrt()


def upper_tail(x: Decimal) -> Decimal:
    """Chance that a standard normal variable is above x: a series, or a continued fraction."""
    if x < 0:
        return 1 - upper_tail(-x)
    if x < 6:
        getcontext().prec += 20
        term = total = x
        n = 1
        while term > Decimal(10) ** -(_DIGITS + 15):
            term *= x * x / (2 * n + 1)
            total += term
            n += 1
        found = Decimal("0.5") - phi(x) * total
        getcontext().prec -= 20
        return +found
    fraction = x
    for k in range(600, 0, -1):
        fraction = x + k / fraction
    return phi(x) / fraction


def fight(c: float, w: float, a: float) -> Decimal:
    """Integral over x > c of phi(x - w) Phi(x - a): a trapezoid in u, x = c + exp(u - e^-u)."""
    getcontext().prec = _DIGITS
    threshold, mean, other = Decimal(c), Decimal(w), Decimal(a)
    step = Decimal(1) / 48
    total = Decimal(0)
    for k in range(-5 * 48, 4 * 48):
        u = k * step
        inner = (-u).exp()
        t = (u - inner).exp()
        x = threshold + t
        total += phi(x - mean) * upper_tail(other - x) * t * (1 + inner)
    return total * step


def answer(p: float, u: tuple[float, ...]) -> float:
    """The chance of resistance with which the target answers, by adaptive quadrature."""
    s, v, cb, w, wb, a, vb = u
    # Below the start nothing of the densities is left.
    c = max((s - (1 - p) * v) / p, min(w, a) - 30.0)

    def log_density(x: float, own: float, other: float) -> float:
        return -0.5 * (x - own) ** 2 + float(log_ndtr(x - other))

    odds: list[float] = []
    grid = c + np.concatenate([np.linspace(0, 1, 200), np.linspace(1, 40, 400)])
    top = max(float(log_density(x, *each)) for x in grid for each in ((w, a), (a, w)))
    for own, other in ((w, a), (a, w)):
        odds.append(
            quad(
                lambda x, own=own, other=other: np.exp(log_density(x, own, other) - top),
                c,
                c + 60,
                points=sorted({c + 0.5, c + 2, *(m for m in (w, a) if c < m < c + 60)}),
                limit=400,
                epsabs=0,
                epsrel=1e-12,
            )[0]
        )
    return float(ndtr(wb - cb + (vb - cb) * odds[1] / odds[0]))


def gaps(p: np.ndarray, u: np.ndarray) -> np.ndarray:
    """How much more resistance there is than expected, on a grid of p, by a sum over x."""
    s, v, cb, w, wb, a, vb = u
    c = np.maximum(s + (s - v) * (1 - p) / p, min(w, a) - 9.0)
    # Shifted to the threshold, so that far tails are relative to the density there.
    t = np.linspace(0, 1, 1601)[1:] ** 2 * 30.0
    weights = np.gradient(t)
    x = c[:, None] + t
    logs = [-0.5 * (x - own) ** 2 + log_ndtr(x - other) for own, other in ((w, a), (a, w))]
    top = np.maximum(logs[0].max(axis=1), logs[1].max(axis=1))[:, None]
    h, k = (np.exp(each - top) @ weights for each in logs)
    with np.errstate(divide="ignore", over="ignore"):
        return ndtr(wb - cb + (vb - cb) * k / h) - p


def dense_roots(u: np.ndarray, n_points: int = 300) -> np.ndarray:
    """Equilibria by sign changes on a dense grid of normal quantiles, in p."""
    p = ndtr(np.linspace(-4.5, 5.0, n_points))
    gap = gaps(p, u)
    i = np.flatnonzero((gap[:-1] > 0) != (gap[1:] > 0))
    share = gap[i] / (gap[i] - gap[i + 1])
    z = ndtri(p)
    return ndtr(z[i] + share * (z[i + 1] - z[i]))
