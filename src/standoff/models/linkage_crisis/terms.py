"""What both crises of the linkage crisis share: the settlement, the prices, who would execute.

Symbols are those of the package. Everything is an array over draws.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.models.answers import Bools, Codes, Floats
from standoff.models.linkage_crisis.guards import broken, infeasible, near
from standoff.models.linkage_crisis.moves import SETTLEMENTS, check_removed


@dataclass(frozen=True, slots=True, eq=False)
class Channel:
    """One way to threaten, private or public.

    Parameters
    ----------
    name : str
    is_open : bool
        Whether the channel was left among the moves.
    audience_cost : float array
        a_i
    cost_of_conceding : float array
        L_i
    belief_needed : float array
        pi*_i
    resolved_executes, bluffer_executes : bool array
        Whether each type would carry out the threat (at a tie it would).
    """

    name: str
    is_open: bool
    audience_cost: Floats
    cost_of_conceding: Floats
    belief_needed: Floats
    resolved_executes: Bools
    bluffer_executes: Bools

    @property
    def only_resolved_executes(self) -> Bools:
        """Mark the draws in which the threat would be carried out by one type only."""
        return self.resolved_executes & ~self.bluffer_executes

    @property
    def is_forced(self) -> Bools:
        """Mark the draws in which the target gives in whatever it believes."""
        return self.bluffer_executes & (self.belief_needed < 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What does not depend on how the crisis began.

    Parameters
    ----------
    column : dict of str to float array
        The parameters by name.
    removed : frozenset of str
        Actions taken away.
    settle : dict of str to float array
        s_j, what each way to settle is worth to the challenger besides the prize.
    settlement : int16 array
        Position in `SETTLEMENTS` of the best one.
    net_prize : float array
        V'
    outside : float array
        U0, the worth of not threatening.
    reviews : bool array
        Whether a challenger that does not threaten takes the mild answer.
    channels : tuple of Channel
        Private, then public.
    infeasible : bool array
    broken : dict of str to bool array
        Assumptions broken, by name.
    edge : bool array
        Draws on the border between two answers, whatever the chance that C is resolved.
    """

    column: Mapping[str, Floats]
    removed: frozenset[str]
    settle: Mapping[str, Floats]
    settlement: Codes
    net_prize: Floats
    outside: Floats
    reviews: Bools
    channels: tuple[Channel, Channel]
    infeasible: Bools
    broken: Mapping[str, Bools]
    edge: Bools

    @property
    def is_forced(self) -> Bools:
        """Mark the draws in which some open channel makes the target give in for sure."""
        private, public = self.channels
        return (private.is_open & private.is_forced) | (public.is_open & public.is_forced)

    @property
    def status(self) -> NDArray[np.uint8]:
        """`Status` of every draw, before the question which crisis is looked at."""
        outside = np.zeros(len(self.edge), dtype=np.bool_)
        for breaks in self.broken.values():
            outside |= breaks
        status = np.where(self.edge, Status.KNIFE_EDGE, Status.SOLVED)
        status = np.where(outside, Status.OUTSIDE_ASSUMPTIONS, status)
        return np.where(self.infeasible, Status.INFEASIBLE, status).astype(np.uint8)


def terms_of(draws: Draws, remove: Collection[str] = ()) -> Terms:
    """Work out what both crises share, for complete draws."""
    removed = check_removed(remove)
    c = draws.columns()
    settle, settlement, settlement_tie = _settlement(c, removed)
    best = np.choose(settlement, [settle[j] for j in SETTLEMENTS])
    kept = np.choose(
        settlement,
        [c["kept_if_honored"], c["kept_if_scapegoat"], c["kept_if_exonerated"]],
    )
    net_prize = (1.0 - c["p_court_refuses"]) * (c["prize"] + best)
    reviews = (c["review_benefit"] > 0.0) & ("review" not in removed)
    outside = np.where(reviews, c["review_benefit"], 0.0)
    private = _channel("private", c, kept, 0.0, removed)
    public = _channel("public", c, kept, c["public_humiliation"], removed)
    edge = _edges(c, removed, outside, (private, public))
    if private.is_open or public.is_open:
        edge |= settlement_tie
    return Terms(
        column=c,
        removed=removed,
        settle=settle,
        settlement=settlement,
        net_prize=net_prize,
        outside=outside,
        reviews=reviews,
        channels=(private, public),
        infeasible=infeasible(c),
        broken=broken(c, removed, net_prize, outside),
        edge=edge,
    )


def _settlement(
    c: Mapping[str, Floats], removed: frozenset[str]
) -> tuple[dict[str, Floats], Codes, Bools]:
    settle = {
        "honor": -c["trial_cost"],
        "scapegoat": -c["scapegoat_cost"]
        - c["p_exposure"] * (c["relationship_value"] + c["exposure_penalty"]),
        "exonerate": -c["retaliation_share"] * c["relationship_value"],
    }
    left = [j for j in SETTLEMENTS if j not in removed]
    best, code = settle[left[0]], np.full(len(c["prize"]), SETTLEMENTS.index(left[0]), np.int16)
    for j in left[1:]:
        better = settle[j] > best
        best = np.where(better, settle[j], best)
        code = np.where(better, np.int16(SETTLEMENTS.index(j)), code)
    n_best = sum(near(settle[j], best).astype(np.int16) for j in left)
    return settle, code, np.asarray(n_best > 1)


def _channel(
    name: str,
    c: Mapping[str, Floats],
    kept: Floats,
    humiliation: Floats | float,
    removed: frozenset[str],
) -> Channel:
    cost = (1.0 - c["p_court_refuses"]) * (c["case_value"] * (1.0 - kept) + humiliation) + c[
        "precedent_cost"
    ]
    audience_cost = c[f"audience_cost_{name}"]
    return Channel(
        name=name,
        is_open=name not in removed,
        audience_cost=audience_cost,
        cost_of_conceding=cost,
        belief_needed=(cost + c["bluff_call_gain"]) / (c["damage"] + c["bluff_call_gain"]),
        resolved_executes=c["execution_cost_resolved"] <= audience_cost,
        bluffer_executes=c["execution_cost_bluffer"] <= audience_cost,
    )


def _edges(
    c: Mapping[str, Floats],
    removed: frozenset[str],
    outside: Floats,
    channels: tuple[Channel, Channel],
) -> Bools:
    """Mark equalities of regime conditions that do not involve the chance of being resolved."""
    edge = np.zeros(len(outside), dtype=np.bool_)
    if "review" not in removed:
        edge |= c["review_benefit"] == 0.0
    forced = np.zeros(len(outside), dtype=np.bool_)
    executes = np.zeros(len(outside), dtype=np.bool_)
    for channel in channels:
        if not channel.is_open:
            continue
        a = channel.audience_cost
        edge |= near(c["execution_cost_resolved"], a) | near(c["execution_cost_bluffer"], a)
        edge |= channel.resolved_executes & near(channel.belief_needed, 1.0)
        # A threat that nobody believes and that costs nothing to drop is as good as none.
        edge |= (a == 0.0) & (outside == 0.0)
        # Holding and conceding are the same to the target when no threat would be carried out.
        edge |= channel.belief_needed == 0.0
        forced |= channel.is_forced
        executes |= channel.resolved_executes
    edge |= executes & ~forced & near(-c["execution_cost_resolved"], outside)
    private, public = channels
    if private.is_open and public.is_open:
        edge |= (
            near(private.audience_cost, public.audience_cost)
            & private.only_resolved_executes
            & (public.belief_needed < 1.0)
        )
    return edge
