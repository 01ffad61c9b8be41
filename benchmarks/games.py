"""The games that speed is measured on, with their draws."""

from __future__ import annotations

import numpy as np

from standoff.game import Draws, Game, GameBuilder, chance, end, move
from standoff.game.build import Sketch


def threat(n_types: int = 2) -> Game:
    """A threat by a challenger of one of several types: 7 nodes per type and one for chance.

    Types differ in what carrying out is worth, evenly spread from -.7 to .3; with two types the
    payoffs are those of the threat game that public solvers were measured on.
    """

    def challenger(i: int) -> Sketch:
        act = move(
            "Challenger",
            {"carry out": end("war", f"war_{i}", -0.5), "back down": end("back", "-audience", 1)},
            knows=f"type {i}: act",
        )
        answer = move("Target", {"concede": end("yield", 1, 0), "resist": act}, knows="threat")
        return move(
            "Challenger", {"threaten": answer, "quiet": end("quiet", 0, 1)}, knows=f"type {i}"
        )

    builder = GameBuilder(f"threat, {n_types} types").players("Challenger", "Target")
    builder = builder.parameter("audience", 0.3)
    for i in range(n_types):
        builder = builder.parameter(f"war_{i}", -0.7 + i / (n_types - 1))
        builder = builder.parameter(f"p_{i}", 1.0 / n_types, low=0, high=1)
    return builder.tree(
        chance("type", {f"t{i}": (f"p_{i}", challenger(i)) for i in range(n_types)})
    )


def threat_draws(game: Game, n_draws: int, seed: int = 0) -> Draws:
    """Random costs and odds for `threat`."""
    rng = np.random.default_rng(seed)
    n_types = (len(game.parameters) - 1) // 2
    odds = rng.dirichlet(np.full(n_types, 4.0), n_draws)
    columns = {"audience": rng.uniform(0.1, 0.6, n_draws)}
    for i in range(n_types):
        columns[f"war_{i}"] = -0.7 + i / (n_types - 1) + rng.normal(0, 0.05, n_draws)
        columns[f"p_{i}"] = odds[:, i]
    return Draws.from_columns(columns)


def crisis() -> Game:
    """Two-sided private types, two threat instruments, two stages: 15 sets, 18 unknowns."""
    three, two = range(3), range(2)
    builder = GameBuilder("crisis, 3 x 3 types").players("A", "B")
    for name in [f"p_{side}{i}" for side in "ab" for i in three]:
        builder = builder.parameter(name, 1 / 3, low=0, high=1)
    names = ["quo_b", "yield_a", "yield_b", "credit_0", "credit_1"]
    names += [f"{x}_{i}{k}" for x in ("war_a", "war_b", "audience") for i in three for k in two]
    for name in names:
        builder = builder.parameter(name, 0.0)

    def instrument(i: int, j: int, k: int) -> Sketch:
        last = {
            "back down": end("back", f"-audience_{i}{k}", f"credit_{k}"),
            "fight": end("war", f"war_a_{i}{k}", f"war_b_{j}{k}"),
        }
        answer = {
            "concede": end("yield", "yield_a", "yield_b"),
            "resist": move("A", last, knows=f"A{i} after resistance to {k}"),
        }
        return move("B", answer, knows=f"B{j} hears {k}")

    def pair(i: int, j: int) -> Sketch:
        moves = {"quo": end("quo", 0, "quo_b")} | {f"threat {k}": instrument(i, j, k) for k in two}
        return move("A", moves, knows=f"A{i}")

    inner = {i: {f"b{j}": (f"p_b{j}", pair(i, j)) for j in three} for i in three}
    return builder.tree(
        chance("type of A", {f"a{i}": (f"p_a{i}", chance("type of B", inner[i])) for i in three})
    )


def crisis_draws(n_draws: int, seed: int = 1) -> Draws:
    """Random payoffs and odds for `crisis`."""
    rng = np.random.default_rng(seed)
    odds_a, odds_b = (rng.dirichlet([4, 4, 4], n_draws) for _ in range(2))
    columns = {f"p_a{i}": odds_a[:, i] for i in range(3)}
    columns |= {f"p_b{i}": odds_b[:, i] for i in range(3)}
    columns["quo_b"] = rng.uniform(0.5, 1.5, n_draws)
    columns["yield_a"] = rng.uniform(0.8, 1.2, n_draws)
    columns["yield_b"] = rng.uniform(-0.3, 0.3, n_draws)
    for name in ("war_a", "war_b"):
        values = rng.normal(-0.1, 0.6, (n_draws, 3, 2))
        columns |= {f"{name}_{i}{k}": values[:, i, k] for i in range(3) for k in range(2)}
    audience = rng.uniform(0.1, 0.8, (n_draws, 3, 2))
    columns |= {f"audience_{i}{k}": audience[:, i, k] for i in range(3) for k in range(2)}
    columns |= {f"credit_{k}": rng.uniform(0.7, 1.5, n_draws) for k in range(2)}
    return Draws.from_columns(columns)
