"""The talk with finitely many states and actions: a tree, and how equilibria are played on it.

States stand for the slices between the borders of all equilibria with few messages, at their
middle, and the receiver chooses among the middles of all intervals; what a slice loses by being
wide is added. So these equilibria are equilibria of the tree too, with the same payoffs. Where an
equilibrium does not exist its borders fall together with others, and slices between them have the
chance 0.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

import numpy as np

from standoff.errors import GameError, UnknownName
from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.tree import Game
from standoff.models.answers import Assessment, Floats
from standoff.models.kinds import Columns
from standoff.models.strategic_information.parameters import NAME, PARAMETERS, RECEIVER, SENDER

#: Slices between two borders, and messages, if nothing else is asked for.
GRID = 1
N_MESSAGES = 4
#: With five messages the order of all borders depends on the bias.
MOST_ON_TREE = 4
#: Where an equilibrium with one message more begins, its borders meet others. They are moved by
#: this share of all states, so that a slice between them is empty rather than as wide as an error
#: of rounding.
_NUDGE = 1e-13


def border(c: Columns, i: int | Floats, n: int | Floats) -> Floats:
    """Upper end of the i-th of n intervals."""
    return i * c["state_range"] / n + 2.0 * c["bias"] * i * (i - n)


def build(remove: Collection[str] = (), *, grid: int = GRID, n_messages: int = N_MESSAGES) -> Game:
    """Build the tree with `n_messages` messages and `grid` states between two borders.

    No action can be taken away.

    Raises
    ------
    GameError
        If there are more messages than `MOST_ON_TREE`.
    """
    for action in remove:
        raise UnknownName.among("action that can be taken away", action, ())
    if not 1 <= n_messages <= MOST_ON_TREE:
        raise GameError(
            f"the tree of {NAME!r} cannot have {n_messages} messages",
            right=f"1 to {MOST_ON_TREE} messages",
        )
    ends = ["0", *_borders(n_messages), "state_range"]
    states: dict[str, tuple[str, Sketch]] = {}
    for low, high in pairwise(ends):
        width = f"({high} - {low})"
        for k in range(grid):
            middle = (k + 0.5) / grid
            state = f"{1.0 - middle!r}*{low} + {middle!r}*{high}"
            name = f"{len(states) + 1}"
            sketch = _send(name, state, f"{width}**2/{12 * grid**2}", n_messages)
            states[name] = (f"{width}/({grid}*state_range)", sketch)
    builder = GameBuilder(NAME).players(SENDER, RECEIVER).parameters(*PARAMETERS)
    return builder.tree(chance("state", states))


def _order(n_messages: int) -> list[tuple[int, int]]:
    """All inner borders as (intervals, position), in the order that they have for a small bias.

    Where an equilibrium with n messages does not exist, its borders lie below their places in it.
    """
    inner = [(n, i) for n in range(2, n_messages + 1) for i in range(1, n)]
    small = 0.9 / (2 * n_messages * (n_messages - 1)) if n_messages > 1 else 0.0
    return sorted(inner, key=lambda at: at[1] / at[0] + 2.0 * small * at[1] * (at[1] - at[0]))


def _borders(n_messages: int) -> list[str]:
    at = [
        f"{i / n - (n - 2) * _NUDGE!r}*state_range - {2 * i * (n - i)}*bias"
        for n, i in _order(n_messages)
    ]
    return [f"max(0, {', '.join(at[: k + 1])})" for k in range(len(at))]


def _send(state: str, at: str, spread: str, n_messages: int) -> Sketch:
    messages = {f"message {m + 1}": _act(m, at, spread, n_messages) for m in range(n_messages)}
    return move(SENDER, messages, knows=f"state {state}: send")


def _act(message: int, at: str, spread: str, n_messages: int) -> Sketch:
    actions: dict[str, Sketch] = {}
    for n in range(1, n_messages + 1):
        for i in range(n):
            up = i * (i - n) + (i + 1) * (i + 1 - n)
            miss = f"{(i + 0.5) / n!r}*state_range + ({up})*bias - ({at})"
            actions[_action(n, i)] = end(
                f"middle {_action(n, i)}",
                f"-({miss} - bias)**2 - {spread}",
                f"-({miss})**2 - {spread}",
            )
    return move(RECEIVER, actions, knows=f"message {message + 1}: act")


def _action(n: int, i: int) -> str:
    return f"{i + 1} of {n}"


def write(c: Columns, n: int, grid: int = GRID, n_messages: int = N_MESSAGES) -> Assessment:
    """Write out how the equilibrium with `n` messages is played on the tree of `build`.

    A message that is never sent is taken for the first one.
    """
    lowest = np.zeros_like(c["bias"])
    ends = [lowest]
    for of, i in _order(n_messages):
        share = i / of - (of - 2) * _NUDGE
        at = share * c["state_range"] - 2 * i * (of - i) * c["bias"]
        ends.append(np.maximum(ends[-1], at))
    ends.append(c["state_range"])
    strategy: dict[tuple[str, str], Floats] = {}
    belief: dict[tuple[str, tuple[str, ...]], Floats] = {}
    sent: list[list[Floats]] = []
    for k in range((len(ends) - 1) * grid):
        low, high = ends[k // grid], ends[k // grid + 1]
        state = low + (k % grid + 0.5) / grid * (high - low)
        told = np.sum([border(c, i, n) <= state for i in range(1, n)], axis=0) + lowest
        says = [(told == m).astype(np.float64) for m in range(n_messages)]
        for m, p in enumerate(says):
            strategy[f"state {k + 1}: send", f"message {m + 1}"] = p
        sent.append([(high - low) / grid * p for p in says])
    for m in range(n_messages):
        heard = m if m < n else 0
        total = np.sum([p[heard] for p in sent], axis=0)
        # Where the equilibrium does not exist, a message may have no states at all.
        total = np.where(total > 0.0, total, np.nan)
        here = f"message {m + 1}: act"
        for k, p in enumerate(sent):
            belief[here, (f"{k + 1}", f"message {m + 1}")] = p[heard] / total
        for of in range(1, n_messages + 1):
            for i in range(of):
                chosen = float((of, i) == (n, heard))
                strategy[here, _action(of, i)] = lowest + chosen
    return Assessment(strategy, belief)
