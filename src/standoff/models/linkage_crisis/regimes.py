"""Every equilibrium of one crisis after the arrest, and the one that the rule picks.

An equilibrium kind is a number: `kind // 2` is its form (pooling, semi, rupture, no threat) and
`kind % 2` its channel (private, public). `play` works out what happens under given kinds, the same
code whether they were selected or listed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.models.answers import Bools, Codes, Floats
from standoff.models.linkage_crisis.guards import near
from standoff.models.linkage_crisis.moves import SETTLEMENTS
from standoff.models.linkage_crisis.terms import Channel, Terms

KINDS = (
    "private pooling",
    "public pooling",
    "private semi",
    "public semi",
    "private rupture",
    "public rupture",
    "no threat",
)
POOLING, SEMI, RUPTURE, NO_THREAT = range(4)

#: The rupture is one regime: on which channel R threatens makes no difference to anybody.
REGIMES = (*KINDS[:4], "rupture", "no threat")
REGIME_OF_KIND = np.array([0, 1, 2, 3, 4, 4, 5], dtype=np.int16)


@dataclass(frozen=True, slots=True, eq=False)
class Play:
    """What happens in a crisis under an equilibrium of some kind, per draw.

    Parameters
    ----------
    kind : int16 array
    concession : float array
        q, the chance that the target drops after the threat that is made.
    bluff : float array
        sigma, the chance that a bluffer threatens.
    belief : float array
        The target's belief, after that threat, that the challenger is resolved.
    execute_if_held : float array
        Chance that the threat would be carried out if the target held; nan without a threat.
    belief_needed, cost_of_conceding : float array
        On the channel used; without a threat, on the channel cheaper to concede to.
    probabilities : dict of str to float array
    challenger, target : float array
        Expected payoffs.
    resolved, bluffer : float array
        Expected payoffs of the two types of challenger.
    """

    kind: Codes
    concession: Floats
    bluff: Floats
    belief: Floats
    execute_if_held: Floats
    belief_needed: Floats
    cost_of_conceding: Floats
    probabilities: dict[str, Floats]
    challenger: Floats
    target: Floats
    resolved: Floats
    bluffer: Floats


def exists(terms: Terms, p_resolved: Floats) -> list[Bools]:
    """Mark, for every kind of equilibrium, the draws in which it exists.

    Conditions hold with equality where the limit of equilibria is one; such draws are on a knife
    edge anyway. Both regimes of one channel may exist, and equilibria of both channels.
    """
    gains_by_execution = -terms.column["execution_cost_resolved"] - terms.outside
    unforced = ~terms.is_forced
    could_execute = np.zeros(len(p_resolved), dtype=np.bool_)
    # Where W does not exist, no belief in it can keep the target from giving in.
    doubted = np.ones(len(p_resolved), dtype=np.bool_)
    for channel in terms.channels:
        if channel.is_open:
            could_execute |= channel.resolved_executes
            doubted &= ~(channel.resolved_executes & (channel.belief_needed < 1.0))
    doubted |= p_resolved < 1.0
    found = [np.zeros(len(p_resolved), dtype=np.bool_) for _ in KINDS]
    for i, channel in enumerate(terms.channels):
        if not channel.is_open:
            continue
        needed = channel.belief_needed
        found[2 * POOLING + i] = _pools(channel, p_resolved)
        found[2 * SEMI + i] = (
            unforced
            & channel.only_resolved_executes
            & (p_resolved > 0.0)
            & (p_resolved <= needed)
            & (needed <= 1.0)
        )
        found[2 * RUPTURE + i] = (
            unforced
            & doubted
            & channel.resolved_executes
            # Where R does not exist a threat may be taken for W's, and held against.
            & ((needed >= 1.0) | ((p_resolved == 0.0) & channel.only_resolved_executes))
            & (gains_by_execution >= 0.0)
        )
    found[-1] = unforced & doubted & ((gains_by_execution <= 0.0) | ~could_execute)
    return found


def edges(terms: Terms, p_resolved: Floats) -> Bools:
    """Mark draws on the border between two answers because of the chance of being resolved."""
    edge = (p_resolved == 0.0) | (p_resolved == 1.0)
    for channel in terms.channels:
        if channel.is_open:
            edge |= channel.only_resolved_executes & near(channel.belief_needed, p_resolved)
    private, public = terms.channels
    if private.is_open and public.is_open:
        # Where both work at the same cost nobody cares which one is used.
        same = near(private.cost_of_conceding, public.cost_of_conceding)
        edge |= same & _pools(private, p_resolved) & _pools(public, p_resolved)
    return edge


def _pools(channel: Channel, p_resolved: Floats) -> Bools:
    """Mark where every challenger may threaten on a channel and have its way."""
    credible = np.where(channel.bluffer_executes, 1.0, p_resolved)
    return channel.resolved_executes & (credible >= channel.belief_needed)


def select(terms: Terms, p_resolved: Floats, found: list[Bools]) -> Codes:
    """Pick the kind with the largest payoff to R; ties go to the smaller L, private first."""
    best = np.full(len(p_resolved), -np.inf)
    kind = np.full(len(p_resolved), len(KINDS) - 1, dtype=np.int16)
    for code, found_here in enumerate(found):
        payoff = _resolved_payoff(code, terms)
        better = found_here & (payoff > best)
        best = np.where(better, payoff, best)
        kind = np.where(better, np.int16(code), kind)
    return kind


def _resolved_payoff(code: int, terms: Terms) -> Floats:
    """u_R of one kind. L_p <= L_u, so the order of `KINDS` already settles ties."""
    if code // 2 == POOLING:
        return terms.net_prize
    if code // 2 == SEMI:
        q = _semi_concession(terms, terms.channels[code % 2].audience_cost)
        return _threatens(q, terms.net_prize, terms.column["execution_cost_resolved"])
    if code // 2 == RUPTURE:
        return -terms.column["execution_cost_resolved"]
    return terms.outside


def _semi_concession(terms: Terms, audience_cost: Floats) -> Floats:
    """The q that leaves a bluffer indifferent between the threat and doing without."""
    return (audience_cost + terms.outside) / (terms.net_prize + audience_cost)


def _threatens(q: Floats, prize: Floats, cost: Floats) -> Floats:
    """Payoff of a threat that is conceded to with chance q and costs `cost` otherwise."""
    return q * (prize + cost) - cost


def play(terms: Terms, p_resolved: Floats, kind: Codes) -> Play:
    """Work out what happens under the kinds of equilibrium given per draw."""
    c = terms.column
    form, is_public = kind // 2, kind % 2 == 1
    pools, mixes, breaks = form == POOLING, form == SEMI, form == RUPTURE
    threatens = form != NO_THREAT
    private, public = terms.channels
    # Without a threat: the channel on which conceding costs the target less.
    on_public = np.where(threatens, is_public, not private.is_open)
    a = np.where(on_public, public.audience_cost, private.audience_cost)
    cost = np.where(on_public, public.cost_of_conceding, private.cost_of_conceding)
    needed = np.where(on_public, public.belief_needed, private.belief_needed)
    sure = np.where(on_public, public.bluffer_executes, private.bluffer_executes)
    if not (private.is_open or public.is_open):
        cost, needed = np.full_like(cost, np.nan), np.full_like(needed, np.nan)

    bluff = p_resolved * (1.0 - needed) / ((1.0 - p_resolved) * needed)
    bluff = np.where(mixes, np.where(p_resolved < 1.0, bluff, 1.0), np.where(pools, 1.0, 0.0))
    q = np.where(mixes, _semi_concession(terms, a), np.where(pools, 1.0, 0.0))
    threat = np.where(threatens, p_resolved, 0.0) + (1.0 - p_resolved) * bluff
    drop = threat * q
    execute = np.where(threatens, p_resolved, 0.0) * (1.0 - q)
    back_down = (1.0 - p_resolved) * bluff * (1.0 - q)
    sure_of_r = np.where(breaks, np.sign(p_resolved), np.nan)
    belief = np.where(mixes, needed, np.where(pools, p_resolved, sure_of_r))
    released = drop * (1.0 - c["p_court_refuses"])
    quietly = 1.0 - threat

    resolved = np.where(
        threatens, _threatens(q, terms.net_prize, c["execution_cost_resolved"]), terms.outside
    )
    bluffer = np.where(pools, terms.net_prize, terms.outside)
    target = (
        c["arrest_message"]
        + c["case_value"]
        - np.where(drop > 0.0, drop * cost, 0.0)
        - execute * c["damage"]
        + back_down * c["bluff_call_gain"]
        - np.where(terms.reviews, quietly * c["review_damage"], 0.0)
    )
    settled = {
        name: np.where(terms.settlement == code, released, 0.0)
        for code, name in enumerate(SETTLEMENTS)
    }
    return Play(
        kind=kind,
        concession=q,
        bluff=bluff,
        belief=belief,
        execute_if_held=np.where(pools & sure, 1.0, belief),
        belief_needed=needed,
        cost_of_conceding=cost,
        probabilities={
            "threat": threat,
            "private_threat": np.where(on_public, 0.0, threat),
            "public_threat": np.where(on_public, threat, 0.0),
            "drop": drop,
            "hold": execute + back_down,
            "execute": execute,
            "back_down": back_down,
            "court_refuses": drop * c["p_court_refuses"],
            "released": released,
            "honored": settled["honor"],
            "scapegoat": settled["scapegoat"],
            "exonerated": settled["exonerate"],
            "review": np.where(terms.reviews, quietly, 0.0),
            "quiet": np.where(terms.reviews, 0.0, quietly),
        },
        challenger=p_resolved * resolved + (1.0 - p_resolved) * bluffer,
        target=target,
        resolved=resolved,
        bluffer=bluffer,
    )


def removed_by_d1(terms: Terms, code: int) -> Bools:
    """Mark the draws in which the refinement D1 removes a kind of equilibrium.

    D1 asks which type gains from an unexpected threat at more responses of the target. On a
    channel that R alone would carry out this is R, unless R already has there more than the
    bluffer's break-even. D1 then reads the threat as R's; the target gives in if pi* < 1, and the
    equilibrium falls.
    """
    form = code // 2
    tempting = [
        channel.only_resolved_executes & (channel.belief_needed < 1.0)
        if channel.is_open
        else np.zeros(len(terms.outside), dtype=np.bool_)
        for channel in terms.channels
    ]
    if form == SEMI:
        # R gains beyond the q it has already, W beyond its break-even: higher where a is higher.
        own, other = terms.channels[code % 2], terms.channels[1 - code % 2]
        return tempting[1 - code % 2] & (other.audience_cost > own.audience_cost)
    if form == RUPTURE:
        return tempting[1 - code % 2]
    if form == NO_THREAT:
        return tempting[0] | tempting[1]
    return np.zeros(len(terms.outside), dtype=np.bool_)


def continuum(terms: Terms, code: int) -> Bools:
    """Mark the draws in which one kind stands for infinitely many equilibria."""
    form = code // 2
    if form not in (POOLING, RUPTURE):
        return np.zeros(len(terms.outside), dtype=np.bool_)
    other: Channel = terms.channels[1 - code % 2]
    if not other.is_open:
        return np.zeros(len(terms.outside), dtype=np.bool_)
    works = other.belief_needed < 1.0 if form == POOLING else other.belief_needed > 1.0
    return other.resolved_executes & works


CONTINUUM_NOTES = {
    POOLING: "Both channels may be used at once, as long as each leaves the target a belief of at "
    "least what it needs to give in; the challenger expects the same.",
    RUPTURE: "The resolved challenger may threaten on either channel; nobody's payoff changes.",
    SEMI: "",
    NO_THREAT: "",
}
