"""Data and formulas of the tests of signaling crises, and fits that several of them look at."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from standoff.estimate.data import read_data
from standoff.estimate.signaling.fit import SignalingFit, fit_signaling
from standoff.estimate.signaling.likelihood import SignalingLikelihood
from standoff.estimate.signaling.observed import prepare_signaling

HERE = Path(__file__).parent
#: From sigInt, GPL; see the README beside it.
SANCTIONS = HERE.parent / "gpl_data" / "sanctionsData.csv"
MULTIPLE = HERE.parent / "data" / "signaling_mc_multiple.csv"
REFERENCE: dict[str, Any] = json.loads((HERE / "reference.json").read_text())
SANCTIONS_FORMULA: str = REFERENCE["sanctions_formula"]
SIMPLE = "sq + cd + sf + bd ~ 0 | 1 | 0 | 1 | x | 1 | 1"
#: True parameters of the simulated data.
TRUTH = np.array([1.0, -1.9, -2.9, 0.1, -1.2, 1.0])


@cache
def sanctions(
    method: str = "ml", *, p_resist: str = "PRhat", p_fight: str = "PFhat"
) -> SignalingFit:
    beliefs: Any = "smooth" if method == "ml" else (p_resist, p_fight)
    return fit_signaling(SANCTIONS, SANCTIONS_FORMULA, method=method, beliefs=beliefs)  # type: ignore[arg-type]


@cache
def multiple() -> SignalingFit:
    return fit_signaling(MULTIPLE, SIMPLE)


def likelihood_of(path: Path, formula: str) -> SignalingLikelihood:
    likelihood = prepare_signaling(read_data(path), formula).likelihood
    assert isinstance(likelihood, SignalingLikelihood)
    return likelihood
