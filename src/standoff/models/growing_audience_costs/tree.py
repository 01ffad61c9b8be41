"""The crisis with finitely many types and ticks: a tree on which every equilibrium can be put.

The sides take turns, the target first, at the start and at even ticks up to the horizon, and once
more at a later tick, at which one side has no types left who would back down while the other one
has: in the game itself such a time comes too, and decides who can be made to yield at once. The
slices of types follow the border between those who never back down and the others, so that what
the model says is an equilibrium of the tree as well, whatever the number of slices and of ticks.
The chance of a rupture and what both sides expect are the same; who backs down first is so in the
limit of many ticks.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from standoff.errors import UnknownName
from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.tree import Game
from standoff.models.answers import Assessment, Floats
from standoff.models.growing_audience_costs.parameters import (
    CHALLENGER,
    NAME,
    PARAMETERS,
    TARGET,
)
from standoff.models.growing_audience_costs.sides import left, never, sides, time_out
from standoff.models.kinds import Columns

#: Slices of the types of either side that never back down, and as many of the others.
GRID = 2
#: Ticks between the start and the horizon.
N_TICKS = 1

_SIDES = ("target", "challenger")
_PLAYERS = {"challenger": CHALLENGER, "target": TARGET}


def build(remove: Collection[str] = (), *, grid: int = GRID, n_ticks: int = N_TICKS) -> Game:
    """Build the tree with 2 `grid` types of either side; no action can be taken away."""
    for action in remove:
        raise UnknownName.among("action that can be taken away", action, ())
    plan = _Plan(grid, n_ticks)
    root = chance("cost of the challenger", {
        f"{i + 1}": (
            plan.p_type("challenger", i),
            chance("cost of the target", {
                f"{j + 1}": (plan.p_type("target", j), plan.turn(i, j, 0))
                for j in range(2 * grid)
            }),
        )
        for i in range(2 * grid)
    })  # fmt: skip
    builder = GameBuilder(NAME).players(CHALLENGER, TARGET).parameters(*PARAMETERS)
    return builder.tree(root)


class _Plan:
    """The expressions of one tree."""

    def __init__(self, grid: int, n_ticks: int) -> None:
        self.grid, self.n_ticks = grid, n_ticks
        self.n_moves = 2 * (n_ticks + 2)
        both = _time_out("challenger", "target"), _time_out("target", "challenger")
        self.horizon = f"min({both[0]}, {both[1]})"
        hard = [f"most_cost_{who}/audience_cost_{who}" for who in _SIDES]
        share = 0.5 / grid
        self.last = f"({0.5 - 0.5 * share!r}*({' + '.join(hard)}) + {share!r}*{self.horizon})"

    def p_type(self, who: str, i: int) -> str:
        hard = f"audience_cost_{who}*{self.horizon}/most_cost_{who}"
        return f"{hard}/{self.grid}" if i < self.grid else f"(1 - {hard})/{self.grid}"

    def cost(self, who: str, i: int) -> str:
        """What a rupture costs the middle of a slice."""
        border = f"audience_cost_{who}*{self.horizon}"
        middle = (i % self.grid + 0.5) / self.grid
        if i < self.grid:
            return f"{middle!r}*{border}"
        return f"({1.0 - middle!r}*{border} + {middle!r}*most_cost_{who})"

    def time(self, tick: int) -> str:
        return f"{tick / self.n_ticks!r}*{self.horizon}" if tick <= self.n_ticks else self.last

    def turn(self, i: int, j: int, n: int) -> Sketch:
        """Sketch the n-th move, of the i-th challenger against the j-th target."""
        mover, tick = _SIDES[n % 2], n // 2
        rupture = end("rupture", f"-({self.cost('challenger', i)})", f"-({self.cost('target', j)})")
        paid = f"-audience_cost_{mover}*{self.time(tick)}" if tick else "0"
        if mover == "challenger":
            down = end("challenger backs down", paid, "prize_target")
        else:
            down = end("target backs down", "prize_challenger", paid)
        actions = {"back down": down, "attack": rupture}
        if n + 1 < self.n_moves:
            actions["escalate"] = self.turn(i, j, n + 1)
        which = i if mover == "challenger" else j
        return move(_PLAYERS[mover], actions, knows=_label(mover, which, tick))


def _time_out(j: str, i: str) -> str:
    middle = f"audience_cost_{j}*prize_{i}"
    under = f"4*audience_cost_{i}*audience_cost_{j}*prize_{i}*most_cost_{j}"
    return f"2*prize_{i}*most_cost_{j}/({middle} + sqrt(({middle})**2 + {under}))"


def _label(who: str, i: int, tick: int) -> str:
    return f"{who} {i + 1}: tick {tick}"


class _Play:
    """Strategies and beliefs on one tree, as they are written out."""

    def __init__(self, c: Columns, grid: int, n_ticks: int) -> None:
        self.grid, self.n_ticks = grid, n_ticks
        one, two = sides(c)
        self.side = {"challenger": one, "target": two}
        self.horizon = np.minimum(time_out(one, two), time_out(two, one))
        share = 0.5 / grid
        hard = one.most / one.rate + two.most / two.rate
        last = (0.5 - 0.5 * share) * hard + share * self.horizon
        self.times = [*(k / n_ticks * self.horizon for k in range(n_ticks + 1)), last]
        self.prior = {
            who: [
                never(side, self.horizon) / grid if i < grid
                else (1.0 - never(side, self.horizon)) / grid
                for i in range(2 * grid)
            ]
            for who, side in self.side.items()
        }  # fmt: skip
        self.strategy: dict[tuple[str, str], Floats] = {}
        self.belief: dict[tuple[str, tuple[str, ...]], Floats] = {}

    def would_attack(self, who: str, i: int, tick: int) -> Floats:
        """Mark where a slice would rather have a rupture than back down."""
        border, middle = self.side[who].rate * self.horizon, (i % self.grid + 0.5) / self.grid
        if i < self.grid:
            cost = middle * border
        else:
            cost = (1.0 - middle) * border + middle * self.side[who].most
        return (cost < self.side[who].rate * self.times[tick]).astype(np.float64)

    def choose(self, who: str, i: int, tick: int, down: Floats, attack: Floats) -> None:
        """Write how often a slice backs down and attacks; otherwise it escalates."""
        here = _label(who, i, tick)
        self.strategy[here, "back down"], self.strategy[here, "attack"] = down, attack
        if who == "target" or tick <= self.n_ticks:
            self.strategy[here, "escalate"] = 1.0 - down - attack

    def believe(self, who: str, tick: int, weights: list[Floats]) -> None:
        """Write what a side believes at a tick about the other one's slices."""
        total = np.sum(weights, axis=0)
        moves = ("escalate",) * (2 * tick + (who == "challenger"))
        for mine in range(2 * self.grid):
            for other, weight in enumerate(weights):
                i, j = (mine, other) if who == "challenger" else (other, mine)
                path = (f"{i + 1}", f"{j + 1}", *moves)
                self.belief[_label(who, mine, tick), path] = weight / total


