"""What may be asked to hold: "drop >= .5", "regime is private pooling", "arrest is not secret"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from standoff.errors import StandoffError, UnknownName
from standoff.models.answers import Answers, Bools
from standoff.study.subject import Subject

Operator = Literal[">=", ">", "<=", "<", "is", "is not"]

_NUMBER = re.compile(r"\s*(?P<name>.+?)\s*(?P<operator>>=|<=|>|<)\s*(?P<number>[^<>=]+?)\s*")
_NAMED = re.compile(r"\s*(?P<name>\S+)\s+(?P<operator>is not|is)\s+(?P<value>.+?)\s*")
_RIGHT = '"drop >= .5", or "regime is private pooling"'


@dataclass(frozen=True, slots=True)
class Condition:
    """A sentence that holds or does not hold in an answer.

    Parameters
    ----------
    name : str
        A probability, quantity or value with a number, or a category with one of its names.
    operator : {">=", ">", "<=", "<", "is", "is not"}
    level : float
        What the number is compared with.
    value : str
        The name that a category is compared with.
    """

    name: str
    operator: Operator
    level: float = 0.0
    value: str = ""

    def __str__(self) -> str:
        right = self.value if self.operator in ("is", "is not") else f"{self.level:g}"
        return f"{self.name} {self.operator} {right}"

    def holds(self, answers: Answers) -> Bools:
        """Mark the draws with an answer in which it holds."""
        if self.operator in ("is", "is not"):
            category = answers.categories[self.name]
            # Another rule of selection may not know a name that the model does.
            equal = np.zeros(len(answers), dtype=np.bool_)
            if self.value in category.names:
                equal = category.is_(self.value)
            held = equal if self.operator == "is" else ~equal
        else:
            number = answers.number(self.name)
            held = {
                ">=": number >= self.level,
                ">": number > self.level,
                "<=": number <= self.level,
                "<": number < self.level,
            }[self.operator]
        return np.asarray(held & answers.has_answer)


def parse_condition(text: str, subject: Subject, answers: Answers) -> Condition:
    """Read a condition, and make sure that its names are known.

    Parameters
    ----------
    text : str
        As a user writes it.
    subject : Subject
        `headline` in the text stands for its headline.
    answers : Answers
        Any answer of the subject, for the names in it.

    Raises
    ------
    StandoffError
        If the text is no condition.
    UnknownName
        If it names no number, or no category or name in it.
    """
    if found := _NAMED.fullmatch(text):
        name, value = found["name"], found["value"]
        if name not in answers.categories:
            raise UnknownName.among("category", name, tuple(answers.categories))
        names = answers.categories[name].names
        if value not in names:
            raise UnknownName.among(f"name of {name}", value, names)
        return Condition(name, "is" if found["operator"] == "is" else "is not", value=value)
    if found := _NUMBER.fullmatch(text):
        name = subject.headline if found["name"] == "headline" else found["name"]
        answers.number(name)
        percent = found["number"].endswith("%")
        try:
            level = float(found["number"].rstrip("% ")) / (100.0 if percent else 1.0)
        except ValueError:
            level = math.nan
        if not math.isfinite(level):
            raise StandoffError(
                "a condition compares with a number", found=repr(found["number"]), right=_RIGHT
            )
        return Condition(name, found["operator"], level)  # type: ignore[arg-type]
    raise StandoffError("this is no condition", found=repr(text), right=_RIGHT)
