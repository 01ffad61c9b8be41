"""Plain twin of `kernels.interval`: interval arithmetic that rounds by `nextafter`.

Sums and products round each end outward by one step, which covers the rounding of the operation.
exp and log of the system's library are not correctly rounded; their ends are moved by four steps,
more than the two units in the last place that common libraries promise.

References
----------
Moore, R. (1977). A test for existence of solutions to nonlinear systems. SIAM Journal on Numerical
Analysis 14. Neumaier, A. (1990). Interval Methods for Systems of Equations. Cambridge.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_INF = math.inf


def _down(x: float) -> float:
    return math.nextafter(x, -_INF)


def _up(x: float) -> float:
    return math.nextafter(x, _INF)


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `lo` to `hi`."""

    lo: float
    hi: float

    def __add__(self, other: Interval) -> Interval:
        return Interval(_down(self.lo + other.lo), _up(self.hi + other.hi))

    def __sub__(self, other: Interval) -> Interval:
        return Interval(_down(self.lo - other.hi), _up(self.hi - other.lo))

    def __mul__(self, other: Interval) -> Interval:
        a, b = self.lo * other.lo, self.lo * other.hi
        c, d = self.hi * other.lo, self.hi * other.hi
        return Interval(_down(min(a, b, c, d)), _up(max(a, b, c, d)))

    def __neg__(self) -> Interval:
        return Interval(-self.hi, -self.lo)

    @property
    def width(self) -> float:
        """How long it is."""
        return self.hi - self.lo

    @property
    def middle(self) -> float:
        """A number inside, halfway."""
        return 0.5 * (self.lo + self.hi)

    @property
    def size(self) -> float:
        """The largest absolute value."""
        return max(abs(self.lo), abs(self.hi))

    def exp(self) -> Interval:
        """Return the exponentials."""
        return Interval(max(0.0, _steps(_exp(self.lo), -4)), _steps(_exp(self.hi), 4))

    def log(self) -> Interval:
        """Return the logarithms of a positive interval."""
        return Interval(_steps(math.log(self.lo), -4), _steps(math.log(self.hi), 4))

    def inverse(self) -> Interval:
        """Return one over a positive interval."""
        return Interval(_down(1.0 / self.hi), _up(1.0 / self.lo))

    def meet(self, other: Interval) -> Interval | None:
        """Return what both have in common."""
        lo, hi = max(self.lo, other.lo), min(self.hi, other.hi)
        return Interval(lo, hi) if lo <= hi else None


def _exp(x: float) -> float:
    return math.exp(x) if x < 709.0 else _INF


def _steps(x: float, n: int) -> float:
    for _ in range(abs(n)):
        x = _up(x) if n > 0 else _down(x)
    return x


def point(x: float) -> Interval:
    """Return the interval of one number."""
    return Interval(x, x)


def mixture(weights: Sequence[Interval], values: Sequence[Interval]) -> Interval:
    """Return the averages of values, over all weights in their intervals that add up to one.

    Far narrower than the sum of the products, which forgets that weights add up. Weights are first
    given their least; what is left of one goes to the smallest (largest) values first.
    """
    return Interval(
        _average(weights, [v.lo for v in values]),
        -_average(weights, [-v.hi for v in values]),
    )


def _average(weights: Sequence[Interval], values: Sequence[float]) -> float:
    """Return a lower bound of the smallest average."""
    order = sorted(range(len(values)), key=values.__getitem__)
    rest = 1.0 - sum(w.lo for w in weights)
    total = sum(w.lo * v for w, v in zip(weights, values, strict=True))
    largest = max(abs(v) for v in values)
    for i in order:
        share = min(rest, weights[i].hi - weights[i].lo)
        if share > 0.0:
            total += share * values[i]
            rest -= share
    # Every operation above errs by at most one part in 2**52 of the largest value.
    slack = 4.0 * len(values) * 2.0**-52 * (largest + abs(total))
    return _down(total - slack - max(0.0, rest) * largest)
