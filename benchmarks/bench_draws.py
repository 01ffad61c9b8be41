"""Draws per second of some games, on one thread and two, beside loops over Gambit and SciPy."""

from __future__ import annotations

import time
from io import StringIO

import numba
import numpy as np
import pytest
from benchmarks.games import threat, threat_draws
from benchmarks.measure import amount, heading, store
from scipy.optimize import root
from tests.solve.plain_polish import polish

from standoff import models
from standoff.game import Draws, Game, GameBuilder, end, lower, move, numbers
from standoff.game.build import Sketch
from standoff.game.exchange import write_efg
from standoff.solve import verify
from standoff.solve.evaluate import action_worth, bayes, continuation, edge_probability, reach
from standoff.solve.quantal import branch_points, payoff_spread, solve_quantal
from standoff.solve.sequential import CUTOFFS, LAST, solve_sequential

PRECISION = 2.0


def centipede(n_moves: int = 6) -> Game:
    """Six moves in turn, each ends the game or goes on: 13 nodes."""

    def at(k: int) -> Sketch:
        if k == n_moves:
            return end("all", "gain", "gain")
        take = end(f"end {k}", f"{k} * gain + bonus", f"{k} * gain - bonus")
        other = end(f"end {k}", f"{k} * gain - bonus", f"{k} * gain + bonus")
        return move("A" if k % 2 == 0 else "B", {"end": other if k % 2 else take, "on": at(k + 1)})

    return (
        GameBuilder("thirteen nodes")
        .players("A", "B")
        .parameter("gain", 0.2)
        .parameter("bonus", 0.5)
        .tree(at(0))
    )


def binary(depth: int = 6) -> Game:
    """Moves in turn with two choices each, seen by all: 127 nodes, 63 information sets."""
    rng = np.random.default_rng(0)

    def at(level: int) -> Sketch:
        if level == depth:
            a, b = rng.normal(size=2).round(3)
            return end("end", f"{a} * scale", f"{b} * scale + shift")
        return move("A" if level % 2 == 0 else "B", {"left": at(level + 1), "right": at(level + 1)})

    return (
        GameBuilder("a hundred and twenty-seven nodes")
        .players("A", "B")
        .parameter("scale", 1.0)
        .parameter("shift", 0.0)
        .tree(at(0))
    )


def spread(game: Game, n: int) -> Draws:
    rng = np.random.default_rng(3)
    columns = {p.name: p.default + 0.1 * rng.normal(size=n) for p in game.parameters}
    return Draws.from_columns(
        {p.name: np.clip(columns[p.name], p.low, p.high) for p in game.parameters}, n
    )


def by_scipy(game: Game, draws: Draws) -> np.ndarray:
    """Solve the equations of the quantal response by SciPy's `root`, from random play."""
    arrays, table = lower(game), numbers(game, draws)
    first, last = arrays.first_action[:-1], arrays.first_action[1:]
    found = np.empty((len(draws), arrays.n_actions))

    def response(worth: np.ndarray) -> np.ndarray:
        chosen = np.empty_like(worth)
        for a, b in zip(first, last, strict=True):
            e = np.exp(PRECISION * (worth[a:b] - worth[a:b].max()))
            chosen[a:b] = e / e.sum()
        return chosen

    for d in range(len(draws)):
        one = table.rows(slice(d, d + 1))

        def missed(worth: np.ndarray, one=one) -> np.ndarray:
            strategy = response(worth)[None]
            p = edge_probability(arrays, one, strategy)
            belief = np.nan_to_num(bayes(arrays, reach(arrays, p)), nan=1.0)
            return action_worth(arrays, one, strategy, belief)[0] - worth

        found[d] = response(root(missed, np.zeros(arrays.n_actions)).x)
    return found


def by_gambit(game: Game, draws: Draws) -> np.ndarray:
    gambit = pytest.importorskip("pygambit")
    twins = [
        gambit.read_efg(StringIO(write_efg(game, draws.rows(slice(d, d + 1)))))
        for d in range(len(draws))
    ]
    points = [gambit.qre.logit_solve_lambda(twin, [PRECISION])[0] for twin in twins]
    n_actions = lower(game).n_actions
    return np.array([[float(point[a]) for a in range(n_actions)] for point in points])


def limit_by_python(game: Game, draws: Draws) -> np.ndarray:
    """Polish the points of the branch in Python, one by one; return what players expect."""
    arrays, table = lower(game), numbers(game, draws)
    spread = payoff_spread(table)
    found = np.empty((len(draws), len(game.players)))
    for d, point in enumerate(branch_points(arrays, table, LAST / spread)):
        one = table.rows(slice(d, d + 1))
        strategy, _ = polish(arrays, one, point, cutoff=CUTOFFS[0], spread=float(spread[d]))
        p_edge = edge_probability(arrays, one, strategy[None, :])
        found[d] = continuation(arrays, one, p_edge)[0, 0]
    return found


