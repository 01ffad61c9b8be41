"""Moves that a case takes as made, or takes away: tried on its game before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from standoff.brief.question_structure import structure_of
from standoff.case.schema import Case, Event, Question
from standoff.errors import StandoffError
from standoff.game.draws import Draws
from standoff.game.forced import force
from standoff.game.prune import without
from standoff.game.tree import Game
from standoff.models.base import Model
from standoff.models.registry import get, names
from standoff.text.diagnostic import Diagnostic, Kind, Span
from standoff.text.document import Document


class ImpossibleMoves(Kind):
    """Moves that are given, taken away or played by events leave no game, or no play of it.

    What it does
    ------------
    Takes the moves under `given:` as made, those under `remove:` away, and follows the events that
    are moves (`plays:`) through what is left of the game.

    Why it matters
    --------------
    There is nothing to solve if a player has no move left, and nothing to learn from events if no
    play of the game has all of them.

    Example
    -------
    ::

        given: [threaten, stay quiet]

    Fix
    ---
    Give one move for each place where somebody chooses; leave `plays:` out of an event that is
    not the move.
    """

    code, name = "SC066", "impossible-moves"


def tried_moves(document: Document, case: Case, game: Game | None) -> Sequence[Diagnostic]:
    """Take moves as made or away as the case and each of its questions say, and report failures."""
    model = get(case.model) if game is None and case.model in names() else None
    if game is None and model is None:
        return ()
    found = list(_tried(document.key_span("given"), "the case", case, None, game, model))
    if found:
        return found
    for question in case.questions:
        span, name = document.span(*question.at, "id"), f"question '{question.id}'"
        found += _tried(span, name, case, question, game, model)
    tree = _tree(case, game, model)
    return [*found, *_played(document, case, tree)] if tree is not None else found


def _tried(
    span: Span,
    name: str,
    case: Case,
    question: Question | None,
    game: Game | None,
    model: Model | None,
) -> Iterator[Diagnostic]:
    given, remove = case.given, ()
    if question is not None:
        given = case.given if question.given is None else question.given
        remove = question.remove
    try:
        if question is not None and question.changes_structure:
            if game is None:
                return
            changed = structure_of(question).applied(game, given)
            force(changed, [move for move in given if move in changed.actions])
        elif game is not None:
            force(without(game, remove), given)
        elif model is not None:
            model.answer(
                Draws.point({each.name: each.default for each in model.parameters}), given, remove
            )
    except StandoffError as problem:
        yield ImpossibleMoves.at(
            span,
            f"{name}: {problem.what}",
            right=problem.right or problem.found,
            suggestion="give one move for each place where somebody chooses",
        )


def _tree(case: Case, game: Game | None, model: Model | None) -> Game | None:
    """Return the tree after the given moves, if events are moves on it."""
    if not any(event.plays for event in case.events):
        return None
    if game is None:
        if model is None or not model.has_whole_tree:
            return None
        game = model.game()
    return force(game, case.given) if set(case.given) <= set(game.actions) else None


def _played(document: Document, case: Case, game: Game) -> Iterator[Diagnostic]:
    told = [e for e in case.events if e.plays and not (e.code and e.code.hypothetical)]
    branches = {node.branch for node in game.nodes}
    for event in told:
        if event.plays not in branches:
            yield ImpossibleMoves.at(
                document.span(*event.at, "plays"),
                f"event '{event.id}' plays '{event.plays}', which cannot be after what is given",
                suggestion="leave 'plays:' out, or give other moves",
            )
            return
    plays = [frozenset(game.history(end.index)) for end in game.ends]
    for event in (each for each in told if not _is_too_late(case, each)):
        plays = [each for each in plays if (event.plays in each) != _is_negated(event)]
        if not plays:
            yield ImpossibleMoves.at(
                document.span(*event.at, "plays"),
                f"event '{event.id}' plays '{event.plays}', and no play of the game has that "
                "together with the moves of the events before",
                suggestion="leave 'plays:' out of the event that is not the move",
            )
            return


def _is_negated(event: Event) -> bool:
    return event.code is not None and event.code.negated


def _is_too_late(case: Case, event: Event) -> bool:
    """Say whether an event lies after the day that the case is of, so that it teaches nothing."""
    as_of = case.as_of
    return as_of is not None and as_of.is_before(event.earliest)
