"""What a question about doubt is about: one number per draw, named in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.errors import UnknownName
from standoff.models.answers import Answers, Bools, Floats
from standoff.study.condition import Condition, parse_condition
from standoff.study.subject import Subject

#: The chance that a draw has an answer at all; known in every draw.
ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Target:
    """A number of an answer, or a sentence that holds (1) or does not (0).

    Parameters
    ----------
    name : str
        A probability, quantity or value; the text of the condition; or `answered`.
    condition : Condition or None
        None for a number.
    """

    name: str
    condition: Condition | None = None

    @classmethod
    def that(cls, condition: Condition) -> Target:
        """Ask whether a condition holds."""
        return cls(str(condition), condition)

    @classmethod
    def at_least(cls, name: str, level: float) -> Target:
        """Ask whether a number is at least so large."""
        return cls.that(Condition(name, ">=", level))

    def of(self, answers: Answers) -> Floats:
        """Return the number of every draw, shape (n_draws,); nan where there is none."""
        if self.name == ANSWERED and self.condition is None:
            return answers.has_answer.astype(np.float64)
        if self.condition is not None:
            held = self.condition.holds(answers).astype(np.float64)
            return np.where(self._known(answers, self.condition), held, np.nan)
        return np.where(answers.has_answer, answers.number(self.name), np.nan)

    @staticmethod
    def _known(answers: Answers, condition: Condition) -> Bools:
        """Mark the draws in which the condition can be judged."""
        if condition.operator in ("is", "is not"):
            return answers.has_answer
        return np.asarray(answers.has_answer & np.isfinite(answers.number(condition.name)))


def parse_target(text: str | None, subject: Subject, answers: Answers) -> Target:
    """Read what a question is about.

    Parameters
    ----------
    text : str or None
        The name of a probability, quantity or value; a condition such as "drop >= .5" or
        "regime is private pooling"; `answered`; or None or `headline` for the subject's headline.
    subject : Subject
    answers : Answers
        Any answer of the subject, for the names in it.

    Raises
    ------
    UnknownName
        If it names nothing that the answers have.
    StandoffError
        If it is neither a name nor a condition.
    """
    if text is None or text == "headline":
        return Target(subject.headline)
    if text == ANSWERED or text in answers.numbers:
        return Target(text)
    if " is " in text or any(sign in text for sign in "<>"):
        return Target.that(parse_condition(text, subject, answers))
    raise UnknownName.among("number", text, (*answers.numbers, ANSWERED))
