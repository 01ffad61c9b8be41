"""Moves that the game does not have."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic, Span, listed


class UnknownMove(AbstractRule):
    """A move is given, removed or played that the model does not have.

    What it does
    ------------
    Looks up `given:` of the case, and `given:` and `remove:` of its questions, among the moves of
    the model, and `plays:` of events among the branches of its tree.

    Why it matters
    --------------
    The question would be answered as if nothing had been changed.

    Example
    -------
    ::

        questions:
          - {id: silent, ask: What if nobody could threaten?, remove: [threat]}

    Fix
    ---
    Write the move as the model calls it::

        questions:
          - {id: silent, ask: What if nobody could threaten?, remove: [threaten]}
    """

    code = "SC020"
    name = "unknown-move"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        if file.facts is None:
            return
        yield from self._played(file)
        known = file.facts.actions
        for span, move in _moves(file):
            if move not in known:
                yield self.at(
                    span,
                    f"the model has no move '{move}'",
                    right=listed(known, move),
                    suggestion="write the move as the model calls it",
                )

    def _played(self, file: CaseFile) -> Iterator[Diagnostic]:
        known = file.facts.branches if file.facts else None
        if known is None:
            return
        for event in file.case.events:
            if event.plays is not None and event.plays not in known:
                yield self.at(
                    file.span(event, "plays"),
                    f"the tree of the model has no branch '{event.plays}'"
                    if known
                    else "the model has no tree of its whole game, in which an event can be a move",
                    right=listed(known, event.plays) if known else "",
                    suggestion="write the branch as the tree calls it, or leave 'plays:' out",
                )


def _moves(file: CaseFile) -> Iterator[tuple[Span, str]]:
    for n, move in enumerate(file.case.given):
        yield file.document.span("given", n), move
    for question in file.case.questions:
        for n, move in enumerate(question.given or ()):
            yield file.span(question, "given", n), move
        for n, move in enumerate(question.remove):
            yield file.span(question, "remove", n), move
