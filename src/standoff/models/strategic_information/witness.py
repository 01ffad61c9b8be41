"""The equilibrium by other means: borders by shooting at the highest state, and sums of losses."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Answers, Floats
from standoff.models.strategic_information.parameters import MOST, PARAMETERS, RECEIVER, SENDER


def witness(draws: Draws, answers: Answers) -> dict[str, Floats]:
    """Find the borders by shooting at the highest state, and sum the losses between them."""
    c = draws.complete(PARAMETERS).columns()
    b, width, n = c["bias"], c["state_range"], answers.quantities["n_messages"]

    def shoot(first: Floats, steps: Floats) -> list[Floats]:
        # A sender at a border is indifferent between the middles of the intervals beside it.
        ends = [np.zeros_like(first), first]
        for i in range(2, MOST + 2):
            follows = 2.0 * ends[-1] - ends[-2] + 4.0 * b
            ends.append(np.where(i <= steps, follows, ends[-1]))
        return ends

    low, high = np.zeros_like(b), width.copy()
    for _ in range(80):
        middle = 0.5 * (low + high)
        short = shoot(middle, n)[-1] < width
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    ends = shoot(low, n)
    nodes, weights = np.polynomial.legendre.leggauss(3)
    receiver, sender, same = np.zeros_like(b), np.zeros_like(b), np.zeros_like(b)
    for left, right in pairwise(ends):
        half, action = 0.5 * (right - left), 0.5 * (left + right)
        for node, weight in zip(nodes, weights, strict=True):
            state = action + half * node
            receiver += half * weight * (action - state) ** 2 / width
            sender += half * weight * (action - state - b) ** 2 / width
        same += ((right - left) / width) ** 2
    one_more = shoot(np.zeros_like(b), n + 1.0)[-1] < width * (1.0 - 1e-12)
    return {
        "last border": ends[-1] - width,
        "told apart": 1.0 - same - answers.probabilities["told_apart"],
        "loss of the receiver": -receiver - answers.values[RECEIVER],
        "loss of the sender": -sender - answers.values[SENDER],
        "room for one more": one_more.astype(np.float64),
    }
