"""The what-ifs of a case, each answered beside the case as it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from standoff.case.schema import Question
from standoff.study.asked import Asked
from standoff.study.evaluate import answer_all, mean, summary_of
from standoff.study.findings import QuestionFinding
from standoff.study.no_answer import infeasible, no_answer_note, not_numbers
from standoff.study.restructured import restructured
from standoff.study.settings import with_settings as with_settings
from standoff.study.shift import Shifts


def questions(asked: Asked) -> tuple[QuestionFinding, ...]:
    """Answer every what-if, in the order of the case."""
    listed = asked.brief.case.questions
    found: list[QuestionFinding] = []
    for i, question in enumerate(listed):
        asked.progress("what-ifs", i, len(listed))
        found.append(what_if(asked, question))
    asked.progress("what-ifs", len(listed), len(listed))
    return tuple(found)


def what_if(asked: Asked, question: Question) -> QuestionFinding:
    """Answer one what-if at the analyst's values and for the draws.

    Expressions under `set` are worked out per draw, from the parameters as the case has them.
    Questions that change the structure of the game are answered on its tree.
    """
    if question.changes_structure:
        return restructured(asked, question)
    subject, n = asked.subject, asked.n_compared
    given = asked.given if question.given is None else question.given
    at_base = subject.answer(with_settings(subject, question, asked.base), given, question.remove)
    draws = with_settings(subject, question, asked.draws.rows(slice(0, n)))
    answers = answer_all(subject, draws, given, question.remove, chunk=asked.chunk)
    settings = [(subject.parameter(name).name, str(text)) for name, text in question.set.items()]
    why = [*not_numbers(draws, settings), *infeasible(subject, draws, answers, question.remove)]
    after, before, shifts = summary_of(subject, answers), asked.compared, Shifts(asked, n)
    return QuestionFinding(
        question=question.id,
        ask=question.ask,
        changes=_changes(asked, question, given),
        base_regime=at_base.categories["regime"][0] if "regime" in at_base.categories else "",
        headline=shifts.headline(after),
        headline_before=shifts.mean,
        shares=shifts.shares_after(after),
        n_answered=after.n_answered,
        note=no_answer_note(answers, why),
        base=tuple((name, each[0]) for name, each in at_base.categories.items()),
        headline_base=float(at_base.probabilities[subject.headline][0]),
        n_draws=n,
        headline_before_in_both=mean(
            np.where(np.isfinite(after.headline), before.headline, np.nan)
        ),
    )


def _changes(asked: Asked, question: Question, given: Sequence[str]) -> tuple[str, ...]:
    told = [
        f"{asked.subject.parameter(name).name}: {setting}" for name, setting in question.set.items()
    ]
    if question.remove:
        told.append(f"without the moves: {_listed(question.remove)}")
    if tuple(given) != asked.given:
        told.append(f"moves made: {_listed(given) or 'none given'}")
    return tuple(told)


def _listed(names: Collection[str]) -> str:
    return ", ".join(names)
