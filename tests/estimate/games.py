"""Reference results of the R package games, and the fits that they belong to."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from standoff.estimate import Fit, fit

HERE = Path(__file__).parent
DATA = HERE / "gpl_data"
REFERENCE: dict[str, Any] = json.loads((HERE / "games_reference.json").read_text("utf-8"))
WAR = "esc + war ~ s_wt_re1 + revis1 | 0 | regime1 | balanc + regime2"
CASES = {case["id"].removeprefix("games."): case for case in REFERENCE["fits"]}


@cache
def fitted(name: str) -> Fit:
    """The fit of a reference case, from its own starts."""
    case = CASES[name]
    formula, _, scale = case["formula"].partition(" ; log(sigma) ~ ")
    options: dict[str, Any] = {"link": case["link"], "errors": case["type"]}
    if case["model"] == "ultimatum":
        options = {"max_offer": case["max_offer"], "observed": case["outcome"]}
    if scale:
        options["scale"] = scale
    if "fixed_utils" in case:
        formula = "esc + war ~ 1"
        utilities = ("u11", "u13", "u14", "u24")
        options["fixed"] = dict(zip(utilities, case["fixed_utils"], strict=True))
    return fit(case["model"], DATA / case["data"], formula, **options)


def numbers(values: list[float | None]) -> np.ndarray:
    """Numbers with NaN where the reference has none."""
    return np.array([np.nan if value is None else value for value in values], float)
