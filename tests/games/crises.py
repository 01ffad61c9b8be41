"""Two crisis games that grow: two-sided types with two threats, and one threat of many types."""

from __future__ import annotations

import numpy as np

from standoff.game import Draws, Game, GameBuilder, chance, end, move
from standoff.game.build import Sketch


def two_sided() -> Game:
    """Three types on either side and two threats: 109 nodes, 15 information sets."""
    builder = GameBuilder("two-sided crisis").players("A", "B")
    for name in two_sided_draws(1).names:
        builder = builder.parameter(name, float(two_sided_draws(1)[name][0]))

    def crisis(i: int, j: int) -> Sketch:
        branches = {"quo": end("quo", 0, "quo")}
        for k in (1, 2):
            fight = {
                "back down": end("back down", f"-back_a{i}{k}", f"back_b{k}"),
                "fight": end("fight", f"war_a{i}{k}", f"war_b{j}{k}"),
            }
            answer = {
                "concede": end("concede", f"concede_a{k}", f"concede_b{k}"),
                "resist": move("A", fight, knows=f"A{i} resisted on {k}"),
            }
            branches[f"threat {k}"] = move("B", answer, knows=f"B{j} hears {k}")
        return move("A", branches, knows=f"A{i}")

    pairs = {f"{i}{j}": (f"a{i} * b{j}", crisis(i, j)) for i in range(3) for j in range(3)}
    return builder.tree(chance("types", pairs))


def two_sided_draws(n: int, seed: int = 1) -> Draws:
    rng = np.random.default_rng(seed)
    columns: dict[str, np.ndarray] = {}
    for side in "ab":
        prior = rng.dirichlet([4, 4, 4], n)
        columns |= {f"{side}{i}": prior[:, i] for i in range(3)}
    columns["quo"] = rng.uniform(0.5, 1.5, n)
    columns |= {f"concede_a{k}": rng.uniform(0.8, 1.2, n) for k in (1, 2)}
    columns |= {f"concede_b{k}": rng.uniform(-0.3, 0.3, n) for k in (1, 2)}
    for side in "ab":
        columns |= {f"war_{side}{i}{k}": rng.normal(-0.1, 0.6, n) for i in range(3) for k in (1, 2)}
    columns |= {f"back_a{i}{k}": rng.uniform(0.1, 0.8, n) for i in range(3) for k in (1, 2)}
    columns |= {f"back_b{k}": rng.uniform(0.7, 1.5, n) for k in (1, 2)}
    return Draws.from_columns(columns)


def threat(n_types: int) -> Game:
    """One threat by one of many types, from bluffing to resolute: 7 nodes for each."""

    def crisis(t: int) -> Sketch:
        war = -0.7 + t / max(1, n_types - 1)
        act = {
            "carry out": end(f"war {t}", war, -0.5),
            "back down": end("back down", -0.3, 1),
        }
        answer = {
            "concede": end("concede", 1, 0),
            "resist": move("Challenger", act, knows=f"{t} resisted"),
        }
        return move(
            "Challenger",
            {"threaten": move("Target", answer, knows="threat"), "quiet": end("quiet", 0, 1)},
            knows=f"{t}",
        )

    types = {f"{t}": (1 / n_types, crisis(t)) for t in range(n_types)}
    return GameBuilder("threat").players("Challenger", "Target").tree(chance("type", types))
