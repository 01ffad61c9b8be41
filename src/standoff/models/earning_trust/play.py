"""The closed form: how long trust is given and honored, and what each side expects.

Once an ordinary challenger begins to mix there are only two kinds of situation with `n` rounds
left: belief exactly `b**n`, where the target may trust (*balanced*), and belief between `b**n` and
`b**(n-1)`, where it trusts for sure and the challenger may betray (*tested*).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Bools, Floats
from standoff.models.earning_trust.parameters import MOST_ROUNDS, PARAMETERS
from standoff.models.kinds import Columns, Kind, Kinds, near

CHALLENGER, TARGET = "Challenger", "Target"
KEPT, TESTED, NO_TRUST = "trust kept at first", "trust tested at once", "no trust"


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the one equilibrium in which honoring trust never makes anybody more suspicious."""
    n, gain, loss = np.rint(c["n_rounds"]), c["honored_gain"], c["betrayed_loss"]
    share, delta, p = c["honoring_share"], c["discount"], c["p_honest"]
    broken = {
        "A1": (gain <= 0.0) | (loss <= 0.0),
        "A2": (share <= 0.0) | (share >= 1.0),
        "A3": ~(near(delta + share, np.ones_like(delta)) | (delta + share > 1.0)),
        "A4": (p <= 0.0) | (p >= 1.0),
    }
    usable = ~np.any(list(broken.values()), axis=0) & np.isfinite(n)
    n = np.where(usable, np.clip(n, 1.0, MOST_ROUNDS), 1.0)
    b = loss / (gain + loss)
    first, tie = first_test(n, b, p)
    # Exactly at the belief needed for all rounds the target may trust at once: a balanced start.
    balanced = first > n
    needed = b ** (n - 1.0)
    trusts = np.where(balanced, np.where(tie, (1.0 - share) / delta, 0.0), 1.0)
    honors = np.where(near(p, needed) | (p > needed), 1.0, p * (1 - needed) / ((1 - p) * needed))
    honors = np.where(n == 1.0, 0.0, honors)
    honored = p + (1.0 - p) * honors
    kept = np.maximum(n - first, 0.0)
    after = _after(c, np.minimum(first, n), b)
    gone = delta**kept
    sure = share * np.where(near(delta, np.ones_like(delta)), kept, (1.0 - gone) / (1.0 - delta))
    ordinary = trusts * (sure + gone)
    honest = trusts * (sure + gone * after["honest"])
    exists = {
        KEPT: ~balanced & (kept > 0.0),
        TESTED: (~balanced & (kept == 0.0)) | (balanced & tie),
        NO_TRUST: balanced & ~tie,
    }
    kinds = [
        Kind(
            name,
            where,
            probabilities={
                "trust": trusts,
                "honored": trusts * honored,
                "betrayed": trusts * (1.0 - honored),
            },
            values={
                CHALLENGER: p * honest + (1.0 - p) * ordinary,
                TARGET: np.where(balanced, 0.0, gain * kept + after["target"]),
            },
        )
        for name, where in exists.items()
    ]
    return Kinds(
        kinds,
        quantities={
            "n_kept": np.where(balanced, 0.0, kept),
            "belief_needed": b**n,
            "belief_needed_each": b,
            "honor_if_ordinary": honors,
            "honored_if_trusted": honored,
            "belief_after_honor": p / honored,
            "trust_if_in_doubt": (1.0 - share) / delta,
            "n_trusted": trusts * (kept + after["n_trusted"]),
            "n_honored": trusts * (kept + after["n_honored"]),
            "value_honest": honest,
            "value_ordinary": ordinary,
        },
        broken=broken,
        edge=tie | near(delta + share, np.ones_like(delta)),
    )


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def margins(
    draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
) -> dict[str, Floats]:
    """Give what decides about trust; no move can be given or taken away."""
    c = draws.complete(PARAMETERS).columns()
    n = np.rint(c["n_rounds"])
    b = c["betrayed_loss"] / (c["honored_gain"] + c["betrayed_loss"])
    return {
        "trust begins": c["p_honest"] - b**n,
        "trust is kept at first": c["p_honest"] - b ** (n - 1.0),
        "A3: a name pays": c["discount"] + c["honoring_share"] - 1.0,
    }


def first_test(n: Floats, b: Floats, p: Floats) -> tuple[Floats, Bools]:
    """Rounds left when an ordinary challenger first mixes: the least `k` with `b**k < p`.

    `n + 1` if the target never trusts for sure. Also whether `p` is one of the powers up to `b**n`.
    """
    first = np.ones_like(n)
    tie = np.zeros(len(n), dtype=np.bool_)
    for k in range(1, int(n.max(initial=1.0)) + 1):
        needed = b**k
        equal = near(needed, p) & (k <= n)
        first = np.where((k <= n) & ((needed > p) | equal), k + 1.0, first)
        tie |= equal
    return first, tie


def _after(c: Columns, left: Floats, b: Floats) -> dict[str, Floats]:
    """Return what is expected once an ordinary challenger mixes with `left` rounds to go.

    Sums of geometric series: in every later round trust is given with one chance and honored with
    another, both the same from round to round, and the first failure is the last.
    """
    share, delta, p = c["honoring_share"], c["discount"], c["p_honest"]
    gain, loss = c["honored_gain"], c["betrayed_loss"]
    out, later = (1.0 - share) / delta, left - 1.0
    honored = np.minimum(p / b**later, 1.0)
    lasts = out * b
    rounds = (1.0 - lasts**later) / (1.0 - lasts)
    return {
        "honest": 1.0 - (1.0 - share) ** left,
        # Whoever may trust or not expects nothing from it, so only the first round counts.
        "target": gain * honored - loss * (1.0 - honored),
        "n_trusted": 1.0 + honored * out * rounds,
        "n_honored": honored * (1.0 + lasts * rounds),
    }
