"""The two-sided game with finitely many types: a tree, and the equilibrium's play on it.

Each type stands for a slice of the uniform distribution, at its middle. As the slices get thinner
the play of the model comes closer to an equilibrium of the tree.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from standoff.errors import UnknownName
from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.tree import Game
from standoff.models.answers import Answers, Assessment, Floats
from standoff.models.audience_costs_two_sided.equilibria import damage_that_moves, share_below
from standoff.models.audience_costs_two_sided.parameters import (
    CHALLENGER,
    NAME,
    PARAMETERS,
    TARGET,
)
from standoff.models.kinds import Columns

#: Types of either side, if nothing else is asked for.
GRID = 4


def build(remove: Collection[str] = (), *, grid: int = GRID) -> Game:
    """Build the tree with `grid` types of either side; no action can be taken away."""
    for action in remove:
        raise UnknownName.among("action that can be taken away", action, ())
    types = {f"{i + 1}": (f"1/{grid}", _respond(i, grid)) for i in range(grid)}
    builder = GameBuilder(NAME).players(CHALLENGER, TARGET).parameters(*PARAMETERS)
    return builder.tree(chance("cost of the challenger", types))


def _respond(i: int, grid: int) -> Sketch:
    threat = chance(
        "damage of the target",
        {f"{j + 1}": (f"1/{grid}", _answer(i, j, grid)) for j in range(grid)},
    )
    return move(
        CHALLENGER, {"quiet": end("quiet", 0, 0), "threaten": threat}, knows=f"{i + 1}: respond"
    )


def _answer(i: int, j: int, grid: int) -> Sketch:
    cost = _between("execution_cost_low", "execution_cost_high", i, grid)
    damage = _between("damage_low", "damage_high", j, grid)
    act = move(
        CHALLENGER,
        {
            "execute": end("executed", f"-({cost})", f"-({damage})"),
            "back down": end("backed down", "-audience_cost", "bluff_call_gain"),
        },
        knows=f"{i + 1}: act",
    )
    concede = end("concession", "prize", "-concession_cost")
    return move(TARGET, {"concede": concede, "resist": act}, knows=f"{j + 1}: answer")


def _between(low: str, high: str, i: int, grid: int) -> str:
    middle = (i + 0.5) / grid
    return f"{1.0 - middle!r}*{low} + {middle!r}*{high}"


def write(c: Columns, answers: Answers, grid: int = GRID) -> Assessment:
    """Write out how the selected equilibrium is played on the tree of `build`.

    A slice stands for all types in it, so it does what these do, each in its share. Bluffers all
    threaten equally often.
    """
    strategy: dict[tuple[str, str], Floats] = {}
    belief: dict[tuple[str, tuple[str, ...]], Floats] = {}

    def choice(label: str, first: str, p_first: Floats, second: str) -> None:
        strategy[label, first], strategy[label, second] = p_first, 1.0 - p_first

    threat = answers.probabilities["threat"]
    sure = np.where(threat > 0.0, share_below(c, answers.quantities["execution_cut"]), 0.0)
    bluff = np.where(sure < 1.0, (threat - sure) / np.where(sure < 1.0, 1.0 - sure, 1.0), 0.0)
    would = share_below(c, c["audience_cost"])
    threats: list[Floats] = []
    for i in range(grid):
        certain, executes = _slice(sure, i, grid), _slice(would, i, grid)
        p = certain + (1.0 - certain) * bluff
        threats.append(p)
        choice(f"{i + 1}: respond", "threaten", p, "quiet")
        among = np.where(p > 0.0, certain / np.where(p > 0.0, p, 1.0), np.round(executes))
        choice(f"{i + 1}: act", "execute", among, "back down")
    moved = damage_that_moves(c, answers.quantities["belief_after_threat"])
    low, high = c["damage_low"], c["damage_high"]
    stubborn = np.clip((moved - low) / (high - low), 0.0, 1.0)
    # Where nobody threatens, a threat is taken for that of the least resolved.
    stubborn = np.where(threat > 0.0, stubborn, 1.0)
    resists = [_slice(stubborn, j, grid) for j in range(grid)]
    last = [np.full_like(threat, float(i == grid - 1)) for i in range(grid)]
    for j, p in enumerate(resists):
        choice(f"{j + 1}: answer", "resist", p, "concede")
        for i, share in enumerate(_shares(threats, last)):
            belief[f"{j + 1}: answer", (f"{i + 1}", "threaten", f"{j + 1}")] = share
    even = [np.full_like(threat, 1.0 / grid)] * grid
    for j, share in enumerate(_shares(resists, even)):
        for i in range(grid):
            belief[f"{i + 1}: act", (f"{i + 1}", "threaten", f"{j + 1}", "resist")] = share
    return Assessment(strategy, belief)


def _slice(share: Floats, i: int, grid: int) -> Floats:
    """Part of a slice that belongs to the lowest share of all types."""
    return np.clip(grid * share - i, 0.0, 1.0)


def _shares(weights: list[Floats], otherwise: list[Floats]) -> list[Floats]:
    total = np.sum(weights, axis=0)
    safe = np.where(total > 0.0, total, 1.0)
    return [np.where(total > 0.0, w / safe, o) for w, o in zip(weights, otherwise, strict=True)]
