"""Plain twin of `kernels.cut`: logit equations over boxes of all scores, without a cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tests.solve.plain_interval import Interval, mixture, point

from standoff.game.lower import CHANCE, Floats, GameArrays

Box = list[Interval]  # one interval of scores per action; the anchors' are 0


@dataclass(frozen=True, slots=True, eq=False)
class LogitGame:
    """One draw of a game, read for interval arithmetic.

    Parameters
    ----------
    arrays : GameArrays
    payoff : float array, shape (n_rows, n_players)
    log_chance : float array, shape (n_chances,)
    precision : float array, shape (n_players,)
    anchor : int array, shape (n_infosets,)
        The action of each set against which scores are measured.
    """

    arrays: GameArrays
    payoff: Floats
    log_chance: Floats
    precision: Floats
    anchor: np.ndarray

    @property
    def free(self) -> list[int]:
        """The actions with an unknown score."""
        return [a for a in range(self.arrays.n_actions) if a not in set(self.anchor.tolist())]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Everything that a box of scores allows."""

    p: list[Interval]
    p_edge: list[Interval]
    belief: list[Interval]
    value: list[list[Interval]]
    worth: list[Interval]


def first_box(game: LogitGame) -> Box:
    """Return a box that holds every root: a score is at most precision times the payoffs' range."""
    arrays = game.arrays
    low, high = _value_range(game)
    box = [point(0.0)] * arrays.n_actions
    for a in game.free:
        player = arrays.infoset_player[arrays.action_infoset[a]]
        reach = float(game.precision[player] * (high[player] - low[player])) * (1 + 1e-12) + 1e-12
        box[a] = Interval(-reach, reach)
    return box


def _value_range(game: LogitGame) -> tuple[Floats, Floats]:
    """Return the least and the most that each player can get at any end."""
    arrays = game.arrays
    total = np.zeros((arrays.n_nodes, arrays.n_players))
    for node in range(arrays.n_nodes):
        if node:
            total[node] = total[arrays.parent[node]]
        if arrays.payoff_row[node] >= 0:
            total[node] += game.payoff[arrays.payoff_row[node]]
    ends = np.setdiff1d(np.arange(arrays.n_nodes), arrays.parent)
    return total[ends].min(axis=0), total[ends].max(axis=0)


def enclose(game: LogitGame, box: Box) -> Enclosure:
    """Return intervals of probabilities, beliefs, values and payoffs of actions over a box."""
    arrays = game.arrays
    n_nodes, n_players = arrays.n_nodes, arrays.n_players
    p, log_p = _probabilities(arrays, box)
    p_edge, log_edge = [point(1.0)] * n_nodes, [point(0.0)] * n_nodes
    children: list[list[int]] = [[] for _ in range(n_nodes)]
    for node in range(1, n_nodes):
        children[arrays.parent[node]].append(node)
        a = arrays.edge_action[node]
        if a >= 0:
            p_edge[node], log_edge[node] = p[a], log_p[a]
        else:
            log_edge[node] = point(float(game.log_chance[arrays.edge_chance[node]]))
            p_edge[node] = log_edge[node].exp()
    value: list[list[Interval]] = [[point(0.0)] * n_players for _ in range(n_nodes)]
    for node in range(n_nodes - 1, -1, -1):
        row = arrays.payoff_row[node]
        for j in range(n_players):
            own = point(float(game.payoff[row, j])) if row >= 0 else point(0.0)
            if children[node]:
                below = [value[c][j] for c in children[node]]
                own = own + mixture([p_edge[c] for c in children[node]], below)
            value[node][j] = own
    belief = _beliefs(game, log_edge)
    worth = [point(0.0)] * arrays.n_actions
    for i in range(arrays.n_infosets):
        nodes = np.flatnonzero(arrays.infoset == i)
        player = int(arrays.infoset_player[i])
        for k in range(arrays.first_action[i], arrays.first_action[i + 1]):
            after = [next(c for c in children[n] if arrays.edge_action[c] == k) for n in nodes]
            worth[k] = mixture([belief[n] for n in nodes], [value[c][player] for c in after])
    return Enclosure(p, p_edge, belief, value, worth)


def _probabilities(arrays: GameArrays, box: Box) -> tuple[Box, Box]:
    p, log_p = [point(1.0)] * arrays.n_actions, [point(0.0)] * arrays.n_actions
    for i in range(arrays.n_infosets):
        actions = range(arrays.first_action[i], arrays.first_action[i + 1])
        for a in actions:
            odds = point(1.0)
            for b in actions:
                if b != a:
                    odds = odds + (box[b] - box[a]).exp()
            p[a], log_p[a] = odds.inverse(), -odds.log()
    return p, log_p


