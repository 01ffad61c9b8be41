from __future__ import annotations

import json
from dataclasses import replace
from math import inf, nan
from types import SimpleNamespace

from standoff.study.boxes import BoxFinding, Limit, ScenarioBox, TradeOff
from standoff.study.sampling_error import Estimated
from standoff.view import boxes

LIMITS = (
    Limit("p_resolved", 0.4, inf, 0.3, 1.0, 1e-9, 1.0),
    Limit("prize", 0.25, 0.5, 0.1, 0.6, 0.03, nan),
)
PATH = (
    TradeOff(1.0, 0.4, 1.0, ()),
    TradeOff(0.9, 0.96, 0.4, ("p_resolved",)),
    TradeOff(0.0, nan, 0.0, ("p_resolved",)),
)
BOX = ScenarioBox(
    LIMITS,
    Estimated(0.9, 0.85, 0.93, 200),
    Estimated(0.96, 0.92, 0.98, 190),
    Estimated(0.38, 0.35, 0.41, 500),
    PATH,
)
FOUND = BoxFinding("drop >= 0.5", (BOX,), (BOX.coverage, BOX.density), 0.4, 500, 500, 0, 0.05, 0)
ABOUT = SimpleNamespace(
    parameters=[SimpleNamespace(name="p_resolved", meaning="How sure", unit="probability")]
)


def test_every_bounded_parameter_has_a_row_with_bounds_in_its_unit() -> None:
    rows = boxes.data(FOUND, ABOUT)  # type: ignore[arg-type]
    assert [row["meaning"] for row in rows] == ["How sure", "prize"]
    assert (rows[0]["low"].replace("\u202f", " "), rows[0]["high"]) == ("40 %", "")
    assert (rows[1]["low"], rows[1]["high"]) == (".25", ".5")
    assert (rows[1]["from"], rows[1]["to"]) == (0.1, 0.6)
    assert (rows[0]["coverage"], rows[0]["density_high"], rows[0]["box"]) == (0.9, 0.98, 1)


def test_charts_say_what_a_box_covers_and_draw_without_any() -> None:
    drawn = json.dumps(boxes.chart(FOUND, ABOUT).to_dict(), ensure_ascii=False).replace(
        "\u202f", " "
    )  # type: ignore[arg-type]
    assert "1. Covers 90 % of “drop >= 0.5”, 96 % pure" in drawn
    assert "85 % to 93 % covered, 92 % to 98 % pure" in drawn
    assert "How sure: above 40 %" in drawn
    assert "prize: .25 to .5" in drawn
    assert "found again: 100 %" in drawn
    assert "Outside" not in drawn
    three = replace(FOUND, boxes=(BOX, BOX, BOX))
    drawn = json.dumps(boxes.chart(three, ABOUT).to_dict(), ensure_ascii=False)  # type: ignore[arg-type]
    assert drawn.count("Outside box 1: 85") == drawn.count("Outside boxes 1 to 2: 85") == 1
    assert drawn.count("of all draws lie inside") == 3
    none = BoxFinding("x", (), (BOX.coverage, BOX.density), 0.4, 5, 5, 0, 0.05, 0, ("few",))
    assert boxes.data(none) == []
    assert boxes.chart(none).to_dict()
