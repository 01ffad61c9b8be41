"""Check an equilibrium in fractions: no rounding, no tolerance but the one that is asked for.

Payoffs, chances and parameters are the numbers that the computer holds, taken exactly, and sums and
products of them are whole numbers over whole numbers. Probabilities that rounding keeps from adding
up to one are divided by their sum. Shares no code with the methods, nor with `verify`. Only roots,
exponentials and logarithms are taken as double precision gives them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from standoff.game.draws import Draws
from standoff.game.lower import Floats
from standoff.game.tree import Game, InfoSet
from standoff.solve.solution import Solution
from standoff.text.expression import (
    Binary,
    Call,
    Expression,
    Name,
    Negation,
    Number,
    Term,
)

#: A draw passes where nobody gains more than this share of what is at stake.
TOLERANCE = Fraction(1, 1_000_000)
#: Denominators and numerators of more digits than that are not worth the wait.
MOST_BITS = 200_000

Parameters = Mapping[str, Fraction]


class TooLong(Exception):
    """A number has too many digits to go on with."""


@dataclass(frozen=True, slots=True)
class ExactSet:
    """What the mover at an information set could gain, and what is at stake there.

    Parameters
    ----------
    gain, stake : Fraction
        In payoff units.
    """

    gain: Fraction
    stake: Fraction

    @property
    def passes(self) -> bool:
        """Whether the gain is within the tolerance."""
        return self.gain <= TOLERANCE * self.stake


class ExactGame:
    """One draw of a solution in fractions.

    Parameters
    ----------
    game : Game
    draw : Draws
        One draw.
    strategy : float array, shape (n_actions,)
    belief : float array, shape (n_nodes,)
    """

    def __init__(self, game: Game, draw: Draws, strategy: Floats, belief: Floats) -> None:
        self.game, self.belief = game, belief
        columns = draw.complete(game.parameters).columns()
        self.numbers = {name: Fraction(float(column[0])) for name, column in columns.items()}
        self.p = [Fraction(1)] * len(game.nodes)
        first = np.concatenate(([0], np.cumsum([len(i.actions) for i in game.infosets])))
        for node in game.nodes:
            if node.kind == "move":
                start = int(first[node.infoset])
                weights = [Fraction(float(strategy[start + k])) for k in range(len(node.children))]
            else:
                weights = [self._number(self.game.nodes[c].p) for c in node.children]
            total = sum(weights)
            for child, weight in zip(node.children, weights, strict=True):
                self.p[child] = weight / total if total else weight
        self._pays: dict[tuple[int, int], Fraction] = {}

    def _number(self, expression: Expression | None) -> Fraction:
        return Fraction(0) if expression is None else exactly(expression.term, self.numbers)

    def _paid(self, node: int, player: int) -> Fraction:
        key = node, player
        if key not in self._pays:
            pays = self.game.nodes[node].pays
            self._pays[key] = Fraction(0) if pays is None else self._number(pays[player])
        return self._pays[key]

    def reach(self, node: int) -> Fraction:
        """Return the probability that play gets to a node."""
        p = Fraction(1)
        while node > 0:
            p *= self.p[node]
            node = self.game.nodes[node].parent
        return p

    def weights(self, infoset: InfoSet, *, own_belief: bool) -> list[Fraction]:
        """Return the beliefs at a set: by Bayes' rule where play gets there, else as given."""
        at = [Fraction(0)] if own_belief else [self.reach(node) for node in infoset.nodes]
        if not any(at):
            at = [Fraction(float(self.belief[node])) for node in infoset.nodes]
        total = sum(at)
        return [weight / total for weight in at]

    def ends(self, node: int, player: int) -> list[tuple[Fraction, Fraction]]:
        """Return the probability of every way to go on from a node, and what it pays there."""
        found: list[tuple[Fraction, Fraction]] = []
        waiting = [(node, Fraction(1), Fraction(0))]
        while waiting:
            at, p, paid = waiting.pop()
            paid += self._paid(at, player)
            children = self.game.nodes[at].children
            if not children:
                found.append((p, paid))
            waiting += [(c, p * self.p[c], paid) for c in children if self.p[c]]
        return found

    def at(self, infoset: InfoSet, *, own_belief: bool = False) -> ExactSet:
        """Return what the mover could gain at a set, and what is at stake there.

        Parameters
        ----------
        infoset : InfoSet
        own_belief : bool
            Take the solution's beliefs everywhere, and not Bayes' rule where play gets.
        """
        believed = self.weights(infoset, own_belief=own_belief)
        nodes = self.game.nodes
        listed = [
            [
                (weight * p, paid)
                for weight, node in zip(believed, infoset.nodes, strict=True)
                if weight
                for p, paid in self.ends(nodes[node].children[action], infoset.player)
            ]
            for action in range(len(infoset.actions))
        ]
        worth = [sum((p * paid for p, paid in each), Fraction(0)) for each in listed]
        chosen = [self.p[c] for c in nodes[infoset.nodes[0]].children]
        mean = sum((p * w for p, w in zip(chosen, worth, strict=True)), Fraction(0))
        _guard(mean)
        stake = max(sum((p * abs(paid - mean) for p, paid in each), Fraction(0)) for each in listed)
        return ExactSet(max(worth) - mean, stake)


