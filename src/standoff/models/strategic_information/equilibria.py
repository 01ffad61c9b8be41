"""Every equilibrium of the talk, with what follows from it."""

from __future__ import annotations

from functools import partial

import numpy as np

from standoff.models.kinds import Columns, Kind, Kinds, near
from standoff.models.strategic_information.parameters import MOST, RECEIVER, SENDER
from standoff.models.strategic_information.tree import N_MESSAGES, border, write


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every equilibrium, the most informative first."""
    b, width = c["bias"], c["state_range"]
    edge = np.zeros(len(b), dtype=np.bool_)
    kinds: list[Kind] = []
    for n in range(MOST, 0, -1):
        needed = 2.0 * n * (n - 1) * b
        tie = near(needed, width) if n > 1 else edge
        edge = edge | tie
        loss = width**2 / (12.0 * n**2) + b**2 * (n**2 - 1) / 3.0
        apart = 1.0 - 1.0 / n - 4.0 * b**2 * n * (n**2 - 1) / (3.0 * width**2)
        kinds.append(
            Kind(
                "babbling" if n == 1 else f"{n} messages",
                (needed < width) & ~tie if n > 1 else np.ones_like(edge),
                probabilities={"told_apart": apart, "confused": 1.0 - apart},
                values={SENDER: -loss - b**2, RECEIVER: -loss},
                quantities={
                    "n_messages": np.full_like(b, n),
                    "first_border": border(c, 1, n),
                    "receiver_loss": loss,
                    "sender_loss": loss + b**2,
                    "understood": 1.0 - 12.0 * loss / width**2,
                },
                write=partial(write, c, n) if n <= N_MESSAGES else None,
            )
        )
    return Kinds(
        kinds,
        quantities={},
        broken={"A1": b <= 0.0, "A2": (b > 0.0) & (width >= 2.0 * MOST * (MOST + 1) * b)},
        edge=edge,
        infeasible=width <= 0.0,
    )
