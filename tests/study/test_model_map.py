"""The maps of the models' pages: every model has one, and it covers its plane."""

from __future__ import annotations

import pytest

from standoff import models
from standoff.study.model_map import model_map


@pytest.mark.parametrize("name", models.names())
def test_the_regions_cover_the_plane_and_the_defaults_lie_in_what_is_played(name: str) -> None:
    model = models.get(name)
    found = model_map(model)
    (left, right), (bottom, top) = found.x_range, found.y_range
    areas = sum(region.area for region in found.regions)
    assert areas == pytest.approx((right - left) * (top - bottom), rel=1e-6)
    assert found.here in {region.name for region in found.regions}


def test_a_model_with_one_regime_shows_quarters_of_its_headline() -> None:
    found = model_map(models.get("war-of-attrition"))
    assert {region.name for region in found.regions} == {
        "concede 0 to 25 %",
        "concede 25 to 50 %",
        "concede 50 to 75 %",
        "concede 75 to 100 %",
    }
    assert found.here == "concede 50 to 75 %"
