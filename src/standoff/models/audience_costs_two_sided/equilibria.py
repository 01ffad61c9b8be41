"""Every kind of equilibrium of the two-sided game, with what follows from it."""

from __future__ import annotations

import numpy as np

from standoff.models.answers import Bools, Floats
from standoff.models.audience_costs_two_sided.parameters import CHALLENGER, TARGET
from standoff.models.audience_costs_two_sided.respond import (
    damage_that_moves,
    gives_in,
    share_below,
)
from standoff.models.audience_costs_two_sided.tree import write
from standoff.models.kinds import Columns, Kind, Kinds, near


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every kind of equilibrium, best first."""
    a, v, e_low = c["audience_cost"], c["prize"], c["execution_cost_low"]
    resolved = share_below(c, a)
    q_0 = a / (a + v)
    q_all, q_sure = gives_in(c, resolved), gives_in(c, np.ones_like(a))
    # Types below the cut threaten although they will have to carry it out.
    cut = np.where(q_sure < 1.0, q_sure * v / (1.0 - q_sure), np.inf)
    ranges = c["damage_high"] - c["damage_low"]
    worst = c["damage_high"] - ranges * q_0
    belief = (c["concession_cost"] + c["bluff_call_gain"]) / (worst + c["bluff_call_gain"])
    zero, one = np.zeros_like(a), np.ones_like(a)
    few = q_sure < q_0
    daring = few & (cut > e_low)
    calm = e_low >= 0.0
    kinds = (
        _kind(c, "pooling", q_all >= q_0, a, one, resolved, q_all),
        _kind(c, "semi-separating", (q_all < q_0) & ~few, a, resolved / belief, belief, q_0),
        _kind(c, "no bluff", daring, np.minimum(cut, a), share_below(c, cut), one, q_sure),
        _kind(c, "no threat", calm | (few & ~daring), e_low, zero, zero, zero,
              removed_by_d1=cut > e_low),
    )  # fmt: skip
    return Kinds(
        kinds,
        quantities={"p_credible": resolved, "concession_needed": q_0},
        broken={
            "A1": v <= 0.0,
            "A2": ~((e_low < a) & (a < c["execution_cost_high"]) & (a > 0.0)),
            "A3": c["concession_cost"] + c["bluff_call_gain"] <= 0.0,
        },
        edge=near(q_all, q_0) | near(q_sure, q_0) | (few & near(cut, e_low)),
        infeasible=(ranges <= 0.0) | (c["execution_cost_high"] <= e_low),
    )


def _kind(
    c: Columns,
    name: str,
    exists: Bools,
    execute_below: Floats,
    threat: Floats,
    belief: Floats,
    q: Floats,
    removed_by_d1: Bools | None = None,
) -> Kind:
    """Write out one kind: how many threaten, up to which cost they execute, how many give in."""
    low, high = c["execution_cost_low"], c["execution_cost_high"]
    sure = share_below(c, execute_below)
    cost = (np.clip(execute_below, low, high) ** 2 - low**2) / (2.0 * (high - low))
    if name == "no threat":
        sure = cost = np.zeros_like(q)
    bluffs = threat - sure
    stubborn = np.clip(damage_that_moves(c, belief), c["damage_low"], c["damage_high"])
    mean_damage = 0.5 * (c["damage_low"] + stubborn)
    of_resisting = (1.0 - belief) * c["bluff_call_gain"] - belief * mean_damage
    of_target = threat * ((1.0 - q) * of_resisting - q * c["concession_cost"])
    return Kind(
        name,
        exists,
        probabilities={
            "concede": threat * q,
            "threat": threat,
            "execute": sure * (1.0 - q),
            "back_down": bluffs * (1.0 - q),
            "quiet": 1.0 - threat,
        },
        values={
            CHALLENGER: threat * q * c["prize"] - (1.0 - q) * (cost + bluffs * c["audience_cost"]),
            TARGET: np.where(threat > 0.0, of_target, 0.0),
        },
        quantities={
            "belief_after_threat": np.where(threat > 0.0, belief, np.nan),
            "concession_probability": q,
            "execution_cut": execute_below if name != "no threat" else np.full_like(q, np.nan),
        },
        removed_by={} if removed_by_d1 is None else {"D1": removed_by_d1},
        continuum=np.full(len(q), name in ("semi-separating", "no threat")),
        note=_NOTES.get(name, ""),
        write=lambda: write(c, name, threat, belief),
    )


_NOTES = {
    "semi-separating": "Bluffers are indifferent, and it does not matter which of them threaten.",
    "no threat": "What the target would believe and do after a threat, which nobody makes, is "
    "free as long as nobody wants to make one.",
}
