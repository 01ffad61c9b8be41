"""The equilibrium checked by other means: each side's best reply by bisection over its types."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Answers, Floats
from standoff.models.audience_costs_two_sided.parameters import CHALLENGER, PARAMETERS, TARGET

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(6)


def witness(draws: Draws, answers: Answers) -> dict[str, Floats]:
    """Let both sides answer best to what the other one is said to do."""
    c = draws.complete(PARAMETERS).columns()
    e_low, e_high = c["execution_cost_low"], c["execution_cost_high"]
    d_low, d_high = c["damage_low"], c["damage_high"]
    q, claimed = answers.quantities["concession_probability"], answers.probabilities["threat"]

    def last(cost: Floats) -> Floats:
        return -np.minimum(cost, c["audience_cost"][:, None])

    def of_threat(cost: Floats) -> Floats:
        return q[:, None] * c["prize"][:, None] + (1.0 - q[:, None]) * last(cost)

    willing = _border(of_threat, e_low, e_high)
    executes = _border(lambda cost: c["audience_cost"][:, None] - cost, e_low, e_high)
    sure = (np.minimum(willing, executes) - e_low) / (e_high - e_low)
    # Bluffers who get nothing either way may threaten in any number; the target decides which.
    torn = np.abs(of_threat(e_high[:, None])[:, 0]) < 1e-10 * (c["prize"] + c["audience_cost"])
    bound = (executes - e_low) / (e_high - e_low)
    threat = np.where(torn, claimed, (willing - e_low) / (e_high - e_low))
    sure = np.where(torn, bound, sure)
    # Halving ends next to the border, not on it.
    none = threat <= 1e-12
    belief = np.where(none, 0.0, sure / np.where(none, 1.0, threat))

    def of_resistance(damage: Floats) -> Floats:
        gain, b = c["bluff_call_gain"][:, None], belief[:, None]
        return (1.0 - b) * gain - b * damage + c["concession_cost"][:, None]

    stubborn = _border(of_resistance, d_low, d_high)
    moved = (d_high - stubborn) / (d_high - d_low)
    loss = c["concession_cost"]
    resisting = _sum(of_resistance, d_low, stubborn) / (d_high - d_low) - loss * (1.0 - moved)
    target = np.where(none, 0.0, threat * (resisting - loss * moved))
    top = np.where(torn, executes, willing)
    kink = np.minimum(top, executes)
    challenger = _sum(of_threat, e_low, kink) + _sum(of_threat, kink, top)
    challenger = np.where(none, 0.0, challenger / (e_high - e_low))
    bluffs = threat - sure
    found = answers.probabilities
    return {
        "answer of the target": np.where(none, 0.0, moved - q),
        "threat": threat - claimed,
        "concession": threat * q - found["concede"],
        "execution": sure * (1.0 - q) - found["execute"],
        "backing down": bluffs * (1.0 - q) - found["back_down"],
        "value of the challenger": challenger - answers.values[CHALLENGER],
        "value of the target": target - answers.values[TARGET],
    }


def _border(gain: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Type up to which a falling gain is positive."""
    a, b = low.copy(), high.copy()
    for _ in range(70):
        middle = 0.5 * (a + b)
        is_positive = gain(middle[:, None])[:, 0] > 0.0
        a, b = np.where(is_positive, middle, a), np.where(is_positive, b, middle)
    return 0.5 * (a + b)


def _sum(density: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    half = 0.5 * (high - low)
    return half * np.sum(_WEIGHTS * density(low[:, None] + half[:, None] * (_NODES + 1.0)), axis=1)
