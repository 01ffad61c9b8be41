"""Speakers and doers who are not listed."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.case.schema import OUTLET
from standoff.text.diagnostic import Diagnostic, listed


class UnknownActor(AbstractRule):
    """A claim or an event names somebody whom the case does not list.

    What it does
    ------------
    Looks up `who:` of every claim among the ids under `actors:`, where `outlet` stands for the
    source's own voice, and `actor:` and `recipient:` of every event among actors and sides.

    Why it matters
    --------------
    Who says something decides how much it is worth, and who does something decides what it means.

    Example
    -------
    ::

        events:
          - {id: threat, actor: ministre}

    Fix
    ---
    Correct the id, or list the actor. An unnamed source is an actor too, with the status
    `anonymous` in its claims::

        events:
          - {id: threat, actor: minister}
    """

    code = "SC012"
    name = "unknown-actor"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        actors = set(file.ids("actors"))
        for claim in file.case.claims:
            for n, who in enumerate(claim.who):
                if who not in actors and who != OUTLET:
                    yield self.at(
                        file.span(claim, "who", n),
                        f"claim '{claim.id}' is made by somebody whom this case does not list",
                        right=listed(actors | {OUTLET}, who),
                        suggestion="correct the id, or add it under 'actors:'",
                    )
        everybody = actors | set(file.ids("sides"))
        for event in file.case.events:
            for key, who in (("actor", event.actor), ("recipient", event.recipient)):
                if who is not None and who not in everybody:
                    yield self.at(
                        file.span(event, key),
                        f"the {key} of event '{event.id}' is neither an actor nor a side",
                        right=listed(everybody, who),
                        suggestion="correct the id, or add it under 'actors:'",
                    )
