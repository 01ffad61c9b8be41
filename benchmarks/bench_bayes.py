"""Bayesian estimates: what a posterior costs, and whether posteriors are calibrated."""

from __future__ import annotations

import time

import numpy as np
import pytest
from benchmarks.measure import amount, cpu_seconds, heading
from scipy import stats
from tests.estimate.bayes.test_sampling import calibrated
from tests.estimate.games import DATA, WAR

from standoff.estimate import fit_bayes
from standoff.estimate.bayes.wrapped import value_and_gradient

ULTIMATUM = "offer + accept ~ x1 + x2 + x3 + x4 + w1 + w2 | z1 + z2 + z3 + z4 + w1 + w2"


def told(name: str, found, wall: float, cpu: float) -> None:
    effective = float(np.nanmin(np.fmin(found.mixed.bulk, found.mixed.tail)))
    print(
        f"{name}: {amount(wall)} of wall, {amount(cpu)} of CPU; {found.sampled.n_steps.mean():.1f} "
        f"evaluations per draw, {int(found.sampled.diverging.sum())} divergences, R-hat at most "
        f"{found.mixed.r_hat.max():.3f}, fewest effective draws {effective:.0f}"
    )


@pytest.mark.parametrize("groups", [None, {"u1(esc,war)": "ccode1"}])
def test_wars(groups) -> None:
    """The example of the literature, 282 rows and ten parameters, with the defaults."""
    heading("four chains of 1000 draws, compiling included", "standoff", "numpyro", "jax")
    wall, cpu = time.perf_counter(), time.process_time()
    found = fit_bayes("egame12", DATA / "war1800.csv", WAR, groups=groups, seed=1)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    told(f"wars, groups: {groups}", found, wall, cpu)
    theta = found.maximum.maximum.theta
    steps = iter(range(10**6))
    once = cpu_seconds(
        lambda: [
            value_and_gradient(found.maximum.free, theta + 1e-7 * next(steps)) for _ in "x" * 200
        ]
    )
    print(f"  of which value and gradient of the likelihood {amount(once / 200)} per evaluation")
    assert found.converged or groups
    if not groups:
        away = (np.asarray(found.params) - found.maximum.theta) / found.maximum.standard_errors()
        print(f"  means are at most {np.abs(away).max():.2f} standard errors from the maximum")


def test_ultimatum() -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    found = fit_bayes(
        "ultimatum", DATA / "data_ult.csv", ULTIMATUM, max_offer=15, n_warmup=500, n_draws=500
    )
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    told("ultimatum, 1500 rows, 16 parameters, 4 x 500 draws", found, wall, cpu)
    assert found.converged


def test_calibration() -> None:
    """Ranks of truths drawn from the prior, 150 of each of two utilities, must be uniform."""
    ranks = {"u1(~esc)": [], "u2(esc,war)": []}
    for seed in range(10):
        found = calibrated(15, 100 + seed, n_chains=1, n_warmup=300, n_draws=500)
        for block, values in found.items():
            ranks[block] += list(values)
    for block, values in ranks.items():
        p = stats.kstest(values, "uniform").pvalue
        counts = np.histogram(values, 10, (0, 1))[0]
        print(f"calibration of {block}: {len(values)} ranks in tenths {counts}, p = {p:.3f}")
        assert p > 1e-3
