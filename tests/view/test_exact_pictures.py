"""Pictures of one parameter, of two, and of the rules, drawn and read."""

from __future__ import annotations

import numpy as np
import pytest
from tests.study.plane import POINT, Painted

from standoff.study.along import along
from standoff.study.boundary import BoundaryMap, Care, boundary_map
from standoff.study.rule_dependence import Dependence, RuleDependence
from standoff.study.sampling_error import Estimated
from standoff.view import along as along_view
from standoff.view import boundaries, equilibria
from standoff.view.key import n_lines, placed
from standoff.view.svg import to_svg
from standoff.view.theme import PAPER

CARE = Care(48, 1e-6, 1e-12, 1e-6, 200, 100_000)


@pytest.fixture(scope="module")
def ring() -> BoundaryMap:
    def paint(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        far = np.hypot(x - 0.5, y - 0.5)
        return np.where(x > 0.92, -1, np.where(far < 0.15, 2, far < 0.3))

    return boundary_map(Painted(paint), POINT, "x", "y", (0.0, 1.0), (0.0, 1.0), care=CARE)


def svg(chart: object) -> str:
    return to_svg(chart, title="T", description="D", id_prefix="t")  # type: ignore[arg-type]


def test_regions_come_with_their_holes_and_the_largest_first(ring: BoundaryMap) -> None:
    rows = boundaries.data(ring)
    assert [row["name"] for row in rows] == ["sea", "land", "no answer", "ice"]
    assert [row["share"] for row in rows] == sorted((r["share"] for r in rows), reverse=True)
    assert [len(row["holes"]) for row in rows] == [1, 1, 0, 0]
    assert rows[2]["fill"] == PAPER
    assert len({row["fill"] for row in rows}) == 4
    # Thinned to what can be seen, and still a circle.
    outer = np.array(rows[1]["outer"])
    assert len(outer) < 200
    assert np.abs(np.hypot(*(outer - 0.5).T) - 0.3).max() < 1e-5


def test_the_key_adds_up(ring: BoundaryMap) -> None:
    assert sum(row["share"] for row in boundaries.key(ring)) == pytest.approx(1.0)
    drawn = svg(boundaries.chart(ring, Painted(lambda x, y: x).parameters))
    assert "across" in drawn
    assert "sea, 64 %" in drawn


def test_a_parameter_is_drawn_with_its_stretches() -> None:
    painted = Painted(lambda x, y: np.digitize(x, [0.3, 0.6]), lambda x, y: 1 - x)
    found = along(painted, POINT, "x", (0.0, 1.0))
    rows = along_view.data(found)
    assert [(row["from"], row["to"], row["name"]) for row in rows] == [
        (0.0, 0.3, "sea"),
        (0.3, 0.6, "land"),
        (0.6, 1.0, "ice"),
    ]
    assert rows[1]["headline"][0] == pytest.approx(0.7)
    assert rows[1]["headline"][-1] == pytest.approx(0.4)
    drawn = svg(along_view.chart(found, painted.parameters))
    for told in ("sea", "land", "ice", ".3", ".6", "chance of p", "across"):
        assert told in drawn
    # Numbers at the axis are written like those at the marks.
    assert ">.2<" in drawn
    assert ">0.2<" not in drawn


def test_rules_are_drawn_side_by_side() -> None:
    def number(name: str, *values: float | str) -> Dependence:
        return Dependence(name, tuple(zip(("model", "best for target"), values, strict=True)))

    found = RuleDependence(
        ("model", "best for target"),
        (),
        (
            number("p, mean", 0.6, 0.2),
            number("regime, base", "pooling", "no threat"),
            number("share of pooling", 0.75, 0.0),
            number("share of no threat", 0.25, 1.0),
        ),
        Estimated(0.1, 0.05, 0.2, 50),
        (),
    )
    first, second = equilibria.data(found)
    assert [(r["name"], r["from"], r["to"]) for r in first["regimes"]] == [
        ("pooling", 0.0, 0.75),
        ("no threat", 0.75, 1.0),
    ]
    assert [r["name"] for r in second["regimes"]] == ["no threat"]
    assert second["regimes"][0]["fill"] == first["regimes"][1]["fill"]
    drawn = svg(equilibria.chart(found, "success"))
    for told in ("best for target", "no threat", "60", "20", "success"):
        assert told in drawn
    assert found.depends
    assert found.numbers[0].range == (0.2, 0.6)
    assert str(found.numbers[1]) == (
        "regime, base: pooling under model; no threat under best for target"
    )


def test_a_key_breaks_its_lines() -> None:
    entries = [(f"name number {i}", "#ffffff") for i in range(12)]
    rows = placed(entries, 400)
    assert n_lines(entries, 400) == rows[-1]["line"] + 1 > 2
    assert all(row["px"] < 400 for row in rows)
