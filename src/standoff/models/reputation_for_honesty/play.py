"""The closed form: who bluffs, who carries it out, who gives in, and what a good name is worth."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Bools, Floats
from standoff.models.kinds import Columns, Kind, Kinds, near
from standoff.models.reputation_for_honesty.parameters import PARAMETERS

CHALLENGER, TARGET = "Challenger", "Target"
HONEST, CARRIED, PARTLY_HONEST, PARTLY_CARRIED, WORKS, IGNORED = (
    "honest", "bluffs carried out", "partly honest", "bluffs partly carried out",
    "every threat works", "threats ignored",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Play:
    """How a period under a good name is played.

    Parameters
    ----------
    bluffs : float array
        Chance that an unresolved challenger threatens.
    carries : float array
        Chance that it carries the threat out if it meets resistance.
    works : float array
        Chance that a threat makes the target give in.
    adds : float array
        What the name adds to the challenger's average payoff.
    """

    bluffs: Floats
    carries: Floats
    works: Floats
    adds: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What the conditions of the closed form are made of.

    `future` is the discounted number of later periods that a bad name spoils, `full` what a threat
    that always works would gain there, and `carried` what a challenger gains per period who carries
    out everything.
    """

    belief_needed: Floats
    lasts: Floats
    future: Floats
    full: Floats
    bold: Floats
    stubborn: Floats
    carried: Floats


def terms(c: Columns) -> Terms:
    """Return the terms of the conditions, per draw."""
    phi, theta, delta = c["p_resolved"], c["p_tough"], c["discount"]
    gain, moved = c["prize"] - c["resolved_gain"], 1.0 - theta
    lasts = 1.0 / (1.0 - delta * (1.0 - c["p_forgiven"]))
    bold, stubborn = moved * c["prize"], theta * c["unresolved_cost"]
    return Terms(
        belief_needed=c["concession_cost"] / c["damage"],
        lasts=lasts,
        future=delta * lasts,
        full=delta * lasts * phi * gain,
        bold=bold,
        stubborn=stubborn,
        carried=phi * moved * gain + (1.0 - phi) * (bold - stubborn),
    )


Pairs = tuple[tuple[Floats, Floats], ...]


