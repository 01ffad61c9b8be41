"""Fit a model of a game to data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.covariance import Kind, read_groups, read_members
from standoff.estimate.data import read_data
from standoff.estimate.likelihood import Floats
from standoff.estimate.links import Link
from standoff.estimate.maximize import MAX_STEPS, Penalty, maximize
from standoff.estimate.move_tree import TREES, Errors
from standoff.estimate.penalty import PenaltyName, penalty_of
from standoff.estimate.prepared import Prepared
from standoff.estimate.restrict import restrict
from standoff.estimate.result import Fit
from standoff.estimate.tree_model import prepare_tree
from standoff.estimate.ultimatum_model import prepare_ultimatum

Model = Literal["egame12", "egame122", "egame123", "ultimatum"]
MODELS = ("egame12", "egame122", "egame123", "ultimatum")


def fit(
    model: Model,
    data: object,
    formulas: str | Sequence[str] | Mapping[str, str],
    *,
    outcome: str | Sequence[str] | None = None,
    outcomes: Sequence[str] | None = None,
    errors: Errors = "agent",
    link: Link = "probit",
    scale: str | Mapping[int, str] | None = None,
    fixed: Mapping[str, float] | None = None,
    equal: Sequence[Sequence[str]] = (),
    weights: str | None = None,
    partial: bool = False,
    covariance: Kind | None = None,
    cluster: str | tuple[str, ...] | None = None,
    penalty: PenaltyName | Penalty | None = None,
    n_replicates: int = 200,
    workers: int = 1,
    n_starts: int = 3,
    seed: int = 0,
    start: Sequence[float] | Floats | None = None,
    min_offer: float = 0.0,
    max_offer: float | None = None,
    observed: Literal["both", "offer"] | None = None,
) -> Fit:
    """Estimate what players wanted from what they did, by maximum likelihood.

    Parameters
    ----------
    model : "egame12", "egame122", "egame123" or "ultimatum"
        Player 1 ends the game or passes to player 2 (12); player 2 moves after either (122); player
        2 can pass to player 3 (123); an offer that can be refused (ultimatum).
    data : path, pandas or Polars data frame, Arrow table, or mapping of columns
        Rows without a value in a column that is used are left out, counted and named.
    formulas : str, sequence of str, or mapping
        One per utility: ``"esc + war ~ x1 | 0 | x2 | z1"``, or ``{"u11": "x1", "u14": "x2",
        "u24": "z1"}``, where utilities that are missing are zero. 12: u11 u13 u14 u24; 122: u11 u12
        u13 u14 u22 u24; 123: u11 u13 u15 u16 u23 u25 u26 u36; ultimatum: R1 R2, the reservation
        values.
    outcome : str or sequence of str, optional
        The response's columns, if they do not stand in the formula: one of endings, one 0/1 column
        per player, one of counts per ending; of an ultimatum the offer and whether it was accepted.
    outcomes : sequence of str, optional
        Values of a column of endings from left to right in the tree.
    errors : "agent" or "private"
        Players err at their move, or know their own utility of each ending better than we do.
    link : "probit" or "logit"
    scale : str or dict of player to str, optional
        Formula of the log of the shocks' scale, common or per player.
    fixed : dict of parameter or utility to float, optional
    equal : sequence of groups of parameters, optional
    weights : str, optional
        Column by which each row is counted.
    partial : bool
        Use rows in which only part of the play is known.
    covariance : "observed", "penalized", "sandwich", "cluster", "dyadic" or "bootstrap", optional
        "observed" unless `cluster` is given.
    cluster : str or tuple of str, optional
        Columns that say which rows belong together; two columns name a dyad in either order.
    penalty : "firth", "cauchy", "log-f" or a Penalty, optional
        Keeps estimates finite where regressors separate choices.
    n_replicates, workers : int
        Of the bootstrap.
    n_starts, seed : int
        Searches: from statistical backward induction, from zero, then from Sobol's points.
    start : sequence of float, optional
        Search only from these values of all parameters.
    min_offer, max_offer : float
        Of the ultimatum; the largest offer must be given.
    observed : "both" or "offer", optional
        Of the ultimatum: use acceptances too; without it, if their column is named.

    Returns
    -------
    Fit
        Look at `converged` and `problems` first; `summary()` shows them.

    Raises
    ------
    EstimationError, UnknownName
        If data, formulas and model do not go together, with column, row or parameter.
    FileProblem
        If the data are a file that cannot be read.
    """
    if model not in MODELS:
        raise UnknownName.among("model", model, MODELS)
    table = read_data(data)
    columns = (cluster,) if isinstance(cluster, str) else tuple(cluster or ())
    if covariance in ("cluster", "dyadic") and not columns:
        raise EstimationError(f"a {covariance} covariance needs groups", right="give cluster=")
    if covariance == "dyadic" and len(columns) != 2:
        raise EstimationError(
            "a dyadic covariance needs the two members of each row",
            found=", ".join(columns),
            right="cluster= two columns",
        )
    shared: dict[str, Any] = {"outcome": outcome, "weights": weights, "also": columns}
    if model == "ultimatum":
        prepared = prepare_ultimatum(
            table,
            formulas,
            **shared,
            min_offer=min_offer,
            max_offer=max_offer,
            observed=observed,
            fixed=fixed,
            equal=equal,
        )
    else:
        prepared = prepare_tree(
            TREES[model],
            table,
            formulas,
            **shared,
            outcomes=outcomes,
            errors=errors,
            link=link,
            scale=scale,
            fixed=fixed,
            equal=equal,
            partial=partial,
        )
    found = estimate(
        model,
        prepared,
        penalty=penalty,
        n_starts=n_starts,
        seed=seed,
        start=start,
        covariance="observed" if covariance == "bootstrap" else covariance,
        cluster=columns,
    )
    if covariance == "bootstrap":
        from standoff.estimate.resampling import bootstrap

        return bootstrap(found, n_replicates, seed=seed, workers=workers)
    return found


def estimate(
    model: str,
    prepared: Prepared,
    *,
    penalty: PenaltyName | Penalty | None = None,
    n_starts: int = 3,
    seed: int = 0,
    start: Sequence[float] | Floats | None = None,
    covariance: Kind | None = None,
    cluster: tuple[str, ...] = (),
) -> Fit:
    """Fit a model that is ready for its data; `fit` says what the parameters are."""
    free = restrict(prepared.likelihood, prepared.fixed, prepared.equal)
    penalizer = penalty_of(penalty)
    first = None
    if start is not None:
        whole = np.asarray(start, float)
        if whole.shape != (len(prepared.likelihood.names),):
            raise EstimationError(
                "the start has the wrong length",
                found=str(whole.shape),
                right=f"{len(prepared.likelihood.names)} numbers, one per parameter",
            )
        first = np.linalg.pinv(free.spread) @ (whole - free.held)
    maximum = maximize(
        free, n_starts=n_starts, seed=seed, start=first, penalty=penalizer, max_steps=MAX_STEPS
    )
    groups = read_groups(prepared.data, cluster) if cluster else None
    members = None
    if len(cluster) == 2:
        members = read_members(prepared.data, (cluster[0], cluster[1]))
    return Fit(
        model,
        prepared,
        free,
        maximum,
        covariance or ("cluster" if cluster else "observed"),
        groups,
        members,
        penalizer=penalizer,
    )
