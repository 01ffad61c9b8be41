"""Fit any game built with the builder: from formulas and data to the likelihood of its tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.covariance import Kind, cluster_columns
from standoff.estimate.data import Data, read_data
from standoff.estimate.fitting import estimate
from standoff.estimate.formula import Design, designs
from standoff.estimate.game_likelihood import Block, GameLikelihood
from standoff.estimate.likelihood import Bools, Floats, Likelihood
from standoff.estimate.parameter_link import ParameterLink
from standoff.estimate.penalty import PenaltyName
from standoff.estimate.plays_seen import PlaysSeen, moves_seen, outcome_counts, outcomes_seen
from standoff.estimate.precision import with_precisions
from standoff.estimate.prepared import Prepared
from standoff.estimate.restrict import Restricted
from standoff.estimate.result import Fit
from standoff.estimate.weights import GivenWeights, Weighting, weigh
from standoff.game.lower import lower
from standoff.game.tree import Game
from standoff.solve.solution import Errors

Precision = float | Literal["common", "player"] | Mapping[str, str]


def fit_game(
    game: Game,
    data: object,
    formulas: Mapping[str, str],
    *,
    outcome: str | Mapping[str, str] | None = None,
    moves: Sequence[str] = (),
    links: Mapping[str, ParameterLink] | None = None,
    errors: Errors = "logit",
    precision: Precision = 1.0,
    fixed: Mapping[str, float] | None = None,
    equal: Sequence[Sequence[str]] = (),
    weights: GivenWeights | None = None,
    weighting: Weighting | None = None,
    covariance: Kind | None = None,
    cluster: str | tuple[str, ...] | None = None,
    penalty: PenaltyName | None = None,
    n_starts: int = 3,
    seed: int = 0,
    start: Sequence[float] | Floats | None = None,
) -> Fit:
    """Estimate the parameters of a game from how it was played, by maximum likelihood.

    Players choose by quantal response: the better an action, the likelier it is.

    Parameters
    ----------
    game : Game
        From `GameBuilder`, `read_game` or a model's `game()`; its payoffs and chances are
        expressions of parameters.
    data : path, pandas or Polars data frame, Arrow table, or mapping of columns
    formulas : mapping of parameter to str
        Such as ``{"audience_cost": "1 + democracy"}``. Parameters left out stay at their default.
    outcome : str or mapping of outcome to str, optional
        The column with the outcome's name, where "a | b" says that it was one of these and an
        empty value drops the row; or one column of counts per outcome.
    moves : sequence of str, optional
        In place of `outcome`: columns that hold moves which were seen, by name; an empty value says
        that nothing was seen there.
    links : mapping of parameter to {"identity", "log", "logit"}, optional
        How the sum becomes the parameter: as it is, positive, or a probability. The parameter
        "precision" has "log" by itself.
    errors : {"logit", "probit"}
        Of the actions' payoffs: extreme value of scale one, or independent standard normal.
    precision : float, "common", "player", or mapping of player to str
        A number is fixed. Else it is estimated as log(precision), common or per player, a constant
        or a formula; then payoffs must be measured against a parameter that stays at its default.
    fixed : mapping of str to float, optional
        Coefficients that are held, such as ``{"prize:(Intercept)": 1}``.
    equal : sequence of groups of str
        Coefficients that are the same.
    weights, weighting, covariance, cluster, penalty, n_starts, seed, start
        See `fit`.

    Returns
    -------
    Fit

    Raises
    ------
    EstimationError, UnknownName
        If game, data and formulas do not go together, with the column, row or parameter.

    Notes
    -----
    A game with several quantal response equilibria is taken to be played on the principal branch;
    `Fit.problems` counts the rows where that is in doubt. Coefficients are those of the literature
    up to the scale of its errors: a strategic logit with errors of scale sqrt(2) has coefficients
    sqrt(2) times these.

    References
    ----------
    McKelvey, R. D. and Palfrey, T. R. (1998). Quantal response equilibria for extensive form games.
    Experimental Economics 1, 9-41. Signorino, C. S. (1999). Strategic interaction and the
    statistical analysis of international conflict. American Political Science Review 93, 279-297.

    Examples
    --------
    >>> from standoff import models
    >>> from standoff.estimate import fit_game
    >>> game = models.get("quantal-threat").game()
    >>> played = {outcome: [10 * (k + 1)] for k, outcome in enumerate(game.outcomes)}
    >>> found = fit_game(
    ...     game, played, {"audience_cost": "1"}, outcome={o: o for o in game.outcomes}
    ... )
    >>> found.converged, found.names
    (True, ('audience_cost:(Intercept)',))
    """
    table = read_data(data)
    columns = cluster_columns(cluster)
    game, scale, level = _precisions(game, precision)
    texts = {**_formulas(game, formulas), **scale}
    chosen: dict[str, ParameterLink] = {**dict.fromkeys(scale, "log"), **(links or {})}
    for name in chosen:
        if name not in texts:
            raise UnknownName.among("parameter with a formula", name, tuple(texts))
    responses = _responses(table, outcome, moves)
    table, weighed = weigh(table, weights, weighting)
    usable = _usable(table, responses, is_partial=bool(moves))
    needed = [*columns, *([weighed.name] if weighed else [])]
    n_plays = _plays(table, outcome)
    built = designs(texts, table, list(texts), also=needed, usable=usable, n_plays=n_plays)
    used = table.take(built.kept)
    weighted = weighed.of(used) if weighed else None
    blocks = {
        design.block: Block(design.names, design.matrix, chosen.get(design.block, "identity"))
        for design in built.designs
    }
    seen = _seen(game, used, outcome, moves)
    counted = seen
    if weighted is not None:
        counted = PlaysSeen(seen.events, seen.counts * weighted.values[:, None])
    likelihood = GameLikelihood(game, blocks, counted, errors, level)
    prepared = Prepared(
        likelihood,
        used,
        built.kept,
        {**_unseen(table, responses, usable), **built.dropped},
        tuple((design.block, design.formula.strip()) for design in built.designs),
        GameRemake(game, built.designs),
        f"{game.name}, {errors} quantal response",
        dict(fixed or {}),
        equal,
        responses,
        weighted,
    )
    for name in prepared.fixed:
        if name not in likelihood.names:
            raise UnknownName.among("coefficient", name, likelihood.names)
    return estimate(
        game.name,
        prepared,
        penalty=penalty,
        n_starts=n_starts,
        seed=seed,
        start=start,
        covariance=covariance,
        cluster=columns,
    )


@dataclass(frozen=True, slots=True, eq=False)
class GameRemake:
    """Asks a fitted game about other rows (a `Remake`)."""

    game: Game
    parts: tuple[Design, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the data that it reads."""
        return tuple(dict.fromkeys(name for design in self.parts for name in design.columns))

    def designs(self, data: Data) -> dict[str, Floats]:
        """The regressors of other rows, by parameter."""
        return {design.block: design.of(data) for design in self.parts}

    def actions(
        self, likelihood: Likelihood, theta: Floats, designs: object | None
    ) -> tuple[tuple[str, ...], Floats]:
        """Probability of every action once its information set is reached."""
        while isinstance(likelihood, Restricted):
            theta, likelihood = likelihood.whole(theta), likelihood.base
        assert isinstance(likelihood, GameLikelihood), "made by fit_game"
        asked = likelihood if designs is None else likelihood.with_regressors(designs)
        names = tuple(f"Pr({a}|{i.label})" for i in self.game.infosets for a in i.actions)
        return names, asked.strategies(theta)[:, : lower(self.game).n_actions]