def conditions(c: Columns, t: Terms) -> dict[str, Pairs]:
    """Return pairs per kind, which exists where in each the first is at least the second."""
    prize, cost, theta = c["prize"], c["unresolved_cost"], c["p_tough"]
    heeded = ((t.belief_needed, c["p_resolved"]), (np.ones_like(prize), t.belief_needed))
    bold = ((t.future * t.carried, cost), (t.bold, t.stubborn))
    return {
        HONEST: (*heeded, (theta * t.full, prize), (t.stubborn, t.bold)),
        CARRIED: (*heeded, *bold),
        PARTLY_HONEST: (
            *heeded, (t.full, prize), (prize, theta * t.full), (prize + cost, t.full)
        ),
        PARTLY_CARRIED: (*heeded, *bold, (prize + cost, t.full)),
        WORKS: ((c["p_resolved"], t.belief_needed),),
        IGNORED: ((t.belief_needed, c["p_resolved"]),),
    }  # fmt: skip


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every kind of equilibrium with a good name and a bad one."""
    t = terms(c)
    needs, plays = conditions(c, t), _plays(c, t)
    exists = {name: _all_hold(pairs) for name, pairs in needs.items()}
    tied = [exists[name] & _any_ties(pairs) for name, pairs in needs.items()]
    equally_good = (
        exists[CARRIED]
        & exists[PARTLY_HONEST]
        & near(plays[CARRIED].adds, plays[PARTLY_HONEST].adds)
    )
    phi = c["p_resolved"]
    return Kinds(
        kinds=[_kind(c, t, name, exists[name], plays[name]) for name in needs],
        quantities=_quantities(c, t),
        broken={
            "A1": (c["discount"] <= 0.0) | (c["discount"] >= 1.0),
            "A2": c["resolved_gain"] >= c["prize"],
            "A3": (phi <= 0.0) | (phi >= 1.0) | (c["p_tough"] >= 1.0),
            "A4": (c["damage"] <= 0.0) | (c["unresolved_cost"] <= 0.0),
        },
        edge=np.any(tied, axis=0) | near(np.ones_like(phi), t.belief_needed) | equally_good,
    )


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def margins(
    draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
) -> dict[str, Floats]:
    """Give what the conditions compare with zero; no move can be given or taken away."""
    c = draws.complete(PARAMETERS).columns()
    t = terms(c)
    plays = _plays(c, t)
    found = {
        f"{name}, condition {i + 1}": x - y
        for name, pairs in conditions(c, t).items()
        for i, (x, y) in enumerate(pairs)
    }
    found["carried out over partly honest"] = plays[CARRIED].adds - plays[PARTLY_HONEST].adds
    found["A2: prize over execution"] = c["prize"] - c["resolved_gain"]
    return found


def _all_hold(pairs: Pairs) -> Bools:
    return np.all([(x >= y) | near(x, y) for x, y in pairs], axis=0)


def _any_ties(pairs: Pairs) -> Bools:
    return np.any([near(x, y) for x, y in pairs], axis=0)


def _plays(c: Columns, t: Terms) -> dict[str, Play]:
    """Return the play of every kind; it counts only where the kind exists."""
    phi, prize, cost = c["p_resolved"], c["prize"], c["unresolved_cost"]
    gain, moved = prize - c["resolved_gain"], 1.0 - c["p_tough"]
    zero, one = np.zeros_like(phi), np.ones_like(phi)
    # The target is in doubt: so many bluffs, or so many empty threats, and no more.
    bluffs = phi * (1.0 - t.belief_needed) / ((1.0 - phi) * t.belief_needed)
    carries = (t.belief_needed - phi) / (1.0 - phi)
    # The challenger is in doubt: between silence and a bluff, or between the act and a bad name.
    tried = 1.0 - prize / t.full
    kept = cost * (1.0 / t.future + 1.0 - phi) / (phi * gain + (1.0 - phi) * (prize + cost))
    return {
        HONEST: Play(zero, zero, moved, phi * moved * gain),
        CARRIED: Play(one, one, moved, t.carried),
        PARTLY_HONEST: Play(np.clip(bluffs, 0.0, 1.0), zero, tried, phi * tried * gain),
        PARTLY_CARRIED: Play(one, np.clip(carries, 0.0, 1.0), kept, cost / t.future),
        WORKS: Play(one, zero, moved, phi * moved * gain + (1.0 - phi) * moved * prize),
        IGNORED: Play(one, zero, zero, zero),
    }


def _kind(c: Columns, t: Terms, name: str, exists: Bools, play: Play) -> Kind:
    phi, loss, damage = c["p_resolved"], c["concession_cost"], c["damage"]
    threat = phi + (1.0 - phi) * play.bluffs
    true = phi + (1.0 - phi) * play.bluffs * play.carries
    resisted = 1.0 - play.works
    caught = (threat - true) * resisted
    # Where a name does not matter, being caught costs nothing.
    good = np.ones_like(phi)
    if name not in (WORKS, IGNORED):
        good = 1.0 / (1.0 + t.future * caught)
    under_good = -threat * play.works * loss - resisted * true * damage
    average = phi * c["resolved_gain"] + play.adds
    return Kind(
        name,
        exists,
        probabilities={
            "threaten": threat,
            "concede": threat * play.works,
            "execute": true * resisted,
            "back_down": caught,
            "threat_is_true": true / threat,
        },
        values={CHALLENGER: average, TARGET: good * under_good - (1.0 - good) * phi * damage},
        quantities={
            "bluff_if_unresolved": play.bluffs,
            "carry_out_if_unresolved": play.carries,
            "worth_of_the_name": play.adds if name not in (WORKS, IGNORED) else np.zeros_like(phi),
            "share_of_good_name": good,
        },
        continuum=exists if name == IGNORED else None,
        note="an unresolved challenger may threaten more or less often, as long as threats are not "
        "believed",
        merit=average,
    )


def _quantities(c: Columns, t: Terms) -> dict[str, Floats]:
    delta, prize = c["discount"], c["prize"]
    per_period = c["p_tough"] * c["p_resolved"] * (prize - c["resolved_gain"])
    possible = (per_period > 0.0) & (t.stubborn >= t.bold)
    possible &= (c["p_resolved"] <= t.belief_needed) & (t.belief_needed <= 1.0)
    needed = np.where(possible, prize / np.where(possible, per_period, 1.0), np.inf)
    patience = needed / (1.0 + (1.0 - c["p_forgiven"]) * needed)
    left = 1.0 - needed * (1.0 - delta) / delta
    lasting = possible & (left > 0.0)
    exact = np.log(np.where(lasting, left, 1.0)) / np.log(delta)
    # A whole number is often met exactly up to rounding, and must not become the next one.
    whole = np.rint(exact)
    counted = np.where(np.abs(exact - whole) <= 1e-9 * np.maximum(whole, 1.0), whole, exact)
    forgiven = np.minimum(1.0, 1.0 / needed - (1.0 - delta) / delta)
    return {
        "belief_needed": t.belief_needed,
        "patience_for_honesty": np.where(possible & (patience < 1.0), patience, np.nan),
        "periods_needed": np.where(lasting, np.ceil(counted), np.nan),
        "forgiveness_allowed": np.where(possible & (forgiven >= 0.0), forgiven, np.nan),
    }
