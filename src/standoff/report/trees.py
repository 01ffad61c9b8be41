"""The game of a case as two pictures: what is expected to happen, and everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from standoff.errors import StandoffError
from standoff.game.draws import Draws
from standoff.game.tree import Game
from standoff.solve.sequential import solve_sequential
from standoff.solve.solution import Solution, from_named
from standoff.study.findings import Findings
from standoff.view.tree import draw_tree

if TYPE_CHECKING:
    from standoff.brief import Brief


@dataclass(frozen=True, slots=True)
class Trees:
    """The two pictures; empty where a game cannot be drawn."""

    folded: Markup
    full: Markup
    n_ends: int


def trees(findings: Findings, brief: Brief) -> Trees | None:
    """Draw the game with the selected equilibrium at the analyst's values."""
    values = {each.name: each.value for each in findings.parameters}
    solution = base_solution(brief, values)
    if solution is None:
        return None
    game = solution.game
    focus = findings.given if _has_branches(game, findings.given) else ()
    folded = draw_tree(game, solution, collapse="off path", focus=focus, id_prefix="tree-folded-")
    full = draw_tree(game, solution, id_prefix="tree-full-")
    return Trees(Markup(folded), Markup(full), len(game.ends))


def base_solution(brief: Brief, values: dict[str, float]) -> Solution | None:
    """Return the selected equilibrium of the whole game at some values, if there is one."""
    if brief.model is None:
        return _numerical(brief.game, values)
    model = brief.model
    draws = model.draws(values)
    for found in model.equilibria(draws):
        if bool(found.exists[0]) and bool(found.selected[0]):
            assessment = found.assessment
            return from_named(
                model.build(), draws, assessment.strategy, assessment.belief, name=found.name
            )
    return None


def _numerical(game: Game | None, values: dict[str, float]) -> Solution | None:
    if game is None:
        return None
    try:
        solution = solve_sequential(game, Draws.point(values))
    except StandoffError:
        return None
    return None if np.isnan(solution.strategy).any() else solution


def _has_branches(game: Game, given: tuple[str, ...]) -> bool:
    labels = {node.branch for node in game.nodes}
    return bool(given) and labels.issuperset(given)
