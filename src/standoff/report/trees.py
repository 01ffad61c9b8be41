"""The game of a case as two pictures: what is expected to happen, and everything."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from markupsafe import Markup

from standoff.brief import Brief
from standoff.game.forced import force
from standoff.game.tree import Game
from standoff.solve.solution import Solution
from standoff.study.findings import Findings
from standoff.study.rules import under
from standoff.study.subject import subject_of
from standoff.view.tree import draw_tree


@dataclass(frozen=True, slots=True)
class Trees:
    """The two pictures; empty where a game cannot be drawn."""

    folded: Markup
    full: Markup
    n_ends: int


def trees(findings: Findings, brief: Brief) -> Trees | None:
    """Draw the game with the selected equilibrium at the analyst's values."""
    solution = base_solution(findings, brief)
    if solution is None:
        return None
    game = solution.game
    start = _start(game, findings.given)
    folded = draw_tree(game, solution, collapse="off path", focus=start, id_prefix="tree-folded-")
    full = draw_tree(game, solution, id_prefix="tree-full-")
    return Trees(Markup(folded), Markup(full), len(game.ends))


def base_solution(findings: Findings, brief: Brief) -> Solution | None:
    """Return the selected equilibrium at the analyst's values, if there is one.

    A model knows the equilibria of its whole game; a game of the case's own is solved after the
    moves that are known to have been made.
    """
    given = findings.given if brief.model is None else ()
    subject = under(subject_of(brief), findings.provenance.selection)
    for found in subject.equilibria(brief.base(), given, only_selected=True):
        if bool(found.selected[0]):
            return found.on_tree
    return None


def _start(game: Game, given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the branches that every play begins with in which the known moves were made.

    None where a draw of chance that nobody knows comes before the moves.
    """
    made = [move for move in given if move in game.actions]
    if not made:
        return ()
    known = force(game, made)
    # The last branch of a play leads to an end, after which there is nothing to draw.
    histories = [known.history(end.index)[:-1] for end in known.ends]
    return tuple(branches[0] for branches in takewhile(_are_one, zip(*histories, strict=False)))


def _are_one(branches: tuple[str, ...]) -> bool:
    return len(set(branches)) == 1
