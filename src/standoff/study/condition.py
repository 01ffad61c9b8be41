"""What may be asked to hold: "drop >= .5", "regime is private pooling", "arrest is not secret"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

import numpy as np

from standoff.errors import StandoffError, UnknownName, one_of
from standoff.models.answers import Answers, Bools
from standoff.study.subject import Subject
from standoff.text.number import number_of

Operator = Literal[">=", ">", "<=", "<", "is", "is not"]

#: The last comparison counts: names may hold such signs, numbers do not.
_NUMBER = re.compile(r"(?P<name>.+?)(?P<operator>>=|<=|>|<)\s*(?P<number>[^<>=]+?)\s*", re.DOTALL)
_NAMED = re.compile(r"\s*(?P<name>\S+)\s+(?P<operator>is not|is)\s+(?P<value>.+?)\s*", re.DOTALL)
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

    def __post_init__(self) -> None:
        one_of("comparison", self.operator, Operator)

    def __str__(self) -> str:
        right = self.value if self.operator in ("is", "is not") else _short(self.level)
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

    Names that hold "is" or signs of comparison themselves are found because they are known; names
    that begin or end with blanks are written with them, or without.

    Parameters
    ----------
    text : str
        As a user writes it; nothing inside the program is written so.
    subject : Subject
        `headline` in the text stands for its headline.
    answers : Answers
        Any answer of the subject, for the names in it.

    Raises
    ------
    StandoffError
        If the text is no condition, or can be read in two ways.
    UnknownName
        If it names no number, or no category or name in it.
    """
    found = [*_named(text, answers), *_compared(text, subject, answers)]
    if len(found) > 1:
        raise StandoffError(
            "this condition can be read in two ways",
            found=" or ".join(f"{each.name!r} {each.operator} {each.value!r}" for each in found),
            right="other names of the outcomes",
        )
    return found[0] if found else _refused(text, subject, answers)


def _named(text: str, answers: Answers) -> Iterator[Condition]:
    """Yield the conditions on categories that a text can be, by the names that are known."""
    for name, category in answers.categories.items():
        operators: tuple[Operator, ...] = ("is", "is not")
        for operator in operators:
            head = f"{name} {operator} "
            if text.lstrip().startswith(head):
                value = _known(text.lstrip().removeprefix(head), category.names)
                if value is not None:
                    yield Condition(name, operator, value=value)


def _compared(text: str, subject: Subject, answers: Answers) -> Iterator[Condition]:
    """Yield the condition on a number that a text is, if its name is known."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return
    name = _known(found["name"].removesuffix(" "), answers.numbers)
    if name is None and found["name"].strip() == "headline":
        name = subject.headline
    if name is not None:
        operator: Any = found["operator"]
        yield Condition(name, operator, _level(found["number"]))


def _known(text: str, names: Iterable[str]) -> str | None:
    """Return the name that a text is, exactly or up to blanks at its ends."""
    listed = tuple(names)
    if text in listed:
        return text
    return next((name for name in listed if name.strip() == text.strip()), None)


def _level(text: str) -> float:
    percent = text.endswith("%")
    try:
        level = number_of(text.rstrip("% ")) / (100.0 if percent else 1.0)
    except ValueError:
        level = math.nan
    if not math.isfinite(level):
        raise StandoffError("a condition compares with a number", found=repr(text), right=_RIGHT)
    return level


def _refused(text: str, subject: Subject, answers: Answers) -> NoReturn:
    """Say what is not known in a text that is a condition, or that it is none."""
    if found := _NAMED.fullmatch(text):
        name = found["name"]
        if name in answers.categories:
            names = answers.categories[name].names
            raise UnknownName.among(f"name of {name}", found["value"], names)
        if not _NUMBER.fullmatch(text):
            raise UnknownName.among("category", name, tuple(answers.categories))
    if found := _NUMBER.fullmatch(text):
        _level(found["number"])
        raise UnknownName.among("number", found["name"].strip(), tuple(answers.numbers))
    raise StandoffError("this is no condition", found=repr(text), right=_RIGHT)


def _short(level: float) -> str:
    """Return the shortest text of a number that no other number has."""
    short = f"{level:g}"
    return short if float(short) == level else repr(level)
