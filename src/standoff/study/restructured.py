"""What-ifs that change the structure of the game, answered on its tree."""

from __future__ import annotations

import numpy as np

from standoff.brief.question_structure import structure_of
from standoff.case.schema import Question
from standoff.game.draws import Draws
from standoff.game.forced import still_made
from standoff.game.tree import Game
from standoff.study.asked import Asked
from standoff.study.evaluate import Summary, answer_all, mean, summary_of
from standoff.study.findings import QuestionFinding
from standoff.study.game_subject import LARGE, GameSubject
from standoff.study.settings import with_settings
from standoff.study.tree_event import knows


def restructured(asked: Asked, question: Question) -> QuestionFinding:
    """Answer a what-if on the changed tree, beside the tree as it is, solved in the same way.

    Where a model has closed answers they are not compared with: another equilibrium may be picked
    on the tree, and the difference would not be due to the question.

    Raises
    ------
    UnknownName, GameError
        If the change is impossible.
    """
    structure, whole = structure_of(question), asked.subject.build()
    given = asked.given if question.given is None else question.given
    changed = structure.applied(whole, given)
    n = min(asked.n_compared, LARGE.n_compared)
    draws = asked.draws.rows(slice(0, n))
    # A move that nobody chooses now cannot be given any more: it is made, or it is gone.
    possible = tuple(move for move in given if move in changed.actions)
    before = _subject(asked, whole, asked.base, asked.given)
    at_start = with_settings(asked.subject, question, asked.base)
    after = _subject(asked, changed, at_start, possible)
    at_base = after.answer(_on(at_start, changed), possible)
    here = answer_all(
        after,
        _on(with_settings(asked.subject, question, draws), changed),
        possible,
        chunk=after.effort.chunk,
    )
    there = answer_all(before, _on(draws, whole), asked.given, chunk=before.effort.chunk)
    summary, old = summary_of(after, here), summary_of(before, there)
    same_event = knows(whole, asked.subject.headline)
    return QuestionFinding(
        question=question.id,
        ask=question.ask,
        changes=_changes(
            asked, question, given, (*structure.words(), *still_made(changed, structure, given))
        ),
        base_regime=at_base.categories["regime"][0],
        headline=summary.mean if same_event else float("nan"),
        headline_before=old.mean if same_event else float("nan"),
        shares=summary.shares(),
        n_answered=summary.n_answered,
        note=_note(after, same_event, summary, n),
        base=tuple((name, each[0]) for name, each in at_base.categories.items()),
        headline_base=float(at_base.probabilities[after.headline][0])
        if same_event
        else float("nan"),
        n_draws=n,
        headline_before_in_both=mean(np.where(np.isfinite(summary.headline), old.headline, np.nan)),
    )


def _subject(asked: Asked, game: Game, draw: Draws, given: tuple[str, ...]) -> GameSubject:
    headline = asked.subject.headline
    event = headline if knows(asked.subject.build(), headline) else ""
    return GameSubject.of(game, _on(draw, game), given, headline=event)


def _on(draws: Draws, game: Game) -> Draws:
    """Give draws the parameters that the changed game has besides."""
    new = {each.name: each.default for each in game.parameters if each.name not in draws.names}
    both = Draws.from_columns({**draws.columns(), **new}, len(draws))
    return both.complete(game.parameters)


def _changes(
    asked: Asked, question: Question, given: tuple[str, ...], structure: tuple[str, ...]
) -> tuple[str, ...]:
    told = [
        f"{asked.subject.parameter(name).name}: {setting}" for name, setting in question.set.items()
    ]
    told += structure
    if tuple(given) != asked.given:
        told.append(f"moves made: {', '.join(given) or 'none given'}")
    return tuple(told)


def _note(after: GameSubject, same_event: bool, summary: Summary, n: int) -> str:
    told = f"both games solved on their trees; picked: {after.rule}"
    if not same_event:
        told += "; the headline is no event on the tree"
    if summary.n_answered < n:
        told += f"; no answer in {n - summary.n_answered:,} of {n:,} draws"
    return told
