"""How far a parameter can move before the data speak against it: profile likelihoods.

Each value of the parameter is tried with all others estimated anew. Unlike the estimate plus and
minus two errors, the interval need not be symmetric, does not depend on how the parameter is
written, and is infinite where the data set no bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import optimize, special

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Floats
from standoff.estimate.maximize import Maximum
from standoff.estimate.restrict import Restricted, restrict
from standoff.estimate.result import Fit
from standoff.estimate.units import maximize_scaled

if TYPE_CHECKING:
    import pandas as pd

# Beyond so many standard errors a bound is called infinite.
_FAR = 50.0
# A profile that misses the level by more than this where it is said to cross it, jumps.
_OFF = 1e-3

#: A value of the parameter, and the others where they were fitted to it.
Known = tuple[float, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """The best log-likelihood at each value of one parameter.

    Parameters
    ----------
    parameter : str
    values : float array, shape (n_values,)
    log_likelihoods : float array, shape (n_values,)
        NaN where the other parameters could not be fitted.
    better : float array or None, shape (k,)
        All free parameters of a point with a higher likelihood than the fit, if one was met: then
        the fit was not the best one, and should be made again with this `start`.
    """

    parameter: str
    values: Floats
    log_likelihoods: Floats
    better: Floats | None

    @property
    def n_failed(self) -> int:
        """Values at which the other parameters could not be fitted."""
        return int(np.isnan(self.log_likelihoods).sum())

    @property
    def problems(self) -> tuple[str, ...]:
        """What has to be said about it, as sentences; empty if there is nothing."""
        found: list[str] = []
        if self.n_failed:
            found.append(
                f"at {self.n_failed} of {len(self.values)} values of {self.parameter!r} the other "
                "parameters could not be fitted"
            )
        if self.better is not None:
            found.append(
                f"at some value of {self.parameter!r} the likelihood is higher than that of the "
                "fit: fit again from `better`"
            )
        return tuple(found)


def profile(fit: Fit, parameter: str, *, width: float = 3.0, n_values: int = 11) -> Profile:
    """Fit again with one parameter held at values around its estimate.

    Parameters
    ----------
    fit : Fit
    parameter : str
    width : float
        How many standard errors to each side.
    n_values : int

    Raises
    ------
    UnknownName, EstimationError
        If there is no such free parameter, or the fit did not converge.
    """
    position, error = _place(fit, parameter)
    center = float(fit.maximum.theta[position])
    values = center + error * np.linspace(-width, width, n_values)
    found = np.full(n_values, np.nan)
    better: Floats | None = None
    most = fit.maximum.value + 1e-6
    # Outward from the center to each side, every fit starting from its neighbor.
    middle = n_values // 2
    for side in (range(middle, n_values), range(middle - 1, -1, -1)):
        near = _center(fit, position)
        for place in side:
            at = _held(fit, parameter, float(values[place]), near)
            if at is None:
                continue
            found[place], near = at[1].value, (float(values[place]), at[1].theta)
            if found[place] > most:
                most, better = found[place], at[0].whole(at[1].theta)
    return Profile(parameter, values, found, better)


def likelihood_intervals(
    fit: Fit, parameters: Sequence[str] | None = None, *, level: float = 0.95
) -> pd.DataFrame:
    """Intervals of all values that a likelihood ratio test would not reject.

    Parameters
    ----------
    fit : Fit
    parameters : sequence of str, optional
        Free parameters; all without it.
    level : float

    Returns
    -------
    pandas data frame
        "low" and "high" by parameter, infinite where no bound was found within 50 standard errors,
        NaN where the others could not be fitted, or only to a lower maximum.

    Raises
    ------
    UnknownName, EstimationError
        If there is no such free parameter, the fit did not converge, or a better maximum was met.
    """
    with needs_extra():
        import pandas as pd
    names = list(fit.free.names) if parameters is None else list(parameters)
    drop = 0.5 * float(special.chdtri(1, 1 - level))
    bounds = np.array([[_bound(fit, name, side, drop) for side in (-1, 1)] for name in names])
    return pd.DataFrame(bounds.reshape(-1, 2), index=names, columns=["low", "high"])


def _place(fit: Fit, parameter: str) -> tuple[int, float]:
    if parameter not in fit.free.names:
        raise UnknownName.among("free parameter", parameter, fit.free.names)
    if not fit.converged:
        raise EstimationError("a fit that did not converge has no profile")
    fit.check_own_likelihood()
    weights = fit.prepared.weights
    if weights is not None and weights.kind == "sampling":
        raise EstimationError(
            "a fit with sampling weights has no likelihood profile",
            right="conf_int, whose errors come from the rows' own scores",
        )
    if fit.penalizer is not None:
        raise EstimationError(
            "a penalized fit has no likelihood profile", right="conf_int, or a fit without penalty"
        )
    position = fit.free.names.index(parameter)
    error = float(np.sqrt(fit.free_covariance("observed")[position, position]))
    if not np.isfinite(error):
        raise EstimationError(f"{parameter!r} has no standard error to measure its profile by")
    return position, error


def _center(fit: Fit, position: int) -> Known:
    theta = fit.maximum.theta
    return float(theta[position]), np.delete(theta, position)


def _held(fit: Fit, parameter: str, value: float, near: Known) -> tuple[Restricted, Maximum] | None:
    """The best fit with the parameter held at the value, from the nearest known point."""
    position = fit.free.names.index(parameter)
    if len(fit.free.names) == 1:
        theta = np.array([value])
        total = float(fit.free.log_likelihoods(theta).sum())
        whole = Restricted(fit.free, fit.free.names, np.eye(1), np.zeros(1))
        empty = np.zeros(1)
        return whole, Maximum(theta, total, empty, np.zeros((1, 1)), True, "nothing to fit", 0)
    held = restrict(fit.free, {parameter: value})
    # The others go along as their covariance says, which near the center is where they end.
    covariance = fit.free_covariance("observed")
    along = np.delete(covariance[:, position], position) / covariance[position, position]
    found = maximize_scaled(held, start=near[1] + along * (value - near[0]))
    return (held, found) if found.converged else None


def _bound(fit: Fit, parameter: str, side: int, drop: float) -> float:
    position, error = _place(fit, parameter)
    center, best = float(fit.maximum.theta[position]), fit.maximum.value
    near = [_center(fit, position)]

    def excess(distance: float) -> float:
        value = center + side * distance * error
        at = _held(fit, parameter, value, near[0])
        if at is None:
            return np.nan
        near[0] = (value, at[1].theta)
        if at[1].value > best + 1e-6:
            raise EstimationError(
                f"the profile of {parameter!r} found a better fit than the fit itself",
                found=f"log-likelihood {at[1].value:.6f} instead of {best:.6f}",
                right="fit again with more n_starts",
            )
        return best - at[1].value - drop

    inside, outside = 0.0, 1.0
    while outside < _FAR:
        value = excess(outside)
        if np.isnan(value):
            return np.nan
        if value > 0:
            break
        inside, outside = outside, outside * 1.5
    else:
        return side * np.inf

    def from_center(distance: float) -> float:
        return excess(distance) if distance > 0 else -drop

    try:
        root: Any = optimize.brentq(from_center, inside, outside, xtol=1e-7)
    except ValueError:
        # Somewhere on the way the others could not be fitted.
        return np.nan
    if not abs(from_center(float(root))) < _OFF:
        # The profile is torn there: the others ended in a lower maximum.
        return np.nan
    return center + side * float(root) * error
