"""Draw parameters from what a case assumes, as it is or with one claim changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from standoff.brief.beliefs import Beliefs, beliefs_of, column, together, true_positions
from standoff.brief.brief import Brief
from standoff.brief.claim_change import ClaimChange, changed_beliefs, fall_share, replacements
from standoff.brief.sobol import sobol_uniforms
from standoff.brief.streams import integers, uniforms
from standoff.errors import GameError, one_of
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter

Sampling = Literal["random", "sobol"]
Array = NDArray[np.float64]


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

    Parameters with a rank correlation are drawn together, and those that depend on a conflict
    switch together: in every draw one of its positions is true, as often as its weight says.

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
        Each parameter, conflict and claim has a dimension of its own. Such draws are not
        independent of each other, so that their spread says nothing about the error of an average:
        compare a few seeds.

    Returns
    -------
    Draws
        Parameters in the order of the model; those without an assumption at their default.

    Raises
    ------
    GameError
        If a number is no integer, `n_draws` is not positive, `start` is negative, or the Sobol'
        points run out.
    UnknownName
        If the case has no such claim, or there is no such way to sample.

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
    one_of("way to sample", sampling, Sampling)
    integers(n_draws=n_draws, seed=seed, start=start)
    if n_draws < 1:
        raise GameError(f"the number of draws must be at least 1, found {n_draws}")
    if start < 0:
        raise GameError(f"the first row of the draws must be at least 0, found {start}")
    columns = _columns(brief, brief.parameters, n_draws, seed, change, start, sampling)
    return Draws.from_columns(columns, n_draws)


def changed_columns(
    brief: Brief,
    n_draws: int,
    seed: int,
    change: ClaimChange,
    *,
    start: int = 0,
    sampling: Sampling = "random",
) -> dict[str, Array]:
    """Return only the columns that a change of a claim touches, as `draw_parameters` draws them."""
    touched = [brief.parameter(name) for name in replacements(brief, change)]
    return _columns(brief, touched, n_draws, seed, change, start, sampling)


def draw_swapped(
    brief: Brief,
    n_draws: int,
    seed: int,
    swapped: Collection[str],
    *,
    start: int = 0,
    sampling: Sampling = "random",
) -> Draws:
    """Draw as `draw_parameters` does, with some sources of doubt drawn independently anew.

    Parameters
    ----------
    brief : Brief
    n_draws : int
    seed : int
    swapped : collection of str
        Names of what is drawn anew: "parameter prize", "conflict cause-of-release" (see
        `standoff.brief.factors`). Everything else has the digits of `draw_parameters`; with the
        same seed, what is drawn anew is the same in every call.
    start : int
    sampling : {"random", "sobol"}
        Each second drawing has a dimension of its own.

    Returns
    -------
    Draws
    """
    beliefs = beliefs_of(brief)
    first = _chances(brief, beliefs, brief.parameters, n_draws, seed, None, start, sampling, True)
    chances = {
        name: first[f"second {name}"] if name in swapped else numbers
        for name, numbers in first.items()
        if not name.startswith("second ")
    }
    columns = _drawn(brief, beliefs, beliefs, brief.parameters, n_draws, chances)
    return Draws.from_columns(columns, n_draws)


def _columns(
    brief: Brief,
    wanted: Sequence[Parameter],
    n_draws: int,
    seed: int,
    change: ClaimChange | None,
    start: int,
    sampling: Sampling,
) -> dict[str, Array]:
    before = beliefs_of(brief)
    chances = _chances(brief, before, wanted, n_draws, seed, change, start, sampling)
    found = _drawn(brief, before, before, wanted, n_draws, chances)
    if change is None:
        return found
    after = changed_beliefs(brief, change)
    fallen = _drawn(brief, after, before, wanted, n_draws, chances)
    # One stream per claim: all assumptions that rest on it fall in the same draws.
    share = fall_share(brief, change)
    falls = np.full(n_draws, True) if share == 1.0 else chances[f"claim {change.claim}"] < share
    return {name: np.where(falls, fallen[name], numbers) for name, numbers in found.items()}


def _drawn(
    brief: Brief,
    beliefs: Beliefs,
    before: Beliefs,
    wanted: Sequence[Parameter],
    n_draws: int,
    chances: Mapping[str, Array],
) -> dict[str, Array]:
    """Draw the wanted columns from what is believed; `before` is the case as it is."""
    own = {each.name: chances.get(f"parameter {each.name}") for each in brief.parameters}
    known = {name: numbers for name, numbers in own.items() if numbers is not None}
    known |= together(beliefs, [each.name for each in brief.parameters], known)
    positions = {
        id: true_positions(
            chances[f"conflict {id}"], weights, None if beliefs is before else before.weights[id]
        )
        for id, weights in beliefs.weights.items()
    }
    nothing = np.empty(n_draws)
    return {
        each.name: column(beliefs, each, known.get(each.name, nothing), positions)
        for each in wanted
    }


def _chances(
    brief: Brief,
    beliefs: Beliefs,
    wanted: Sequence[Parameter],
    n_draws: int,
    seed: int,
    change: ClaimChange | None,
    start: int,
    sampling: Sampling,
    with_second: bool = False,
) -> Mapping[str, Array]:
    """Return numbers between 0 and 1 for parameters, for conflicts, and for the changed claim."""
    one_of("way to sample", sampling, Sampling)
    # What goes with a wanted parameter is needed as well.
    needed = {each.name for each in wanted if each.name in brief.distributions}
    needed |= {name for pair in beliefs.ranks for name in pair}
    if sampling == "sobol":
        names = dimensions(brief, beliefs, with_claims=change is not None)
        names += [f"second {name}" for name in names] if with_second else []
        return sobol_uniforms(seed, names, n_draws, start)
    names = [f"parameter {each.name}" for each in brief.parameters if each.name in needed]
    names += [f"conflict {each.id}" for each in brief.case.conflicts if each.id in beliefs.weights]
    names += [] if change is None else [f"claim {change.claim}"]
    names += [f"second {name}" for name in names] if with_second else []
    return {name: uniforms(seed, name, n_draws, start) for name in names}


def dimensions(brief: Brief, beliefs: Beliefs, *, with_claims: bool) -> list[str]:
    """Return what the dimensions of evenly spread draws are for, in order.

    Every parameter of the model keeps its dimension, whatever the case says about the others; so
    does every claim, whichever of them are changed.
    """
    names = [f"parameter {each.name}" for each in brief.parameters]
    names += [f"conflict {each.id}" for each in brief.case.conflicts if each.id in beliefs.weights]
    return names + ([f"claim {each.id}" for each in brief.case.claims] if with_claims else [])
