"""Fit a model of a game to data by Bayes' rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.bayes.blocks import read_blocks
from standoff.estimate.bayes.chains import Effort
from standoff.estimate.bayes.posterior import Posterior
from standoff.estimate.bayes.priors import Prior, own_priors, split_fixed
from standoff.estimate.bayes.progress import Progress
from standoff.estimate.bayes.random_effects import (
    Groups,
    group_columns,
    read_groupings,
    with_effects,
)
from standoff.estimate.bayes.sampling import sample
from standoff.estimate.bayes.target import Target
from standoff.estimate.data import Data, read_data
from standoff.estimate.fitting import Model, fit
from standoff.estimate.likelihood import Floats
from standoff.estimate.restrict import restrict
from standoff.estimate.result import Fit
from standoff.estimate.weights import as_column

if TYPE_CHECKING:
    from standoff.game.tree import Game

#: Options of `fit` that say how sure a maximum is, and mean nothing here.
_NOT_HERE = ("covariance", "cluster", "penalty", "n_replicates", "method")


def fit_bayes(
    model: Model | Game,
    data: object,
    formulas: str | Sequence[str] | Mapping[str, str],
    *,
    priors: Mapping[str, str | Prior] | None = None,
    groups: Groups | None = None,
    n_chains: int = 4,
    n_warmup: int = 1000,
    n_draws: int = 1000,
    seed: int = 0,
    target_accept: float | None = None,
    max_tree_depth: int = 10,
    use_data: bool = True,
    workers: int = 1,
    progress: bool | None = None,
    **options: Any,
) -> Posterior:
    """Estimate what players wanted from what they did, by Bayes' rule.

    Every model that `fit` takes can be fitted. Draws come from NumPyro's No-U-Turn sampler.

    Parameters
    ----------
    model, data, formulas
        See `fit`.
    priors : mapping of parameter or utility to str or Prior, optional
        Such as ``{"u24": "normal(0, 1)", "u1(war):regime1dem": "student_t(4, 0, 2)"}``; those of a
        parameter go before those of its utility. Known are normal, student_t, cauchy, laplace,
        logistic, half_normal, half_cauchy, exponential, log_normal, gamma, uniform, and fixed. See
        `default_priors` for those that are left out.
    groups : mapping of utility to str or two columns, optional
        Each value of the column, each country say, or each pair of values (a dyad, in either
        order), adds a constant of its own to the utility. The constants are normal around zero;
        their standard deviation, called ``sd(utility|column)``, has a prior like other parameters:
        half_normal with the scale of a shock.
    n_chains, n_warmup, n_draws : int
        Chains, and per chain steps that find the sampler's own settings and draws that are kept.
    seed : int
        The same seed gives the same draws, whatever the number of devices.
    target_accept : float, optional
        0.8, with groups 0.95. Raise it when there are divergences.
    max_tree_depth : int
        A draw takes at most ``2 ** max_tree_depth`` evaluations.
    use_data : bool
        False samples the prior alone: a check of the sampler and of one's priors.
    workers : int
        Processes among which chains are shared. Each takes some ten seconds to get ready; a script
        that asks for more than one needs the usual ``if __name__ == "__main__"``. The draws are the
        same.
    progress : bool, optional
        Tell on standard error how far the chains are; without it, only in a terminal.
    **options
        Of `fit`, such as `errors`, `link`, `outcome`, `fixed`, `equal`, `weights`, `n_starts`.

    Returns
    -------
    Posterior
        Look at `problems` first; `summary()` shows them.

    Raises
    ------
    EstimationError, UnknownName
        If data, formulas, model, priors and groups do not go together.
    StandoffError
        If the extra ``standoff[estimate]`` is not installed.

    Notes
    -----
    It finds no modes that neither chains nor searches for the maximum came across.

    References
    ----------
    Esarey, Mukherjee and Moore (2008), Strategic interaction and interstate crises: a Bayesian
    quantal response estimator. Political Analysis 16, 250-273. Gelman, Jakulin, Pittau and Su
    (2008) for weakly informative priors. Vehtari, Gelman, Simpson, Carpenter and Burkner (2021) for
    R-hat and effective sample sizes.
    """
    accept = target_accept if target_accept is not None else (0.95 if groups else 0.8)
    effort = _checked(Effort(n_chains, n_warmup, n_draws, accept, max_tree_depth, workers))
    strange = [name for name in options if name in _NOT_HERE]
    if strange:
        raise EstimationError(
            f"{strange[0]} belongs to maximum likelihood",
            right="leave it out: the posterior says how sure the estimates are",
        )
    own, held = split_fixed(priors)
    table = read_data(data)
    if options.get("weights") is not None:
        # Before rows without a group are left out, with which an array would not go together.
        table, options["weights"] = as_column(table, options["weights"])
    table, lost = _complete(table, group_columns(groups))
    fixed = {**dict(options.pop("fixed", None) or {}), **held}
    maximum = fit(model, table, formulas, fixed=fixed, seed=seed, **options)
    prepared = maximum.prepared
    if prepared.weights is not None and prepared.weights.kind == "sampling":
        raise EstimationError(
            "a posterior counts plays, and sampling weights are no counts",
            found=str(prepared.weights),
            right="frequency weights, or none, with what the sample was drawn by in the formulas",
        )
    if lost:
        prepared = replace(prepared, dropped={**prepared.dropped, **lost})
    blocks = read_blocks(prepared.likelihood)
    groupings = read_groupings(groups, prepared.data, blocks)
    wide = with_effects(prepared.likelihood, groupings)
    free = restrict(wide, prepared.fixed, prepared.equal)
    sds = {each.sd_name: Prior("half_normal", (each.size,)) for each in groupings}
    chosen = own_priors(own, blocks, maximum.free.names, sds)
    target = Target(free, groupings, chosen, use_data)
    sampled = sample(
        target,
        _candidates(maximum, target, seed),
        effort,
        seed=seed,
        progress=Progress(progress, n_chains),
    )
    return Posterior(maximum.model, prepared, maximum, target, sampled, seed, max_tree_depth)


def _checked(effort: Effort) -> Effort:
    possible = {
        "n_chains": effort.n_chains >= 1,
        "n_warmup": effort.n_warmup >= 20,
        "n_draws": effort.n_draws >= 4,
        "target_accept": 0.5 <= effort.target_accept < 1,
        "max_tree_depth": 1 <= effort.max_tree_depth <= 20,
        "workers": effort.workers >= 1,
    }
    wrong = [
        f"{name}={getattr(effort, name)}" for name, is_right in possible.items() if not is_right
    ]
    if wrong:
        raise EstimationError(
            "the sampler cannot work like that",
            found=", ".join(wrong),
            right="at least 1 chain (better 4), 20 steps of warm-up and 4 draws; a tree depth of 1 "
            "to 20; a target_accept from 0.5 to below 1; 1 worker",
        )
    return effort


def _complete(data: Data, columns: tuple[str, ...]) -> tuple[Data, dict[str, Any]]:
    """The rows whose groups are known, and the numbers of the others by column."""
    if not columns:
        return data, {}
    data.require(columns, "the groups")
    gone = {name: data.missing(name) for name in columns}
    keep = ~np.any(list(gone.values()), axis=0)
    return data.take(keep), {name: data.rows[bad] for name, bad in gone.items() if bad.any()}


def _candidates(maximum: Fit, target: Target, seed: int) -> list[Floats]:
    """Where modes may be: ends of the search for the maximum, then starts of its own."""
    free = maximum.free
    found = [maximum.maximum.theta]
    back = np.linalg.pinv(free.spread)
    for other in getattr(maximum, "others", ()):
        # An end on a ridge along folds may be higher, and is no hill that chains could live on.
        if other.is_regular:
            found.append(back @ (other.theta - free.held))
    centers = [_center(prior) for prior in target.theta_priors]
    if not maximum.converged:
        found += [np.zeros(len(centers)), np.array(centers)]
        with np.errstate(all="ignore"):
            found += list(free.starts(3, seed))
    return [each for each in found if np.isfinite(each).all()]


def _center(prior: Prior) -> float:
    if prior.support == "between":
        return sum(prior.arguments) / 2
    if prior.support == "positive":
        return 1.0
    return prior.arguments[1 if prior.family == "student_t" else 0]
