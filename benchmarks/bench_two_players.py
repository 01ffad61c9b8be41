"""Two-player methods beside pygambit's on the same games: pivoting with trembles, and one LP."""

from __future__ import annotations

from io import StringIO

import numpy as np
from benchmarks.games import crisis, crisis_draws, threat, threat_draws
from benchmarks.measure import cpu_seconds, heading, row
from tests.games.leduc import leduc

from standoff.game import Draws, Game
from standoff.game.exchange import write_efg, write_nfg
from standoff.game.normal_form import NormalForm
from standoff.solve import verify
from standoff.solve.bimatrix import extreme_equilibria
from standoff.solve.lemke import solve_lemke
from standoff.solve.zero_sum import solve_zero_sum

try:
    import pygambit
except ImportError:
    pygambit = None


def test_one_equilibrium_by_pivoting() -> None:
    heading(
        "one equilibrium: quasi-perfect here, Nash (unreached sets filled) there",
        "standoff",
        "pygambit",
    )
    work: list[tuple[str, Game, Draws]] = [
        ("crisis, 112 nodes", crisis(), crisis_draws(200)),
        ("threat, 9 types", threat(9), threat_draws(threat(9), 100)),
        ("threat, 32 types", threat(32), threat_draws(threat(32), 20)),
    ]
    for name, game, draws in work:
        solution = solve_lemke(game, draws)
        assert verify(solution).ok.all()
        ours = cpu_seconds(lambda g=game, d=draws: solve_lemke(g, d)) / len(draws)
        theirs = None
        if pygambit is not None:
            twins = [
                pygambit.read_efg(StringIO(write_efg(game, draws.rows(slice(i, i + 1)))))
                for i in range(3)
            ]
            theirs = (
                cpu_seconds(
                    lambda t=twins: [pygambit.nash.lcp_solve(x, rational=False) for x in t],
                    repeats=1,
                )
                / 3
            )
        row(name, ours, theirs)


def test_leduc_by_a_linear_program() -> None:
    game, point = leduc(), Draws.from_columns({}, 1)
    solved = solve_zero_sum(game, point)
    assert abs(solved.value[0, 0] + 0.085606424078) < 1e-8
    heading("zero-sum", "standoff", "scipy")
    row(
        f"Leduc hold'em, {len(game.nodes):,} nodes, exploitability {solved.exploitability[0]:.0e}",
        cpu_seconds(lambda: solve_zero_sum(game, point)),
    )
    row(
        "the same at every set, by pivoting with trembles",
        cpu_seconds(lambda: solve_lemke(game, point)),
    )


def test_all_equilibria_of_tables() -> None:
    heading("all extreme equilibria of a table: exact here, double there", "standoff", "pygambit")
    for n, n_tables, count in ((5, 10, 30), (7, 5, 37), (10, 3, 39)):
        rng = np.random.default_rng(0)
        tables = [(rng.random((n, n)), rng.random((n, n))) for _ in range(n_tables)]
        assert sum(len(extreme_equilibria(*pair).pairs) for pair in tables) == count
        ours = cpu_seconds(lambda t=tables: [extreme_equilibria(*pair) for pair in t]) / n_tables
        theirs = None
        if pygambit is not None:
            twins = [pygambit.read_nfg(StringIO(write_nfg(_table(*pair)))) for pair in tables]
            theirs = (
                cpu_seconds(
                    lambda t=twins: [pygambit.nash.enummixed_solve(x, rational=False) for x in t]
                )
                / n_tables
            )
        note = f"{theirs / ours:.2f} x" if theirs is not None else ""
        row(f"{n} by {n}, {count} equilibria in {n_tables} tables", ours, theirs, note)


def _table(a: np.ndarray, b: np.ndarray) -> NormalForm:
    names = tuple(tuple(f"{i}" for i in range(n)) for n in a.shape)
    return NormalForm("table", ("Row", "Column"), names, np.stack([a, b], axis=-1))
