"""The exact value at which an equilibrium of a game ends, where its solver fails next to the tie.

Near a tie a numerical method may find nothing, so that halving stops at some distance. But on the
side where everybody plays pure strategies the play is known, and it ends where somebody on its path
becomes indifferent: a root of a difference of two expected payoffs, which are smooth.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from standoff.game.draws import Draws
from standoff.game.lower import lower, numbers
from standoff.models.answers import Floats
from standoff.solve.evaluate import action_worth, bayes, edge_probability, reach
from standoff.solve.solution import Solution
from standoff.study.changes import Change, Lines
from standoff.study.game_subject import GameSubject
from standoff.study.labels import Labels

#: Strategies this close to 0 and 1 are pure.
_PURE = 1e-6
#: A change that is known less exactly, in units of the last place, is looked at as a tie.
_WIDE = 4.0
_N_LOOKED = 33
_N_HALVINGS = 80
#: A tie is looked for up to so many widths of the bracket beyond it ...
_BEYOND = 1.0
#: ... and at least so far, as a share of the value: next to a tie a solver may err on either side.
_LEAST = 1e-9
#: Two roots this close are one tie.
_SAME = 1e-9


def as_tie(lines: Lines, labels: Labels, change: Change) -> Change:
    """Return a change narrowed to its tie where that is possible and needed, else as it is."""
    has_both = change.below != change.above and 0 not in (change.below, change.above)
    subject = labels.subject
    if not has_both or not isinstance(subject, GameSubject) or _is_exact(change):
        return change
    return exact_tie(subject, lines, change, labels.given, labels.remove) or change


def _is_exact(change: Change) -> bool:
    """Return whether a change is known to the last places."""
    return change.error <= _WIDE * float(np.spacing(abs(change.high)))


def exact_tie(
    subject: GameSubject,
    lines: Lines,
    change: Change,
    given: Sequence[str] = (),
    remove: Collection[str] = (),
) -> Change | None:
    """Return a change narrowed to the tie that it is about; None where no pure side tells it.

    Parameters
    ----------
    subject : GameSubject
    lines : Lines
    change : Change
        With answers on both sides.
    given, remove
        As in `Subject.answer`.
    """
    size = max(abs(change.low), abs(change.high))
    room = max(_BEYOND * (change.high - change.low), _LEAST * size)
    low = max(change.low - room, float(lines.low[change.line]))
    high = min(change.high + room, float(lines.high[change.line]))
    for side in (change.low, change.high):
        played = subject.equilibria(_at(lines, change, np.array([side])), given, remove)
        if not played:
            continue
        pure = _pure(played[0].solution)
        if pure is None:
            continue
        roots = _roots(lines, change, played[0].solution, pure, low, high)
        if roots and max(roots) - min(roots) <= _SAME * max(1.0, abs(high)):
            root = float(np.mean(roots))
            half = max((max(roots) - min(roots)) / 2, 2 * float(np.spacing(abs(root))))
            return Change(change.line, root - half, root + half, change.below, change.above)
    return None


def _pure(solution: Solution) -> Floats | None:
    """Return the strategy with every probability 0 or 1; None where somebody mixes on the path."""
    strategy = solution.strategy[0]
    rounded = np.round(strategy)
    return rounded[None] if np.abs(strategy - rounded).max() <= _PURE else None


def _roots(
    lines: Lines, change: Change, solution: Solution, pure: Floats, low: float, high: float
) -> list[float]:
    """Find where the margin of a chosen action on the path is zero."""

    def margins(values: Floats) -> Floats:
        return _margins(solution, _at(lines, change, values), pure)

    looked = np.linspace(low, high, _N_LOOKED)
    table = margins(looked)
    found: list[float] = []
    for k in range(table.shape[1]):
        column = table[:, k]
        if not np.isfinite(column).all():
            continue
        for i in np.flatnonzero(np.sign(column[1:]) != np.sign(column[:-1])):
            a, b = float(looked[i]), float(looked[i + 1])
            sign = np.sign(column[i])
            for _ in range(_N_HALVINGS):
                middle = (a + b) / 2
                if not a < middle < b:
                    break
                if np.sign(margins(np.array([middle]))[0, k]) == sign:
                    a = middle
                else:
                    b = middle
            found.append((a + b) / 2)
    return found


def _margins(solution: Solution, draws: Draws, pure: Floats) -> Floats:
    """How much better the chosen action is than the best other one; nan at sets not reached."""
    game = solution.game
    arrays, table = lower(game), numbers(game, draws.complete(game.parameters))
    strategy = np.repeat(pure, len(draws), axis=0)
    at = reach(arrays, edge_probability(arrays, table, strategy))
    belief = bayes(arrays, at)
    known = np.where(np.isnan(belief), solution.belief[:1], belief)
    worth = action_worth(arrays, table, strategy, known)
    margins = np.full((len(draws), len(game.infosets)), np.nan)
    for infoset in game.infosets:
        first = int(arrays.first_action[infoset.index])
        own = slice(first, first + len(infoset.actions))
        reached = at[:, list(infoset.nodes)].sum(axis=1) > 0.0
        chosen = int(np.argmax(pure[0, own]))
        others = np.delete(worth[:, own], chosen, axis=1)
        if others.shape[1]:
            margin = worth[:, first + chosen] - others.max(axis=1)
            margins[:, infoset.index] = np.where(reached, margin, np.nan)
    return margins


def _at(lines: Lines, change: Change, values: Floats) -> Draws:
    return lines.points(np.full(len(values), change.line, dtype=np.int64), values)
