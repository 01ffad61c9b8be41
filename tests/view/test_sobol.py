from __future__ import annotations

import json
from math import nan
from types import SimpleNamespace

from standoff.study.sobol_indices import SobolFinding, SobolIndex
from standoff.study.variance_shares import Index
from standoff.view import sobol


def finding(*indices: SobolIndex) -> SobolFinding:
    return SobolFinding("drop", indices, 0.5, 0.2, 64, 64 * 5, 0, "a rule", "sobol", 0)


BOTH = SobolIndex(
    "case_value + prize",
    ("case_value", "prize"),
    Index(0.3, 0.25, 0.36),
    Index(0.7, 0.6, 1.04),
    64,
)
STILL = SobolIndex("trial_cost", ("trial_cost",), Index(-0.01, -0.04, 0.02), Index(0, 0, 0), 64)
SMALL = SobolIndex("bluff", ("p_leak",), Index(-0.01, -0.04, 0.02), Index(0.02, 0.01, 0.03), 64)
UNKNOWN = SobolIndex("damage", ("damage",), Index(nan, nan, nan), Index(nan, nan, nan), 3)


def test_shares_are_kept_where_shares_lie_and_what_explains_nothing_is_left_out() -> None:
    rows = sobol.data(finding(BOTH, SMALL, STILL, UNKNOWN))
    assert [row["name"] for row in rows] == ["case_value + prize", "bluff"]
    assert rows[0]["total_high"] == 1.0
    assert (rows[1]["first"], rows[1]["first_low"], rows[1]["first_high"]) == (0.0, 0.0, 0.02)
    assert len(sobol.data(finding(BOTH, SMALL), n_most=1)) == 1


def test_parameters_are_told_by_what_they_mean_and_groups_by_their_name() -> None:
    about = SimpleNamespace(
        parameters=[SimpleNamespace(name="prize", meaning="The prize", unit="")]
    )
    rows = sobol.data(finding(BOTH, SMALL), about)  # type: ignore[arg-type]
    assert [row["meaning"] for row in rows] == ["case_value + prize", "bluff"]
    alone = SobolIndex("prize", ("prize",), BOTH.first, BOTH.total, 64)
    assert sobol.data(finding(alone), about)[0]["meaning"] == "The prize"  # type: ignore[arg-type]
    assert sobol.data(finding(STILL, alone))[0]["meaning"] == "prize"


def test_charts_hold_the_rows_and_draw_without_any() -> None:
    drawn = json.dumps(sobol.chart(finding(BOTH, SMALL)).to_dict(), ensure_ascii=False).replace(
        "\u202f", " "
    )
    assert "30 % alone, 70 % in all" in drawn
    assert sobol.chart(finding(UNKNOWN)).to_dict()
