from __future__ import annotations

import json

import altair
import pytest

from standoff.view.chart import Chart

_TO_DICT = Chart.to_dict


def to_dict(chart: Chart) -> dict[str, object]:
    """Return the specification if it is JSON that the schema of Vega-Lite allows."""
    spec = _TO_DICT(chart)
    altair.LayerChart.from_dict(json.loads(json.dumps(spec, allow_nan=False)))
    return spec


@pytest.fixture(autouse=True)
def every_chart_is_held_to_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Chart, "to_dict", to_dict)
