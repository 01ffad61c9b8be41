"""Strategic models with fixed trees: fits, standard errors and the bootstrap.

The peer is R's games 1.1.2 (GPL), not run here: its CPU times are medians from R 4.2.2 on two
cores. The 7240 rows of its largest example are under terms of their own; here stand simulated rows
of the same size, with as rare events and as many parameters. Signaling crises are in
`bench_estimate_signaling.py`, and whether intervals cover the truth in `bench_coverage.py`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.measure import cpu_seconds, heading, row
from scipy.special import ndtr

from standoff.estimate import bootstrap, fit, read_data

DATA = Path(__file__).parent.parent / "tests" / "estimate" / "gpl_data"
WAR = "esc + war ~ s_wt_re1 + revis1 | 0 | regime1 | balanc + regime2"


def rare_crises(n_rows: int = 7240, seed: int = 0) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Simulate egame12 with private information: 19 parameters, about 1 % leave the status quo."""
    rng = np.random.default_rng(seed)
    x, y, z = (rng.normal(size=(n_rows, k)) for k in (8, 4, 4))
    theta = np.concatenate(
        [[2.7], rng.normal(0, 0.25, 8), [-1.2], rng.normal(0, 0.2, 4), [0.2], rng.normal(0, 0.3, 4)]
    )
    u11, u14, u24 = (
        m @ part + part0
        for m, part0, part in ((x, theta[0], theta[1:9]), (y, theta[9], theta[10:14]),
                               (z, theta[14], theta[15:]))
    )  # fmt: skip
    p4 = ndtr(u24 / np.sqrt(2))
    p2 = ndtr((p4 * u14 - u11) / np.sqrt(1 + (1 - p4) ** 2 + p4**2))
    moved = rng.uniform(size=n_rows) < p2
    right = rng.uniform(size=n_rows) < p4
    columns = {f"{name}{j}": m[:, j] for name, m in (("x", x), ("y", y), ("z", z))
               for j in range(m.shape[1])}  # fmt: skip
    return {"a": moved.astype(float), "b": (moved & right).astype(float), **columns}, theta


RARE = (
    "a + b ~ " + " + ".join(f"x{j}" for j in range(8))
    + " | 0 | " + " + ".join(f"y{j}" for j in range(4))
    + " | " + " + ".join(f"z{j}" for j in range(4))
)  # fmt: skip


@pytest.mark.parametrize(
    ("model", "title", "file", "formula", "options", "peer", "reached"),
    [
        ("egame12", "war1800, probit, agent error", "war1800", WAR, {}, 0.032, -286.12375472),
        ("egame12", "war1800, private", "war1800", WAR, {"errors": "private"}, 0.049,
         -286.11817424),
        ("egame122", "data_122, probit, agent", "data_122",
         "y ~ x1 + x2 | x3 + f1 | 0 | x4 + x5 | z1 + z2 | z3 + f2", {}, 0.136, -1239.23399135),
        ("egame123", "data_123, probit, private", "data_123",
         "y ~ x1 + x2 | 0 | x3 | x4 + x5 | 0 | x6 | x7 | x8", {"errors": "private"}, 0.142,
         -559.30884709),
    ],
)  # fmt: skip
def test_fits(model, title, file, formula, options, peer, reached) -> None:
    heading("fixed trees, one start, from columns to standard errors", "numpy", "scipy")
    table = read_data(DATA / f"{file}.csv")

    def work() -> float:
        found = fit(model, table, formula, n_starts=1, **options)
        found.standard_errors()
        return found.llf

    assert abs(work() - reached) < 1e-6
    row(f"{model}: {title}", cpu_seconds(work, repeats=9), peer)


def test_many_rare_rows() -> None:
    heading("rare events", "numpy", "scipy")
    columns, theta = rare_crises()
    table = read_data(columns)
    found = fit("egame12", table, RARE, errors="private", n_starts=1)
    assert found.converged
    assert found.n_parameters == 19
    assert np.abs((found.theta - theta) / found.standard_errors()).max() < 4
    left = int(columns["a"].sum())

    def work() -> None:
        fit("egame12", table, RARE, errors="private", n_starts=1).standard_errors()

    seconds = cpu_seconds(work, repeats=5)
    note = f"{left} rows leave the status quo; peer: leblang2003, 88 of 7240"
    row("egame12: 7240 rows, 19 parameters, private", seconds, 0.799, note)


def test_a_hundred_bootstraps() -> None:
    heading("100 replicates of a bootstrap", "numpy", "scipy")
    found = fit("egame12", DATA / "war1800.csv", WAR, n_starts=1)
    again = bootstrap(found, 100, seed=1)
    errors = again.standard_errors() / found.standard_errors()
    note = f"{again.replicates.n_failed} failed; errors {errors.min():.2f} to {errors.max():.2f}"
    seconds = cpu_seconds(lambda: bootstrap(found, 100, seed=1), repeats=3)
    row("egame12: war1800, 282 rows", seconds, 3.58, note + " times the observed ones")
