"""Numbers that carry their first and second derivatives, one per row of data.

A likelihood written with `+ - *` and a few functions is differentiated exactly by feeding it jets
instead of numbers. Only the inputs on which a jet depends are carried, so the last mover's node
costs next to nothing. Compiles nothing: a fit of 300 rows is done before a compiler has started.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.estimate.likelihood import Floats
from standoff.estimate.links import Link, cdf, cdf_slopes


@dataclass(frozen=True, slots=True, eq=False)
class Jet:
    """Value, gradient and second derivatives with respect to some inputs.

    Parameters
    ----------
    value : float array, shape (n,)
    inputs : tuple of int
        The inputs it depends on, ascending.
    gradient : float array, shape (n_inputs, n)
    curvature : float array or None, shape (n_inputs, n_inputs, n)
        None where only first derivatives are wanted.
    """

    value: Floats
    inputs: tuple[int, ...]
    gradient: Floats
    curvature: Floats | None

    def __add__(self, other: Jet | float) -> Jet:
        if not isinstance(other, Jet):
            return Jet(self.value + other, self.inputs, self.gradient, self.curvature)
        mine, yours = _aligned(self, other)
        curvature = None
        if mine.curvature is not None and yours.curvature is not None:
            curvature = mine.curvature + yours.curvature
        return Jet(mine.value + yours.value, mine.inputs, mine.gradient + yours.gradient, curvature)

    __radd__ = __add__

    def __neg__(self) -> Jet:
        curvature = None if self.curvature is None else -self.curvature
        return Jet(-self.value, self.inputs, -self.gradient, curvature)

    def __sub__(self, other: Jet) -> Jet:
        return self + (-other)

    def __mul__(self, other: Jet | float) -> Jet:
        if not isinstance(other, Jet):
            curvature = None if self.curvature is None else self.curvature * other
            return Jet(self.value * other, self.inputs, self.gradient * other, curvature)
        mine, yours = _aligned(self, other)
        curvature = None
        if mine.curvature is not None and yours.curvature is not None:
            cross = mine.gradient[:, None] * yours.gradient[None]
            curvature = mine.curvature * yours.value + yours.curvature * mine.value
            curvature += cross
            curvature += cross.swapaxes(0, 1)
        gradient = mine.gradient * yours.value + yours.gradient * mine.value
        return Jet(mine.value * yours.value, mine.inputs, gradient, curvature)

    def through(self, value: Floats, slope: Floats, bend: Floats) -> Jet:
        """F of this number, given f, f' and f'' at its value."""
        curvature = None
        if self.curvature is not None:
            curvature = self.curvature * slope
            curvature += self.gradient[:, None] * (self.gradient * bend)[None]
        return Jet(value, self.inputs, self.gradient * slope, curvature)

    def to_all(self, n_inputs: int) -> tuple[Floats, Floats | None]:
        """Gradient (n_inputs, n) and curvature (n_inputs, n_inputs, n) over all inputs."""
        whole = _widened(self, tuple(range(n_inputs)))
        return whole.gradient, whole.curvature


def constant(value: Floats, order: int) -> Jet:
    """A number that depends on no input."""
    n = len(value)
    return Jet(value, (), np.zeros((0, n)), np.zeros((0, 0, n)) if order > 1 else None)


def variable(value: Floats, position: int, order: int) -> Jet:
    """The input at `position`, to be differentiated once (`order` 1) or twice (2)."""
    n = len(value)
    curvature = np.zeros((1, 1, n)) if order > 1 else None
    return Jet(value, (position,), np.ones((1, n)), curvature)


def exp(x: Jet) -> Jet:
    """Exponential."""
    value = np.exp(x.value)
    return x.through(value, value, value)


def _widened(jet: Jet, inputs: tuple[int, ...]) -> Jet:
    if jet.inputs == inputs:
        return jet
    places = np.array([inputs.index(each) for each in jet.inputs], np.intp)
    n = len(jet.value)
    gradient = np.zeros((len(inputs), n))
    gradient[places] = jet.gradient
    curvature = None
    if jet.curvature is not None:
        curvature = np.zeros((len(inputs), len(inputs), n))
        curvature[places[:, None], places] = jet.curvature
    return Jet(jet.value, inputs, gradient, curvature)


def _aligned(one: Jet, other: Jet) -> tuple[Jet, Jet]:
    if one.inputs == other.inputs:
        return one, other
    inputs = tuple(sorted({*one.inputs, *other.inputs}))
    return _widened(one, inputs), _widened(other, inputs)


@dataclass(frozen=True, slots=True)
class JetMath:
    """The functions that a tree of moves needs, for jets."""

    link: Link

    def sides(self, z: Jet) -> tuple[Jet, Jet]:
        """F(z) and F(-z)."""
        right = z.through(*cdf_slopes(z.value, self.link))
        left = -right
        return right, Jet(cdf(-z.value, self.link), left.inputs, left.gradient, left.curvature)

    def exp(self, x: Jet) -> Jet:
        """Exponential."""
        return exp(x)

    def inverse_root(self, x: Jet) -> Jet:
        """One over the square root."""
        value = 1 / np.sqrt(x.value)
        slope = -0.5 * value / x.value
        return x.through(value, slope, -1.5 * slope / x.value)
