"""Follow the logit branch again, in small steps and other arithmetic, many draws at once.

Shares nothing with the compiled follower: worths are sums over the places where something is paid,
with the log probability of getting there from the set; log-odds against the first action and
precision stand on an inverse hyperbolic sine scale, on which steps have a fixed longest length;
corrections have least length and every tangent turns only a little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.game.draws import Draws
from standoff.game.lower import Floats, GameArrays, lower, numbers
from standoff.game.tree import Game

Rows = NDArray[np.intp]

#: Longest step, and the largest angle between two tangents.
LONGEST = 0.06
TURN = 0.08
#: A point where branches cross is passed straight on once steps are shorter than this, or than the
#: second number where rounding forbids steps that short.
HOP, HOP_AT_LAST = 1e-6, 1e-5
SHORTEST = 1e-9
MOST_STEPS = 20_000
#: Impossible branches keep this log probability, so that beliefs behind them have a limit.
LOG_NEVER = -690.0


@dataclass(frozen=True, slots=True, eq=False)
class Retraced:
    """The branch of every draw, followed a second time.

    Parameters
    ----------
    strategy : float array, shape (n_draws, n_actions)
        At the precision that was asked for, or where the way ended.
    done : bool array, shape (n_draws,)
        Whether that precision was reached.
    turns : tuple of tuples of float
        For each draw the shares of the precision at which the branch turned back, in order.
    crossings : tuple of tuples of float
        For each draw the shares at which it passed a point where branches cross: play could leave
        a symmetry there, and stays on it by convention.
    """

    strategy: Floats
    done: NDArray[np.bool_]
    turns: tuple[tuple[float, ...], ...]
    crossings: tuple[tuple[float, ...], ...]


def retrace(game: Game, draws: Draws, precision: Floats) -> Retraced:
    """Follow the agent logit branch of every draw from random play to a precision per player.

    Parameters
    ----------
    game : Game
    draws : Draws
        Feasible ones.
    precision : float array, shape (n_draws, n_players)

    Returns
    -------
    Retraced
    """
    system = System(game, draws, precision)
    n_draws, n = len(draws), len(system.free)
    top = np.maximum(np.abs(system.payoff).max(axis=(1, 2), initial=0.0), 1e-300)
    strength = np.maximum((precision.max(axis=1, initial=0.0) * top), 1e-12)
    end = np.arcsinh(strength)
    z, length = np.zeros((n_draws, n + 1)), np.full(n_draws, 1e-3)
    hop = np.full(n_draws, HOP)
    everyone = np.arange(n_draws)
    start = np.zeros((n_draws, n + 1))
    start[:, -1] = 1.0
    tangent, sign, answer = _directions(system.at(z, strength, everyone)[1], start)
    done = np.zeros(n_draws, dtype=bool)
    turns: list[list[float]] = [[] for _ in range(n_draws)]
    crossings: list[list[float]] = [[] for _ in range(n_draws)]
    active = everyone
    for _ in range(MOST_STEPS):
        if not len(active):
            break
        here, along, h = z[active], tangent[active], length[active]
        left = end[active] - here[:, -1]
        lands = (along[:, -1] > 0.0) & (h * along[:, -1] >= left)
        step = np.where(lands, left / np.where(lands, along[:, -1], 1.0), h)
        new = here + step[:, None] * along
        border = np.where(lands[:, None], start[:1], along)
        new, good = _correct(system, new, border, step, strength[active], active)
        ahead, new_sign, new_answer = _directions(
            system.at(new, strength[active], active)[1], along
        )
        angle = np.arccos(np.clip((ahead * along).sum(axis=1), -1.0, 1.0))
        # Where nobody has a choice the answer has no length, and nothing can cross.
        crosses = (new_sign != sign[active]) | ((new_answer * answer[active]).sum(axis=1) < 0.0)
        good &= (angle <= TURN) & (~crosses | (step <= hop[active]))
        moved = active[good]
        for row in np.flatnonzero(good & crosses):
            share = np.sinh(new[row, -1]) / strength[active[row]]
            crossings[active[row]].append(float(share))
        for row in np.flatnonzero(good & (ahead[:, -1] * along[:, -1] < 0.0)):
            share = np.sinh(max(new[row, -1], here[row, -1])) / strength[active[row]]
            turns[active[row]].append(float(share))
        z[moved], tangent[moved] = new[good], ahead[good]
        sign[moved], answer[moved] = new_sign[good], new_answer[good]
        done[active[good & lands]] = True
        ease = np.clip(0.6 * TURN / (angle + 1e-9), 0.7, 1.5)
        length[active] = np.where(good, np.minimum(LONGEST, h * ease), 0.4 * step)
        hop[moved] = HOP
        again = active[(length[active] < SHORTEST) & (hop[active] == HOP)]
        length[again] = hop[again] = HOP_AT_LAST
        active = active[~done[active] & (length[active] >= SHORTEST)]
    return Retraced(
        system.strategy(z), done, tuple(map(tuple, turns)), tuple(map(tuple, crossings))
    )


class System:
    """The equations of some draws, and how they change."""

    def __init__(self, game: Game, draws: Draws, precision: Floats) -> None:
        arrays, table = lower(game), numbers(game, draws)
        n_nodes = arrays.n_nodes
        paths, chances = np.zeros((n_nodes, arrays.n_actions)), np.zeros((len(draws), n_nodes))
        with np.errstate(divide="ignore"):
            log_chance = np.maximum(np.log(table.p_chance), LOG_NEVER)
        for node in range(1, n_nodes):
            paths[node] = paths[arrays.parent[node]]
            chances[:, node] = chances[:, arrays.parent[node]]
            if arrays.edge_action[node] >= 0:
                paths[node, arrays.edge_action[node]] = 1.0
            else:
                chances[:, node] += log_chance[:, arrays.edge_chance[node]]
        first = arrays.first_action
        self.set_of = arrays.action_infoset
        self.starts = first[:-1]
        self.anchor = first[:-1][self.set_of]
        self.free = np.setdiff1d(np.arange(arrays.n_actions), first[:-1])
        player = arrays.infoset_player[self.set_of]
        paying = np.flatnonzero(arrays.payoff_row >= 0)
        self.payoff = table.payoff
        #: What an action's owner is paid at each place, where the action leads there.
        self.paid = table.payoff[:, arrays.payoff_row[paying]][:, :, player].transpose(0, 2, 1)
        self.paths = paths[paying]
        moves = np.argsort(arrays.infoset, kind="stable")
        self.moves = moves[arrays.infoset[moves] >= 0]
        self.move_set = arrays.infoset[self.moves]
        self.move_starts = np.searchsorted(self.move_set, np.arange(arrays.n_infosets))
        self.move_paths, self.move_chances = paths[self.moves], chances[:, self.moves]
        # Odds within a set have nothing to do with what is on the way to all of its nodes.
        shared = np.minimum.reduceat(self.move_paths, self.move_starts, axis=0)
        self.move_odds = self.move_paths - shared[self.move_set]
        action, place, node = _ways(arrays, paying)
        self.way_action, self.way_place = action, place
        order = np.argsort(self.moves)
        self.way_move = order[np.searchsorted(self.moves, node, sorter=order)]
        #: What is left of the way from a node, after an action there, to a place.
        self.way_paths = paths[paying[place]] - paths[node]
        self.way_paths[np.arange(len(action)), action] -= 1.0
        self.way_chances = chances[:, paying[place]] - chances[:, node]
        self.rate = (
            precision[:, player] / np.maximum(precision.max(axis=1, initial=0.0), 1e-300)[:, None]
        )

    def log_p(self, x: Floats) -> Floats:
        """Return log probabilities for log-odds."""
        top = np.maximum.reduceat(x, self.starts, axis=1)[:, self.set_of]
        total = np.add.reduceat(np.exp(x - top), self.starts, axis=1)[:, self.set_of]
        return x - top - np.log(total)

    def strategy(self, z: Floats) -> Floats:
        """Return probabilities at points of the branch."""
        x = np.zeros((len(z), len(self.set_of)))
        x[:, self.free] = np.sinh(z[:, :-1])
        return np.exp(self.log_p(x))

    def at(self, z: Floats, strength: Floats, rows: Rows) -> tuple[Floats, Floats]:
        """Return the equations at z and their derivative, rows on the scale of their unknown."""
        x = np.zeros((len(z), len(self.set_of)))
        x[:, self.free] = np.sinh(z[:, :-1])
        log_p = self.log_p(x)
        log_move = log_p @ self.move_odds.T + self.move_chances[rows]
        top = np.maximum.reduceat(log_move, self.move_starts, axis=1)
        odds = np.exp(log_move - top[:, self.move_set])
        total = np.add.reduceat(odds, self.move_starts, axis=1)
        belief = odds / total[:, self.move_set]
        part = np.zeros((len(z), len(self.set_of), len(self.paths)))
        ahead = np.exp(log_p @ self.way_paths.T + self.way_chances[rows])
        part[:, self.way_action, self.way_place] = belief[:, self.way_move] * ahead
        part *= self.paid[rows]
        worth = part.sum(axis=2)
        slope = (
            part @ self.paths
            - worth[:, :, None]
            * (
                np.add.reduceat(belief[:, :, None] * self.move_paths, self.move_starts, axis=1)[
                    :, self.set_of
                ]
            )
        )
        own = np.arange(len(self.set_of))
        slope[:, own, own] -= worth
        slope -= (
            np.exp(log_p)[:, None, :]
            * np.add.reduceat(slope, self.starts, axis=2)[:, :, self.set_of]
        )
        scale = np.sinh(z[:, -1]) / strength * self.top_rate(strength, rows)
        rate = self.rate[rows] * scale[:, None]
        gain = (worth - worth[:, self.anchor])[:, self.free]
        change = (slope - slope[:, self.anchor])[:, self.free][:, :, self.free]
        rate = rate[:, self.free]
        d_x = np.cosh(z[:, :-1])
        n = len(self.free)
        matrix = np.empty((len(z), n, n + 1))
        matrix[:, :, :n] = -rate[:, :, None] * change * (d_x[:, None, :] / d_x[:, :, None])
        matrix[:, np.arange(n), np.arange(n)] += 1.0
        d_rate = np.cosh(z[:, -1]) / np.where(scale == 0.0, 1.0, np.sinh(z[:, -1]))
        zero = self.rate[rows][:, self.free] * (self.top_rate(strength, rows) / strength)[:, None]
        by_rate = np.where(scale[:, None] == 0.0, zero, rate * d_rate[:, None])
        matrix[:, :, n] = -gain * by_rate / d_x
        return (x[:, self.free] - rate * gain) / d_x, matrix

    def top_rate(self, strength: Floats, rows: Rows) -> Floats:
        """Return the largest precision of any player, from how strong it is next to payoffs."""
        return strength / np.maximum(np.abs(self.payoff[rows]).max(axis=(1, 2)), 1e-300)


def _ways(arrays: GameArrays, paying: Rows) -> tuple[Rows, Rows, Rows]:
    """Return every action that leads to a payment, which payment, and the node of the action."""
    found: list[tuple[int, int, int]] = []
    for place, end in enumerate(paying.tolist()):
        node = end
        while node > 0:
            above = int(arrays.parent[node])
            if arrays.edge_action[node] >= 0:
                found.append((int(arrays.edge_action[node]), place, above))
            node = above
    action, place, node = np.array(found, dtype=np.intp).reshape(-1, 3).T
    return action, place, node


def _correct(
    system: System,
    new: Floats,
    border: Floats,
    step: Floats,
    strength: Floats,
    active: Rows,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return corrected points, and whether corrections were small and shrank fast."""
    good = np.ones(len(new), dtype=bool)
    for repeat in range(4):
        miss, matrix = system.at(new, strength, active)
        square = np.concatenate([matrix, border[:, None, :]], axis=1)
        right = np.concatenate([-miss, np.zeros((len(miss), 1))], axis=1)
        change = _solved(square, right[:, :, None])[:, :, 0]
        size = np.linalg.norm(change, axis=1)
        good &= size <= 0.15 * step / 5.0**repeat + 1e-10
        new = new + np.where(good[:, None], change, 0.0)
        if (size[good] <= 1e-12).all():
            break
    return new, good


