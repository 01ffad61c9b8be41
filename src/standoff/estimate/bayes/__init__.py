"""Bayesian estimates of games: priors, draws from the posterior, and checks of both.

`fit_bayes` is the way in. The names below are loaded when they are first used; JAX and NumPyro are
loaded when the first draws are made.
"""

from typing import TYPE_CHECKING

from standoff.estimate.lazy_names import lazily

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

__getattr__, __dir__ = lazily(__name__, _HOMES)
