"""Whether chains can be trusted: R-hat, effective sample sizes, divergences, energy.

Vehtari, Gelman, Simpson, Carpenter and Burkner (2021), Bayesian Analysis 16, 667-718; computed by
ArviZ.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.estimate.bayes.sampling import Sampled
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Floats

#: Chains that agree have a smaller R-hat.
MAX_R_HAT = 1.01
#: Effective draws per chain below which quantiles and R-hat itself are unreliable.
_MIN_ESS = 100
_MIN_ENERGY = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Mixing:
    """How well the chains of each parameter mix.

    Attributes
    ----------
    r_hat, bulk, tail, error : float array, shape (k,)
        R-hat by ranks; effective draws for the mean and for the 5 and 95 % points; the standard
        error of the mean that comes from drawing. R-hat is NaN with a single chain; where a chain
        never moved it is infinite, and the others are NaN.
    """

    r_hat: Floats
    bulk: Floats
    tail: Floats
    error: Floats


def mixing(draws: Floats) -> Mixing:
    """Judge draws of shape (n_chains, n_draws, k)."""
    with needs_extra():
        import arviz_stats
    arviz: Any = arviz_stats
    n_chains, _, k = draws.shape
    columns = np.full((4, k), np.nan)
    with warnings.catch_warnings():
        # ArviZ warns of few or extreme draws; they show in the numbers.
        warnings.simplefilter("ignore")
        for j in range(k):
            one = np.ascontiguousarray(draws[:, :, j])
            if (one == one[:, :1]).all(1).any():
                columns[0, j] = np.inf
                continue
            if n_chains > 1:
                columns[0, j] = arviz.rhat(one)
            columns[1, j] = arviz.ess(one, method="bulk")
            columns[2, j] = arviz.ess(one, method="tail", prob=(0.05, 0.95))
            columns[3, j] = arviz.mcse(one, method="mean")
    return Mixing(*columns)


def sampling_problems(
    names: Sequence[str], mixed: Mixing, sampled: Sampled, n_maxima: int, max_tree_depth: int
) -> list[str]:
    """What is wrong with the chains, the worst first, as sentences."""
    found: list[str] = []
    n_chains, n_draws = sampled.diverging.shape
    order = np.argsort(-np.nan_to_num(mixed.r_hat, posinf=1e300))
    bad = [j for j in order if mixed.r_hat[j] > MAX_R_HAT]
    if bad:
        listed = ", ".join(f"{names[j]} ({mixed.r_hat[j]:.3f})" for j in bad[:4])
        more = f" and {len(bad) - 4} more" if len(bad) > 4 else ""
        found.append(
            f"the chains do not agree: R-hat above {MAX_R_HAT} of {listed}{more}; draw more, or "
            "think about the model"
        )
        modes = max(sampled.n_modes, n_maxima)
        if modes > 1:
            found.append(
                f"the search for the maximum found {modes} different ends, and chains may be stuck "
                "near several of them: the share of draws near each means nothing"
            )
    n_divergent = int(sampled.diverging.sum())
    if n_divergent:
        found.append(
            f"{n_divergent} of {sampled.diverging.size} draws diverged: the posterior has corners "
            "that the sampler cannot enter; raise target_accept, or use tighter priors"
        )
    least = np.fmin(mixed.bulk, mixed.tail)
    if np.isnan(least).any():
        stuck = ", ".join(np.array(names)[np.isnan(least)][:4])
        found.append(f"a chain never moved in {stuck}")
    elif least.min() < _MIN_ESS * n_chains:
        j = int(np.argmin(least))
        found.append(
            f"few effective draws: {least[j]:.0f} of {names[j]}, where {_MIN_ESS * n_chains} are "
            "wanted; draw more"
        )
    full = int((sampled.n_steps >= 2**max_tree_depth - 1).sum())
    if full > 0.01 * sampled.n_steps.size:
        found.append(
            f"{full} draws took the most steps that were allowed: raise max_tree_depth, or draw "
            "more"
        )
    energy = np.clip(sampled.energy, -1e100, 1e100)
    spread = energy.var(axis=1)
    ratio = (np.diff(energy, axis=1) ** 2).mean(axis=1) / np.where(spread > 0, spread, np.nan)
    if n_draws >= 100 and np.nanmin(ratio, initial=np.inf) < _MIN_ENERGY:
        found.append(
            f"the chains hardly change their energy (BFMI {np.nanmin(ratio):.2f}): tails are "
            "explored slowly; use tighter priors"
        )
    if n_chains == 1:
        found.append("a single chain cannot show whether it has found everything: use 4")
    return found
