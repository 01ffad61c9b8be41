"""Is a profile sequentially rational for some beliefs? Asked without the code under test."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from standoff.game import Draws, Game, lower, numbers
from standoff.solve.evaluate import continuation, edge_probability


class Deviations:
    """What each mover gains by another action, node by node, against one profile."""

    def __init__(self, game: Game, draw: Draws, strategy: np.ndarray) -> None:
        self.game, self.strategy = game, strategy
        arrays, at = lower(game), numbers(game, draw)
        self.p_edge = edge_probability(arrays, at, strategy[None])[0]
        value = continuation(arrays, at, self.p_edge[None])[0]
        self.gains = []
        for infoset in game.infosets:
            first = arrays.first_action[infoset.index]
            mine = strategy[first : first + len(infoset.actions)]
            worth = np.array(
                [[value[c][infoset.player] for c in game.nodes[n].children] for n in infoset.nodes]
            )
            self.gains.append(worth - (worth @ mine)[:, None])

    def any_belief_does(self, tolerance: float = 1e-6) -> bool:
        """Whether each set alone has beliefs, Bayes' where others lead there, that support it."""
        for infoset, gains in zip(self.game.infosets, self.gains, strict=True):
            weight = np.array([self.others_reach(n, infoset.player) for n in infoset.nodes])
            if weight.sum() > 1e-9:
                if (weight / weight.sum() @ gains).max() > tolerance:
                    return False
                continue
            program = linprog(
                np.zeros(len(weight)),
                A_ub=gains.T,
                b_ub=np.full(gains.shape[1], tolerance),
                A_eq=np.ones((1, len(weight))),
                b_eq=[1],
            )
            if program.status != 0:
                return False
        return True

    def others_reach(self, node: int, player: int) -> float:
        p = 1.0
        while node > 0:
            parent = self.game.nodes[self.game.nodes[node].parent]
            if parent.kind == "chance" or self.game.infosets[parent.infoset].player != player:
                p *= self.p_edge[node]
            node = parent.index
        return p

    def some_trembles_do(
        self, rng: np.random.Generator, n_trials: int = 100, tolerance: float = 1e-7
    ) -> bool:
        """Whether beliefs from some random trembles support the profile."""
        game, arrays = self.game, lower(self.game)
        for _ in range(n_trials):
            order = rng.integers(1, 4, arrays.n_actions)
            tremble = -60.0 * order + rng.normal(0, 2, arrays.n_actions)
            logs = np.zeros(len(game.nodes))
            for node in game.nodes[1:]:
                action = arrays.edge_action[node.index]
                p = self.p_edge[node.index]
                step = np.log(p) if p > 0 else (tremble[action] if action >= 0 else -60.0)
                logs[node.index] = logs[node.parent] + step
            for infoset, gains in zip(game.infosets, self.gains, strict=True):
                here = logs[list(infoset.nodes)]
                belief = np.exp(here - here.max())
                if (belief / belief.sum() @ gains).max() > tolerance:
                    break
            else:
                return True
        return False
