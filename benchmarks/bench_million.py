"""A million random draws on five games: what converges, and whether all of it verifies."""

from __future__ import annotations

import time

import numpy as np
import pytest
from benchmarks.games import crisis, crisis_draws, threat, threat_draws

from standoff.game import Draws, Game
from standoff.models import get
from standoff.solve import verify
from standoff.solve.quantal import solve_quantal
from standoff.solve.sequential import solve_sequential

N_DRAWS = 200_000
N_LIMITS = 1_000
CHUNK = 20_000


def linkage_draws(n_draws: int) -> Draws:
    rng = np.random.default_rng(7)
    columns = {}
    for parameter in get("linkage-crisis").parameters:
        low, high = parameter.wide or (parameter.default, parameter.default)
        columns[parameter.name] = rng.uniform(low, high, n_draws)
    return Draws.from_columns(columns)


GAMES = {
    "threat, 2 types": (threat(2), threat_draws(threat(2), N_DRAWS)),
    "threat, 4 types": (threat(4), threat_draws(threat(4), N_DRAWS)),
    "threat, 8 types": (threat(8), threat_draws(threat(8), N_DRAWS)),
    "crisis, 3 x 3 types": (crisis(), crisis_draws(N_DRAWS)),
    "linkage crisis": (get("linkage-crisis").build(), linkage_draws(N_DRAWS)),
}


@pytest.mark.parametrize("name", GAMES)
def test_a_fifth_of_a_million(name: str) -> None:
    game, draws = GAMES[name]
    print(f"\n{name}, {len(game.nodes)} nodes, {N_DRAWS:,} draws")
    for precision in (1.0, 5.0, 20.0):
        count(game, draws, precision)
    start = time.process_time()
    limits = solve_sequential(game, draws.rows(slice(0, N_LIMITS)))
    check = verify(limits)
    assert (check.ok == check.answered).all()
    print(
        f"  limit of the branch, {N_LIMITS:,} draws: not converged "
        f"{100 * (1 - check.answered.mean()):.2f} %, largest gain {check.max_gain.max():.1e}, "
        f"{1e3 * (time.process_time() - start) / N_LIMITS:.1f} ms CPU per draw with its check"
    )


def count(game: Game, draws: Draws, precision: float) -> None:
    failed, wrong, worst, taken = 0, 0, 0.0, 0.0
    for first in range(0, len(draws), CHUNK):
        start = time.process_time()
        solution = solve_quantal(game, draws.rows(slice(first, first + CHUNK)), precision=precision)
        taken += time.process_time() - start
        check = verify(solution)
        failed += int((~check.answered).sum())
        wrong += int((check.answered & ~check.ok).sum())
        worst = max(worst, float(check.response_error[check.answered].max(initial=0.0)))
    assert wrong == 0
    print(
        f"  precision {precision:>4g}: not converged {failed} ({100 * failed / len(draws):.4f} %), "
        f"converged and wrong {wrong}, worst distance from the response {worst:.1e}, "
        f"{1e6 * taken / len(draws):.1f} us CPU per draw"
    )
