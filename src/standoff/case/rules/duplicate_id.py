"""Ids that are given twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.case.schema import OUTLET
from standoff.text.diagnostic import Diagnostic


class _Identified(Protocol):
    @property
    def id(self) -> str | None: ...
    @property
    def line(self) -> int: ...
    @property
    def at(self) -> tuple[str | int, ...]: ...


class DuplicateId(AbstractRule):
    """Two things of a case have the same id.

    What it does
    ------------
    Finds ids that are given twice within a section, or among the positions of one conflict. Actors
    and sides share theirs, because an event can name either, and `outlet` is taken.

    Why it matters
    --------------
    Whoever cites the id would mean one of the two, and nobody could say which.

    Example
    -------
    ::

        sources:
          - {id: gazette, title: First report}
          - {id: gazette, title: Second report}

    Fix
    ---
    Give each its own id, and look at who cites it.
    """

    code = "SC010"
    name = "duplicate-id"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        case = file.case
        groups: tuple[Sequence[_Identified], ...] = (
            (*case.sides, *case.actors),
            case.sources,
            case.events,
            case.claims,
            case.conflicts,
            case.estimates,
            case.questions,
            *(
                [each for each in conflict.positions if each.id is not None]
                for conflict in case.conflicts
            ),
        )
        for group in groups:
            first: dict[str | None, int] = {}
            for each in group:
                span = file.document.span(*each.at, "id")
                if each.id in first:
                    yield self.at(
                        span,
                        f"the id '{each.id}' is already given in line {first[each.id]}",
                        suggestion="give each its own id",
                    )
                first.setdefault(each.id, each.line)
        for actor in case.actors:
            if actor.id == OUTLET:
                yield self.at(
                    file.span(actor, "id"),
                    "the id 'outlet' stands for a source in its own voice",
                    suggestion="call the actor something else",
                )
