"""Lower a game to integer and float arrays: the narrow waist that solvers and pictures see."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from standoff.game.check import CHANCE_TOLERANCE
from standoff.game.draws import Draws
from standoff.game.tree import Game

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

CHANCE = -1
END = -2


@dataclass(frozen=True, slots=True, eq=False)
class GameArrays:
    """The shape of a game, without names or numbers. Nodes are in preorder.

    Parameters
    ----------
    n_players : int
    parent : int array, shape (n_nodes,)
        -1 at the root; parents come before their children.
    owner : int array, shape (n_nodes,)
        Player who moves; `CHANCE` (-1) or `END` (-2).
    infoset : int array, shape (n_nodes,)
        Information set of a move; -1 elsewhere.
    edge_action : int array, shape (n_nodes,)
        Flat number of the action that leads to the node; -1 below chance and at the root.
    edge_chance : int array, shape (n_nodes,)
        Column of the chance that leads to the node; -1 below moves and at the root.
    payoff_row : int array, shape (n_nodes,)
        Row of the payoff table paid on reaching the node; -1 where nothing is paid.
    first_action : int array, shape (n_infosets + 1,)
        Actions of set i are `first_action[i]` to `first_action[i + 1] - 1`.
    infoset_player : int array, shape (n_infosets,)
    action_infoset : int array, shape (n_actions,)
    """

    n_players: int
    parent: Ints
    owner: Ints
    infoset: Ints
    edge_action: Ints
    edge_chance: Ints
    payoff_row: Ints
    first_action: Ints
    infoset_player: Ints
    action_infoset: Ints

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.parent)

    @property
    def n_infosets(self) -> int:
        """Number of information sets."""
        return len(self.infoset_player)

    @property
    def n_actions(self) -> int:
        """Number of actions, counted once per information set."""
        return len(self.action_infoset)


@dataclass(frozen=True, slots=True, eq=False)
class GameNumbers:
    """The numbers of a game for every draw.

    Parameters
    ----------
    payoff : float array, shape (n_draws, n_payoff_rows, n_players)
    p_chance : float array, shape (n_draws, n_chance_branches)
    feasible : bool array, shape (n_draws,)
        False where a chance lies outside 0 to 1, chances do not add up, or a payoff is not finite.
    """

    payoff: Floats
    p_chance: Floats
    feasible: NDArray[np.bool_]

    def rows(self, which: slice | NDArray[np.bool_] | NDArray[np.integer]) -> GameNumbers:
        """Keep some of the draws."""
        return GameNumbers(self.payoff[which], self.p_chance[which], self.feasible[which])


@lru_cache(maxsize=64)
def lower(game: Game) -> GameArrays:
    """Return the arrays of a game (the same object for the same game)."""
    n = len(game.nodes)
    n_actions = [len(infoset.actions) for infoset in game.infosets]
    first_action = np.concatenate(([0], np.cumsum(n_actions))).astype(np.int32)
    columns = {name: np.full(n, -1, dtype=np.int32) for name in _NODE_COLUMNS}
    owner = np.full(n, END, dtype=np.int32)
    n_rows = n_chances = 0
    for node in game.nodes:
        i = node.index
        columns["parent"][i] = node.parent
        columns["infoset"][i] = node.infoset
        if node.kind != "end":
            owner[i] = CHANCE if node.kind == "chance" else game.infosets[node.infoset].player
        if node.pays is not None:
            columns["payoff_row"][i] = n_rows
            n_rows += 1
        if node.p is not None:
            columns["edge_chance"][i] = n_chances
            n_chances += 1
        for position, child in enumerate(node.children):
            if node.kind == "move":
                columns["edge_action"][child] = first_action[node.infoset] + position
    for array in (*columns.values(), owner, first_action):
        array.flags.writeable = False
    return GameArrays(
        n_players=len(game.players),
        owner=owner,
        first_action=first_action,
        infoset_player=np.array([i.player for i in game.infosets], dtype=np.int32),
        action_infoset=np.repeat(np.arange(len(n_actions), dtype=np.int32), n_actions),
        **columns,
    )


_NODE_COLUMNS = ("parent", "infoset", "edge_action", "edge_chance", "payoff_row")


def numbers(game: Game, draws: Draws) -> GameNumbers:
    """Evaluate every payoff and chance of a game for every draw.

    Parameters
    ----------
    game : Game
    draws : Draws
        Parameters that are missing take their defaults.

    Raises
    ------
    UnknownName
        If `draws` has a column that is not a parameter of the game.
    """
    full = draws.complete(game.parameters)
    columns, n_draws = full.columns(), len(full)
    paying = [node.pays for node in game.nodes if node.pays is not None]
    payoff = np.empty((n_draws, len(paying), len(game.players)))
    for row, pays in enumerate(paying):
        for player, expression in enumerate(pays):
            payoff[:, row, player] = expression.evaluate(columns)
    chances = [node.p for node in game.nodes if node.p is not None]
    p_chance = np.empty((n_draws, len(chances)))
    for column, expression in enumerate(chances):
        p_chance[:, column] = expression.evaluate(columns)
    return GameNumbers(payoff, p_chance, _feasible(game, payoff, p_chance))


def _feasible(game: Game, payoff: Floats, p_chance: Floats) -> NDArray[np.bool_]:
    feasible: NDArray[np.bool_] = np.logical_and(
        np.isfinite(payoff).all(axis=(1, 2)), np.isfinite(p_chance).all(axis=1)
    )
    arrays = lower(game)
    for node in game.nodes:
        if node.kind == "chance":
            p = p_chance[:, arrays.edge_chance[list(node.children)]]
            with np.errstate(invalid="ignore"):
                feasible &= ((p >= 0) & (p <= 1)).all(axis=1)
                feasible &= np.abs(p.sum(axis=1) - 1.0) <= CHANCE_TOLERANCE
    return feasible
