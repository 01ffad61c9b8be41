"""The principal logit branch of many small games at once, in small steps and other arithmetic.

Shares nothing with the package: players have two actions each, the equations are written in
log-odds of the first action and the precision itself, both on an inverse hyperbolic sine scale;
tangents are cross products, oriented by the determinant, and corrections have least length.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LONGEST = 0.05
#: Radians between tangents.
TURN = 0.05
#: Steps are as short as the equations are near to singular, but not shorter than the second number
#: for that reason alone.
NEAR, SHORT = 0.3, 3e-4


def sigmoid(x: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(x, -700, 700)))


def gaps(payoff: Floats, p: Floats) -> tuple[Floats, Floats]:
    """Return what the first action gains each player, and its derivative by the others' p.

    payoff has shape (n_draws, 2, ..., 2, n_players), p (n_draws, n_players).
    """
    n = p.shape[1]
    gain, slope = np.zeros_like(p), np.zeros((len(p), n, n))
    for i in range(n):
        own = np.moveaxis(payoff[..., i], 1 + i, 1)
        gap = own[:, 0] - own[:, 1]
        others = [j for j in range(n) if j != i]
        for choice in itertools.product((0, 1), repeat=n - 1):
            chances = [
                p[:, j] if c == 0 else 1.0 - p[:, j] for j, c in zip(others, choice, strict=True)
            ]
            cell = gap[(slice(None), *choice)]
            gain[:, i] += cell * np.prod(chances, axis=0)
            for k, j in enumerate(others):
                rest = np.prod(chances[:k] + chances[k + 1 :], axis=0)
                slope[:, i, j] += cell * rest * (1.0 if choice[k] == 0 else -1.0)
    return gain, slope


def equations(payoff: Floats, z: Floats) -> tuple[Floats, Floats]:
    """Return the equations and their derivative at z = asinh(log-odds), asinh(precision)."""
    x, rate = np.sinh(z[:, :-1]), np.sinh(z[:, -1])
    p = sigmoid(x)
    gain, slope = gaps(payoff, p)
    d_x = np.cosh(z[:, :-1])
    matrix = np.empty((len(z), x.shape[1], z.shape[1]))
    matrix[:, :, :-1] = -rate[:, None, None] * slope * (p * sigmoid(-x) * d_x)[:, None, :]
    index = np.arange(x.shape[1])
    matrix[:, index, index] += d_x
    matrix[:, :, -1] = -gain * np.cosh(z[:, -1])[:, None]
    size = 1.0 / d_x  # rows on the scale of their unknown
    return (x - rate[:, None] * gain) * size, matrix * size[:, :, None]


def cross(matrix: Floats) -> tuple[Floats, Floats]:
    """Return the unit vector orthogonal to all rows, with a positive determinant below them.

    And a lower bound on the smallest singular value: small where branches all but cross.
    """
    n = matrix.shape[2]
    found = np.empty((len(matrix), n))
    for k in range(n):
        minor = np.delete(matrix, k, axis=2)
        found[:, k] = (-1.0) ** (n - 1 + k) * determinant(minor)
    volume = np.linalg.norm(found, axis=1)
    size = np.sqrt((matrix**2).sum(axis=(1, 2)))
    return found / volume[:, None], volume / np.maximum(size, 1.0) ** (n - 2)


def determinant(m: Floats) -> Floats:
    if m.shape[1] == 2:
        return m[:, 0, 0] * m[:, 1, 1] - m[:, 0, 1] * m[:, 1, 0]
    return (
        m[:, 0, 0] * (m[:, 1, 1] * m[:, 2, 2] - m[:, 1, 2] * m[:, 2, 1])
        - m[:, 0, 1] * (m[:, 1, 0] * m[:, 2, 2] - m[:, 1, 2] * m[:, 2, 0])
        + m[:, 0, 2] * (m[:, 1, 0] * m[:, 2, 1] - m[:, 1, 1] * m[:, 2, 0])
    )


def trace(
    payoff: Floats, last: float = 1e6, steps: int = 60_000
) -> tuple[Floats, NDArray[np.int64], NDArray[np.bool_]]:
    """Follow the branch of every game until precision times its largest payoff is `last`.

    Returns
    -------
    p : float array, shape (n_draws, n_players)
        Chance of everybody's first action at the end.
    n_turns : int array, shape (n_draws,)
        How often precision turned.
    done : bool array, shape (n_draws,)
    """
    n_draws, n = len(payoff), payoff.shape[-1]
    payoff = payoff / np.abs(payoff).reshape(n_draws, -1).max(axis=1).reshape(-1, *[1] * (n + 1))
    end = np.arcsinh(last)
    z, length = np.zeros((n_draws, n + 1)), np.full(n_draws, 1e-3)
    tangent, _ = cross(equations(payoff, z)[1])
    n_turns, done = np.zeros(n_draws, dtype=np.int64), np.zeros(n_draws, dtype=bool)
    active = np.arange(n_draws)
    for _ in range(steps):
        if not len(active):
            break
        here, along, h = z[active], tangent[active], length[active]
        table = payoff[active]
        new = here + h[:, None] * along
        good = np.ones(len(active), dtype=bool)
        for repeat in range(4):
            miss, matrix = equations(table, new)
            step = least(matrix, miss)
            size = np.linalg.norm(step, axis=1)
            good &= size <= 0.1 * h / 5.0**repeat + 1e-11
            new -= np.where(good[:, None], step, 0.0)
        ahead, room = cross(equations(table, new)[1])
        turn = np.arccos(np.clip((ahead * along).sum(axis=1), -1.0, 1.0))
        good &= turn <= TURN
        limit = np.minimum(LONGEST, np.maximum(NEAR * room, SHORT))
        good &= h <= 2.0 * limit
        moved = active[good]
        n_turns[moved] += ahead[good, -1] * along[good, -1] < 0.0
        z[moved], tangent[moved] = new[good], ahead[good]
        longer = h * np.clip(0.6 * TURN / (turn + 1e-9), 0.7, 1.4)
        length[active] = np.where(good, np.minimum(limit, longer), 0.4 * h)
        done[active] = z[active, -1] >= end
        lost = length[active] < 1e-9
        active = active[~done[active] & ~lost]
    return sigmoid(np.sinh(z[:, :-1])), n_turns, done


def least(matrix: Floats, miss: Floats) -> Floats:
    """Return the shortest step d with ``matrix d = miss``."""
    square = matrix @ np.swapaxes(matrix, 1, 2)
    return (np.swapaxes(matrix, 1, 2) @ np.linalg.solve(square, miss[:, :, None]))[:, :, 0]
