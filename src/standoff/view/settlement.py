"""What becomes of the promise: how often each settlement is the cheapest one to keep."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import altair as alt

from standoff.study.findings import Findings
from standoff.view import outcomes
from standoff.view.chart_style import Row

_NO_MEANINGS: Mapping[str, str] = MappingProxyType({})


def data(findings: Findings, meanings: Mapping[str, str] = _NO_MEANINGS) -> list[Row]:
    """Return one row per settlement, as `outcomes.data` does; empty where a game has none."""
    return outcomes.data(findings, "settlement", meanings)


def chart(findings: Findings, meanings: Mapping[str, str] = _NO_MEANINGS) -> alt.LayerChart:
    """Draw the rows of `data`."""
    return outcomes.bars(data(findings, meanings))
