"""The branch that is claimed is the branch that is followed: large counts beside other followers.

How many draws each test takes is set by `STANDOFF_DRAWS` (default 2,000 per row).
"""

from __future__ import annotations

import os
from io import StringIO

import numpy as np
import pytest
from tests.solve.small_steps import trace
from tests.solve.tables import (
    LAST,
    PAIRS,
    TABLES,
    bimatrix,
    bimatrix_draws,
    near,
    table_draws,
    table_game,
)
from tests.solve.two_by_two import limits

from standoff.game import Status, lower, numbers
from standoff.game.exchange import write_efg
from standoff.solve.quantal import payoff_spread, solve_quantal
from standoff.solve.retrace import retrace
from standoff.solve.sequential import solve_sequential

try:
    import pygambit
except ImportError:
    pygambit = None

N = int(os.environ.get("STANDOFF_DRAWS", "2000"))
#: Precision times the largest payoff at which random tables are compared.
FAR = 100.0


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("share", [1e-5, 1e-4, 1e-3, 1e-2, 5e-2])
def test_near_symmetric_draws(name: str, share: float) -> None:
    """Half of the draws have war payoffs from -1 to -10,000.

    Tables of two players are compared with a witness that takes no steps, others with a tracer.
    """
    parts = [near(TABLES[name], share, N // 2, 100 + war, war=bool(war)) for war in (0, 1)]
    payoff = np.concatenate(parts)
    solution = solve_sequential(table_game(payoff.shape[-1]), table_draws(payoff))
    solved = solution.status == Status.SOLVED
    if name in PAIRS:
        p, done = limits(payoff), np.ones(len(payoff), dtype=bool)
    else:
        p, _, done = trace(payoff, last=LAST)
    apart = np.abs(solution.strategy[:, ::2] - p).max(axis=1) > 0.02
    differ = int((apart & solved & done).sum())
    print(
        f"\n  {name}, equal to {share:g}: {len(payoff):,} draws, {differ} differ from the witness, "
        f"{int((~solved).sum())} not solved, {int((~done).sum())} lost by the witness"
    )
    assert differ == 0


@pytest.mark.parametrize("size", [3, 5])
@pytest.mark.parametrize("more", [0, 20])
def test_random_integer_tables(size: int, more: int) -> None:
    game, n_draws = bimatrix(size), N // 2
    table = (
        np.random.default_rng(size + more).integers(0, 10, (n_draws, size, size, 2)).astype(float)
    )
    draws = bimatrix_draws(table)
    rate = np.repeat((FAR / payoff_spread(numbers(game, draws)))[:, None], 2, axis=1)
    solution = solve_quantal(game, draws, precision=rate)
    solved = solution.status <= Status.FOLD_CROSSED
    print(f"\n  {size} x {size}: {n_draws:,} draws, {int((~solved).sum())} not solved", end="")
    if pygambit is None:
        asked = np.arange(n_draws)
    else:
        apart = np.zeros(n_draws, dtype=bool)
        for row in range(n_draws):
            text = StringIO(write_efg(game, draws.rows(slice(row, row + 1))))
            twin = pygambit.read_efg(text)  # pyright: ignore[reportAttributeAccessIssue]
            point = pygambit.qre.logit_solve_lambda(twin, [float(rate[row, 0])])[0]
            theirs = np.array([float(point[i]) for i in range(2 * size)])
            apart[row] = np.abs(theirs - solution.strategy[row]).max() > 1e-4
        asked = np.flatnonzero(apart & solved)
        print(f", {len(asked)} differ from pygambit", end="")
    wrong = 0
    for start in range(0, len(asked), 50):
        rows = asked[start : start + 50]
        way = retrace(game, draws.rows(rows), rate[rows])
        gap = np.abs(way.strategy - solution.strategy[rows]).max(axis=1)
        wrong += int((way.done & (gap > 1e-5)).sum())
    print(f"; the second way says that {wrong} of these are ours")
    assert wrong == 0


def test_the_game_with_75_equilibria() -> None:
    """Von Stengel's 6 x 6 game, at precisions where play once jumped."""
    if pygambit is None:
        pytest.skip("its payoffs come with pygambit")
    twin = pygambit.catalog.load("journals/dcg/vonstengel1999/6x6_game_with_75_eq")
    ours, theirs = (np.array(each, dtype=float) for each in twin.to_arrays(dtype=float))
    game = bimatrix(6)
    draws = bimatrix_draws(np.stack([ours, theirs], axis=2)[None])
    for precision in (8.7e-5, 1.16e-4, 1e-3):
        found = solve_quantal(game, draws, precision=precision)
        way = retrace(game, draws, np.full((1, 2), precision))
        print(f"\n  precision {precision:g}: row 2 {found.strategy[0, 1]:.4f}", end="")
        assert way.strategy[0] == pytest.approx(found.strategy[0], abs=1e-8)
        assert found.strategy[0, 1] > 0.99
    assert lower(game).n_actions == 12
