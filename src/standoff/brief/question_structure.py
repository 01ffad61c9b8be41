"""Changes of a game's structure that questions ask for, tried before they are answered."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.case.schema import Case, Question
from standoff.errors import StandoffError
from standoff.game.structure import Ratifier, Structure
from standoff.game.tree import Game
from standoff.models.registry import get, names
from standoff.text.diagnostic import Diagnostic, Kind
from standoff.text.document import Document


class ImpossibleStructure(Kind):
    """A question changes the structure of the game in a way that makes no game.

    What it does
    ------------
    Makes the changes that `add_ratifier:`, `drop_player:`, `reveal:`, `hide:` and `move_first:` of
    a question ask for, on the tree of the model or game.

    Why it matters
    --------------
    The question could not be answered: a player, move or information set does not exist, somebody
    would have to forget what it did, or a choice would be left to nobody.

    Example
    -------
    ::

        questions:
          - {id: fixed, ask: What if the target always resisted?, drop_player: {Target: [resst]}}

    Fix
    ---
    Write players, moves and information sets as the game calls them; `standoff solve` shows them.
    """

    code, name = "SC065", "impossible-structure"


def structure_of(question: Question) -> Structure:
    """Return what a question changes about the structure of the game."""
    added = question.add_ratifier
    ratifiers: tuple[Ratifier, ...] = ()
    if added is not None:
        ratifiers = (
            Ratifier(
                added.name,
                added.move,
                added.otherwise,
                str(added.ratified),
                str(added.refused),
                tuple(added.parameters.items()),
            ),
        )
    return Structure(
        remove=question.remove,
        add_ratifier=ratifiers,
        drop_player=tuple(question.drop_player.items()),
        reveal=tuple(question.reveal.items()),
        hide=question.hide,
        move_first=tuple((label, how == "seen") for label, how in question.move_first.items()),
    )


def tried_structures(document: Document, case: Case, game: Game | None) -> Sequence[Diagnostic]:
    """Make every change of structure once, and report what cannot be made."""
    asked = [each for each in case.questions if each.changes_structure]
    if not asked or (game is None and case.model not in names()):
        return ()
    if game is None:
        model = get(case.model or "")
        game = model.game() if model.has_whole_tree else None
    found: list[Diagnostic] = []
    for question in asked:
        span = document.span(*question.at, "id")
        if game is None:
            found.append(
                ImpossibleStructure.at(
                    span,
                    f"question '{question.id}' changes the structure of the game, and the model "
                    "has no tree of its whole game",
                    suggestion="ask with 'set:', 'remove:' and 'given:', or write a game file",
                )
            )
            continue
        try:
            structure_of(question).applied(game)
        except StandoffError as problem:
            where = f" ({problem.where})" if problem.where else ""
            found.append(
                ImpossibleStructure.at(
                    span,
                    f"question '{question.id}': {problem.what}{where}",
                    right=problem.right,
                    suggestion="write names as the game has them",
                )
            )
    return found
