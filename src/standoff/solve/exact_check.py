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


@dataclass(frozen=True, slots=True)
class Way:
    """A way to an end: how likely it is, what it pays in all, and by which expressions."""

    p: Fraction
    paid: Fraction
    payments: tuple[Expression, ...]


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
        self._strategy = strategy
        self._first = np.concatenate(([0], np.cumsum([len(i.actions) for i in game.infosets])))
        self._p: dict[int, Fraction] = {0: Fraction(1)}
        self._values: dict[Expression, Fraction] = {}

    def p(self, node: int) -> Fraction:
        """Return the probability of the branch into a node."""
        if node not in self._p:
            before = self.game.nodes[self.game.nodes[node].parent]
            if before.kind == "move":
                start = int(self._first[before.infoset])
                chosen = self._strategy[start : start + len(before.children)]
                weights = [Fraction(float(p)) for p in chosen]
            else:
                weights = [self.value(self.game.nodes[c].p) for c in before.children]
            total = sum(weights)
            for child, weight in zip(before.children, weights, strict=True):
                self._p[child] = weight / total if total else weight
        return self._p[node]

    def value(self, expression: Expression | None) -> Fraction:
        """Return the value of an expression; nothing is worth 0."""
        if expression is None:
            return Fraction(0)
        if expression not in self._values:
            self._values[expression] = exactly(expression.term, self.numbers)
        return self._values[expression]

    def reach(self, node: int) -> Fraction:
        """Return the probability that play gets to a node."""
        p = Fraction(1)
        while node > 0:
            p *= self.p(node)
            node = self.game.nodes[node].parent
        return p

    def weights(self, infoset: InfoSet, *, own_belief: bool) -> list[Fraction]:
        """Return the beliefs at a set: by Bayes' rule where play gets there, else as given."""
        at = [Fraction(0)] if own_belief else [self.reach(node) for node in infoset.nodes]
        if not any(at):
            at = [Fraction(float(self.belief[node])) for node in infoset.nodes]
        total = sum(at)
        return [weight / total for weight in at]

    def ways(self, infoset: InfoSet, action: int, believed: list[Fraction]) -> list[Way]:
        """Return all ways to go on from a set by an action."""
        found: list[Way] = []
        waiting: list[tuple[int, Fraction, tuple[Expression, ...]]] = [
            (self.game.nodes[node].children[action], weight, ())
            for weight, node in zip(believed, infoset.nodes, strict=True)
            if weight
        ]
        while waiting:
            at, p, paid = waiting.pop()
            pays, children = self.game.nodes[at].pays, self.game.nodes[at].children
            if pays is not None:
                paid = (*paid, pays[infoset.player])
            if not children:
                found.append(Way(p, sum((self.value(each) for each in paid), Fraction(0)), paid))
            waiting += [(c, p * self.p(c), paid) for c in children if self.p(c)]
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
        ways = [self.ways(infoset, a, believed) for a in range(len(infoset.actions))]
        worth = [sum((way.p * way.paid for way in each), Fraction(0)) for each in ways]
        chosen = [self.p(c) for c in self.game.nodes[infoset.nodes[0]].children]
        mean = sum((p * w for p, w in zip(chosen, worth, strict=True)), Fraction(0))
        _guard(mean)
        stake = max(
            sum((way.p * abs(way.paid - mean) for way in each), Fraction(0)) for each in ways
        )
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
            return of_two(operator, exactly(left, numbers), exactly(right, numbers))
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


def of_two(operator: str, x: Fraction, y: Fraction) -> Fraction:
    """Return what an operation makes of two fractions."""
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
