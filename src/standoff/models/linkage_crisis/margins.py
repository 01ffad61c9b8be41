"""The numbers whose signs decide the answer of the linkage crisis: zero wherever it may change."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Floats
from standoff.models.linkage_crisis.arrest import arrest_values, solve
from standoff.models.linkage_crisis.moves import SETTLEMENTS, given_crisis


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def margins(
    draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
) -> dict[str, Floats]:
    """Give every difference that a condition of the closed form compares with zero.

    Parameters
    ----------
    draws, given, remove
        As in `answer`.
    """
    crisis = given_crisis(given, remove)
    solved = solve(draws, remove)
    terms = solved.terms
    c = terms.column
    e_r, e_w = c["execution_cost_resolved"], c["execution_cost_bluffer"]
    found: dict[str, Floats] = {
        "A1: prize over nothing": terms.net_prize - terms.outside,
        "A1: prize over execution": terms.net_prize + e_r,
        "A3: resolved below bluffer": e_w - e_r,
        "review": c["review_benefit"],
        "execution over nothing": -e_r - terms.outside,
    }
    left = [how for how in SETTLEMENTS if how not in terms.removed]
    for i, one in enumerate(left):
        for other in left[i + 1 :]:
            found[f"{one} over {other}"] = terms.settle[one] - terms.settle[other]
    for channel in terms.channels:
        if not channel.is_open:
            continue
        a, name = channel.audience_cost, channel.name
        q = (a + terms.outside) / (terms.net_prize + a)
        found |= {
            f"{name}: audience": a,
            f"{name}: resolved executes": a - e_r,
            f"{name}: bluffer executes": a - e_w,
            f"{name}: belief needed below one": 1.0 - channel.belief_needed,
            f"{name}: semi over execution": q,
            f"{name}: semi over nothing": q * (terms.net_prize + e_r) - e_r - terms.outside,
        }
        for which, p_resolved in solved.p_resolved.items():
            if crisis in (None, which):
                found[f"{name}: belief, {which}"] = p_resolved - channel.belief_needed
    private, public = terms.channels
    if private.is_open and public.is_open:
        found["A2: public over private"] = public.audience_cost - private.audience_cost
    worth = [column for column in arrest_values(terms, solved.plays).values()]
    for i, one in enumerate(worth):
        for j in range(i + 1, len(worth)):
            found[f"arrest {i} over {j}"] = one - worth[j]
    return found