def contest(
    c: Columns, wavers: tuple[Floats, Floats], grid: int = GRID, n_ticks: int = N_TICKS
) -> Assessment:
    """Write out the equilibrium in which both sides may escalate, on the tree of `build`.

    `wavers`: chances that the challenger and the target back down at once.
    """
    play = _Play(c, grid, n_ticks)
    zero, one = np.zeros_like(play.horizon), np.ones_like(play.horizon)
    for who, other, wavering, ahead in (
        ("target", "challenger", wavers[1], 0), ("challenger", "target", wavers[0], 1)
    ):  # fmt: skip
        hard = never(play.side[who], play.horizon)
        # A side's moves make good to the other one what its cost grows by until its next turn.
        n_moves = n_ticks + 1 - ahead
        stays = [(1.0 - wavering) * left(play.side[other], play.times[k + ahead])
                 for k in range(n_moves)]  # fmt: skip
        before = one
        weights = play.prior[who]
        for tick in range(n_ticks + 2):
            if tick < n_moves - 1:
                down = (before - stays[tick]) / (before - hard)
                before = stays[tick]
            else:
                down = one
            if who == "challenger":
                play.believe("target", tick, weights)
            for i in range(2 * grid):
                soft = i >= grid
                attack = play.would_attack(who, i, tick)
                if tick > n_ticks:
                    play.choose(who, i, tick, 1.0 - attack, attack)
                elif who == "challenger" and tick == n_ticks:
                    play.choose(who, i, tick, one * soft, one * (not soft))
                else:
                    play.choose(who, i, tick, down * soft, zero)
            # After the last one only those are left, and believed in, who never back down.
            if tick < n_moves:
                weights = [w * (1.0 - down * (i >= grid)) for i, w in enumerate(weights)]
            if who == "target":
                play.believe("challenger", tick, weights)
    return Assessment(play.strategy, play.belief)


def yielding(
    c: Columns, *, challenger: bool, grid: int = GRID, n_ticks: int = N_TICKS
) -> Assessment:
    """Write out the equilibrium in which one side backs down at once, on the tree of `build`.

    If it escalated all the same, it would be taken for its weakest type.
    """
    play = _Play(c, grid, n_ticks)
    zero, one = np.zeros_like(play.horizon), np.ones_like(play.horizon)
    weak, firm = ("challenger", "target") if challenger else ("target", "challenger")
    weakest = [*[zero] * (2 * grid - 1), one]
    for tick in range(n_ticks + 2):
        play.believe(weak, tick, play.prior[firm])
        play.believe(firm, tick, play.prior[weak] if challenger and tick == 0 else weakest)
        for i in range(2 * grid):
            # The weakest slice backs down to the last, also where it is torn.
            attack = play.would_attack(weak, i, tick) if i + 1 < 2 * grid else zero
            play.choose(weak, i, tick, 1.0 - attack, attack)
            no_more = firm == "challenger" and tick > n_ticks
            play.choose(firm, i, tick, zero, one if no_more else zero)
    return Assessment(play.strategy, play.belief)
