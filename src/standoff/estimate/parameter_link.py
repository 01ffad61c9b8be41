"""How a sum of regressors becomes a parameter of a game: as it is, positive, or a probability."""

from __future__ import annotations

from typing import Literal

import numpy as np

from standoff.estimate.likelihood import Floats

ParameterLink = Literal["identity", "log", "logit"]


def value(link: ParameterLink, linear: Floats) -> Floats:
    """Return the parameter for sums of regressors."""
    if link == "identity":
        return linear
    with np.errstate(over="ignore"):
        return np.exp(linear) if link == "log" else 1.0 / (1.0 + np.exp(-linear))


def slope(link: ParameterLink, linear: Floats) -> Floats:
    """Return the derivative of the parameter by the sum of regressors."""
    if link == "identity":
        return np.ones_like(linear)
    number = value(link, linear)
    return number if link == "log" else number * (1.0 - number)


def inverse(link: ParameterLink, number: float) -> float:
    """Return the sum of regressors that gives a number, kept off the ends of what can be."""
    if link == "identity":
        return number
    if link == "log":
        return float(np.log(max(number, 1e-3)))
    p = min(max(number, 1e-3), 1.0 - 1e-3)
    return float(np.log(p / (1.0 - p)))
