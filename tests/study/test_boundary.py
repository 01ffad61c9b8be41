from __future__ import annotations

import numpy as np
import pytest
from tests.study.plane import POINT, Painted

from standoff.errors import GameError, UnknownName
from standoff.study.asked import Asked
from standoff.study.boundary import BoundaryMap, boundary_map
from standoff.study.condition import Condition

UNIT = (0.0, 1.0)


def mapped(paint: object, **options: object) -> BoundaryMap:
    return boundary_map(Painted(paint), POINT, "x", "y", UNIT, UNIT, **options)  # type: ignore[arg-type]


def shares_add_up(found: BoundaryMap) -> bool:
    return abs(sum(each.share for each in found.regions) - 1.0) < 1e-9


def test_a_disk_has_its_area_and_its_border() -> None:
    found = mapped(lambda x, y: (x - 0.4) ** 2 + (y - 0.55) ** 2 < 0.09)
    (border,) = found.boundaries
    assert border.is_closed
    assert border.is_sure
    assert {border.left, border.right} == {"sea", "land"}
    points = np.array(border.points)
    radius = np.hypot(points[:, 0] - 0.4, points[:, 1] - 0.55)
    assert np.abs(radius - 0.3).max() < 1e-9
    # Also between its corners.
    middle = (points[1:] + points[:-1]) / 2
    assert np.abs(np.hypot(middle[:, 0] - 0.4, middle[:, 1] - 0.55) - 0.3).max() < 1.01e-8
    # A chord misses an arc by 2/3 of its sagitta on average.
    assert found.share("land") == pytest.approx(np.pi * 0.09, abs=2e-8)
    sea = next(each for each in found.regions if each.name == "sea")
    assert len(sea.holes) == 1
    assert shares_add_up(found)
    assert found.here == "land"


def test_straight_boundaries_take_two_points() -> None:
    found = mapped(lambda x, y: y > 0.3 + 0.2 * x)
    (line,) = found.boundaries
    assert len(line.points) <= 4
    assert found.share("sea") == pytest.approx(0.4, abs=2e-8)


def test_three_answers_meet_in_one_corner() -> None:
    found = mapped(lambda x, y: np.where(y > 0.6, 2, x > 0.35))
    (corner,) = found.corners
    assert corner.place == pytest.approx((0.35, 0.6), abs=1e-8)
    assert set(corner.names) == {"sea", "land", "ice"}
    assert [found.share(name) for name in ("sea", "land", "ice")] == pytest.approx(
        [0.21, 0.39, 0.4], abs=1e-8
    )
    assert len(found.boundaries) == 3


def test_two_boundaries_cross() -> None:
    """Like a chessboard: four regions of two answers."""
    found = mapped(lambda x, y: (x > 0.45) ^ (y > 0.3 + x / 2))
    assert len(found.regions) == 4
    (corner,) = found.corners
    assert corner.place == pytest.approx((0.45, 0.525), abs=1e-8)
    assert shares_add_up(found)


def test_a_corner_of_a_boundary_is_closed_in_on() -> None:
    found = mapped(lambda x, y: y > 0.4 + np.abs(x - 0.37))
    (line,) = found.boundaries
    assert line.is_sure
    near = np.abs(np.array(line.points) - [0.37, 0.4]).max(axis=1)
    assert near.min() < 3e-8
    left, right = 0.6 * 0.37 - 0.37**2 / 2, 0.6 * 0.6 - 0.6**2 / 2
    assert found.share("land") == pytest.approx(left + right, abs=1e-8)


def test_islands_of_the_stated_size_are_found() -> None:
    rng = np.random.default_rng(3)
    for _ in range(5):
        a, b = rng.uniform(0.05, 0.95, 2)
        width = mapped(lambda x, y: x > 2).smallest
        found = mapped(lambda x, y, a=a, b=b, r=width / 2: np.hypot(x - a, y - b) <= r)
        assert found.share("land") == pytest.approx(np.pi * width**2 / 4, rel=1e-4)


def test_land_without_an_answer_is_a_region_too() -> None:
    found = mapped(lambda x, y: np.where(x > 0.7, -1, 0))
    assert found.share("no answer") == pytest.approx(0.3, abs=1e-8)


def test_a_condition_makes_a_boundary() -> None:
    painted = Painted(lambda x, y: 0 * x, lambda x, y: x * y)
    found = boundary_map(
        painted, POINT, "x", "y", UNIT, UNIT,
        categories=(), conditions=(Condition("p", ">=", 0.25),),
    )  # type: ignore[arg-type] # fmt: skip
    (line,) = found.boundaries
    x, y = np.array(line.points).T
    assert np.abs(x * y - 0.25).max() < 1e-9
    assert found.share("p >= 0.25") == pytest.approx(0.75 - 0.25 * np.log(4), abs=2e-8)


def test_the_founding_map_is_that_of_its_formulas(asked: Asked) -> None:
    found = boundary_map(
        asked.subject, asked.base, "p_resolved_secret", "case_value", UNIT, (0.01, 1.5),
        given=asked.given, draws=asked.draws,
    )  # fmt: skip
    assert shares_add_up(found)
    for line in found.boundaries:
        phi, worth = np.array(line.points).T
        needed = [(0.97 * worth + 0.97 * m + 0.05 + 0.02) / 1.02 for m in (0.0, 0.1)]
        # Each boundary is where one of the two channels begins to work, or could.
        on = [phi - needed[0], 1.0 - needed[0], 1.0 - needed[1]]
        assert min(np.abs(each).max() for each in on) < 1e-8
    (corner,) = found.corners
    worth = (1.02 - 0.07 - 0.097) / 0.97
    assert corner.place == pytest.approx(((0.97 * worth + 0.07) / 1.02, worth), abs=1e-8)
    assert found.here == "private pooling"
    assert len(found.sample) == 400


def test_mistakes_are_named(asked: Asked) -> None:
    with pytest.raises(GameError, match="both are 'prize'"):
        boundary_map(asked.subject, asked.base, "prize", "V", UNIT, UNIT)
    with pytest.raises(GameError, match="empty"):
        boundary_map(asked.subject, asked.base, "prize", "damage", (1.0, 1.0), UNIT)
    with pytest.raises(UnknownName):
        boundary_map(asked.subject, asked.base, "price", "damage", UNIT, UNIT)
    with pytest.raises(UnknownName, match="unknown category 'fate'"):
        boundary_map(asked.subject, asked.base, "prize", "damage", UNIT, UNIT, categories=("fate",))
