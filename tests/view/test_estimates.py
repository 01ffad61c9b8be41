"""Pictures of estimates: from plain data alone, with everything that they must show."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from math import inf, nan

from standoff.view import coefficients, differences, predicted
from standoff.view.panel import Panel, round_steps


@dataclass
class Coefficient:
    name: str
    estimate: float
    low: float
    high: float
    is_fixed: bool = False

    @property
    def block(self) -> str:
        return self.name.partition(":")[0]

    @property
    def regressor(self) -> str:
        return self.name.partition(":")[2]


@dataclass
class Report:
    label: str
    coefficients: list[Coefficient]
    level: float = 0.95
    is_converged: bool = True


@dataclass
class Curves:
    column: str
    values: list[float | str]
    outcomes: list[str]
    chances: list[list[float]]
    lows: list[list[float]]
    highs: list[list[float]]
    level: float
    rug: list[float]
    jumps: list[int]
    rule: str


@dataclass
class Change:
    outcome: str
    before: float
    after: float
    difference: float
    low: float
    high: float


PLAIN = Report(
    "plain",
    [
        Coefficient("u1:x", 0.5, 0.1, 0.9),
        Coefficient("u1:z", -0.4, -0.9, 0.1),
        Coefficient("u2:x", 1.0, nan, nan, is_fixed=True),
        Coefficient("log(s)", 0.2, 0.1, 0.3),
    ],
)


def drawn(chart) -> str:
    """The chart as text that schema and Vega-Lite accept."""
    return json.dumps(chart.to_dict(), ensure_ascii=False)


def test_coefficients_stand_under_their_utility_and_take_other_names():
    lost = Report("lost", [Coefficient("u1:x", 9.0, nan, nan)], is_converged=False)
    rows = coefficients.data([PLAIN, lost], {"x": "distance", "u2:x": "held distance"})
    told = [(row["block"], row["regressor"], row["fit"]) for row in rows]
    assert told == [
        ("u1", "distance", 0),
        ("u1", "z", 0),
        ("u1", "distance", 1),
        ("u2", "held distance", 0),
        ("log(s)", "value", 0),
    ]
    assert rows[2]["label"] == "lost (NOT CONVERGED)"
    assert rows[2]["low"] is None
    page = drawn(coefficients.chart([PLAIN, lost]))
    assert "NOT CONVERGED" in page
    assert "95 % interval" in page


def test_an_interval_that_would_squeeze_the_others_is_cut_off_with_its_number():
    far = Report("far", [*PLAIN.coefficients, Coefficient("u2:z", 1.0, -500.0, 502.0)])
    page = drawn(coefficients.chart([far]))
    assert "−500" in page
    assert '"502"' in page
    endless = Report("endless", [*PLAIN.coefficients, Coefficient("u2:z", 1.0, -inf, 2.0)])
    assert "−∞" in drawn(coefficients.chart([endless]))
    assert drawn(coefficients.chart([Report("empty", [])]))


def test_curves_have_a_panel_per_outcome_and_rare_ones_their_own_scale():
    curves = Curves(
        "distance",
        [0.0, 0.5, 1.0],
        ["peace", "war"],
        [[0.99, 0.98, 0.97], [0.01, 0.02, 0.03]],
        [[0.98, 0.97, 0.96], [0.005, 0.01, nan]],
        [[1.0, 0.99, 0.98], [0.02, 0.03, nan]],
        0.9,
        [0.0, 0.1, 1.0],
        [2],
        "lowest",
    )
    rows = predicted.data(curves)
    assert len(rows) == 6
    assert rows[-1] == {
        "outcome": "war", "value": 1.0, "chance": 0.03, "low": None, "high": None
    }  # fmt: skip
    page = drawn(predicted.chart(curves, {"war": "open war"}))
    assert "each panel has its own scale" in page
    assert "open war" in page
    assert "rule: lowest" in page
    assert "own scale" not in drawn(predicted.chart(curves, scale="same"))


def test_words_have_dots_with_their_chances():
    curves = Curves(
        "regime",
        ["autocracy", "democracy"],
        ["peace", "war"],
        [[0.6, 0.7], [0.4, 0.3]],
        [[0.5, 0.6], [0.3, 0.2]],
        [[0.7, 0.8], [0.5, 0.4]],
        0.95,
        [],
        [],
        "",
    )
    page = drawn(predicted.chart(curves)).replace("\u202f", " ")
    assert all(text in page for text in ("autocracy", "democracy", "60 %", "30 %"))
    assert "ticks" not in page


def test_differences_are_in_percentage_points():
    found = [
        Change("peace", 0.6, 0.45, -0.15, -0.2, -0.1),
        Change("war", 0.4, 0.55, 0.15, nan, nan),
    ]
    rows = differences.data(found, {"war": "open war"})
    assert [row["outcome"] for row in rows] == ["peace", "open war"]
    assert rows[1]["low"] is None
    page = drawn(differences.chart(found, "x from 0 to 1")).replace("\u202f", " ")
    assert "−15 points" in page
    assert "60 % → 45 %" in page
    assert "x from 0 to 1" in page


def test_places_in_a_panel():
    panel = Panel(10, 20, 100, 50, (-1, 1), (0, 2))
    assert (panel.x(-1), panel.x(0), panel.y(0), panel.y(2)) == (10, 60, 70, 20)
    assert round_steps(0, 1, 5) == [0, 0.5, 1]
    assert round_steps(2, 2) == [2]


def test_pictures_of_estimates_load_no_estimation():
    code = (
        "import sys, standoff.view.coefficients, standoff.view.predicted, "
        "standoff.view.differences; "
        "print([m for m in ('jax', 'pandas', 'standoff.estimate') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
