"""The equilibrium by other means: a horizon by bisection, and rates summed up over time."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Answers, Floats
from standoff.models.growing_audience_costs.parameters import CHALLENGER, PARAMETERS, TARGET
from standoff.models.growing_audience_costs.sides import Side, sides

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(10)
_N_PANELS = 16


def witness(draws: Draws, answers: Answers) -> dict[str, Floats]:
    """Let each side back down at the rate that keeps the other one indifferent, and sum.

    Covers the contests. Every type of either side may back down at any time or wait for the end.
    """
    c = draws.complete(PARAMETERS).columns()
    pair = sides(c)
    horizon = np.minimum(_time_out(pair[0], pair[1]), _time_out(pair[1], pair[0]))
    # Panels are short at the start, where the rates may fall fast.
    ends = [horizon * (k / _N_PANELS) ** 3 for k in range(_N_PANELS + 1)]
    total = [np.sum([_grown(pair[1 - j], *span) for span in pairwise(ends)], axis=0)
             for j in (0, 1)]  # fmt: skip
    hard = [side.rate * horizon / side.most for side in pair]
    stays = [hard[j] * np.exp(total[j]) for j in (0, 1)]
    wavers = [np.where(stays[j] < 1.0 - 1e-12, 1.0 - stays[j], 0.0) for j in (0, 1)]
    first, so_far = list(wavers), [wavers[1 - i] * pair[i].prize for i in (0, 1)]
    regret = [np.zeros_like(horizon), np.zeros_like(horizon)]
    base = list(so_far)
    log_left = [np.log1p(-wavers[j]) for j in (0, 1)]
    duration = np.zeros_like(horizon)
    for panel, (start, end) in enumerate(pairwise(ends)):
        for node, weight in zip(_NODES, _WEIGHTS, strict=True):
            w = (panel + 0.5 * (node + 1.0)) / _N_PANELS
            t, dt = horizon * w**3, horizon * 3.0 * w**2 * 0.5 * weight / _N_PANELS
            left = [np.exp(log_left[j] - _grown(pair[1 - j], start, t)) for j in (0, 1)]
            duration += dt * left[0] * left[1]
            for j, i in ((0, 1), (1, 0)):
                gone = dt * _rate(pair[i], t) * left[j]
                first[j] = first[j] + gone * left[i]
                so_far[i] = so_far[i] + gone * pair[i].prize
        for j in (0, 1):
            log_left[j] = log_left[j] - _grown(pair[1 - j], start, end)
        for j, i in ((0, 1), (1, 0)):
            worth = so_far[i] - np.exp(log_left[j]) * pair[i].rate * end
            regret[i] = np.maximum(regret[i], np.abs(worth - base[i]) / pair[i].prize)
    left_over = [np.exp(log_left[j]) for j in (0, 1)]
    p, errors = answers.probabilities, {}
    for i, who in enumerate((CHALLENGER, TARGET)):
        other = left_over[1 - i]
        value = _over_types(pair[i], base[i], so_far[i], other)
        errors[f"{who}: backing down at any time"] = regret[i]
        errors[f"{who}: who never backs down"] = left_over[i] - hard[i]
        errors[f"{who}: value"] = value - answers.values[who]
    return {
        **errors,
        "horizon": horizon / answers.quantities["horizon"] - 1.0,
        "give_up": first[0] - p["give_up"],
        "concede": first[1] - p["concede"],
        "fight": left_over[0] * left_over[1] - p["fight"],
        "at_once": wavers[0] + wavers[1] - p["at_once"],
        "mean_duration": (duration - answers.quantities["mean_duration"]) / horizon,
    }


def _rate(i: Side, t: Floats) -> Floats:
    """How fast the other side backs down if side i is to be indifferent."""
    return i.rate / (i.prize + i.rate * t)


def _grown(i: Side, start: Floats, end: Floats) -> Floats:
    """Sum that rate between two times."""
    total, n_panels = np.zeros_like(end), 2
    step = (end - start) / n_panels
    for panel in range(n_panels):
        for node, weight in zip(_NODES, _WEIGHTS, strict=True):
            t = start + (panel + 0.5 * (node + 1.0)) * step
            total += 0.5 * weight * step * _rate(i, t)
    return total


def _time_out(j: Side, i: Side) -> Floats:
    """Time at which those are left of side j who would rather have a rupture, by bisection."""
    low, high = np.zeros_like(j.rate), j.most / j.rate
    for _ in range(70):
        middle = 0.5 * (low + high)
        early = j.rate * middle / j.most < i.prize / (i.prize + i.rate * middle)
        low, high = np.where(early, middle, low), np.where(early, high, middle)
    return 0.5 * (low + high)


def _over_types(i: Side, down: Floats, won: Floats, other: Floats) -> Floats:
    """What a side expects over its types: each takes the better of backing down and the end."""
    border = np.clip((won - down) / other, 0.0, i.most)
    value = np.zeros_like(down)
    for start, end in ((np.zeros_like(border), border), (border, i.most)):
        for node, weight in zip(_NODES, _WEIGHTS, strict=True):
            cost = start + 0.5 * (node + 1.0) * (end - start)
            value += 0.5 * weight * (end - start) * np.maximum(down, won - other * cost)
    return value / i.most
