"""What types of either side do: who would execute, and who gives in."""

from __future__ import annotations

import numpy as np

from standoff.models.answers import Floats
from standoff.models.kinds import Columns


def share_below(c: Columns, cost: Floats) -> Floats:
    """Share of challengers to whom execution costs less."""
    low, high = c["execution_cost_low"], c["execution_cost_high"]
    return np.clip((cost - low) / (high - low), 0.0, 1.0)


def damage_that_moves(c: Columns, belief: Floats) -> Floats:
    """Damage above which the target gives in, if it believes in execution so far."""
    return (c["concession_cost"] + (1.0 - belief) * c["bluff_call_gain"]) / belief


def gives_in(c: Columns, belief: Floats) -> Floats:
    """Share of targets that give in."""
    low, high = c["damage_low"], c["damage_high"]
    return np.clip((high - damage_that_moves(c, belief)) / (high - low), 0.0, 1.0)
