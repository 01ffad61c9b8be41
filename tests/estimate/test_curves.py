"""Plain data of predictions and differences: the same numbers as the tables have."""

import numpy as np
import pytest
from tests.estimate.games import fitted
from tests.estimate.signaling.fitted import multiple

from standoff.errors import EstimationError, UnknownName
from standoff.estimate import first_difference, predicted_profile
from standoff.estimate.curves import differences, predicted


@pytest.fixture(scope="module")
def war():
    return fitted("egame12.war1800.probit.agent")


def test_predictions_are_those_of_the_profile(war):
    found = predicted(war, "s_wt_re1", [-0.5, 0.0, 0.5], band="delta")
    frame = predicted_profile(war, "s_wt_re1", [-0.5, 0.0, 0.5], band="delta")
    for j, outcome in enumerate(found.outcomes):
        own = frame[frame["outcome"] == outcome]
        np.testing.assert_array_equal(found.chances[j], own["probability"])
        np.testing.assert_array_equal(found.highs[j], own["high"])
    assert len(found.rug) == len(np.unique(war.prepared.data["s_wt_re1"]))
    words = predicted(war, "regime1", n_draws=20)
    assert words.values == ("autoc", "dem", "mixed")
    assert words.rug == ()
    with pytest.raises(EstimationError, match="no rule of choosing"):
        predicted(war, "s_wt_re1", rule="lowest")


def test_a_crisis_is_predicted_under_a_rule():
    crisis = multiple()
    low, high = (
        predicted(crisis, "x", [0.2, 0.8], rule=r, n_draws=5) for r in ("lowest", "highest")
    )
    assert low.rule == "lowest"
    # In these games the equilibria differ.
    assert np.abs(np.array(low.chances) - np.array(high.chances)).max() > 0.05
    np.testing.assert_allclose(np.sum(low.chances, axis=0), 1, atol=1e-9)
    with pytest.raises(UnknownName, match="column of this fit"):
        predicted(crisis, "y")


def test_differences_are_first_differences(war):
    found = differences(war, {"revis1": 0.0}, {"revis1": 1.0}, band="delta")
    frame = first_difference(war, {"revis1": 0.0}, {"revis1": 1.0}, band="delta")
    assert [each.outcome for each in found] == list(frame.index)
    np.testing.assert_array_equal([each.low for each in found], frame["low"])
    assert sum(each.difference for each in found) == pytest.approx(0, abs=1e-12)
