"""What a case could assume on a day: draws without the claims that were published later."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from standoff.brief.brief import Brief
from standoff.brief.claim_change import ClaimChange
from standoff.brief.draw import Sampling
from standoff.brief.joint_change import JointChange
from standoff.errors import UnknownName
from standoff.game.draws import Draws

#: Assumptions on all claims of the case, or only on those that were published by the day.
Knowledge = Literal["case", "then"]


class KnownThen:
    """Draws of a case as of any day.

    Parameters
    ----------
    brief : Brief
    n_draws, seed : int
    knowledge : {"case", "then"}
        With "case" every day has the same draws.
    sampling : {"random", "sobol"}

    Notes
    -----
    A claim is known from the last day on which its source can have appeared, and at the latest on
    the day that the case is of (`as_of:`); a source without a date is known from the beginning.
    What remains of an assumption is for `JointChange` to say.
    """

    def __init__(
        self,
        brief: Brief,
        n_draws: int,
        seed: int,
        knowledge: Knowledge,
        sampling: Sampling = "random",
    ) -> None:
        if knowledge not in get_args(Knowledge):
            raise UnknownName.among("kind of knowledge", knowledge, get_args(Knowledge))
        self._brief = brief
        self._knowledge = knowledge
        self._joint = JointChange(brief, n_draws, seed, sampling)

    @property
    def start(self) -> date:
        """Before anything was published."""
        return date.min

    def dropped(self, day: date | None) -> tuple[str, ...]:
        """Return the claims not yet published on a day, among those that a number rests on."""
        if self._knowledge == "case":
            return ()
        as_of = self._brief.case.as_of
        end = (as_of.last if as_of else None) or date.max
        dates = {each.id: min(each.date.last or date.min, end) for each in self._brief.case.sources}
        cited = {c for each in self._brief.parameters for c in self._joint.rests_on(each.name)}
        now = day or date.max
        return tuple(
            claim.id
            for claim in self._brief.case.claims
            if claim.id in cited and dates.get(claim.source, date.min) > now
        )

    def draws(self, dropped: tuple[str, ...]) -> Draws:
        """Return the draws without some claims."""
        return self._joint.draws([ClaimChange(claim, "drop") for claim in dropped])
