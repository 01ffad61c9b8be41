"""Penalties that keep estimates finite in small samples and under separation.

Firth's adds half the log determinant of the information (Firth 1993, *Biometrika* 80:27). Cauchy's
is the weakly informative prior of Gelman et al. (2008, *Annals of Applied Statistics* 2:1360),
scale 10 for constants and 2.5 otherwise. The log-F one adds b/2 - log(1 + exp b) for each
coefficient (Greenland and Mansournia 2015, *Statistics in Medicine* 34:3133). For strategic models:
Crisman-Cox, Gasparyan and Signorino (2023, *Political Analysis* 31:414). Standard errors of a
penalized fit come from the information without the penalty, at the penalized estimates, unless the
covariance "penalized" is asked for, which takes the penalty as a prior.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from standoff.errors import UnknownName
from standoff.estimate.likelihood import Floats, Likelihood
from standoff.estimate.maximize import Penalty

PenaltyName = Literal["firth", "cauchy", "log-f"]

_STEP = np.finfo(float).eps ** (1 / 3)


@dataclass(frozen=True, slots=True)
class Cauchy:
    """Cauchy priors on the coefficients.

    Parameters
    ----------
    constant_scale, scale : float
        Of constants, and of all other coefficients.
    """

    constant_scale: float = 10.0
    scale: float = 2.5
    name: str = "Cauchy"
    curved: bool = True

    def _scales(self, likelihood: Likelihood) -> Floats:
        return np.array(
            [
                self.constant_scale if name.endswith("(Intercept)") else self.scale
                for name in likelihood.names
            ]
        )

    def value(self, likelihood: Likelihood, theta: Floats) -> float:
        """Minus the sum of log(1 + (b/s)^2)."""
        return -float(np.log1p((theta / self._scales(likelihood)) ** 2).sum())

    def gradient(self, likelihood: Likelihood, theta: Floats) -> Floats:
        """Its gradient, shape (k,)."""
        return -2 * theta / (self._scales(likelihood) ** 2 + theta**2)

    def hessian(self, likelihood: Likelihood, theta: Floats) -> Floats:
        """Its second derivatives, shape (k, k)."""
        square = self._scales(likelihood) ** 2
        return np.diag(-2 * (square - theta**2) / (square + theta**2) ** 2)


@dataclass(frozen=True, slots=True)
class LogF:
    """A log-F(1,1) prior on each coefficient."""

    name: str = "log-F"
    curved: bool = True

    def value(self, likelihood: Likelihood, theta: Floats) -> float:
        """Sum of b/2 - log(1 + exp b)."""
        del likelihood
        return float((theta / 2 - np.logaddexp(0, theta)).sum())

    def gradient(self, likelihood: Likelihood, theta: Floats) -> Floats:
        """Its gradient, shape (k,)."""
        del likelihood
        return 0.5 - special.expit(theta)

    def hessian(self, likelihood: Likelihood, theta: Floats) -> Floats:
        """Its second derivatives, shape (k, k)."""
        del likelihood
        return np.diag(-special.expit(theta) * special.expit(-theta))


@dataclass(frozen=True, slots=True)
class Firth:
    """Half the log determinant of the observed information.

    Its gradient takes 2k exact Hessians. Its own curvature is left out of the Newton steps.
    """

    name: str = "Firth"
    curved: bool = False

    def value(self, likelihood: Likelihood, theta: Floats) -> float:
        """Half the log determinant; minus infinity where the information is not definite."""
        information = -likelihood.hessian(theta)
        if not np.isfinite(information).all():
            return -np.inf
        values = np.linalg.eigvalsh(information)
        return -np.inf if values[0] <= 0 else 0.5 * float(np.log(values).sum())

    def gradient(self, likelihood: Likelihood, theta: Floats) -> Floats:
        """Its gradient, shape (k,)."""
        inverse = np.linalg.pinv(-likelihood.hessian(theta), hermitian=True)
        found = np.empty(len(theta))
        for j in range(len(theta)):
            ahead, behind = _beside(theta, j, _STEP)
            change = likelihood.hessian(behind) - likelihood.hessian(ahead)
            found[j] = 0.5 * float((inverse * change).sum()) / (ahead[j] - behind[j])
        return found

    def hessian(self, likelihood: Likelihood, theta: Floats) -> Floats:
        """Nothing: the information alone is good enough to step by."""
        del likelihood
        return np.zeros((len(theta), len(theta)))


def _beside(theta: Floats, j: int, step: float) -> tuple[Floats, Floats]:
    size = step * max(1.0, abs(float(theta[j])))
    ahead, behind = theta.copy(), theta.copy()
    ahead[j] += size
    behind[j] -= size
    return ahead, behind


def penalty_of(given: PenaltyName | Penalty | None) -> Penalty | None:
    """The penalty of that name."""
    if given is None or not isinstance(given, str):
        return given
    known: dict[str, Penalty] = {"firth": Firth(), "cauchy": Cauchy(), "log-f": LogF()}
    found = known.get(given.lower().replace("logf", "log-f"))
    if found is None:
        raise UnknownName.among("penalty", given, known)
    return found
