"""Where the last digits of a game's numbers decide which of two choices is better.

No binary fraction is .95, and the number that the computer holds in its place is off by up to half
a unit in the last place. Where two choices are worth the same but for that, arithmetic on the
numbers that are held finds one of them better, though in the game that was meant neither is. Such
a tie proves nothing and refutes nothing.

Two choices are tied where they differ by no more than follows from moving every inexact number by
`LAST` of itself. What counts is the slope of the *difference* by each number. Whatever both choices
pay alike drops out of it, and whatever cannot come about after the set, given beliefs and later
play, is not in it: neither can make a worse choice pass. Numbers whose decimal is what the computer
holds (5, .5, 1e15 + .25) are meant as they stand, and move nothing. Neither do probabilities: they
are divided by their sum, and their last digits move the difference by as small a share of what is
at stake.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from standoff.game.tree import InfoSet
from standoff.solve.exact_check import ExactGame, Parameters, Way, exactly, of_two
from standoff.text.expression import (
    Binary,
    Call,
    Expression,
    Name,
    Negation,
    Number,
    Term,
)

#: What an inexact number may be off by, as a share of itself: at most two units in the last place,
#: as after a few steps of arithmetic.
LAST = 2.0**-51

NOTHING = Fraction(0)

#: By inexact number (a name, a plain number, a root): by how much a term grows as it does.
Slopes = dict[Term, Fraction]


def tied_by_last_digits(exact: ExactGame, infoset: InfoSet, tolerance: float) -> bool:
    """Say whether what the mover could gain at a set is no more than last digits move.

    Parameters
    ----------
    exact : ExactGame
    infoset : InfoSet
    tolerance : float
        What else may be gained, as a share of what is at stake.

    Raises
    ------
    ArithmeticError, ValueError, TooLong
    """
    believed = exact.weights(infoset, own_belief=True)
    ways = [exact.ways(infoset, a, believed) for a in range(len(infoset.actions))]
    worth = [sum((way.p * way.paid for way in each), NOTHING) for each in ways]
    best = max(range(len(ways)), key=worth.__getitem__)
    left = NOTHING
    for action, child in enumerate(exact.game.nodes[infoset.nodes[0]].children):
        p = exact.p(child)
        if p and worth[action] < worth[best]:
            moved = _moved(ways[best], ways[action], exact)
            left += p * max(worth[best] - worth[action] - moved, NOTHING)
    stake = exact.at(infoset, own_belief=True).stake
    return left <= Fraction(tolerance) * stake


def _moved(one: list[Way], other: list[Way], exact: ExactGame) -> Fraction:
    """Return by how much last digits may move the difference of two choices."""
    weights: dict[Expression, Fraction] = defaultdict(Fraction)
    for sign, ways in ((1, one), (-1, other)):
        for way in ways:
            for payment in way.payments:
                weights[payment] += sign * way.p
    total: Slopes = defaultdict(Fraction)
    for expression, weight in weights.items():
        if weight:
            for number, slope in _slopes(expression.term, exact.numbers)[1].items():
                total[number] += weight * slope
    return Fraction(LAST) * sum(
        (abs(slope * exactly(number, exact.numbers)) for number, slope in total.items()),
        NOTHING,
    )


def is_inexact(number: float) -> bool:
    """Say whether the decimal that is written for a number is not the number that is held."""
    return Fraction(repr(float(number))) != Fraction(number)


def _slopes(term: Term, numbers: Parameters) -> tuple[Fraction, Slopes]:
    """Return the value of a term, and its slopes by the inexact numbers in it."""
    match term:
        case Number() | Name():
            held = exactly(term, numbers)
            return held, {term: Fraction(1)} if is_inexact(float(held)) else {}
        case Negation(operand):
            value, slopes = _slopes(operand, numbers)
            return -value, _sum(slopes, Fraction(-1))
        case Binary(operator, left, right):
            one, other = _slopes(left, numbers), _slopes(right, numbers)
            value = of_two(operator, one[0], other[0])
            return value, _of_two(term, value, one, other)
        case Call(function, arguments) if function in ("min", "max"):
            each = [_slopes(argument, numbers) for argument in arguments]
            return (min if function == "min" else max)(each, key=lambda found: found[0])
        case Call():
            return exactly(term, numbers), _of_call(term, numbers)


def _of_two(
    term: Binary, value: Fraction, left: tuple[Fraction, Slopes], right: tuple[Fraction, Slopes]
) -> Slopes:
    (x, by_x), (y, by_y) = left, right
    match term.operator:
        case "+":
            return _sum(by_x, Fraction(1), by_y, Fraction(1))
        case "-":
            return _sum(by_x, Fraction(1), by_y, Fraction(-1))
        case "*":
            return _sum(by_x, y, by_y, x)
        case "/":
            return _sum(by_x, 1 / y, by_y, -x / y**2)
        case _:  # the exponent is a plain number
            own: Slopes = {} if y.denominator == 1 else {term: Fraction(1)}
            slope = y * value / x if x else Fraction(int(y == 1))
            return _sum(by_x, slope, own, Fraction(1))


def _of_call(term: Call, numbers: Parameters) -> Slopes:
    value = exactly(term, numbers)
    x, by_x = _slopes(term.arguments[0], numbers)
    match term.function:
        case "abs":
            return _sum(by_x, Fraction(1 if x > 0 else -1))
        case "sqrt":
            own: Slopes = {} if value**2 == x else {term: Fraction(1)}
            # At nothing a root has no slope.
            return _sum(by_x, 1 / (2 * value), own, Fraction(1)) if value else {}
        case "exp":
            return _sum(by_x, value, {term: Fraction(1)}, Fraction(int(x != 0)))
        case _:
            return _sum(by_x, 1 / x, {term: Fraction(1)}, Fraction(int(x != 1)))


def _sum(
    one: Slopes, by: Fraction, other: Slopes | None = None, along: Fraction = NOTHING
) -> Slopes:
    """Add slopes up, each times a factor."""
    found = {number: slope * by for number, slope in one.items()}
    for number, slope in (other or {}).items():
        found[number] = found.get(number, NOTHING) + slope * along
    return found
