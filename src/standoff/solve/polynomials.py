"""Polynomials in few variables, no variable squared: what payoffs are in mixing probabilities.

A polynomial is a dictionary from monomials (sorted tuples of variables) to coefficients.
"""

from __future__ import annotations

from collections.abc import Iterable

Monomial = tuple[int, ...]
Polynomial = dict[Monomial, float]

ONE: Monomial = ()


def constant(value: float) -> Polynomial:
    """Return a polynomial without variables."""
    return {ONE: value} if value else {}


def add(into: Polynomial, other: Polynomial, factor: float = 1.0, by: Monomial = ONE) -> None:
    """Add ``factor * by * other`` to a polynomial in place."""
    for monomial, coefficient in other.items():
        key = monomial if not by else tuple(sorted(by + monomial))
        into[key] = into.get(key, 0.0) + factor * coefficient


def cleaned(polynomial: Polynomial, tolerance: float) -> Polynomial:
    """Drop coefficients that are nothing but rounding."""
    return {m: c for m, c in polynomial.items() if abs(c) > tolerance}


def variables(polynomials: Iterable[Polynomial]) -> set[int]:
    """Return the variables that occur."""
    return {v for p in polynomials for monomial in p for v in monomial}


def upper_bound(polynomial: Polynomial) -> float:
    """Return a value that is not exceeded while every variable lies between 0 and 1."""
    return sum(c for m, c in polynomial.items() if c > 0.0 or not m)