def _directions(matrix: Floats, along: Floats) -> tuple[Floats, Floats, Floats]:
    """Return tangents, signs of the bordered determinants, and answers to a fixed push.

    Tangents have length 1 and go on along the given ones; answers have length 1 and no part along
    the tangents.
    """
    n = matrix.shape[2]
    square = np.concatenate([matrix, along[:, None, :]], axis=1)
    push = 0.5 + (0.618033988749895 * np.arange(1, n + 1)) % 1.0
    push[-1] = 0.0
    ahead = np.zeros(n)
    ahead[-1] = 1.0
    right = np.broadcast_to(np.column_stack([ahead, push]), (len(matrix), n, 2))
    found = _solved(square, right)
    tangent = found[:, :, 0] / np.linalg.norm(found[:, :, 0], axis=1, keepdims=True)
    answer = found[:, :, 1]
    answer = answer - (answer * tangent).sum(axis=1, keepdims=True) * tangent
    size = np.linalg.norm(answer, axis=1, keepdims=True)
    return tangent, np.linalg.slogdet(square)[0], answer / np.where(size > 0.0, size, 1.0)


def _solved(square: Floats, right: Floats) -> Floats:
    """Solve, with numbers that are not finite where a matrix is singular."""
    sign, _ = np.linalg.slogdet(square)
    usable = sign != 0.0
    found = np.full(right.shape, np.nan)
    found[usable] = np.linalg.solve(square[usable], right[usable])
    return found
