from __future__ import annotations

import pytest
from tests.report.findings_fixture import CONVINCED, DOUBTING, SILENT, findings

from standoff.view import regimes
from standoff.view.theme import PAPER


def test_runs_of_one_kind_become_one_rectangle() -> None:
    rows = regimes.data(findings())
    assert len(rows) == 1 + 2 + 2 + 2
    assert rows[0] == {
        "name": CONVINCED,
        "fill": rows[0]["fill"],
        "left": 0.0,
        "right": 1.0,
        "bottom": 0.0,
        "top": 0.25,
    }
    assert rows[-1]["name"] == "no answer"
    assert rows[-1]["fill"] == PAPER


def test_rectangles_cover_the_map_without_overlap() -> None:
    rows = regimes.data(findings())
    area = sum((r["right"] - r["left"]) * (r["top"] - r["bottom"]) for r in rows)
    assert area == pytest.approx(1.0 * 1.5)


def test_regions_are_named_inside_themselves() -> None:
    found = findings().regime_map
    assert found is not None
    regions = regimes.regions(findings())
    assert [region["name"] for region in regions] == [CONVINCED, DOUBTING, SILENT, "no answer"]
    assert sum(region["share"] for region in regions) == pytest.approx(1.0)
    for region in regions[:3]:
        ix = found.x_values.index(region["x"])
        iy = found.y_values.index(region["y"])
        assert found.names[found.codes[iy][ix]] == region["name"]


def test_regions_differ_in_grey() -> None:
    fills = {region["fill"] for region in regimes.regions(findings())}
    assert len({_lightness(fill) for fill in fills}) == len(fills)


def test_the_cloud_gathers_draws_and_leaves_out_what_is_off_the_map() -> None:
    rows = regimes.cloud(findings())
    assert sum(row["share"] for row in rows) == pytest.approx(0.75)
    assert max(row["share"] for row in rows) == 0.5


def test_without_a_map_there_is_nothing() -> None:
    bare = findings(regime_map=None)
    assert regimes.data(bare) == regimes.regions(bare) == regimes.cloud(bare) == []
    with pytest.raises(KeyError):
        regimes.chart(bare)


def _lightness(color: str) -> int:
    r, g, b = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return round((0.2126 * r + 0.7152 * g + 0.0722 * b) / 4)
