"""Predictions from a posterior: the mean over its draws, with bands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.bayes.blocks import widen, widen_designs
from standoff.estimate.bayes.posterior import picks
from standoff.estimate.bayes.random_effects import dummies, level_labels
from standoff.estimate.data import Data, read_data
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Floats, Likelihood

if TYPE_CHECKING:
    import pandas as pd

    from standoff.estimate.bayes.posterior import Posterior


def predict(
    posterior: Posterior, data: object | None, *, kind: str, level: float, n_draws: int
) -> pd.DataFrame:
    """See `Posterior.predict`."""
    with needs_extra():
        import pandas as pd
    if kind not in ("outcome", "action"):
        raise EstimationError(
            "there is no such prediction", found=repr(kind), right='"outcome" or "action"'
        )
    draws = posterior.whole(n_draws)
    likelihood, designs = posterior.likelihood, None
    rows = posterior.prepared.data.labels
    if data is not None:
        table = read_data(data)
        rows = table.labels
        likelihood, designs, draws = _elsewhere(posterior, table, draws)
    names, ask = _asked(posterior, likelihood, designs, kind)
    with np.errstate(all="ignore"):
        values = np.array([ask(theta) for theta in draws])
    low, high = np.nanquantile(values, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return pd.DataFrame(
        {
            "row": rows.repeat(len(names)),
            kind: list(names) * len(rows),
            "probability": np.nanmean(values, axis=0).ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
        }
    )


def _asked(
    posterior: Posterior, likelihood: Likelihood, designs: object | None, kind: str
) -> tuple[tuple[str, ...], Callable[[Floats], Floats]]:
    if kind == "outcome":
        return likelihood.outcomes, lambda theta: likelihood.probabilities(theta, designs)
    remake = posterior.prepared.remake
    first = posterior.whole(1)[0]
    if len(first) != len(likelihood.names):
        first = np.zeros(len(likelihood.names))
    names = remake.actions(likelihood, first, designs)[0]
    return names, lambda theta: remake.actions(likelihood, theta, designs)[1]


def _elsewhere(
    posterior: Posterior, table: Data, draws: Floats
) -> tuple[Likelihood, object, Floats]:
    """The model, regressors and draws with which other rows are asked.

    A group that was not fitted becomes a further parameter, drawn per draw of its standard
    deviation.
    """
    designs = posterior.prepared.remake.designs(table)
    likelihood = posterior.prepared.likelihood
    place = {name: j for j, name in enumerate(posterior.likelihood.names)}
    columns = {name: draws[:, j] for name, j in place.items()}
    all_sds = posterior.sampled.sd.reshape(posterior.sampled.diverging.size, -1)
    step = picks(len(all_sds), len(draws))
    rng = np.random.default_rng([posterior.seed, 2])
    for k, each in enumerate(posterior.target.groupings):
        table.require(each.columns, f"the groups of {each.block!r}")
        written = level_labels(table, each.columns)
        new = tuple(sorted(set(written) - set(each.levels)))
        levels = (*each.levels, *new)
        position = {level: j for j, level in enumerate(levels)}
        rows = np.array([position[level] for level in written], np.int64)
        regressors = tuple(f"{'+'.join(each.columns)}[{level}]" for level in levels)
        empty = np.zeros((likelihood.n_observations, len(levels)))
        likelihood = widen(likelihood, each.block, regressors, empty)
        designs = widen_designs(likelihood, designs, each.block, dummies(rows, len(levels)))
        for regressor in regressors[len(each.levels) :]:
            drawn = all_sds[step, k] * rng.standard_normal(len(draws))
            columns[f"{each.block}:{regressor}"] = drawn
    return likelihood, designs, np.stack([columns[name] for name in likelihood.names], axis=1)
