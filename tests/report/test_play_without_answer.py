"""Where a method gives up, the message says what else to try."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from standoff.game import Draws, GameBuilder, Status, end, move
from standoff.report.play import play
from standoff.solve import Solution, solve
from standoff.solve.lemke import solve_lemke
from standoff.solve.sequential import solve_sequential


def unsolved(solution: Solution) -> str:
    return play(replace(solution, status=np.full(1, Status.NOT_CONVERGED, dtype=np.uint8))).message


def test_a_lower_precision_is_named_where_it_is_a_way() -> None:
    no = move("B", {"l": end("nl", 2, 0), "r": end("nr", 1, 1)}, knows="B")
    answer = move("B", {"l": end("l", 1, 0), "r": end("r", 0, 1)}, knows="B")
    game = GameBuilder("small").players("A", "B").tree(move("A", {"go": answer, "no": no}))
    none = Draws.point({})
    at_limit = unsolved(solve_sequential(game, none))
    assert "--method lemke" in at_limit
    assert "--precision follows the branch no further" in at_limit
    with_errors = unsolved(solve(game, none, precision=5.0))
    assert "a lower --precision" in with_errors
    assert "--method lemke" not in with_errors, "it lists no play with errors"
    pivoted = unsolved(solve_lemke(game, none))
    assert "--all" in pivoted
    assert "--precision" not in pivoted, "pivoting follows no branch"
