"""Fit a model of a game to data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.covariance import (
    Kind,
    check_clusters,
    cluster_columns,
    read_groups,
    read_members,
    usual_kind,
)
from standoff.estimate.data import Data, read_data
from standoff.estimate.formula_text import check_formulas
from standoff.estimate.likelihood import Floats
from standoff.estimate.links import Link
from standoff.estimate.maximize import MAX_STEPS, Penalty
from standoff.estimate.move_tree import TREES, Errors
from standoff.estimate.options import check_options
from standoff.estimate.penalty import PenaltyName, penalty_of
from standoff.estimate.prepared import Prepared
from standoff.estimate.restrict import read_start, restrict
from standoff.estimate.result import Fit
from standoff.estimate.tree_model import prepare_tree
from standoff.estimate.ultimatum_model import prepare_ultimatum
from standoff.estimate.units import maximize_scaled
from standoff.estimate.weights import GivenWeights, Weighting
from standoff.game.tree import Game

if TYPE_CHECKING:
    from standoff.estimate.game_model import Precision
    from standoff.estimate.parameter_link import ParameterLink
    from standoff.estimate.signaling.fit import FirstStage, Method
    from standoff.estimate.signaling.likelihood import Selection

Model = Literal["egame12", "egame122", "egame123", "ultimatum", "lewis_schultz", "signaling"]
MODELS = ("egame12", "egame122", "egame123", "ultimatum", "lewis_schultz")


def fit(
    model: Model | Game,
    data: object,
    formulas: str | Sequence[str] | Mapping[str, str],
    *,
    outcome: str | Sequence[str] | Mapping[str, str] | None = None,
    outcomes: Sequence[str] | None = None,
    errors: Errors | Literal["logit", "probit"] | None = None,
    link: Link | None = None,
    scale: str | Mapping[int, str] | None = None,
    fixed: Mapping[str, float] | None = None,
    equal: Sequence[Sequence[str]] = (),
    weights: GivenWeights | None = None,
    weighting: Weighting | None = None,
    partial: bool = False,
    covariance: Kind | None = None,
    cluster: str | tuple[str, ...] | None = None,
    penalty: PenaltyName | Penalty | None = None,
    n_replicates: int | None = None,
    workers: int | None = None,
    n_starts: int | None = None,
    seed: int | None = None,
    start: Sequence[float] | Floats | None = None,
    min_offer: float | None = None,
    max_offer: float | None = None,
    observed: Literal["both", "offer"] | None = None,
    method: Method | None = None,
    pooled: Mapping[str, Sequence[str]] | None = None,
    selection: Selection | None = None,
    beliefs: FirstStage | tuple[str, str] | None = None,
    beliefs_covariance: Floats | None = None,
    max_rounds: int | None = None,
    moves: Sequence[str] = (),
    links: Mapping[str, ParameterLink] | None = None,
    precision: Precision | None = None,
) -> Fit:
    """Estimate what players wanted from what they did, by maximum likelihood.

    Parameters
    ----------
    model : "egame12", "egame122", "egame123", "ultimatum", "lewis_schultz", or Game
        Player 1 ends the game or passes to player 2 (12); player 2 moves after either (122); player
        2 can pass to player 3 (123); an offer that can be refused (ultimatum); a crisis with
        private information (lewis_schultz, or "signaling"); or any game of one's own.
    data : path, pandas or Polars data frame, Arrow table, or mapping of columns
        Rows without a value in a column that is used are left out, counted and named.
    formulas : str, sequence of str, or mapping
        One per utility: ``"esc + war ~ x1 | 0 | x2 | z1"``, or ``{"u11": "x1", "u14": "x2",
        "u24": "z1"}``, where utilities that are missing are zero. 12: u11 u13 u14 u24; 122: u11 u12
        u13 u14 u22 u24; 123: u11 u13 u15 u16 u23 u25 u26 u36; ultimatum: R1 R2, the reservation
        values; lewis_schultz: S_A V_A C_B W_A W_B a V_B. Of a Game: one per parameter,
        ``{"audience_cost": "1 + democracy"}``.
    outcome : str, sequence of str, or mapping, optional
        The response's columns, if they do not stand in the formula: one of endings, one 0/1 column
        per player, one of counts per ending; of an ultimatum the offer and whether it was accepted;
        of a Game one of endings, or a mapping of ending to a column of counts.
    outcomes : sequence of str, optional
        Values of a column of endings from left to right in the tree (egame).
    errors : "agent" or "private", optional
        Players err at their move (the default), or know their own utility of each ending better
        than we do (egame). Of a Game "logit" (the default) or "probit".
    link : "probit" or "logit", optional
        Of the egames.
    scale : str or dict of player to str, optional
        Formula of the log of the shocks' scale, common or per player (egame).
    fixed : dict of parameter or utility to float, optional
    equal : sequence of groups of parameters, optional
    weights : str or array, optional
        A column, or one number per row. Rows of weight 0 are left out.
    weighting : "frequency" or "sampling", optional
        What the weights are: how many disputes a row stands for in the data (the usual, where they
        are whole numbers), or in the population from which it was drawn. Errors of sampling weights
        come from the rows' own scores: "sandwich", "cluster", "dyadic" or "bootstrap".
    partial : bool
        Use rows in which only part of the play is known (egame).
    covariance : "observed", "penalized", "sandwich", "cluster", "dyadic" or "bootstrap", optional
        "observed" unless `cluster` or sampling weights are given.
    cluster : str or tuple of str, optional
        Columns that say which rows belong together; two columns name a dyad in either order.
    penalty : "firth", "cauchy", "log-f" or a Penalty, optional
        Keeps estimates finite where regressors separate choices; not of lewis_schultz.
    n_replicates, workers : int, optional
        Of the bootstrap: 200 and 1 without it.
    n_starts, seed : int, optional
        Searches: from statistical backward induction, from zero, then from Sobol's points; of
        lewis_schultz along relaxed paths. 3 without it, of lewis_schultz 4.
    start : sequence of float, optional
        Search only from these values of all parameters.
    min_offer, max_offer : float, optional
        Of the ultimatum; the smallest is 0 unless given, and the largest must be given.
    observed : "both" or "offer", optional
        Of the ultimatum: use acceptances too; without it, if their column is named.
    method, pooled, selection, beliefs, beliefs_covariance, max_rounds
        Of lewis_schultz: see `standoff.estimate.signaling.fit_signaling`.
    moves, links, precision
        Of a Game: see `fit_game`.

    Returns
    -------
    Fit
        Look at `converged` and `problems` first; `summary()` shows them. lewis_schultz gives a
        `SignalingFit`.

    Raises
    ------
    EstimationError, UnknownName
        If data, formulas and model do not go together, with column, row or parameter; or if the
        model has no such option.
    FileProblem
        If the data are a file that cannot be read.
    """
    if isinstance(model, Game):
        name = "a game"
    else:
        name = "lewis_schultz" if model == "signaling" else str(model)
        if name not in MODELS:
            raise UnknownName.among("model", name, MODELS)
    check_formulas(formulas)
    options = check_options(
        name,
        {
            "outcome": outcome,
            "outcomes": outcomes,
            "errors": errors,
            "link": link,
            "scale": scale,
            "fixed": fixed,
            "equal": equal,
            "weights": weights,
            "weighting": weighting,
            "partial": partial,
            "covariance": covariance,
            "cluster": cluster,
            "penalty": penalty,
            "n_replicates": n_replicates,
            "workers": workers,
            "n_starts": n_starts,
            "seed": seed,
            "start": start,
            "min_offer": min_offer,
            "max_offer": max_offer,
            "observed": observed,
            "method": method,
            "pooled": pooled,
            "selection": selection,
            "beliefs": beliefs,
            "beliefs_covariance": beliefs_covariance,
            "max_rounds": max_rounds,
            "moves": moves,
            "links": links,
            "precision": precision,
        },
    )
    resampled = [key for key in ("n_replicates", "workers") if options.pop(key, None) is not None]
    if resampled and covariance != "bootstrap":
        raise EstimationError(
            f"{' and '.join(resampled)} belong to the bootstrap", right='covariance="bootstrap"'
        )
    check_clusters(covariance, cluster_columns(cluster))
    if covariance == "bootstrap":
        del options["covariance"]
    if isinstance(model, Game):
        from standoff.estimate.game_model import fit_game

        found = fit_game(model, data, _per_parameter(formulas), **cast(Any, options))
    elif name == "lewis_schultz":
        from standoff.estimate.signaling.fit import fit_signaling

        found: Fit = fit_signaling(data, formulas, **cast(Any, options))
    else:
        found = _fit_fixed(name, read_data(data), formulas, options)
    if covariance == "bootstrap":
        from standoff.estimate.resampling import bootstrap

        return bootstrap(found, n_replicates or 200, seed=seed or 0, workers=workers or 1)
    return found


def _fit_fixed(
    name: str,
    table: Data,
    formulas: str | Sequence[str] | Mapping[str, str],
    options: Mapping[str, Any],
) -> Fit:
    """Fit one of the games whose tree is fixed."""
    search = {
        key: options[key]
        for key in ("penalty", "n_starts", "seed", "start", "covariance")
        if key in options
    }
    own = {key: each for key, each in options.items() if key not in (*search, "cluster")}
    cluster = options.get("cluster")
    columns = cluster_columns(cluster)
    if name == "ultimatum":
        prepared = prepare_ultimatum(table, formulas, also=columns, **own)
    else:
        prepared = prepare_tree(TREES[name], table, formulas, also=columns, **own)
    return estimate(name, prepared, cluster=columns, **search)


def _per_parameter(formulas: str | Sequence[str] | Mapping[str, str]) -> Mapping[str, str]:
    if isinstance(formulas, Mapping):
        return formulas
    raise EstimationError(
        "a game of one's own has a formula per parameter",
        found=repr(formulas),
        right='{"audience_cost": "1 + democracy"}',
    )


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
        first = np.linalg.pinv(free.spread) @ (read_start(start, free.base.names) - free.held)
    maximum = maximize_scaled(
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
        usual_kind(covariance, cluster, prepared.weights),
        groups,
        members,
        penalizer=penalizer,
        cluster=cluster,
    )
