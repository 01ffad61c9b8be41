"""First stage: what each side expects of the other, from the data or given by the user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.data import Data
from standoff.estimate.likelihood import Floats
from standoff.estimate.signaling.relaxed import frequencies

if TYPE_CHECKING:
    from standoff.estimate.signaling.likelihood import SignalingLikelihood

#: Weights of the penalty on curvature among which the first stage chooses.
_PENALTIES = (1.0, 10.0, 100.0)
_N_FOLDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Beliefs:
    """Chances of resistance and of a fight, row by row, that the pseudo-likelihood takes as given.

    Attributes
    ----------
    p_resist, p_fight : float arrays, shape (n,)
    source : str
        Where they came from.
    """

    p_resist: Floats
    p_fight: Floats
    source: str


def given_beliefs(data: Data, columns: tuple[str, str]) -> Beliefs:
    """Take beliefs from two columns: chance of resistance, chance of a fight.

    Raises
    ------
    EstimationError, UnknownName
        If a column does not exist, or holds something that is not between 0 and 1.
    """
    found: list[Floats] = []
    for name in columns:
        column = data.numbers(name, "a chance")
        wrong = np.flatnonzero(~((column > 0.0) & (column < 1.0)))
        if len(wrong):
            raise EstimationError(
                "a belief of the first stage is not a chance",
                where=f"{data.source}, row {data.rows[wrong[0]]}, {name}",
                found=str(column[wrong[0]]),
                right="a number above 0 and below 1",
            )
        found.append(column)
    return Beliefs(found[0], found[1], f"columns {columns[0]} and {columns[1]}")


def frequency_beliefs(likelihood: SignalingLikelihood) -> Beliefs:
    """Each row's own frequencies, drawn to those of all rows by the weight of one play."""
    p_resist, p_fight = frequencies(likelihood, 1.0)
    return Beliefs(p_resist, p_fight, "frequencies of each row")


def smooth_beliefs(likelihood: SignalingLikelihood) -> Beliefs:
    """Fit both chances by a penalized logit in all regressors, their squares and products.

    The weight of the penalty is chosen by cross-validation over three folds of rows.
    """
    columns = np.concatenate(likelihood.matrices, axis=1)
    _, first = np.unique(columns.round(12), axis=1, return_index=True)
    columns = columns[:, np.sort(first)]
    columns = columns[:, columns.std(axis=0) > 1e-12]
    if columns.shape[1]:
        columns = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    k = columns.shape[1]
    products = [columns[:, i] * columns[:, j] for i in range(k) for j in range(i, k)]
    features = np.column_stack([np.ones(len(columns)), columns, *products])
    spread = features.std(axis=0)
    features = features[:, (spread > 1e-12) | (np.arange(features.shape[1]) == 0)]
    features[:, 1:] = (features[:, 1:] - features[:, 1:].mean(axis=0)) / features[:, 1:].std(axis=0)
    single = likelihood.counts[:, :4]
    resisted = single[:, 2] + single[:, 3]
    p_resist = _smoothed(features, resisted, resisted + single[:, 1])
    p_fight = _smoothed(features, single[:, 2], resisted)
    return Beliefs(p_resist, p_fight, "penalized logit of squares and products of the regressors")


def _smoothed(features: Floats, yes: Floats, total: Floats) -> Floats:
    from scipy.special import expit, log_expit

    folds = np.arange(len(features)) % _N_FOLDS
    scores: list[float] = []
    for penalty in _PENALTIES:
        score = 0.0
        for fold in range(_N_FOLDS):
            inside = folds != fold
            weights = _logit(features[inside], yes[inside], total[inside], penalty)
            index = features[~inside] @ weights
            score += float(
                yes[~inside] @ log_expit(index) + (total - yes)[~inside] @ log_expit(-index)
            )
        scores.append(score)
    weights = _logit(features, yes, total, _PENALTIES[int(np.argmax(scores))])
    return np.clip(expit(features @ weights), 1e-4, 1.0 - 1e-4)


def _logit(features: Floats, yes: Floats, total: Floats, penalty: float) -> Floats:
    from scipy.special import expit

    k = features.shape[1]
    # The constant is hardly penalized: only so much that it stays finite.
    ridge = np.full(k, penalty)
    ridge[0] = 1e-2
    weights = np.zeros(k)
    for _ in range(50):
        p = expit(features @ weights)
        gradient = features.T @ (yes - total * p) - ridge * weights
        curvature = (features.T * (total * p * (1.0 - p))) @ features + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        step *= min(1.0, 4.0 / max(float(np.abs(features @ step).max()), 1e-300))
        weights = weights + step
        if np.abs(step).max() < 1e-7:
            break
    return weights
