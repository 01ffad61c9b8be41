"""Signaling crises: all equilibria, three estimators, and what each reaches.

The peer is R's sigInt 0.2.0 (GPL), not run here: its CPU times are from R 4.2.2 on the same
data (sanctions: 418 games, 20 parameters), as medians. It has no full likelihood.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from benchmarks.measure import amount, cpu_seconds, heading, row
from tests.estimate.signaling.fitted import (
    MULTIPLE,
    REFERENCE,
    SANCTIONS,
    SANCTIONS_FORMULA,
    SIMPLE,
)

from standoff.estimate.data import read_data
from standoff.estimate.signaling.fit import fit_signaling
from standoff.estimate.signaling.observed import prepare_signaling
from standoff.solve.crisis_signaling import crisis_equilibria


def test_all_equilibria() -> None:
    heading("all equilibria of signaling crises")
    likelihood = prepare_signaling(read_data(SANCTIONS), SANCTIONS_FORMULA).likelihood
    payoffs = likelihood.payoffs(np.array(REFERENCE["npl"]["coef"]))  # type: ignore[attr-defined]
    seconds = cpu_seconds(lambda: crisis_equilibria(payoffs), repeats=9)
    row("418 games of the sanctions", seconds, 2.49, "sigInt: reports 3 in 58 of them at its fit")
    random = np.random.default_rng(0).normal(size=(100_000, 7))
    seconds = cpu_seconds(lambda: crisis_equilibria(random))
    row("a random game, standard normal payoffs", seconds / len(random))
    base = np.array([0.0, 1.0, 0.0, -1.9, -2.8, -1.2, 1.0])
    three = base + 0.01 * np.random.default_rng(1).normal(size=(10_000, 7))
    seconds = cpu_seconds(lambda: crisis_equilibria(three))
    row("a game with three", seconds / len(three))


def test_estimators() -> None:
    for title, data, formula, columns, peers in (
        ("sanctions", SANCTIONS, SANCTIONS_FORMULA, ("PRhat", "PFhat"), (1.13, 10.54, None)),
        (
            "200 games with three equilibria",
            MULTIPLE,
            SIMPLE,
            ("PRhat", "PFhat"),
            (0.19, 9.6, None),
        ),
    ):
        _compare(title, data, formula, columns, peers)


def _compare(
    title: str,
    data: Path,
    formula: str,
    columns: tuple[str, str],
    peers: tuple[float | None, ...],
) -> None:
    heading(title)
    for method, peer in zip(("pl", "npl", "ml"), peers, strict=True):
        fit = fit_signaling(data, formula, method=method, beliefs=columns)  # type: ignore[arg-type]
        seconds = cpu_seconds(
            lambda method=method: fit_signaling(data, formula, method=method, beliefs=columns)  # type: ignore[arg-type]
        )
        note = f"log-likelihood {fit.full_log_likelihood:.4f} at solved equilibria"
        row(method, seconds, peer, note)
    print(f"  (everything from the file to the standard errors; last {amount(seconds)})")
