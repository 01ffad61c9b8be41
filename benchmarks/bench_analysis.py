"""What a user waits for: the import, an analysis cold and warm, and draws of the linkage crisis."""

from __future__ import annotations

import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

from benchmarks.measure import amount, cpu_seconds, heading, row

from standoff.brief import brief_case, draw_parameters
from standoff.game.exchange import write_efg
from standoff.models import get
from standoff.solve.quantal import solve_quantal
from standoff.solve.sequential import solve_sequential
from standoff.study import analyze

try:
    import pygambit
except ImportError:
    pygambit = None

CASE = Path(__file__).parents[1] / "cases" / "cienfuegos" / "case.yaml"
MODEL = get("linkage-crisis")
N_PEER = 6


def fresh(code: str) -> float:
    """Return the wall time of some code in a process of its own, without starting Python."""
    timed = f"import time; t = time.perf_counter()\n{code}\nprint(time.perf_counter() - t)"
    done = subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)
    return float(done.stdout.splitlines()[-1])


def test_import() -> None:
    print(f"\nimport standoff: {amount(min(fresh('import standoff') for _ in range(5)))}")


def test_analysis_cold_and_warm() -> None:
    code = f"from standoff.study import analyze\nanalyze({str(CASE)!r}, n_draws=100_000)"
    cold = fresh(code)
    start = time.perf_counter()
    analyze(CASE, n_draws=100_000)
    warm = time.perf_counter() - start
    print(
        f"\nanalysis of the founding case, 100,000 draws, all checked: {amount(cold)} in a new "
        f"process, {amount(warm)} in this one (wall time)"
    )


def test_linkage_crisis_beside_pygambit() -> None:
    game, brief = MODEL.build(), brief_case(CASE)
    draws = draw_parameters(brief, 100_000, 0)
    few = draws.rows(slice(0, 2_000))
    heading("the linkage crisis, 58 ends, per draw", "standoff", "pygambit")
    theirs_limit = theirs_point = None
    if pygambit is not None:
        twins = [
            pygambit.read_efg(StringIO(write_efg(game, draws.rows(slice(i, i + 1)))))
            for i in range(N_PEER)
        ]
        theirs_point = (
            cpu_seconds(
                lambda: [pygambit.qre.logit_solve_lambda(twin, [5.0]) for twin in twins], repeats=1
            )
            / N_PEER
        )
        theirs_limit = (
            cpu_seconds(lambda: [pygambit.nash.logit_solve(twin) for twin in twins], repeats=1)
            / N_PEER
        )
    ours = cpu_seconds(lambda: MODEL.answer(draws)) / len(draws)
    row("closed form, against their logit limit", ours, theirs_limit)
    limit = cpu_seconds(lambda: solve_sequential(game, few.rows(slice(0, 50))), repeats=1) / 50
    row("numerical: logit limit, polished and verified", limit, theirs_limit)
    solve_quantal(game, few, precision=5.0)
    point = cpu_seconds(lambda: solve_quantal(game, few, precision=5.0)) / len(few)
    row("numerical: logit equilibrium at precision 5", point, theirs_point)
    print(f"  closed form: {1 / ours:,.0f} draws per second")
