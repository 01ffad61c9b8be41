"""Logit equilibria of a threat game at many parameter draws: standoff beside pygambit.

The challenger knows whether it is resolved, the target does not. Both sides follow the same branch
from random play to the same precision, one draw after another. Making the games is not timed.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from fractions import Fraction
from importlib.metadata import version
from io import StringIO

import numpy as np
import pytest

from standoff.game import Draws, Game, GameBuilder, chance, end, lower, move, numbers
from standoff.game.build import Sketch
from standoff.solve.quantal import follow_branch

pytestmark = pytest.mark.oracle
pygambit = pytest.importorskip("pygambit", reason="pygambit has no wheel for this platform")

N_DRAWS = 300
PRECISION = 5.0


def threat_game() -> Game:
    def challenger(kind: str, cost: str) -> Sketch:
        act = move(
            "Challenger",
            {
                "execute": end("executed", f"-{cost}", "-damage"),
                "back down": end("backed down", "-audience_cost", 0),
            },
            knows=f"{kind}: act",
        )
        answer = move(
            "Target",
            {"concede": end("concession", "prize", "-loss"), "resist": act},
            knows="answer",
        )
        return move(
            "Challenger",
            {"quiet": end("quiet", 0, 0), "threaten": answer},
            knows=f"{kind}: threaten",
        )

    builder = GameBuilder("threat").players("Challenger", "Target")
    for name, default in [
        ("prize", 1.0),
        ("loss", 0.6),
        ("damage", 0.9),
        ("audience_cost", 0.3),
        ("cost_resolved", 0.1),
        ("cost_bluffer", 0.8),
        ("p_resolved", 0.4),
    ]:
        builder = builder.parameter(name, default)
    return builder.tree(
        chance(
            "type",
            {
                "resolved": ("p_resolved", challenger("resolved", "cost_resolved")),
                "bluffer": ("1 - p_resolved", challenger("bluffer", "cost_bluffer")),
            },
        )
    )


def random_draws(game: Game) -> Draws:
    random = np.random.default_rng(20201118)
    names = tuple(parameter.name for parameter in game.parameters)
    centers = np.array([parameter.default for parameter in game.parameters])
    values = (centers * random.uniform(0.5, 1.5, size=(N_DRAWS, len(names)))).round(6)
    return Draws(names, values)


def efg(game: Game, columns: dict[str, float]) -> str:
    """Write one row of the game in the format that pygambit reads."""
    lines = ['EFG 2 R "threat" { ' + " ".join(f'"{name}"' for name in game.players) + " }"]
    for node in game.nodes:
        children = [game.nodes[child] for child in node.children]
        if node.kind == "end":
            assert node.pays is not None
            paid = ", ".join(repr(float(pays.evaluate(columns))) for pays in node.pays)
            lines.append(f't "" {node.index} "{node.outcome}" {{ {paid} }}')
        elif node.kind == "chance":
            chances = [
                Fraction(float(child.p.evaluate(columns))).limit_denominator(10**6)
                for child in children
                if child.p is not None
            ]
            chances[-1] = 1 - sum(chances[:-1])  # the reader wants exactly one
            branches = " ".join(
                f'"{child.branch}" {p}' for child, p in zip(children, chances, strict=True)
            )
            lines.append(f'c "" {node.index + 1} "" {{ {branches} }} 0')
        else:
            infoset = game.infosets[node.infoset]
            branches = " ".join(f'"{action}"' for action in infoset.actions)
            lines.append(f'p "" {infoset.player + 1} {infoset.index + 1} "" {{ {branches} }} 0')
    return "\n".join(lines)


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def test_logit_beside_pygambit() -> None:
    game, draws = threat_game(), random_draws(threat_game())
    arrays, amounts = lower(game), numbers(game, draws)
    twins = [
        pygambit.read_efg(StringIO(efg(game, dict(zip(draws.names, row, strict=True)))))
        for row in draws.values.tolist()
    ]

    def ours() -> list[list[float]]:
        points = [follow_branch(arrays, amounts, draw, PRECISION) for draw in range(N_DRAWS)]
        # pygambit lists the information sets player by player.
        order = np.argsort(arrays.infoset_player[arrays.action_infoset], kind="stable")
        return [point.strategy[order].tolist() for point in points]

    def theirs() -> list[list[float]]:
        points = [pygambit.qre.logit_solve_lambda(twin, [PRECISION])[0] for twin in twins]
        return [[point[action] for action in range(arrays.n_actions)] for point in points]

    start = time.process_time()
    follow_branch(arrays, amounts, 0, PRECISION)
    first_call = time.process_time() - start

    gap = np.abs(np.array(ours()) - np.array(theirs())).max()
    assert gap < 1e-6

    print(
        f"\nlogit equilibrium at precision {PRECISION:g}, {arrays.n_nodes} nodes, {N_DRAWS} draws,"
        f" Python {platform.python_version()}; largest gap {gap:.1e}"
        f"\n  standoff {version('standoff'):10} {1e3 * seconds(ours) / N_DRAWS:8.3f} ms per draw"
        f" (first call {first_call:.2f} s)"
        f"\n  pygambit {version('pygambit'):10} {1e3 * seconds(theirs) / N_DRAWS:8.3f} ms per draw"
    )
