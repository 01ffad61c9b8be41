"""Where the principal logit branch of a 2 x 2 table ends, without taking a step along it.

With log-odds x and y of the first actions, x = precision * g(q) and y = precision * h(p), where
g and h are what the first action gains each player. Without precision that is
``x * h(p(x)) = y * g(q(y))``: both sides must have one value c. Each side rises and falls between
at most two turning points, so that the branch is a list of monotone pieces: c moves until it comes
to the nearer turning point of the two sides; that side goes on, and c and the other side turn
round. Nothing is approximated but the turning points, one number each.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Where x -> p + x * p * (1 - p) has its largest value: the root of x * tanh(x / 2) = 2.
TOP = 2.399357280520527
FAR = 700.0


@dataclass
class Side:
    """``x * (least + rise * p(x))``, and where on it the branch is.

    In brackets is what the other player gains.
    """

    least: float
    rise: float

    def __post_init__(self) -> None:
        self.turns = [] if self.rise == 0.0 else turning_points(-self.least / self.rise)
        self.home = self.piece = sum(x < 0.0 for x in self.turns)
        self.way = 0

    def value(self, x: float) -> float:
        return x * (self.least + self.rise * share(x))

    def ahead(self, way_of_c: int) -> float:
        """Return the value at the end of this piece, in the direction of travel."""
        k = self.piece if self.way > 0 else self.piece - 1
        return self.value(self.turns[k]) if 0 <= k < len(self.turns) else way_of_c * math.inf


def share(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0.0 else math.exp(x) / (1.0 + math.exp(x))


def slope(x: float) -> float:
    return share(x) + x * share(x) * share(-x)


def turning_points(level: float) -> list[float]:
    """Return where p + x * p * (1 - p) has a value; it falls, rises, and falls again."""
    found = []
    for low, high, sign in ((-FAR, -TOP, -1.0), (-TOP, TOP, 1.0), (TOP, FAR, -1.0)):
        if not sign * slope(low) < sign * level < sign * slope(high):
            continue
        for _ in range(90):
            middle = 0.5 * (low + high)
            if sign * slope(middle) < sign * level:
                low = middle
            else:
                high = middle
        found.append(0.5 * (low + high))
    return found


def side(most: float, least: float) -> Side:
    return Side(float(least), float(most - least))


def limit(table: Floats) -> tuple[float, float]:
    """Return the chances of both first actions at the end of the branch; table[i, j, player]."""
    row, column = table[:, :, 0], table[:, :, 1]
    x = side(column[0, 0] - column[0, 1], column[1, 0] - column[1, 1])
    y = side(row[0, 0] - row[1, 0], row[0, 1] - row[1, 1])
    x.way = 1 if y.least + 0.5 * y.rise > 0.0 else -1
    y.way = 1 if x.least + 0.5 * x.rise > 0.0 else -1
    c, way = 0.0, x.way * y.way
    while True:
        ends = x.ahead(way), y.ahead(way)
        first = 0 if way * ends[0] < way * ends[1] else 1
        if c != 0.0 and c * ends[first] <= 0.0 and x.piece != x.home and y.piece != y.home:
            # c passes 0 where neither side is at random play: both gains are 0 there.
            return -x.least / x.rise, -y.least / y.rise
        if math.isinf(ends[first]):
            return float(x.way > 0), float(y.way > 0)
        c, way = ends[first], -way
        goes, turns = (x, y) if first == 0 else (y, x)
        goes.piece += goes.way
        turns.way = -turns.way


def limits(payoff: Floats) -> Floats:
    """Return `limit` of every draw, shape (n_draws, 2)."""
    return np.array([limit(table) for table in payoff])