def limit_by_gambit(game: Game, draws: Draws) -> np.ndarray:
    """Follow Gambit's branch until no player could gain 1e-8 of the payoffs."""
    gambit = pytest.importorskip("pygambit")
    found = np.full((len(draws), len(game.players)), np.nan)
    for d in range(len(draws)):
        twin = gambit.read_efg(StringIO(write_efg(game, draws.rows(slice(d, d + 1)))))
        end_of_branch = gambit.nash.logit_solve(twin).equilibrium
        if end_of_branch is not None:
            found[d] = [float(payoff) for _, payoff in end_of_branch.payoffs]
    return found


GAMES = {
    "linkage crisis, tree": (lambda: models.get("linkage-crisis").game(), 20_000, 2),
    "13 nodes": (centipede, 200_000, 20),
    "127 nodes": (binary, 20_000, 4),
}


@pytest.mark.parametrize("name", GAMES)
def test_draws_per_second(name: str) -> None:
    build, n, n_peer = GAMES[name]
    game = build()
    draws, few = spread(game, n), spread(game, n_peer)
    solve_quantal(game, few, precision=PRECISION)
    heading(f"{name}, {len(game.nodes)} nodes, {n:,} draws", "numba", "scipy", "pygambit")
    stored: dict[str, float] = {}
    allowed = numba.get_num_threads()
    for threads in sorted({1, min(2, allowed)}):
        numba.set_num_threads(threads)
        cpu, wall = time.process_time(), time.perf_counter()
        solve_quantal(game, draws, precision=PRECISION)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        numba.set_num_threads(allowed)
        print(f"  {threads} threads: {n / wall:,.0f} draws/s of the clock, {amount(cpu / n)} CPU")
        stored[f"draws/s, {threads} threads"] = n / wall
        stored[f"CPU s per draw, {threads} threads"] = cpu / n
    ours = solve_quantal(game, few, precision=PRECISION).strategy
    for label, peer in (("SciPy root", by_scipy), ("pygambit", by_gambit)):
        start = time.process_time()
        try:
            theirs = peer(game, few)
        except pytest.skip.Exception:
            continue
        taken = (time.process_time() - start) / n_peer
        # Gambit lists actions in another order.
        agrees = np.allclose(np.sort(theirs), np.sort(ours), atol=1e-5)
        ratio = taken / stored["CPU s per draw, 1 threads"]
        print(f"  {label}: {amount(taken)} per draw, {ratio:,.0f} x; agrees: {agrees}")
        stored[f"CPU s per draw, {label}"] = taken
    store("draws", name, stored, "numba", "numpy", "scipy", "pygambit")


LIMITS = {
    "threat, 15 nodes": (threat, threat_draws, 4_000, 20),
    "13 nodes": (centipede, spread, 4_000, 20),
    "linkage crisis, tree": (lambda: models.get("linkage-crisis").game(), spread, 400, 2),
    "127 nodes": (binary, spread, 400, 2),
}


@pytest.mark.parametrize("name", LIMITS)
def test_sequential_equilibria_per_second(name: str) -> None:
    build, drawn, n, n_peer = LIMITS[name]
    game = build()
    draws, few = drawn(game, n), drawn(game, n).rows(slice(0, n_peer))
    solve_sequential(game, draws.rows(slice(0, 100)))
    title = f"sequential equilibria, {name}, {len(game.nodes)} nodes, {n:,} draws"
    heading(title, "numba", "numpy", "pygambit")
    stored: dict[str, float] = {}
    allowed = numba.get_num_threads()
    for threads in sorted({1, min(2, allowed)}):
        numba.set_num_threads(threads)
        cpu, wall = time.process_time(), time.perf_counter()
        solution = solve_sequential(game, draws)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        numba.set_num_threads(allowed)
        print(f"  {threads} threads: {n / wall:,.0f} draws/s of the clock, {amount(cpu / n)} CPU")
        stored[f"draws/s, {threads} threads"] = n / wall
        stored[f"CPU s per draw, {threads} threads"] = cpu / n
    assert verify(solution).ok.mean() > 0.99
    peers = (("Python polish", limit_by_python, 1e-12), ("pygambit", limit_by_gambit, 1e-4))
    for label, peer, tolerance in peers:
        start = time.process_time()
        try:
            theirs = peer(game, few)
        except pytest.skip.Exception:
            continue
        taken = (time.process_time() - start) / n_peer
        known = np.isfinite(theirs[:, 0])
        agrees = np.allclose(theirs[known], solution.value[:n_peer][known], atol=tolerance)
        ratio = taken / stored["CPU s per draw, 1 threads"]
        print(f"  {label}: {amount(taken)} per draw, {ratio:,.1f} x; ", end="")
        print(f"found {known.sum()} of {n_peer}; agrees: {agrees}")
        stored[f"CPU s per draw, {label}"] = taken
    store("draws", f"sequential, {name}", stored, "numba", "numpy", "pygambit")


def test_closed_form() -> None:
    model, n = models.get("linkage-crisis"), 1_000_000
    draws = spread(model.game(), n)
    model.answer(draws.rows(slice(0, 10)))
    start = time.process_time()
    model.answer(draws)
    taken = time.process_time() - start
    heading(f"linkage crisis, closed form, {n:,} draws", "numpy")
    print(f"  {n / taken:,.0f} draws/s, {amount(taken / n)} per draw")
    store("draws", "linkage crisis, closed form", {"CPU s per draw": taken / n}, "numpy")
