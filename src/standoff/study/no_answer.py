"""Why draws have no answer, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import numpy as np

from standoff.game.draws import Draws
from standoff.game.infeasible import Cause, causes
from standoff.game.status import Status
from standoff.models.answers import Answers
from standoff.study.subject import Subject

#: So many reasons are listed.
MOST = 5


def infeasible(
    subject: Subject, draws: Draws, answers: Answers, remove: Collection[str] = ()
) -> tuple[Cause, ...]:
    """Say which payoffs and chances are no numbers, where the game is written out as a tree."""
    rows = answers.status == Status.INFEASIBLE
    if not (rows.any() and subject.has_tree):
        return ()
    return causes(subject.build(remove), draws.rows(rows))


def no_answer_note(answers: Answers, why: Iterable[Cause] = ()) -> str:
    """Say in how many draws there is no answer, and why; empty where all have one."""
    n_none = int((~answers.has_answer).sum())
    if not n_none:
        return ""
    reasons = [
        f"{name} fails in {int(marks.sum()):,}"
        for name, marks in answers.broken.items()
        if marks.any()
    ]
    reasons += [
        f"{status.name.lower().replace('_', ' ')} in {int((answers.status == status).sum()):,}"
        for status in (Status.NOT_CONVERGED, Status.INFEASIBLE)
        if (answers.status == status).any()
    ]
    reasons += [f"{each.text} in {each.n_draws:,}" for each in list(why)[:MOST]]
    return f"no answer in {n_none:,} of {len(answers):,} draws ({', '.join(reasons)})"


def not_numbers(draws: Draws, settings: Iterable[tuple[str, str]]) -> Iterator[Cause]:
    """Find what was set to arithmetic that gives no number, such as a division by zero.

    Parameters
    ----------
    draws : Draws
        With the settings.
    settings : iterable of (str, str)
        Parameters with their arithmetic.
    """
    for name, text in settings:
        n_draws = int((~np.isfinite(draws[name])).sum())
        if n_draws:
            yield Cause(f"{name} is set to {text}, which is not a number,", n_draws)
