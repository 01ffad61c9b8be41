"""What can be gained and what is at stake, in fractions; shares no code with the program.

Reads the nodes of a game and the arrays of a solution, and nothing else.
"""

from __future__ import annotations

import ast
import operator
from fractions import Fraction

from standoff.game import Game
from standoff.solve import Solution

_TWO = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: lambda x, y: x ** int(y),
}
_CALLS = {"min": min, "max": max, "abs": abs}


def arithmetic(text: str, numbers: dict[str, Fraction]) -> Fraction:
    """The value of an expression, decimals read as the doubles nearest to them."""

    def at(node: ast.expr) -> Fraction:
        match node:
            case ast.Constant(value=value):
                return Fraction(float(value))
            case ast.Name(id=name):
                return numbers[name]
            case ast.UnaryOp(operand=operand):
                return -at(operand)
            case ast.BinOp(left=left, op=op, right=right):
                return _TWO[type(op)](at(left), at(right))
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return _CALLS[name](*[at(each) for each in arguments])
        raise AssertionError(ast.dump(node))

    return at(ast.parse(text, mode="eval").body)


def shares(solution: Solution, draw: int = 0) -> dict[str, Fraction]:
    """By set: the most a mover can gain there, as a share of what is at stake."""
    game = solution.game
    columns = solution.draws.complete(game.parameters).columns()
    numbers = {name: Fraction(float(column[draw])) for name, column in columns.items()}
    into = _into(game, solution.strategy[draw], numbers)
    pays = {
        node.index: [arithmetic(str(e), numbers) for e in node.pays]
        for node in game.nodes
        if node.pays is not None
    }

    def lotteries(node: int, player: int, paid: Fraction, p: Fraction):
        paid += pays[node][player] if node in pays else 0
        if not game.nodes[node].children:
            yield p, paid
        for child in game.nodes[node].children:
            if into[child]:
                yield from lotteries(child, player, paid, p * into[child])

    found: dict[str, Fraction] = {}
    for infoset in game.infosets:
        believed = _beliefs(game, infoset, into, solution.belief[draw])
        nothing = Fraction(0)
        actions = [
            [
                pair
                for node, weight in believed.items()
                if weight
                for pair in lotteries(game.nodes[node].children[a], infoset.player, nothing, weight)
            ]
            for a in range(len(infoset.actions))
        ]
        worth = [sum(p * x for p, x in pairs) for pairs in actions]
        own = [into[c] for c in game.nodes[infoset.nodes[0]].children]
        mean = sum(p * w for p, w in zip(own, worth, strict=True))
        stake = max(sum(p * abs(x - mean) for p, x in pairs) for pairs in actions)
        gain = max(worth) - mean
        found[infoset.label] = gain / stake if gain else nothing
    return found


def worst(solution: Solution, draw: int = 0) -> float:
    return float(max(shares(solution, draw).values(), default=Fraction(0)))


def _into(game: Game, strategy, numbers: dict[str, Fraction]) -> list[Fraction]:
    """Probability of the branch into every node; what rounding adds to their sum is divided out."""
    first, at = [], 0
    for infoset in game.infosets:
        first.append(at)
        at += len(infoset.actions)
    into = [Fraction(1)] * len(game.nodes)
    for node in game.nodes:
        if node.kind == "move":
            weights = [
                Fraction(float(strategy[first[node.infoset] + k]))
                for k in range(len(node.children))
            ]
        else:
            weights = [arithmetic(str(game.nodes[c].p), numbers) for c in node.children]
        for child, weight in zip(node.children, weights, strict=True):
            into[child] = weight / sum(weights)
    return into


def _beliefs(game: Game, infoset, into: list[Fraction], given) -> dict[int, Fraction]:
    """By Bayes' rule where play gets to the set, else those of the solution."""
    reach = {}
    for node in infoset.nodes:
        reach[node], at = Fraction(1), node
        while at > 0:
            reach[node] *= into[at]
            at = game.nodes[at].parent
    if not any(reach.values()):
        reach = {node: Fraction(float(given[node])) for node in infoset.nodes}
    total = sum(reach.values())
    return {node: p / total for node, p in reach.items()}
