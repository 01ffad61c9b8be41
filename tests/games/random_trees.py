"""Random trees of a given size, larger than those that hypothesis tends to draw."""

from __future__ import annotations

import numpy as np

from standoff.game import Game, GameBuilder, chance, end, move
from standoff.game.build import Sketch


def random_tree(
    rng: np.random.Generator,
    *,
    n_players: int = 2,
    depth: int = 4,
    p_seen: float = 0.5,
    p_end: float = 0.15,
    n_actions: int = 2,
) -> Game:
    """Players move in a random order and see each earlier move with a given chance.

    Perfect recall holds because what a player knows is the list of what it saw, its own moves
    among them. All payoffs differ.
    """
    players = tuple(f"P{i}" for i in range(n_players))

    def subtree(level: int, known: tuple[tuple[object, ...], ...]) -> Sketch:
        if level == depth or (level > 1 and rng.random() < p_end):
            return end("end", *rng.uniform(-1, 1, n_players).round(3))
        if level == 0 and rng.random() < 0.7:
            who, p = "chance", round(float(rng.uniform(0.2, 0.8)), 2)
        else:
            who, p = str(int(rng.integers(n_players))), 0.0
        # Whether others see a move depends on the level only, so that sets join histories.
        seen = [p_seen > draws[level][i] or str(i) == who for i in range(n_players)]
        labels = ("heads", "tails") if who == "chance" else tuple("abcdef"[:n_actions])
        name = f"{who} {known[int(who)]}" if who != "chance" else "chance"
        below = {
            label: subtree(
                level + 1,
                tuple(
                    (*k, (level, name, label)) if s else k for k, s in zip(known, seen, strict=True)
                ),
            )
            for label in labels
        }
        if who == "chance":
            odds = dict(zip(labels, (p, 1 - p), strict=True))
            return chance(f"chance {level}", {a: (odds[a], s) for a, s in below.items()})
        return move(players[int(who)], below, knows=name)

    draws = rng.random((depth, n_players))
    return GameBuilder("random tree").players(*players).tree(subtree(0, ((),) * n_players))


def two_sided_crisis(
    rng: np.random.Generator, *, n_challengers: int = 3, n_targets: int = 3, n_threats: int = 2
) -> Game:
    """A crisis with private types on both sides and several threats; random payoffs.

    A chooses the status quo or one of several threats, B concedes or resists, A fights or backs
    down. With 3, 3 and 2 it has 109 nodes and 15 information sets, 9 of them open after folding.
    """
    p_a, p_b = rng.dirichlet([4] * n_challengers), rng.dirichlet([4] * n_targets)
    p_a, p_b = p_a.round(3), p_b.round(3)
    p_a[-1], p_b[-1] = 1 - p_a[:-1].sum(), 1 - p_b[:-1].sum()
    size = (n_challengers, n_threats)
    quo = rng.uniform(0.5, 1.5, n_targets)
    concede_a, concede_b = rng.uniform(0.8, 1.2, n_threats), rng.uniform(-0.3, 0.3, n_threats)
    fight_a, fight_b = rng.normal(-0.1, 0.6, size), rng.normal(-0.1, 0.6, (n_targets, n_threats))
    back_a, back_b = -rng.uniform(0.1, 0.8, size), rng.uniform(0.7, 1.5, n_threats)

    def types(i: int, j: int) -> Sketch:
        def threat(k: int) -> Sketch:
            last = {
                "fight": end("war", float(fight_a[i, k]), float(fight_b[j, k])),
                "back down": end("backed down", float(back_a[i, k]), float(back_b[k])),
            }
            return move(
                "B",
                {
                    "concede": end("conceded", float(concede_a[k]), float(concede_b[k])),
                    "resist": move("A", last, knows=f"A{i} threat {k}: act"),
                },
                knows=f"B{j} threat {k}",
            )

        options = {"quo": end("quo", 0, float(quo[j]))}
        options |= {f"threat {k}": threat(k) for k in range(n_threats)}
        return move("A", options, knows=f"A{i}")

    def of_b(i: int) -> Sketch:
        return chance("B's type", {f"B{j}": (float(p_b[j]), types(i, j)) for j in range(n_targets)})

    return (
        GameBuilder("two-sided crisis")
        .players("A", "B")
        .tree(chance("A's type", {f"A{i}": (float(p_a[i]), of_b(i)) for i in range(n_challengers)}))
    )
