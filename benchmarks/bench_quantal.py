"""Logit equilibria and what is built on them, beside pygambit on the same games and draws."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO

import numpy as np
import pytest
from benchmarks.games import crisis, crisis_draws, threat, threat_draws
from benchmarks.measure import amount, cpu_seconds, heading, row

from standoff.game import Draws, Game
from standoff.game.exchange import write_efg
from standoff.solve import verify
from standoff.solve.gradient import gradients
from standoff.solve.quantal import solve_quantal
from standoff.solve.sequential import solve_sequential

try:
    import pygambit
except ImportError:
    pygambit = None

WORK = [
    ("threat, 2 types, 15 nodes, precision 5", threat(2), 5.0, 100_000, 40),
    ("threat, 8 types, 57 nodes, precision 5", threat(8), 5.0, 20_000, 8),
    ("threat, 32 types, 225 nodes, precision 5", threat(32), 5.0, 4_000, 1),
    ("crisis, 112 nodes, precision 1", crisis(), 1.0, 20_000, 6),
    ("crisis, 112 nodes, precision 5", crisis(), 5.0, 20_000, 6),
    ("crisis, 112 nodes, precision 20", crisis(), 20.0, 20_000, 6),
]


def draws_of(game: Game, n_draws: int) -> Draws:
    return crisis_draws(n_draws) if "3 x 3" in game.name else threat_draws(game, n_draws)


def peer_seconds(game: Game, draws: Draws, precision: float, n: int, ours: np.ndarray) -> float:
    """Time pygambit on the first draws, and check that both found the same point."""
    twins = [
        pygambit.read_efg(StringIO(write_efg(game, draws.rows(slice(i, i + 1))))) for i in range(n)
    ]
    found = []

    def loop() -> None:
        found[:] = [pygambit.qre.logit_solve_lambda(twin, [precision])[0] for twin in twins]

    taken = cpu_seconds(loop, repeats=1) / n
    for point, strategy in zip(found, ours, strict=False):
        theirs = np.sort([point[i] for i in range(len(strategy))])
        assert np.abs(theirs - np.sort(strategy)).max() < 1e-6
    return taken


@pytest.mark.parametrize(("name", "game", "precision", "n_draws", "n_peer"), WORK)
def test_points_of_the_branch(
    name: str, game: Game, precision: float, n_draws: int, n_peer: int
) -> None:
    draws = draws_of(game, n_draws)
    solution = solve_quantal(game, draws, precision=precision)
    check = verify(solution)
    assert check.ok.mean() > 0.999
    ours = cpu_seconds(lambda: solve_quantal(game, draws, precision=precision)) / n_draws
    theirs = None
    if pygambit is not None:
        theirs = peer_seconds(game, draws, precision, n_peer, solution.strategy)
    heading("one logit equilibrium to 1e-10, payoffs evaluated", "standoff", "pygambit", "numba")
    row(name, ours, theirs, f"not converged {100 * (1 - check.ok.mean()):.3f} %")


def test_gradients() -> None:
    heading("derivatives by every parameter, extra to the solve", "standoff", "numba")
    for name, game, precision, n_draws, _ in WORK:
        draws = draws_of(game, min(n_draws, 4_000))
        solution = solve_quantal(game, draws, precision=precision)
        gradients(solution)
        base = cpu_seconds(lambda g=game, d=draws, p=precision: solve_quantal(g, d, precision=p))
        extra = cpu_seconds(lambda s=solution: gradients(s)) / len(draws)
        n = len(game.parameters)
        share = 100 * extra / (base / len(draws))
        row(f"{name}, {n} parameters", extra, None, f"{share:.0f} % of the solve")


def test_sequential_equilibria_and_their_check() -> None:
    heading("one sequential equilibrium; verifying one", "standoff")
    for n_types in (2, 9, 32):
        game = threat(n_types)
        draws = threat_draws(game, 50)
        solution = solve_sequential(game, draws)
        assert verify(solution).ok.all()
        row(
            f"threat, {n_types} types: solve",
            cpu_seconds(lambda g=game, d=draws: solve_sequential(g, d)) / 50,
        )
        one = solution.at(0)
        row(f"threat, {n_types} types: verify", cpu_seconds(lambda s=one: verify(s)))


def test_cold_process() -> None:
    code = (
        "import time; t = time.perf_counter()\n"
        "from benchmarks.games import threat\n"
        "from standoff.solve import solve\n"
        "solve(threat(2)); print(time.perf_counter() - t)"
    )

    def run():
        return float(
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True
            ).stdout
        )

    run()
    print(
        f"\none small game from a cold process, compiled code cached: {amount(run())} of wall time"
    )
