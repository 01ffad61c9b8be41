"""A case together with its file and its model: what the rules look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from standoff.case.facts import ModelFacts, ParameterFacts
from standoff.case.schema import ESTIMATED, Assumption, Belief, Case, Element
from standoff.text.diagnostic import Span
from standoff.text.document import Data, Document

Section = Literal[
    "sides",
    "sources",
    "actors",
    "events",
    "claims",
    "conflicts",
    "assumptions",
    "correlations",
    "estimates",
    "questions",
]


@dataclass(frozen=True, slots=True, eq=False)
class Guess:
    """One belief of a case: an assumption, or what it is without a claim or in a conflict.

    Parameters
    ----------
    belief
        The value and range.
    assumption
        The assumption that it belongs to.
    facts
        The parameter, where the model is known and has it.
    label
        What messages call it.
    """

    belief: Belief
    assumption: Assumption
    facts: ParameterFacts | None
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class CaseFile:
    """A case, the document that it was read from, and the models that it can name.

    Parameters
    ----------
    case
        The case, without the items whose shape is wrong.
    document
        Its text and places.
    models
        The models by name; empty when nothing is known about models.
    whole
        Whether nothing had to be left out of `case`.
    """

    case: Case
    document: Document
    models: Mapping[str, ModelFacts]
    whole: bool = True

    @property
    def facts(self) -> ModelFacts | None:
        """The facts of the case's model or game, where they are known."""
        return self.models.get(self.case.model or self.case.game or "")

    def span(self, element: Element, *path: str | int) -> Span:
        """Return the place of something inside an element."""
        return self.document.span(*element.at, *path)

    def key_span(self, element: Element, *path: str | int) -> Span:
        """Return the place of a key inside an element."""
        return self.document.key_span(*element.at, *path)

    def ids(self, section: Section) -> tuple[str, ...]:
        """Return the ids of a section as written, also of items whose shape is wrong."""
        data: Data = self.document.data
        items: Any = data.get(section) if isinstance(data, dict) else None
        if not isinstance(items, list):
            return ()
        ids = (each.get("id") for each in items if isinstance(each, dict))
        return tuple(each for each in ids if isinstance(each, str))

    def guesses(self) -> Iterator[Guess]:
        """Yield every belief of the case."""
        for assumption in self.case.assumptions:
            facts = self.facts.parameter(assumption.parameter) if self.facts else None
            label = f"the assumption about '{assumption.parameter}'"
            if assumption.range != ESTIMATED:
                yield Guess(assumption, assumption, facts, label)
            for without in assumption.without:
                apart = f"{label} without claim '{without.claim}'"
                yield Guess(without, assumption, facts, apart)
            for held in assumption.if_true:
                there = f"{label} where position '{held.position}' is true"
                yield Guess(held, assumption, facts, there)

    def names_parameter(self, name: str) -> str:
        """Return the parameter's own name where a symbol was written, else what was written."""
        facts = self.facts.parameter(name) if self.facts else None
        return facts.name if facts else name
