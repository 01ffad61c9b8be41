"""The closed form: who is deterred, what the first crisis brings, and what each side expects.

From the first challenge on there are only two kinds of situation with `n` challengers left: belief
exactly `b**n`, where the next challenger may stay out (*balanced*), and belief below it, where the
next one comes for sure (*tested*). Expectations are recursions between the two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.models.answers import Bools, Floats
from standoff.models.kinds import Columns, Kind, Kinds, near
from standoff.models.reputation.parameters import MOST_STAGES

CHALLENGERS, TARGET = "Challengers", "Target"
REGIMES = ("deterrence", "test")


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the one equilibrium with plausible beliefs, by what happens first."""
    n, a, b = np.rint(c["n_challengers"]), c["deterrence_gain"], c["challenge_gain"]
    delta, p = c["discount"], c["p_strong"]
    broken = {
        "A1": (b <= 0.0) | (b >= 1.0),
        "A2": delta * a < 1.0,
        "A3": (p <= 0.0) | (p >= 1.0),
    }
    usable = ~(broken["A1"] | broken["A2"] | broken["A3"]) & np.isfinite(n)
    n = np.where(usable, np.clip(n, 1.0, MOST_STAGES), 1.0)
    first, tie = first_test(n, b, p)
    n_deterred = np.maximum(n - first, 0.0)
    # With `left` challengers the balanced or tested situation begins.
    left = np.minimum(first, n)
    after = after_first(c, left, tie)
    gone = delta**n_deterred
    none_came = a * np.where(near(delta, 1.0), n_deterred, (1.0 - gone) / (1.0 - delta))
    strong = none_came + gone * after.strong
    weak = none_came + gone * after.weak
    at_once = left >= n
    stays_out = np.where(at_once, np.where(tie, 1.0 / (delta * a), 0.0), 1.0)
    needed = b ** (n - 1.0)
    firm_if_weak = np.where(near(p, needed) | (p > needed), 1.0, _mix(p, needed))
    firm_if_weak = np.where(n == 1.0, 0.0, firm_if_weak)
    firm = p + (1.0 - p) * firm_if_weak
    kinds = [
        Kind(
            name,
            (n_deterred > 0.0) == (name == "deterrence"),
            probabilities={
                "challenge": 1.0 - stays_out,
                "stand_firm": (1.0 - stays_out) * firm,
                "concede": (1.0 - stays_out) * (1.0 - firm),
            },
            values={CHALLENGERS: after.challengers, TARGET: p * strong + (1.0 - p) * weak},
        )
        for name in REGIMES
    ]
    return Kinds(
        kinds,
        quantities={
            "n_deterred": n_deterred,
            "belief_needed": b**n,
            "firm_if_challenged": firm,
            "firm_if_weak": firm_if_weak,
            "belief_after_firmness": p / firm,
            "n_challenges": after.n_challenges,
            "value_strong": strong,
            "value_weak": weak,
        },
        broken=broken,
        edge=tie | near(delta * a, 1.0),
    )


def _mix(p: Floats, needed: Floats) -> Floats:
    """Chance that a weak target stands firm which makes the next challenger indifferent."""
    return p * (1.0 - needed) / ((1.0 - p) * needed)


def first_test(n: Floats, b: Floats, p: Floats) -> tuple[Floats, Bools]:
    """Challengers left when one first comes or may come, at least 1; and whether it is a tie.

    More than `n` if somebody would come even earlier, and then also at once.
    """
    first = np.zeros_like(n)
    tie = np.zeros(len(n), dtype=np.bool_)
    for k in range(int(n.max(initial=1.0)) + 1):
        needed = b**k
        equal = near(needed, p) & (k <= n)
        first = np.where((needed > p) | equal, float(k), first)
        tie |= equal
    return first, tie


@dataclass(frozen=True, slots=True, eq=False)
class After:
    """Expectations from the first possible challenge on, per draw."""

    strong: Floats
    weak: Floats
    challengers: Floats
    n_challenges: Floats


def after_first(c: Columns, left: Floats, tie: Bools) -> After:
    """Return what is expected when `left` challengers are to come and one of them may now."""
    a, b, delta, p = c["deterrence_gain"], c["challenge_gain"], c["discount"], c["p_strong"]
    zero, square = np.zeros_like(b), b**2
    out = 1.0 / (delta * a)
    # In the balanced situation, by number of challengers left: what a strong target and all
    # challengers together expect, and how many challengers will come.
    strong, gain, came = [zero], [zero], [zero]
    of_strong, of_gain, of_came = zero, zero, zero
    for n in range(1, int(left.max(initial=0.0)) + 1):
        # Tested: whoever stands firm leads to the balanced situation of n - 1; whoever gives in
        # is known to be weak, and all others come.
        firm = p / b ** (n - 1)
        tested_strong = delta * strong[-1]
        tested_gain = b - firm + firm * gain[-1] + (1.0 - firm) * (n - 1) * b
        tested_came = 1.0 + firm * came[-1] + (1.0 - firm) * (n - 1)
        # Balanced: whoever stays out leaves the next one tested, with belief b**n.
        quiet_strong, quiet_gain, quiet_came = zero, zero, zero
        if n > 1:
            quiet_strong = delta * strong[-2]
            quiet_gain = b - square + square * gain[-2] + (1.0 - square) * (n - 2) * b
            quiet_came = 1.0 + square * came[-2] + (1.0 - square) * (n - 2)
        bold_gain = b * gain[-1] + (1.0 - b) * (n - 1) * b
        bold_came = 1.0 + b * came[-1] + (1.0 - b) * (n - 1)
        strong.append(out * (a + delta * quiet_strong) + (1.0 - out) * delta * strong[-1])
        gain.append(out * quiet_gain + (1.0 - out) * bold_gain)
        came.append(out * quiet_came + (1.0 - out) * bold_came)
        here = left == n
        of_strong = np.where(here, np.where(tie, strong[n], tested_strong), of_strong)
        of_gain = np.where(here, np.where(tie, gain[n], tested_gain), of_gain)
        of_came = np.where(here, np.where(tie, came[n], tested_came), of_came)
    return After(of_strong, np.where(tie, 1.0 / delta, 0.0), of_gain, of_came)
