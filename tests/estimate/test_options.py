"""One way in: every model takes its own options, and says so when it is given another's."""

import numpy as np
import pandas as pd
import pytest
from tests.estimate.games import DATA
from tests.estimate.signaling.fitted import MULTIPLE, SIMPLE, multiple

from standoff.errors import EstimationError, StandoffError, UnknownName
from standoff.estimate import fit, fit_game
from standoff.models import get

WAR = "esc + war ~ s_wt_re1 + revis1 | 0 | regime1 | balanc + regime2"


def test_a_signaling_crisis_by_both_names():
    known = multiple()
    for name in ("lewis_schultz", "signaling"):
        found = fit(name, MULTIPLE, SIMPLE, start=known.theta)
        assert found.model == "lewis_schultz"
        assert found.llf == pytest.approx(known.llf, abs=1e-6)


def test_a_game_of_ones_own():
    game = get("quantal-threat").game()
    played = {outcome: [10 * (k + 1)] for k, outcome in enumerate(game.outcomes)}
    how = {outcome: outcome for outcome in game.outcomes}
    one = fit(game, played, {"audience_cost": "1"}, outcome=how)
    other = fit_game(game, played, {"audience_cost": "1"}, outcome=how)
    np.testing.assert_array_equal(one.theta, other.theta)
    assert one.model == game.name
    with pytest.raises(EstimationError, match="a formula per parameter"):
        fit(game, played, "a ~ 1", outcome=how)


@pytest.mark.parametrize(
    ("model", "options", "named"),
    [
        ("egame12", {"max_offer": 15.0}, "max_offer belongs to ultimatum"),
        ("egame12", {"method": "npl", "precision": 2.0}, "precision belongs to a game"),
        ("ultimatum", {"errors": "agent"}, "errors belongs to egame12"),
        ("lewis_schultz", {"link": "logit"}, "link belongs to egame12"),
        ("lewis_schultz", {"penalty": "firth"}, "penalty belongs to"),
        ("signaling", {"partial": True}, "partial belongs to"),
    ],
)
def test_options_of_other_models_are_refused_and_say_where_they_belong(model, options, named):
    with pytest.raises(EstimationError, match=f"{model.replace('signaling', 'lewis_schultz')} has"):
        fit(model, DATA / "war1800.csv", WAR, **options)
    with pytest.raises(EstimationError) as error:
        fit(model, DATA / "war1800.csv", WAR, **options)
    assert named in str(error.value)
    assert all(name in str(error.value) for name in options)


def test_unknown_models_and_bootstraps_that_are_none():
    with pytest.raises(UnknownName, match="did you mean 'egame12'"):
        fit("egame21", DATA / "war1800.csv", WAR)
    with pytest.raises(EstimationError, match="belong to the bootstrap"):
        fit("egame12", DATA / "war1800.csv", WAR, n_replicates=50)
    with pytest.raises(UnknownName, match="kind of errors of egame12"):
        fit("egame12", DATA / "war1800.csv", WAR, errors="logit")
    for model in ("egame12", "lewis_schultz"):
        with pytest.raises(EstimationError, match="needs groups"):
            fit(model, DATA / "war1800.csv", WAR, covariance="cluster")


def test_a_bootstrap_in_one_step():
    table = pd.read_csv(DATA / "war1800.csv")
    found = fit("egame12", table, WAR, covariance="bootstrap", n_replicates=6, n_starts=1, seed=3)
    assert found.kind == "bootstrap"
    assert found.replicates is not None
    assert len(found.replicates.draws) == 6


@pytest.mark.parametrize(
    ("model", "formulas", "options", "said"),
    [
        (None, WAR, {}, "unknown model 'None'"),
        ("egame12", None, {}, "the formulas are no text"),
        ("egame12", 3, {}, "the formulas are no text"),
        ("egame12", {"u11": 1}, {}, "the formulas are no text"),
        ("egame12", WAR, {"n_starts": 0}, "n_starts is no such number"),
        ("egame12", WAR, {"n_starts": "a"}, "at least 1"),
        ("egame12", WAR, {"seed": -1}, "at least 0"),
        ("egame12", WAR, {"covariance": "robust"}, "covariance of egame12 'robust'"),
        ("egame12", WAR, {"covariance": "bootstrap", "n_replicates": 1}, "at least 2"),
        ("egame12", WAR, {"start": [0.0]}, "shape"),
        ("egame12", WAR, {"start": [np.nan] * 10}, "not all finite"),
        ("egame12", WAR, {"fixed": {"u2(esc,war):balanc": "a"}}, "a fixed value is not a number"),
        ("egame12", WAR, {"cluster": "one"}, "one cluster"),
    ],
)
def test_values_that_are_none(model, formulas, options, said):
    table = pd.read_csv(DATA / "war1800.csv").assign(one=1)
    with pytest.raises(StandoffError, match=said):
        fit(model, table, formulas, **options)


@pytest.mark.parametrize("options", [{"n_starts": 0}, {"start": [np.nan] * 6}])
def test_values_that_are_none_of_a_signaling_crisis(options):
    with pytest.raises(EstimationError):
        fit("lewis_schultz", MULTIPLE, SIMPLE, **options)
