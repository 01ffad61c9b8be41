"""Solved answers of 5,000 games with extreme payoffs, judged in fractions.

Payoffs span what double precision can hold, tie, hardly differ, or come on top of 1e15. No answer
that is called solved may leave anybody a gain of a millionth of what is at stake at that set. How
many games are answered at all is printed by kind.
"""

from __future__ import annotations

import warnings
from collections import Counter

import pytest
from tests.solve.exact import worst
from tests.solve.wide_games import PAYOFFS, many

from standoff.game import Draws, Status
from standoff.solve import solve

N_GAMES = 1_250


@pytest.mark.parametrize("seed", range(4))
def test_no_solved_answer_leaves_a_gain(seed: int) -> None:
    n_solved: Counter[str] = Counter()
    wrong: list[tuple[str, str, float]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for shape, kind, game in many(N_GAMES, seed=seed):
            solution = solve(game, Draws.point({}))
            if solution.status[0] != Status.SOLVED:
                continue
            n_solved[kind] += 1
            gain = worst(solution)
            if gain > 1e-6:
                wrong.append((shape, kind, gain))
    for kind in PAYOFFS:
        print(f"{kind}: {n_solved[kind]} of {N_GAMES // len(PAYOFFS)} answered")
    assert not wrong
