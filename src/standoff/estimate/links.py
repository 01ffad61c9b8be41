"""Distributions of the shocks to a choice, normal (probit) and logistic (logit), tails included.

Symbols
-------
z : the difference of two expected utilities over the scale of its shock
F : the distribution function; the choice is made with probability F(z)
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from scipy import special

from standoff.estimate.likelihood import Floats

Link = Literal["probit", "logit"]

_ROOT_2 = math.sqrt(2)


def cdf(z: Floats, link: Link) -> Floats:
    """F(z)."""
    return special.ndtr(z) if link == "probit" else special.expit(z)


def cdf_slopes(z: Floats, link: Link) -> tuple[Floats, Floats, Floats]:
    """F, F' and F'' at z."""
    if link == "probit":
        density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        return special.ndtr(z), density, -z * density
    right, left = special.expit(z), special.expit(-z)
    return right, right * left, right * left * (left - right)


def log_cdf(z: Floats, link: Link) -> Floats:
    """Log F(z), finite wherever z is."""
    return special.log_ndtr(z) if link == "probit" else -np.logaddexp(0, -z)


def log_cdf_slopes(z: Floats, link: Link) -> tuple[Floats, Floats, Floats]:
    """Log F(z) and its first two derivatives.

    The probit's ratio of density to probability is taken from the scaled error function, which
    keeps its digits where both are below the smallest number.
    """
    if link == "logit":
        right, left = special.expit(z), special.expit(-z)
        return -np.logaddexp(0, -z), left, -right * left
    with np.errstate(over="ignore", divide="ignore"):
        ratio = math.sqrt(2 / math.pi) / special.erfcx(-z / _ROOT_2)
    return special.log_ndtr(z), ratio, -ratio * (z + ratio)


def choice_values(z: Floats, n_right: Floats, n_left: Floats, link: Link) -> Floats:
    """Log-likelihood of choices made so often, shape (n,)."""
    found = np.zeros(len(z))
    for n_times, sign in ((n_right, 1.0), (n_left, -1.0)):
        rows = np.flatnonzero(n_times > 0)
        found[rows] += n_times[rows] * log_cdf(sign * z[rows], link)
    return found


def choice_slopes(
    z: Floats, n_right: Floats, n_left: Floats, link: Link
) -> tuple[Floats, Floats, Floats]:
    """Log-likelihood of choices made so often, and its first two derivatives in z, each (n,).

    Rows without a choice cost nothing, and say nothing even where z is infinite.
    """
    found = np.zeros((3, len(z)))
    for n_times, sign in ((n_right, 1.0), (n_left, -1.0)):
        rows = np.flatnonzero(n_times > 0)
        value, slope, bend = log_cdf_slopes(sign * z[rows], link)
        found[:, rows] += n_times[rows] * np.stack([value, sign * slope, bend])
    return found[0], found[1], found[2]