def exactly(term: Term, numbers: Parameters) -> Fraction:
    """Return the value of an arithmetic term as a fraction.

    Raises
    ------
    ArithmeticError
        If it has no value.
    """
    match term:
        case Number(value):
            return Fraction(value)
        case Name(name):
            return numbers[name]
        case Negation(operand):
            return -exactly(operand, numbers)
        case Binary(operator, left, right):
            return _of_two(operator, exactly(left, numbers), exactly(right, numbers))
        case Call(function, arguments):
            values = [exactly(each, numbers) for each in arguments]
            if function == "min":
                return min(values)
            if function == "max":
                return max(values)
            if function == "abs":
                return abs(values[0])
            from standoff.text.expression import FUNCTIONS

            return Fraction(float(FUNCTIONS[function][0](float(values[0]))))


def _of_two(operator: str, x: Fraction, y: Fraction) -> Fraction:
    if operator == "+":
        return x + y
    if operator == "-":
        return x - y
    if operator == "*":
        return x * y
    if operator == "/":
        return x / y
    if y.denominator == 1:
        return x ** int(y)
    return Fraction(float(x) ** float(y))


def _guard(number: Fraction) -> None:
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > MOST_BITS:
        raise TooLong


@dataclass(frozen=True, slots=True)
class ExactCheck:
    """What exact arithmetic says about one draw.

    Parameters
    ----------
    passes : bool
        Whether nobody gains more than a millionth of what is at stake, at any set.
    share : float
        The largest gain as a share of what is at stake at its set.
    infoset : str
        Where that is.
    """

    passes: bool
    share: float
    infoset: str


def check_exactly(solution: Solution, draw: int = 0) -> ExactCheck | None:
    """Check one draw of a solution in fractions.

    Nobody may gain by changing the choice at one set; beliefs where play gets follow from the
    strategies by Bayes' rule, and elsewhere they are the solution's own (whether trembles support
    those is not asked here).

    Returns
    -------
    ExactCheck, or None
        None where numbers get too long.
    """
    one = solution.at(draw)
    try:
        exact = ExactGame(one.game, one.draws, one.strategy[0], one.belief[0])
        worst, where = Fraction(0), ""
        for infoset in one.game.infosets:
            found = exact.at(infoset)
            share = found.gain / found.stake if found.stake else found.gain
            if share >= worst:
                worst, where = share, infoset.label
    except TooLong:
        return None
    except (ArithmeticError, ValueError):
        return ExactCheck(False, float("nan"), "")
    return ExactCheck(worst <= TOLERANCE, float(worst), where)