def _beliefs(game: LogitGame, log_edge: Box) -> Box:
    """Return beliefs; what two nodes' paths have in common cancels before it is bounded."""
    arrays = game.arrays
    belief = [point(1.0)] * arrays.n_nodes
    for i in range(arrays.n_infosets):
        nodes = np.flatnonzero(arrays.infoset == i)
        if len(nodes) < 2:
            continue
        paths = {int(n): _path(arrays, int(n)) for n in nodes}
        for n in nodes:
            odds = point(1.0)
            for m in nodes:
                if m != n:
                    gap = point(0.0)
                    for key, node in paths[int(m)].items():
                        if key not in paths[int(n)]:
                            gap = gap + log_edge[node]
                    for key, node in paths[int(n)].items():
                        if key not in paths[int(m)]:
                            gap = gap - log_edge[node]
                    odds = odds + gap.exp()
            belief[n] = odds.inverse()
    return belief


def _path(arrays: GameArrays, node: int) -> dict[tuple[int, int], int]:
    """Return the branches on the way to a node: the same action at any node of its set is one."""
    path: dict[tuple[int, int], int] = {}
    while node > 0:
        a = int(arrays.edge_action[node])
        path[(0, a) if a >= 0 else (1, int(arrays.edge_chance[node]))] = node
        node = int(arrays.parent[node])
    return path


def contracted(game: LogitGame, box: Box) -> Box | None:
    """Return the part of a box that can hold roots: scores that its own payoffs allow."""
    worth = enclose(game, box).worth
    narrower = list(box)
    for a in game.free:
        i = int(game.arrays.action_infoset[a])
        rate = point(float(game.precision[game.arrays.infoset_player[i]]))
        meet = box[a].meet(rate * (worth[a] - worth[game.anchor[i]]))
        if meet is None:
            return None
        narrower[a] = meet
    return narrower


def has_one_root(game: LogitGame, box: Box) -> bool:
    """Apply Krawczyk's test: true proves that the box holds exactly one root."""
    free = game.free
    if not free:
        return True
    slope = _slopes(game, box)
    middle = [point(box[a].middle) for a in range(len(box))]
    around = np.array([[slope[r][c].middle for c in range(len(free))] for r in range(len(free))])
    if not np.isfinite(around).all() or np.linalg.cond(around) > 1e12:
        return False
    inverse = np.linalg.inv(around)
    worth = enclose(game, middle).worth
    residual: list[Interval] = []
    for a in free:
        i = int(game.arrays.action_infoset[a])
        rate = point(float(game.precision[game.arrays.infoset_player[i]]))
        residual.append(middle[a] - rate * (worth[a] - worth[game.anchor[i]]))
    for r, a in enumerate(free):
        image = point(0.0)
        for c, b in enumerate(free):
            weight = point(float(inverse[r, c]))
            image = image - weight * residual[c]
            entry = point(1.0 if r == c else 0.0)
            for k in range(len(free)):
                entry = entry - point(float(inverse[r, k])) * slope[k][c]
            image = image + entry * (box[b] - middle[b])
        image = image + middle[a]
        if not (image.lo > box[a].lo and image.hi < box[a].hi):
            return False
    return True


def _slopes(game: LogitGame, box: Box) -> list[list[Interval]]:
    """Return the derivatives of the equations over a box (see `kernels/equations.py`)."""
    arrays, free = game.arrays, game.free
    inside = enclose(game, box)
    n = arrays.n_actions
    by_log_p = [[point(0.0)] * n for _ in range(n)]
    for m in range(1, arrays.n_nodes):
        c, up = int(arrays.edge_action[m]), int(arrays.parent[m])
        if c < 0:
            continue
        weight, node = inside.p_edge[m], up
        while node > 0:
            a, above = int(arrays.edge_action[node]), int(arrays.parent[node])
            if a >= 0:
                gain = inside.belief[above] * weight * inside.value[m][arrays.owner[above]]
                by_log_p[a][c] = by_log_p[a][c] + gain
            weight, node = weight * inside.p_edge[node], above
        if inside.belief[up].lo < 1.0 and arrays.owner[up] > CHANCE:
            shift = inside.belief[up] * (inside.value[m][arrays.owner[up]] - inside.worth[c])
            node = up
            while node > 0:
                b = int(arrays.edge_action[node])
                if b >= 0:
                    by_log_p[c][b] = by_log_p[c][b] + shift
                node = int(arrays.parent[node])
    rows: list[list[Interval]] = []
    for a in free:
        i = int(arrays.action_infoset[a])
        r = int(game.anchor[i])
        rate = point(float(game.precision[arrays.infoset_player[i]]))
        row: list[Interval] = []
        for c in free:
            j = int(arrays.action_infoset[c])
            total = point(0.0)
            for b in range(arrays.first_action[j], arrays.first_action[j + 1]):
                total = total + (by_log_p[a][b] - by_log_p[r][b])
            entry = by_log_p[a][c] - by_log_p[r][c] - inside.p[c] * total
            row.append(point(1.0 if a == c else 0.0) - rate * entry)
        rows.append(row)
    return rows
