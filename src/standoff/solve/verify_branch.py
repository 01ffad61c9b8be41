"""Check that a solution which claims to lie on the logit branch does, by following it again.

`verify` tells whether play is an equilibrium; it cannot tell whether it is the one at the end of
the branch that starts at random play. Here the branch is retraced by separate code (see `retrace`):
on every draw when asked to, and else on a random sample of bounded cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.game.lower import Floats, lower, numbers
from standoff.game.status import Status
from standoff.solve.quantal import RULE as POINT_RULE
from standoff.solve.retrace import retrace
from standoff.solve.sequential import RULE as LIMIT_RULE
from standoff.solve.solution import Solution

Rows = NDArray[np.intp]

#: Draws of a sample, at most, ...
MOST = 20
#: ... and fewer in games with many actions and payments, so that a sample costs some seconds.
WORK = 20_000
#: Strategies at a finite precision agree to this.
SAME_POINT = 1e-6
#: A limit and a point far out on its branch agree to this.
SAME_LIMIT = 0.02
#: Precision, times the largest payoff, at which a branch is compared with a claimed limit; the
#: later ones where choices differ by so little that play is not yet near its limit.
FAR = (1e6, 1e9, 1e12, 1e15, 1e18)
#: Log-odds below this leave a choice open, unless they are so small that rounding makes them.
UNSETTLED, ROUNDING = 6.0, 1e-10
#: Draws that are followed together.
TOGETHER = 50


@dataclass(frozen=True, slots=True, eq=False)
class BranchCheck:
    """Which draws were followed again along the branch, and what came of it.

    Parameters
    ----------
    rows : int array, shape (n_rows,)
        Draws that were retraced.
    followed : bool array, shape (n_rows,)
        Whether the second way reached the end.
    gap : float array, shape (n_rows,)
        Largest distance of a probability from the one at the end of the second way.
    allowed : float
    turns, crossings : tuple of tuples of float
        Precision (the highest of any player) at which the branch turned, and at which it passed a
        point where branches cross; per row.
    n_claimed : int
        Draws that claim to lie on the branch.
    """

    rows: Rows
    followed: NDArray[np.bool_]
    gap: Floats
    allowed: float
    turns: tuple[tuple[float, ...], ...]
    crossings: tuple[tuple[float, ...], ...]
    n_claimed: int

    @property
    def failed(self) -> Rows:
        """Draws that are not where the branch leads."""
        return self.rows[self.followed & (self.gap > self.allowed)]

    @property
    def n_retraced(self) -> int:
        """Draws on which the second way reached the end."""
        return int(self.followed.sum())

    def sentence(self) -> str:
        """Say how much was retraced, and whether both ways agree."""
        said = f"branch retraced on {self.n_retraced:,} of {self.n_claimed:,} draws"
        if len(self.failed):
            return f"{said}; {len(self.failed):,} of them are not where it leads"
        lost = len(self.rows) - self.n_retraced
        return said + (f"; on {lost:,} more the second way came to no end" if lost else "")


def claims_branch(solution: Solution) -> bool:
    """Tell whether a solution says that it lies on the logit branch from random play."""
    return solution.errors == "logit" and solution.rule in (POINT_RULE, LIMIT_RULE)


def sample_size(solution: Solution) -> int:
    """Return how many draws of a game are retraced without being asked for."""
    arrays = lower(solution.game)
    return int(np.clip(WORK // max(arrays.n_actions * arrays.n_nodes, 1), 1, MOST))


def verify_branch(
    solution: Solution, *, every: bool = False, rows: Rows | None = None, seed: int = 0
) -> BranchCheck:
    """Follow the branch again by other code, and compare where it leads.

    Parameters
    ----------
    solution : Solution
    every : bool
        Retrace every draw with an answer, instead of a random sample of at most 20.
    rows : int array, optional
        Retrace these draws.
    seed : int
        Of the sample.

    Returns
    -------
    BranchCheck
        Without rows where the solution claims no branch.

    Notes
    -----
    Cost: some 1,000 small steps per draw, or about .05 s for a small game.
    """
    answered = np.flatnonzero(solution.status <= Status.FOLD_CROSSED)
    if not claims_branch(solution) or not len(solution.game.infosets):
        answered = answered[:0]
    if rows is not None:
        chosen = np.intersect1d(rows, answered)
    elif every:
        chosen = answered
    else:
        size = min(sample_size(solution), len(answered))
        chosen = np.sort(np.random.default_rng(seed).choice(answered, size, replace=False))
    parts = [chosen[i : i + TOGETHER] for i in range(0, len(chosen), TOGETHER)]
    found = [_retraced(solution, part) for part in parts]
    return BranchCheck(
        chosen,
        np.concatenate([np.zeros(0, dtype=bool), *(each[0] for each in found)]),
        np.concatenate([np.zeros(0), *(each[1] for each in found)]),
        SAME_LIMIT if solution.precision is None else SAME_POINT,
        tuple(row for each in found for row in each[2]),
        tuple(row for each in found for row in each[3]),
        len(answered),
    )


Places = list[tuple[float, ...]]


def _retraced(solution: Solution, rows: Rows) -> tuple[NDArray[np.bool_], Floats, Places, Places]:
    game, draws = solution.game, solution.draws.rows(rows)
    followed, gap = np.zeros(len(rows), dtype=bool), np.full(len(rows), np.inf)
    turns: Places = [()] * len(rows)
    crossings: Places = [()] * len(rows)
    if solution.precision is not None:
        targets = [solution.precision[rows]]
        allowed = SAME_POINT
    else:
        top = np.abs(numbers(game, draws).payoff).max(axis=(1, 2), initial=0.0)
        rate = np.repeat((1.0 / np.maximum(top, 1e-300))[:, None], len(game.players), axis=1)
        targets = [far * rate for far in FAR]
        allowed = SAME_LIMIT
    before = np.ones((len(rows), solution.strategy.shape[1]))
    first = lower(game).first_action[:-1]
    for target in targets:
        left = np.flatnonzero(gap > allowed)
        if not len(left):
            break
        way = retrace(game, draws.rows(left), target[left])
        apart = np.abs(way.strategy - solution.strategy[rows[left]]).max(axis=1)
        is_open = _is_open(first, before[left], way.strategy) & (solution.precision is None)
        here = left[way.done]
        followed[here] = ((apart <= allowed) | ~is_open)[way.done]
        gap[here], before[here] = apart[way.done], way.strategy[way.done]
        highest = target[left].max(axis=1)
        for i, row in enumerate(left):
            turns[row] = tuple(share * float(highest[i]) for share in way.turns[i])
            crossings[row] = tuple(share * float(highest[i]) for share in way.crossings[i])
    return followed, gap, turns, crossings


def _is_open(first: NDArray[np.integer], before: Floats, now: Floats) -> NDArray[np.bool_]:
    """Tell whether log-odds that settle nothing yet have grown: the branch is not at its limit."""
    odds: list[Floats] = []
    for p in (before, now):
        log_p = np.log(np.maximum(p, 1e-300))
        sizes = np.diff(np.append(first, p.shape[1]))
        odds.append(np.abs(log_p - np.repeat(log_p[:, first], sizes, axis=1)))
    grown = (odds[1] < UNSETTLED) & (odds[1] > 2.0 * odds[0]) & (odds[1] > ROUNDING)
    return np.asarray(grown.any(axis=1))


def passages(check: BranchCheck, row: int = 0) -> list[str]:
    """Tell in sentences where the branch of one retraced draw turned, and what it passed."""
    said: list[str] = []
    first = check.turns[row][::2]
    if first:
        listed = " and ".join(_number(p) for p in first[:3])
        more = " (and more often)" if len(first) > 3 else ""
        said.append(
            f"The branch turns at precision {listed}{more}: play jumps there, and other "
            "equilibria exist at precisions near by."
        )
    if check.crossings[row]:
        at = _number(check.crossings[row][0])
        said.append(
            f"At precision {at} the symmetric branch loses stability; play stays on it by "
            "convention. Use --all for the other equilibria."
        )
    return said


def _number(value: float) -> str:
    return f"{value:.3g}"
