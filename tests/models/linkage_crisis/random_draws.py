"""Random draws that reach every regime, inside A1-A3."""

from __future__ import annotations

import numpy as np

from standoff import models
from standoff.game.draws import Draws
from standoff.game.status import Status

MODEL = models.get("linkage-crisis")


def wide_draws(n_draws: int, seed: int) -> Draws:
    """Draw from ranges wider than plausible, so that rare regimes are common; some are outside."""
    rng = np.random.default_rng(seed)
    columns = {p.name: rng.uniform(*p.wide, n_draws) for p in MODEL.parameters}
    private = rng.uniform(0.0, 0.6, n_draws)
    columns |= {
        "damage": rng.uniform(0.2, 1.5, n_draws),
        "precedent_cost": rng.uniform(0.0, 0.6, n_draws),
        "arrest_message": rng.uniform(-0.2, 0.3, n_draws),
        "review_benefit": rng.uniform(-0.2, 0.2, n_draws),
        "execution_cost_resolved": rng.uniform(-0.4, 0.5, n_draws),
        "execution_cost_bluffer": rng.uniform(0.05, 1.2, n_draws),
        "audience_cost_private": private,
        "audience_cost_public": private + rng.uniform(0.0, 0.6, n_draws),
        "trial_cost": rng.uniform(0.0, 0.6, n_draws),
        "retaliation_share": rng.uniform(0.0, 1.0, n_draws),
        "p_resolved_secret": rng.uniform(0.0, 1.0, n_draws),
        "p_resolved_notified": rng.uniform(0.0, 1.0, n_draws),
        "p_leak": rng.uniform(0.0, 1.0, n_draws),
    }
    return MODEL.draws(columns)


def inside_draws(n_draws: int, seed: int, remove: tuple[str, ...] = ()) -> Draws:
    """Keep the draws that are inside A1-A3 and on no edge."""
    draws = wide_draws(n_draws, seed)
    return draws.rows(MODEL.answer(draws, remove=remove).status == Status.SOLVED)