def _precisions(game: Game, precision: Precision) -> tuple[Game, dict[str, str], float]:
    """Return the game, formulas of its precisions, and the fixed precision."""
    if isinstance(precision, int | float):
        if not (np.isfinite(precision) and precision > 0):
            raise EstimationError("the precision must be a positive number", found=str(precision))
        return game, {}, float(precision)
    before = len(game.parameters)
    if precision == "common":
        scaled = with_precisions(game, "common")
        return scaled, {"precision": "1"}, 1.0
    scaled = with_precisions(game, "player")
    names = [each.name for each in scaled.parameters[before:]]
    if precision == "player":
        return scaled, dict.fromkeys(names, "1"), 1.0
    if isinstance(precision, str):
        raise EstimationError(
            "the precision cannot be that",
            found=repr(precision),
            right='a number, "common", "player", or a formula per player',
        )
    by_player = dict(zip(game.players, names, strict=True))
    for player in precision:
        if player not in by_player:
            raise UnknownName.among("player", player, game.players)
    return scaled, {by_player[player]: text for player, text in precision.items()}, 1.0


def _formulas(game: Game, formulas: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, text in formulas.items():
        parameter = game.parameter(name).name
        if parameter in found:
            raise EstimationError(f"parameter {parameter!r} has two formulas")
        found[parameter] = str(text).rpartition("~")[2]
    return found


def _responses(
    data: Data, outcome: str | Mapping[str, str] | None, moves: Sequence[str]
) -> tuple[str, ...]:
    if (outcome is None) == (not moves):
        raise EstimationError(
            "nothing says how the game was played" if outcome is None else "two things say it",
            right="outcome= a column, or a column of counts per outcome; or moves= columns",
        )
    names = tuple(moves)
    if isinstance(outcome, str):
        names = (outcome,)
    elif outcome is not None:
        names = tuple(outcome.values())
    data.require(names, "the response")
    return names


def _plays(data: Data, outcome: str | Mapping[str, str] | None) -> Floats | None:
    """How often the game was played in each row, where counts say so."""
    if not isinstance(outcome, Mapping):
        return None
    columns = [data.numbers(name, "a count") for name in outcome.values()]
    return np.maximum(np.nansum(columns, axis=0), 1.0)


def _usable(data: Data, names: Sequence[str], *, is_partial: bool) -> Bools:
    gone = np.array([data.missing(name) for name in names])
    return np.asarray(~gone.all(axis=0) if is_partial else ~gone.any(axis=0))


def _unseen(data: Data, names: Sequence[str], usable: Bools) -> dict[str, Any]:
    return {names[0]: data.rows[~usable]} if not usable.all() else {}


def _seen(
    game: Game, data: Data, outcome: str | Mapping[str, str] | None, moves: Sequence[str]
) -> PlaysSeen:
    if isinstance(outcome, Mapping):
        return outcome_counts(game, {o: data.numbers(c, "a count") for o, c in outcome.items()})
    if isinstance(outcome, str):
        written = [str(value) for value in data[outcome]]
        sets = [
            text if text in game.outcomes else frozenset(part.strip() for part in text.split("|"))
            for text in written
        ]
        return outcomes_seen(game, sets)
    columns = [data[name] for name in moves]
    gone = [data.missing(name) for name in moves]
    return moves_seen(
        game,
        [
            [str(c[row]) for c, g in zip(columns, gone, strict=True) if not g[row]]
            for row in range(data.n_rows)
        ],
    )
