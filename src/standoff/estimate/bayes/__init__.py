"""Bayesian estimates of games: priors, draws from the posterior, and checks of both.

`fit_bayes` is the way in. The names below are loaded when they are first used; JAX and NumPyro are
loaded when the first draws are made.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standoff.estimate.bayes.checks import Check as Check
    from standoff.estimate.bayes.fitting import fit_bayes as fit_bayes
    from standoff.estimate.bayes.leave_out import LeftOut as LeftOut
    from standoff.estimate.bayes.posterior import Posterior as Posterior
    from standoff.estimate.bayes.priors import Prior as Prior
    from standoff.estimate.bayes.priors import parse_prior as parse_prior

_HOMES = {
    "Check": "checks",
    "LeftOut": "leave_out",
    "Posterior": "posterior",
    "Prior": "priors",
    "fit_bayes": "fitting",
    "parse_prior": "priors",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
