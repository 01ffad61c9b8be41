"""Draw parameters from what a case assumes, as it is or with one claim changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from standoff.brief.brief import Brief
from standoff.brief.claim_change import ClaimChange, Replacement, replacements
from standoff.brief.sobol import sobol_uniforms
from standoff.brief.streams import uniforms
from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter

Sampling = Literal["random", "sobol"]


def draw_parameters(
    brief: Brief,
    n_draws: int,
    seed: int = 0,
    change: ClaimChange | None = None,
    *,
    start: int = 0,
    sampling: Sampling = "random",
) -> Draws:
    """Draw every parameter from its assumption.

    Parameters
    ----------
    brief : Brief
    n_draws : int
        The draws are rows of an endless table; however it is cut, each row has the same digits.
    seed : int
    change : ClaimChange, optional
        A claim that is denied, graded one step lower, or dropped. Parameters that do not rest on it
        keep their numbers, draw by draw; the others keep their rank within the new range.
    start : int
        The first row.
    sampling : {"random", "sobol"}
        Independent draws, or the scrambled Sobol' points of `standoff.brief.sobol`, which fill the
        ranges more evenly: averages over the first 2, 4, 8, ... rows are then nearer the truth.
        Each parameter has a dimension of its own. Such draws are not independent of each other, so
        that their spread says nothing about the error of an average: compare a few seeds.

    Returns
    -------
    Draws
        Parameters in the order of the model; those without an assumption at their default.

    Raises
    ------
    GameError
        If `n_draws` is not positive, `start` is negative, or the Sobol' points run out.
    UnknownName
        If the case has no such claim.

    Examples
    --------
    >>> from standoff.brief import brief_case
    >>> brief = brief_case("cases/cienfuegos/case.yaml")
    >>> as_is = draw_parameters(brief, 1000)
    >>> doubted = draw_parameters(brief, 1000, change=ClaimChange("c13", "drop"))
    >>> float(np.mean(doubted["case_value"] > as_is["case_value"])) > 0.9
    True
    >>> bool((doubted["prize"] == as_is["prize"]).all())
    True
    >>> later = draw_parameters(brief, 10, start=900)
    >>> bool((later["prize"] == as_is["prize"][900:910]).all())
    True
    """
    if n_draws < 1:
        raise GameError(f"the number of draws must be at least 1, found {n_draws}")
    if start < 0:
        raise GameError(f"the first row of the draws must be at least 0, found {start}")
    replaced = {} if change is None else replacements(brief, change)
    chances = _chances(brief, n_draws, seed, change, start, sampling)
    columns = {
        each.name: _column(brief, each, chances, n_draws, replaced.get(each.name), change)
        for each in brief.parameters
    }
    return Draws.from_columns(columns, n_draws)


def changed_columns(
    brief: Brief,
    n_draws: int,
    seed: int,
    change: ClaimChange,
    *,
    start: int = 0,
    sampling: Sampling = "random",
) -> dict[str, NDArray[np.float64]]:
    """Return only the columns that a change of a claim touches, as `draw_parameters` draws them."""
    replaced = replacements(brief, change)
    chances = _chances(brief, n_draws, seed, change, start, sampling, tuple(replaced))
    return {
        name: _column(brief, brief.parameter(name), chances, n_draws, replacement, change)
        for name, replacement in replaced.items()
    }


def _chances(
    brief: Brief,
    n_draws: int,
    seed: int,
    change: ClaimChange | None,
    start: int,
    sampling: Sampling,
    only: tuple[str, ...] | None = None,
) -> Mapping[str, NDArray[np.float64]]:
    """Return numbers between 0 and 1 for every parameter that varies, and for the changed claim."""
    wanted = [
        f"parameter {each.name}"
        for each in brief.parameters
        if each.name in brief.distributions and (only is None or each.name in only)
    ]
    # One stream per claim: all assumptions that rest on it fall in the same draws.
    claims = [] if change is None else [f"claim {change.claim}"]
    if sampling == "random":
        return {name: uniforms(seed, name, n_draws, start) for name in (*wanted, *claims)}
    # Every parameter of the model keeps its dimension, whatever the case says about the others.
    names = [f"parameter {each.name}" for each in brief.parameters]
    return sobol_uniforms(seed, [*names, *claims], n_draws, start)


def _column(
    brief: Brief,
    parameter: Parameter,
    chances: Mapping[str, NDArray[np.float64]],
    n_draws: int,
    replacement: Replacement | None,
    change: ClaimChange | None,
) -> NDArray[np.float64]:
    belief = brief.distributions.get(parameter.name)
    if belief is None:
        return np.full(n_draws, parameter.default)
    bounds = parameter.low, parameter.high
    u = chances[f"parameter {parameter.name}"]
    if replacement is None or change is None:
        return belief.quantile(u, *bounds)
    column = replacement.distribution.quantile(u, *bounds)
    if replacement.share < 1.0:
        falls = chances[f"claim {change.claim}"] < replacement.share
        column = np.where(falls, column, belief.quantile(u, *bounds))
    return column
