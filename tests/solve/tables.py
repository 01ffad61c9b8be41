"""Tables of two actions per player, near or far from a symmetry, as games with one draw each."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from standoff.game import Draws, Game, GameBuilder, end, move
from standoff.game.build import Sketch

Floats = NDArray[np.float64]

CHICKEN = np.array([[[0, 0], [-1, 1]], [[1, -1], [-5, -5]]], dtype=float)
STAG_HUNT = np.array([[[4, 4], [0, 3]], [[3, 0], [3, 3]]], dtype=float)
BATTLE = np.array([[[2, 1], [0, 0]], [[0, 0], [1, 2]]], dtype=float)


def three_way() -> Floats:
    """Chicken of three: who stands firm alone wins, two who do share, all three have war."""
    payoff = np.zeros((2, 2, 2, 3))
    for cell in itertools.product((0, 1), repeat=3):
        for i in range(3):
            payoff[(*cell, i)] = -5.0 if all(cell) else (2 * cell[i] - 1) * any(cell)
    return payoff


def volunteers() -> Floats:
    """Somebody must act, at a cost, or all suffer."""
    payoff = np.zeros((2, 2, 2, 3))
    for cell in itertools.product((0, 1), repeat=3):
        for i in range(3):
            payoff[(*cell, i)] = (1.0 if any(cell) else -3.0) - 0.5 * cell[i]
    return payoff


TABLES = {
    "chicken": CHICKEN,
    "stag hunt": STAG_HUNT,
    "battle of the sexes": BATTLE,
    "chicken of three": three_way(),
    "volunteers": volunteers(),
}
#: Those of two players.
PAIRS = [name for name, table in TABLES.items() if table.ndim == 3]
#: Precision times the largest payoff at which a limit is reached; with war payoffs of -10,000
#: branches still turn where others stop.
LAST = 1e6


def near(table: Floats, share: float, n_draws: int, seed: int, *, war: bool = False) -> Floats:
    """Return payoffs near a table: each times 1 plus or minus a share, uniformly.

    With `war` the cell of everybody's second action pays all -1 to -10,000 before that.
    """
    rng = np.random.default_rng(seed)
    payoff = np.broadcast_to(table, (n_draws, *table.shape)).copy()
    if war:
        last = (slice(None), *(1,) * (table.ndim - 1))
        payoff[last] = -(10.0 ** rng.uniform(0.0, 4.0, (n_draws, 1)))
    return payoff * (1.0 + rng.uniform(-share, share, payoff.shape))


def table_game(n_players: int) -> Game:
    """Return the game of all tables with so many players and two actions each."""
    names = "ABC"[:n_players]
    builder = GameBuilder("table").players(*names)
    for cell in itertools.product("ab", repeat=n_players):
        for name in names:
            builder = builder.parameter(f"{name}_{''.join(cell)}", 0.0)

    def after(cell: str) -> Sketch:
        if len(cell) == n_players:
            return end(cell, *(f"{name}_{cell}" for name in names))
        player = names[len(cell)]
        return move(player, {each: after(cell + each) for each in "ab"}, knows=player)

    return builder.tree(after(""))


def table_draws(payoff: Floats) -> Draws:
    """Return payoffs of shape (n_draws, 2, ..., 2, n_players) as draws of `table_game`."""
    n = payoff.shape[-1]
    columns = {}
    for cell in itertools.product((0, 1), repeat=n):
        for i, name in enumerate("ABC"[:n]):
            columns[f"{name}_{''.join('ab'[c] for c in cell)}"] = payoff[(slice(None), *cell, i)]
    return Draws.from_columns(columns)


def bimatrix(size: int) -> Game:
    """Return the game of all tables of two players with so many actions each."""
    builder = GameBuilder(f"{size} x {size}").players("R", "C")
    for i, j in itertools.product(range(size), repeat=2):
        builder = builder.parameter(f"R_{i}_{j}", 0.0).parameter(f"C_{i}_{j}", 0.0)

    def answers(i: int) -> Sketch:
        ends = {f"c{j}": end(f"{i} {j}", f"R_{i}_{j}", f"C_{i}_{j}") for j in range(size)}
        return move("C", ends, knows="C")

    return builder.tree(move("R", {f"r{i}": answers(i) for i in range(size)}, knows="R"))


def bimatrix_draws(payoff: Floats) -> Draws:
    """Return payoffs of shape (n_draws, size, size, 2) as draws of `bimatrix`."""
    cells = itertools.product(range(payoff.shape[1]), repeat=2)
    return Draws.from_columns(
        {f"{'RC'[who]}_{i}_{j}": payoff[:, i, j, who] for i, j in cells for who in (0, 1)}
    )
