"""Plain-Python twins of the solvers: dictionaries, recursion, no arrays, no shared code."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from standoff.game import Game, Node
from standoff.text.expression import parse

Profile = dict[tuple[int, str], float]


def with_random_payoffs(game: Game, rng: np.random.Generator) -> Game:
    """Give every paying node new payoffs without ties, numbers only."""
    nodes = tuple(
        node
        if node.pays is None
        else replace(node, pays=tuple(parse(float(x)) for x in rng.uniform(-1, 1, len(node.pays))))
        for node in game.nodes
    )
    return replace(game, nodes=nodes)


def profile_of(game: Game, strategy: np.ndarray) -> Profile:
    """Name the entries of a flat strategy."""
    keys = [(i.index, action) for i in game.infosets for action in i.actions]
    return dict(zip(keys, map(float, strategy), strict=True))


def branch(game: Game, node: Node, child: Node, profile: Profile, columns: Mapping) -> float:
    if node.kind == "chance":
        return float(child.p.evaluate(columns))
    return profile[node.infoset, child.branch]


def value(game: Game, node: Node, profile: Profile, columns: Mapping) -> list[float]:
    """Expected payoffs from a node on."""
    paid = [float(e.evaluate(columns)) for e in node.pays or [parse(0)] * len(game.players)]
    for index in node.children:
        child = game.nodes[index]
        p = branch(game, node, child, profile, columns)
        for player, worth in enumerate(value(game, child, profile, columns)):
            paid[player] += p * worth
    return paid


def log_reach(game: Game, node: Node, profile: Profile, columns: Mapping) -> float:
    """Log probability of getting to a node."""
    total = 0.0
    while node.parent >= 0:
        parent = game.nodes[node.parent]
        p = branch(game, parent, node, profile, columns)
        total += math.log(p) if p > 0 else -690.0
        node = parent
    return total


def expected(game: Game, profile: Profile, columns: Mapping) -> Profile:
    """Expected payoff of every action, given that its set is reached."""
    worth: Profile = {}
    for infoset in game.infosets:
        nodes = [game.nodes[n] for n in infoset.nodes]
        logs = [log_reach(game, node, profile, columns) for node in nodes]
        odds = [math.exp(x - max(logs)) for x in logs]
        for action in infoset.actions:
            total = 0.0
            for node, weight in zip(nodes, odds, strict=True):
                child = next(game.nodes[c] for c in node.children if game.nodes[c].branch == action)
                total += weight * value(game, child, profile, columns)[infoset.player]
            worth[infoset.index, action] = total / sum(odds)
    return worth


def logit_replies(game: Game, profile: Profile, precision: float, columns: Mapping) -> Profile:
    """Logit probabilities against a profile: a fixed point is an agent logit equilibrium."""
    worth = expected(game, profile, columns)
    replies: Profile = {}
    for infoset in game.infosets:
        scores = [precision * worth[infoset.index, action] for action in infoset.actions]
        odds = [math.exp(x - max(scores)) for x in scores]
        for action, weight in zip(infoset.actions, odds, strict=True):
            replies[infoset.index, action] = weight / sum(odds)
    return replies


def pure_profiles(game: Game) -> Iterator[Profile]:
    """Every pure strategy profile."""
    for choice in itertools.product(*(infoset.actions for infoset in game.infosets)):
        yield {
            (i.index, action): float(action == chosen)
            for i, chosen in zip(game.infosets, choice, strict=True)
            for action in i.actions
        }
