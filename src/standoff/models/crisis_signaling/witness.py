"""The equilibrium checked by other means: best replies, and integrals summed in panels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Answers, Floats
from standoff.models.crisis_signaling.parameters import PARAMETERS
from standoff.models.crisis_signaling.respond import CHALLENGER, TARGET

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(20)
#: Standard deviations of a shock beyond which nothing is summed.
_REACH = 12.0
_N_PANELS = 24


def witness(draws: Draws, answers: Answers) -> dict[str, Floats]:
    """Let both sides answer best to the chance of resistance, and sum over their shocks."""
    from scipy.special import ndtr

    c = draws.complete(PARAMETERS).columns()
    resist = answers.quantities["resistance_probability"]
    w, a = c["fight_challenger"], c["back_down_challenger"]
    prize, quo = c["concession_challenger"], c["status_quo_challenger"]
    # Whoever expects x after resistance is indifferent between a challenge and the status quo.
    x = (quo - (1.0 - resist) * prize) / resist

    def phi(z: Floats) -> Floats:
        return np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi)

    fight = _sum_above(x, w, lambda z: phi(z - w[:, None]) * ndtr(z - a[:, None]))
    back = _sum_above(x, a, lambda z: phi(z - a[:, None]) * ndtr(z - w[:, None]))
    gain = _sum_above(
        x,
        np.maximum(w, a),
        lambda z: 1.0 - ndtr(z - w[:, None]) * ndtr(z - a[:, None]),
        low=np.minimum(w, a) - _REACH,
    )
    # Below the range that is summed everybody challenges.
    start = np.minimum(w, a) - _REACH
    gain += np.maximum(start - x, 0.0)
    challenge = fight + back
    share = fight / challenge
    give_in = c["concession_target"]
    mean = share * c["fight_target"] + (1.0 - share) * c["back_down_target"]
    cut = (give_in - mean) / share
    better = _sum_above(
        cut, np.zeros_like(cut), lambda z: phi(z) * share[:, None] * (z - cut[:, None])
    )
    resisting = _sum_above(cut, np.zeros_like(cut), phi)
    return {
        "resistance": resisting - resist,
        "concession": challenge * (1.0 - resisting) - answers.probabilities["concede"],
        "fight": fight * resisting - answers.probabilities["fight"],
        "backing down": back * resisting - answers.probabilities["back_down"],
        "value of the challenger": quo + resist * gain - answers.values[CHALLENGER],
        "value of the target": challenge * (give_in + better) - answers.values[TARGET],
    }


def _sum_above(
    border: Floats,
    center: Floats,
    density: Callable[[Floats], Floats],
    low: Floats | None = None,
) -> Floats:
    """Integrate a density above a border, as far as it matters around a center."""
    start = np.maximum(border, center - _REACH if low is None else low)
    end = np.maximum(center + _REACH, start + 1.0)
    step = (end - start) / _N_PANELS
    total = np.zeros_like(start)
    for k in range(_N_PANELS):
        z = (start + k * step)[:, None] + 0.5 * step[:, None] * (_NODES + 1.0)
        total += 0.5 * step * np.sum(_WEIGHTS * density(z), axis=1)
    return total
