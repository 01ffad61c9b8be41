"""Payoffs and chances of a tree as text: numbers of one draw, or expressions."""

from __future__ import annotations

from typing import Literal

import numpy as np

from standoff.game.draws import Draws
from standoff.game.lower import lower, numbers
from standoff.game.tree import Game
from standoff.text.expression import Binary, Expression, Negation, Term
from standoff.view.lettering import amount

Payoffs = Literal["numbers", "expressions", "none"]


def paid(game: Game, draws: Draws, how: Payoffs) -> list[tuple[str, ...]]:
    """Return what each player gets on the whole way to every node, as text."""
    if how == "none":
        return [()] * len(game.nodes)
    if how == "expressions":
        sums_of: list[tuple[str, ...]] = []
        for node in game.nodes:
            so_far = sums_of[node.parent] if node.parent >= 0 else ("",) * len(game.players)
            here = node.pays or (None,) * len(game.players)
            sums_of.append(tuple(_plus(a, b) for a, b in zip(so_far, here, strict=True)))
        return [tuple(_pretty(text) if text else "0" for text in row) for row in sums_of]
    table, rows = numbers(game, draws).payoff[0], lower(game).payoff_row
    sums = np.zeros((len(game.nodes), len(game.players)))
    for node in game.nodes:
        if node.parent >= 0:
            sums[node.index] = sums[node.parent]
        if node.pays is not None:
            sums[node.index] += table[rows[node.index]]
    return [tuple(amount(value) for value in row) for row in sums.tolist()]


def formula(expression: Expression) -> str:
    """Return an expression with the signs of mathematics."""
    return _pretty(str(expression))


def _pretty(text: str) -> str:
    return text.replace("-", "−").replace(" * ", " · ")


def _plus(so_far: str, expression: Expression | None) -> str:
    """Add an expression to a sum and leave out zeros.

    The sum is text: as a tree it would grow with the depth of the game and its text need recursion.
    """
    if expression is None or expression.constant == 0:
        return so_far
    if not so_far:
        return str(expression)
    # Summands are moved over one by one, or the sum would be full of parentheses.
    summands: list[tuple[str, Term]] = []
    rest: Term = expression.term
    while isinstance(rest, Binary) and rest.operator in ("+", "-"):
        summands.append((rest.operator, rest.right))
        rest = rest.left
    first = ("-", rest.operand) if isinstance(rest, Negation) else ("+", rest)
    added = (f" {operator} {term.text(1)}" for operator, term in (first, *reversed(summands)))
    return so_far + "".join(added)
