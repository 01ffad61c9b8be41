"""The two-sided game with finitely many types: a tree, and how its equilibria are played on it.

Types stand for slices of the uniform distributions, at their middle. The slices follow the borders
between types that act differently: of the challenger at the largest cost at which a threat pays
although it must be carried out, and at the cost of backing down; of the target at the damage that
moves it to give in. So whatever the model says is an equilibrium of the tree too, with the same
chances and the same payoffs. A slice may be empty; it then has the chance 0.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

import numpy as np

from standoff.errors import UnknownName
from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.threat import Threat
from standoff.game.tree import Game
from standoff.models.answers import Assessment, Floats
from standoff.models.audience_costs_two_sided.parameters import (
    CHALLENGER,
    NAME,
    PARAMETERS,
    TARGET,
)
from standoff.models.audience_costs_two_sided.respond import (
    damage_that_moves,
    gives_in,
    share_below,
)
from standoff.models.kinds import Columns

#: Slices between two borders, if nothing else is asked for.
GRID = 2

_E_LOW, _E_HIGH, _D_LOW, _D_HIGH = (
    "execution_cost_low", "execution_cost_high", "damage_low", "damage_high",
)  # fmt: skip
_BREAK_EVEN = "audience_cost/(audience_cost + prize)"
_SURE = f"max(({_D_HIGH} - concession_cost)/({_D_HIGH} - {_D_LOW}), 0)"
_DARING = f"prize*{_SURE}/(1 - min({_SURE}, {_BREAK_EVEN}))"
_EXECUTE = f"((audience_cost - {_E_LOW})/({_E_HIGH} - {_E_LOW}))"
#: Ends of the intervals within which types of a side act alike.
_OF_CHALLENGER = (
    _E_LOW, f"min(max({_DARING}, {_E_LOW}), audience_cost)", "audience_cost", _E_HIGH,
)  # fmt: skip
_ALL = f"(concession_cost + (1 - {_EXECUTE})*bluff_call_gain)/{_EXECUTE}"
_SOME = f"{_D_HIGH} - ({_D_HIGH} - {_D_LOW})*{_BREAK_EVEN}"
_OF_TARGET = (
    _D_LOW,
    f"min(max(min({_ALL}, {_SOME}), concession_cost, {_D_LOW}), {_D_HIGH})",
    _D_HIGH,
)


def build(remove: Collection[str] = (), *, grid: int = GRID) -> Game:
    """Build the tree with `grid` types between two borders; no action can be taken away."""
    for action in remove:
        raise UnknownName.among("action that can be taken away", action, ())
    costs, damages = _slices(_OF_CHALLENGER, grid), _slices(_OF_TARGET, grid)
    types = {
        f"{i + 1}": (p, _respond(i, cost, damages)) for i, (p, cost) in enumerate(costs)
    }  # fmt: skip
    builder = GameBuilder(NAME).players(CHALLENGER, TARGET).parameters(*PARAMETERS)
    threat = Threat(CHALLENGER, "threaten", "execute", "back down")
    return builder.threats(threat).tree(chance("cost of the challenger", types))


def _slices(borders: tuple[str, ...], grid: int) -> list[tuple[str, str]]:
    """Chance and middle of every slice, as expressions."""
    slices: list[tuple[str, str]] = []
    for low, high in pairwise(borders):
        p = f"({high} - ({low}))/(({borders[-1]} - {borders[0]})*{grid})"
        for k in range(grid):
            middle = (k + 0.5) / grid
            slices.append((p, f"{1.0 - middle!r}*({low}) + {middle!r}*({high})"))
    return slices


def _respond(i: int, cost: str, damages: list[tuple[str, str]]) -> Sketch:
    threat = chance(
        "damage of the target",
        {f"{j + 1}": (p, _answer(i, j, cost, damage)) for j, (p, damage) in enumerate(damages)},
    )
    return move(
        CHALLENGER, {"quiet": end("quiet", 0, 0), "threaten": threat}, knows=f"{i + 1}: respond"
    )


def _answer(i: int, j: int, cost: str, damage: str) -> Sketch:
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


def write(c: Columns, kind: str, threat: Floats, belief: Floats, grid: int = GRID) -> Assessment:
    """Write out how a kind of equilibrium is played on the tree of `build`.

    `threat` is the chance of a threat, and `belief` that it would be carried out. Bluffers all
    threaten equally often. A threat that nobody makes is taken for that of the least resolved.
    """
    strategy: dict[tuple[str, str], Floats] = {}
    belief_at: dict[tuple[str, tuple[str, ...]], Floats] = {}

    def choice(label: str, first: str, p_first: Floats, second: str) -> None:
        strategy[label, first], strategy[label, second] = p_first, 1.0 - p_first

    zero, one = np.zeros_like(threat), np.ones_like(threat)
    resolved = share_below(c, c["audience_cost"])
    bluff = (threat - resolved) / (1.0 - resolved)
    # By interval: those whom execution costs little, the others who would execute, and bluffers.
    threatens = {
        "pooling": (one, one, one),
        "semi-separating": (one, one, bluff),
        "no bluff": (one, zero, zero),
        "no threat": (zero, zero, zero),
    }[kind]
    p_cost, p_damage = _shares_of_costs(c, grid), _shares_of_damages(c, grid)
    for i in range(3 * grid):
        choice(f"{i + 1}: respond", "threaten", threatens[i // grid], "quiet")
        choice(f"{i + 1}: act", "execute", zero if i >= 2 * grid else one, "back down")
    resists = [one if kind == "no threat" or j < grid else zero for j in range(2 * grid)]
    if kind != "no threat":
        # Where all of them do the same, so does the slice that is empty.
        moved = damage_that_moves(c, belief)
        all_give_in, all_resist = moved < c["damage_low"], moved > c["damage_high"]
        resists = [np.where(all_give_in, 0.0, np.where(all_resist, 1.0, p)) for p in resists]
    weights = [p * threatens[i // grid] for i, p in enumerate(p_cost)]
    if kind == "no threat":
        weights = [one if i == 3 * grid - 1 else zero for i in range(3 * grid)]
    met = [p * r for p, r in zip(p_damage, resists, strict=True)]
    for j, p in enumerate(resists):
        choice(f"{j + 1}: answer", "resist", p, "concede")
        for i, share in enumerate(_shares(weights, weights)):
            belief_at[f"{j + 1}: answer", (f"{i + 1}", "threaten", f"{j + 1}")] = share
    for j, share in enumerate(_shares(met, p_damage)):
        for i in range(3 * grid):
            belief_at[f"{i + 1}: act", (f"{i + 1}", "threaten", f"{j + 1}", "resist")] = share
    return Assessment(strategy, belief_at)


def _shares_of_costs(c: Columns, grid: int) -> list[Floats]:
    """Chances of the slices of the challenger's costs."""
    even = c["audience_cost"] / (c["audience_cost"] + c["prize"])
    sure = gives_in(c, np.ones_like(even))
    daring = c["prize"] * sure / (1.0 - np.minimum(sure, even))
    ends = [
        np.zeros_like(even),
        share_below(c, np.minimum(daring, c["audience_cost"])),
        share_below(c, c["audience_cost"]),
        np.ones_like(even),
    ]
    return [(ends[k + 1] - ends[k]) / grid for k in range(3) for _ in range(grid)]


def _shares_of_damages(c: Columns, grid: int) -> list[Floats]:
    """Chances of the slices of the target's damages."""
    even = c["audience_cost"] / (c["audience_cost"] + c["prize"])
    ranges = c["damage_high"] - c["damage_low"]
    of_all = damage_that_moves(c, share_below(c, c["audience_cost"]))
    of_some = c["damage_high"] - ranges * even
    border = np.maximum(np.minimum(of_all, of_some), c["concession_cost"])
    stubborn = np.clip((border - c["damage_low"]) / ranges, 0.0, 1.0)
    return [share / grid for share in (stubborn, 1.0 - stubborn) for _ in range(grid)]


def _shares(weights: list[Floats], otherwise: list[Floats]) -> list[Floats]:
    total = np.sum(weights, axis=0)
    safe = np.where(total > 0.0, total, 1.0)
    return [np.where(total > 0.0, w / safe, o) for w, o in zip(weights, otherwise, strict=True)]
