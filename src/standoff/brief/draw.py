"""Draw parameters from what a case assumes, as it is or with one claim changed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.brief.brief import Brief
from standoff.brief.claim_change import ClaimChange, Replacement, replacements
from standoff.brief.streams import uniforms
from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter


def draw_parameters(
    brief: Brief, n_draws: int, seed: int = 0, change: ClaimChange | None = None
) -> Draws:
    """Draw every parameter from its assumption.

    Parameters
    ----------
    brief : Brief
    n_draws : int
        The first draws are the same whatever the number.
    seed : int
    change : ClaimChange, optional
        A claim that is denied, graded one step lower, or dropped. Parameters that do not rest on it
        keep their numbers, draw by draw; the others keep their rank within the new range.

    Returns
    -------
    Draws
        Parameters in the order of the model; those without an assumption at their default.

    Raises
    ------
    GameError
        If `n_draws` is not positive.
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
    """
    if n_draws < 1:
        raise GameError(f"the number of draws must be at least 1, found {n_draws}")
    replaced = {} if change is None else replacements(brief, change)
    columns = {
        each.name: _column(brief, each, n_draws, seed, replaced.get(each.name), change)
        for each in brief.parameters
    }
    return Draws.from_columns(columns, n_draws)


def changed_columns(
    brief: Brief, n_draws: int, seed: int, change: ClaimChange
) -> dict[str, NDArray[np.float64]]:
    """Return only the columns that a change of a claim touches, as `draw_parameters` draws them."""
    return {
        name: _column(brief, brief.parameter(name), n_draws, seed, replacement, change)
        for name, replacement in replacements(brief, change).items()
    }


def _column(
    brief: Brief,
    parameter: Parameter,
    n_draws: int,
    seed: int,
    replacement: Replacement | None,
    change: ClaimChange | None,
) -> NDArray[np.float64]:
    belief = brief.distributions.get(parameter.name)
    if belief is None:
        return np.full(n_draws, parameter.default)
    bounds = parameter.low, parameter.high
    u = uniforms(seed, f"parameter {parameter.name}", n_draws)
    if replacement is None or change is None:
        return belief.quantile(u, *bounds)
    column = replacement.distribution.quantile(u, *bounds)
    if replacement.share < 1.0:
        # One stream per claim: all assumptions that rest on it fall in the same draws.
        falls = uniforms(seed, f"claim {change.claim}", n_draws) < replacement.share
        column = np.where(falls, column, belief.quantile(u, *bounds))
    return column
