"""Where there is surely one equilibrium: shown by bounds, so that no grid is needed.

The chance of resistance that answers to one that is expected rises with it (if backing down is
better than a fight on average). So answers to too low a chance come closer to the least equilibrium
from below, and answers to too high a chance to the greatest one from above. In the margin z, of
which the chance is the normal integral, the answer is

    m(z) = W_B - C_B + (V_B - C_B) o(c(z)),

with the odds o that somebody who challenges would back down. The odds rise with c, at the rate
o (r_h - r_k), and both r_h and r_k, the hazard rates of two log-concave densities, rise with c too;
c' falls with z. So the ends of an interval bound m' on it, and if it stays below 1 there is one
equilibrium in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.models.answers import Bools, Floats
from standoff.models.crisis_signaling.respond import Play, respond
from standoff.models.kinds import Columns

N_ANSWERS = 4
#: Room left around an interval, so that rounding does not push the equilibrium out of it.
_ROOM = 1e-6
#: Chances below this are left to the search on a grid.
_LEAST = 1e-200


@dataclass(frozen=True, slots=True, eq=False)
class Alone:
    """Where one equilibrium is proven, between `low` and `high`; arrays of shape (n_draws,)."""

    is_proven: Bools
    low: Floats
    high: Floats


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def only_one(c: Columns) -> Alone:
    """Look for draws with one equilibrium among those in which resistance answers to itself."""
    n_draws = len(c["fight_target"])
    is_proven = np.zeros(n_draws, dtype=np.bool_)
    low, high = np.zeros(n_draws), np.ones(n_draws)
    left = np.arange(n_draws)
    for _ in range(N_ANSWERS):
        if not len(left):
            break
        here = {name: column[left] for name, column in c.items()}
        below = respond(here, low[left], least=1e-6, with_slope=False)
        above = respond(here, high[left], least=1e-6, with_slope=False)
        usable = low[left] > _LEAST
        proven = usable & (_steepest(here, below, above, low[left]) < 0.99)
        # The answers lie closer, and have the equilibria between them.
        low[left] = np.where(proven, low[left], below.resist * (1.0 - _ROOM))
        high[left] = np.where(proven, high[left], np.minimum(above.resist * (1.0 + _ROOM), 1.0))
        is_proven[left] = proven
        left = left[~proven]
    return Alone(is_proven, low, high)


def _steepest(c: Columns, below: Play, above: Play, low: Floats) -> Floats:
    """Bound of the slope of m between two chances of resistance, given the play at both."""
    from scipy.special import log_ndtr, ndtri

    w, a = c["fight_challenger"], c["back_down_challenger"]

    def hazard(play: Play, mean: Floats, other: Floats, share: Floats) -> Floats:
        t = play.threshold
        log_density = -0.5 * (t - mean) ** 2 + log_ndtr(t - other) - 0.5 * np.log(2.0 * np.pi)
        return np.exp(log_density - play.log_challenge) / share

    odds = (1.0 - above.fight) / above.fight
    rate = hazard(above, w, a, above.fight) - hazard(below, a, w, 1.0 - below.fight)
    z = np.asarray(ndtri(low))
    moved = c["concession_challenger"] - c["status_quo_challenger"]
    moved = moved * np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi) / low**2
    return (c["back_down_target"] - c["concession_target"]) * odds * np.maximum(rate, 0.0) * moved
