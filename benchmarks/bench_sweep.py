"""Sweeps: cost per draw and memory from ten thousand draws to ten million, and fifty kills."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from standoff.run import open_run, start, store
from standoff.study.sweep_plan import plan_sweep
from standoff.study.totals import totals

CASE = Path(__file__).parents[1] / "cases/cienfuegos/case.yaml"
N_KILLS = 50
#: STANDOFF_DRAWS=100000000 for the longest row; it takes some minutes.
MOST = int(os.environ.get("STANDOFF_DRAWS", "10000000"))

_MEASURED = """
import json, resource, sys, time
from standoff.run import start
from standoff.study.sweep_plan import plan_sweep
case, folder, n, keep, workers = sys.argv[1:]
sweep = plan_sweep(case, int(n), keep=keep)
start(plan_sweep(case, 1000, keep=keep), folder + "-warm")
wall, cpu = time.perf_counter(), time.process_time()
run = start(sweep, folder, workers=int(workers))
print(json.dumps({
    "wall": time.perf_counter() - wall,
    "cpu": time.process_time() - cpu,
    "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "bytes": sum(file.stat().st_size for file in run.files()),
}))
"""


def measured(folder: Path, n: int, keep: str, workers: int) -> dict[str, float]:
    """Run one sweep in a process of its own, so that its memory is its own as well."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, CASE, folder, str(n), keep, str(workers)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("keep", ["sums", "draws"])
def test_cost_per_draw_and_memory(keep: str, tmp_path: Path) -> None:
    print(f"\nlinkage crisis, keep={keep}; sums have shares, a map and Sobol' indices")
    print(
        f"  {'draws':>12} {'threads':>7} {'wall':>9} {'CPU per draw':>13} {'memory':>9} {'disk':>9}"
    )
    most = MOST if keep == "sums" else 1_000_000
    sizes = [n for n in (10**4, 10**5, 10**6, 10**7, 10**8) if n <= most]
    rows = [(n, workers) for n in sizes for workers in (1, 2)]
    memory: dict[int, float] = {}
    for n, workers in rows:
        found = measured(tmp_path / f"{n}-{workers}", n, keep, workers)
        memory[n] = found["megabytes"]
        print(
            f"  {n:>12,} {workers:>7} {found['wall']:>7.2f} s {1e6 * found['cpu'] / n:>10.2f} us "
            f"{found['megabytes']:>6.0f} MB {found['bytes'] / 1e6:>6.1f} MB"
        )
    assert memory[sizes[-1]] < 1.3 * memory[10**6]
    one, two = (open_run(tmp_path / f"{sizes[-1]}-{workers}") for workers in (1, 2))
    # Names hold checksums.
    assert [each.name for each in one.files()] == [each.name for each in two.files()]


def test_fifty_kills_and_not_a_bit_changed(tmp_path: Path) -> None:
    n = 6_000_000
    whole = start(plan_sweep(CASE, n, seed=1), tmp_path / "whole")
    folder = tmp_path / "killed"
    arguments = ["sweep", CASE, "--into", folder, "--draws", str(n), "--seed", "1"]
    rng = random.Random(1)
    left: list[int] = []
    for kill in range(N_KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "standoff", *map(str, arguments)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        before = len(store.files(folder))
        if kill % 4 == 0:
            # While it starts, or reads what is there.
            time.sleep(rng.uniform(0.0, 1.5))
        else:
            while process.poll() is None and len(store.files(folder)) == before:
                time.sleep(0.01)
            time.sleep(rng.uniform(0.0, 1.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        left.append(len(store.files(folder)))
        if left[-1] == whole.manifest.n_chunks:
            # Begin anew: a finished run has nothing left to kill.
            subprocess.run(["rm", "-r", folder], check=True)
    assert len(set(left)) > 5
    if store.files(folder):
        arguments = ["sweep", "--resume", folder]
    subprocess.run(
        [sys.executable, "-m", "standoff", *map(str, arguments)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    run = open_run(folder)
    assert run.missing() == ()
    assert run.check() == ()
    assert [each.name for each in run.files()] == [each.name for each in whole.files()]
    assert totals(run).outputs == totals(whole).outputs
    print(f"\n{N_KILLS} kills of `standoff sweep`, {n:,} draws: chunks after each {left}")
