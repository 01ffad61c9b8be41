"""All equilibria of two-sided crises: standoff beside pygambit's enumpoly.

The games have 5 to 15 information sets (types on both sides, one or two threats, random payoffs).
The two lists differ on purpose: enumpoly gives isolated Nash equilibria, some of them with threats
that would not be carried out; ours are the sequential equilibria, continua included. Each Nash
equilibrium of enumpoly is looked up in our list; the others must not be sequential.
"""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version

import numpy as np
import pytest
from tests.games.random_trees import two_sided_crisis
from tests.solve.listed import holds
from tests.solve.test_enumerate_sequential import components, gambit_profile
from tests.solve.trembling import Deviations

from standoff.game import Draws, Game
from standoff.game.exchange import write_efg
from standoff.solve.enumerate_sequential import all_sequential
from standoff.solve.listing import EquilibriumList

pytestmark = pytest.mark.oracle
pygambit = pytest.importorskip("pygambit", reason="pygambit has no wheel for this platform")

#: Types of the challenger, types of the target, threats; information sets that result.
SIZES = {5: (2, 1, 1), 6: (2, 2, 1), 8: (2, 1, 2), 10: (2, 2, 2), 15: (3, 3, 2)}
N_GAMES = 10
#: The witness gets this long for one game.
PATIENCE = 60.0


def crisis(n_sets: int, seed: int) -> Game:
    challengers, targets, threats = SIZES[n_sets]
    game = two_sided_crisis(
        np.random.default_rng(seed),
        n_challengers=challengers,
        n_targets=targets,
        n_threats=threats,
    )
    assert len(game.infosets) == n_sets
    return game


ENUMPOLY = """
import io, json, sys, time, pygambit
game = pygambit.read_efg(io.StringIO(sys.stdin.read()))
start = time.process_time()
solved = pygambit.nash.enumpoly_solve(game)
taken = time.process_time() - start
print(json.dumps([taken, [[[[float(p) for _, p in mix] for _, mix in own] for own in profile]
                          for profile in solved.equilibria]]))
"""


def witness(game: Game) -> tuple[float, list[list[list[list[float]]]]] | None:
    """Run enumpoly in a process of its own, so that it can be stopped."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", ENUMPOLY],
            input=write_efg(game),
            timeout=PATIENCE,
            capture_output=True,
            text=True,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return None
    taken, profiles = json.loads(done.stdout)
    return taken, profiles


def check(game: Game, found: EquilibriumList, profiles: list[list[list[list[float]]]]) -> int:
    """Return how many of the witness's equilibria are listed; the others are not sequential."""
    n_listed = 0
    for profile in profiles:
        named = [[("", list(enumerate(p))) for p in own] for own in profile]
        strategy = gambit_profile(game, named)
        if any(holds(c, strategy, 1e-5) for c in components(found)):
            n_listed += 1
        else:
            deviations = Deviations(game, Draws.point({}), strategy)
            rng = np.random.default_rng(0)
            assert not (deviations.any_belief_does() and deviations.some_trembles_do(rng, 300))
    return n_listed


@pytest.mark.parametrize("n_sets", SIZES)
def test_all_equilibria_beside_enumpoly(n_sets: int) -> None:
    ours, theirs, n_ours, n_theirs, n_listed, n_stopped = [], [], 0, 0, 0, 0
    for seed in range(N_GAMES):
        game = crisis(n_sets, seed)
        all_sequential(game)
        start = time.process_time()
        found = all_sequential(game)
        ours.append(time.process_time() - start)
        n_ours += len(found)
        # Once it has run out of patience, it is not asked again.
        other = witness(game) if not n_stopped else None
        if other is None:
            n_stopped += 1
            continue
        theirs.append(other[0])
        n_theirs += len(other[1])
        n_listed += check(game, found, other[1])
    their_time = f"{1e3 * statistics.median(theirs):9.1f} ms" if theirs else "        –   "
    print(
        f"\nall equilibria, {n_sets} information sets, {N_GAMES} games, median CPU time per game, "
        f"Python {platform.python_version()}"
        f"\n  standoff {version('standoff'):9} {1e3 * statistics.median(ours):9.1f} ms, largest "
        f"{1e3 * max(ours):.1f} ms: {n_ours} sequential components"
        f"\n  pygambit {version('pygambit'):9} {their_time} over {len(theirs)} games: {n_theirs} "
        f"Nash equilibria, {n_listed} of them sequential"
        + (f"; stopped after {PATIENCE:.0f} s in the next game" if n_stopped else "")
    )
