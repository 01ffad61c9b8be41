"""Fits: what the options do, what is refused, and what is said when something is wrong."""

import pickle
import subprocess
import sys

import numpy as np
import pandas as pd
import polars as pl
import pytest
from tests.estimate.games import DATA, WAR, fitted

from standoff.errors import EstimationError, StandoffError, UnknownName
from standoff.estimate import Fit, fit

TABLE = pd.read_csv(DATA / "war1800.csv")
ENDINGS = np.where(TABLE["esc"] == 0, "sq", np.where(TABLE["war"] == 1, "war", "yield"))


@pytest.fixture(scope="module")
def war() -> Fit:
    return fitted("egame12.war1800.probit.agent")


def test_every_way_to_say_the_same(war):
    named = {"u11": "s_wt_re1 + revis1", "u1(esc,war)": "regime1", "u24": "balanc + regime2"}
    for data, formulas, options in (
        (pl.from_pandas(TABLE), WAR, {}),
        (TABLE, named, {"outcome": ["esc", "war"]}),
        (TABLE, WAR.partition("~")[2].split("|"), {"outcome": ("esc", "war")}),
        (
            TABLE.assign(end=ENDINGS),
            WAR.replace("esc + war", "end"),
            {"outcomes": ("sq", "yield", "war")},
        ),
        (
            TABLE.assign(q=ENDINGS == "sq", y=ENDINGS == "yield", w=ENDINGS == "war"),
            WAR.replace("esc + war", "q + y + w"),
            {},
        ),
    ):
        found = fit("egame12", data, formulas, n_starts=1, **options)
        np.testing.assert_allclose(found.theta, war.theta, atol=1e-10)


def test_the_table_of_a_fit(war):
    assert war.params["u1(~esc):revis1"] == war.theta[2]
    assert war.aic == pytest.approx(2 * 10 + 2 * 286.12375472, abs=1e-7)
    assert war.bic == pytest.approx(10 * np.log(282) + 2 * 286.12375472, abs=1e-7)
    table = war.tidy()
    assert table.loc[4, "block"] == "u1(esc,war)"
    assert table.loc[4, "regressor"] == "regime1dem"
    assert table["statistic"][4] == pytest.approx(-1.90224944 / 0.66444886, abs=1e-6)
    assert table["p_value"][4] == pytest.approx(0.0041979, abs=1e-6)
    bounds = war.conf_int()
    np.testing.assert_allclose(bounds["high"] - bounds["low"], 2 * 1.9599639845 * war.bse)
    text = war.summary()
    assert "282 rows, 31 left out" in text
    assert "endings from left to right: ~esc 124, esc,~war 83, esc,war 75" in text
    assert "no value in 'regime1': 12 rows (62, 66" in text
    assert "NOT" not in text


def test_predictions_of_other_rows(war):
    whole = war.predict()
    rows = war.prepared.data.rows[:3]
    new = TABLE.iloc[rows - 1]
    np.testing.assert_allclose(war.predict(new).to_numpy(), whole.to_numpy()[:3])
    with pytest.raises(EstimationError, match="no such prediction"):
        war.predict(kind="odds")
    with pytest.raises(EstimationError, match="junta"):
        war.predict(new.assign(regime1="junta"))


def test_weights_are_repeated_rows():
    times = 1 + np.arange(len(TABLE)) % 3
    weighed = fit("egame12", TABLE.assign(t=times), WAR, weights="t", n_starts=1)
    long = fit("egame12", TABLE.loc[TABLE.index.repeat(times)], WAR, n_starts=1)
    np.testing.assert_allclose(weighed.theta, long.theta, atol=1e-10)
    np.testing.assert_allclose(weighed.bse, long.bse, rtol=1e-9)
    assert weighed.n == long.n


def test_fixed_and_shared_parameters(war):
    tied = ("u1(esc,war):regime1dem", "u2(esc,war):regime2dem")
    found = fit("egame12", TABLE, WAR, fixed={"u1(~esc):revis1": 0.3}, equal=[tied])
    assert found.n_parameters == 8
    assert found.params["u1(~esc):revis1"] == 0.3
    assert np.isnan(found.bse["u1(~esc):revis1"])
    assert found.params[tied[0]] == found.params[tied[1]]
    assert found.llf < war.llf
    # The gradient of the whole likelihood vanishes along what is free, and only there.
    gradient = war.likelihood.scores(found.theta).sum(0)
    names = list(war.names)
    assert abs(gradient[names.index("u1(~esc):revis1")]) > 0.1
    assert gradient[names.index(tied[0])] + gradient[names.index(tied[1])] == pytest.approx(
        0, abs=1e-8
    )
    at_estimate = fit("egame12", TABLE, WAR, fixed={"u1(~esc):revis1": war.theta[2]})
    assert at_estimate.llf == pytest.approx(war.llf, abs=1e-9)


def test_partly_observed_moves(war):
    # Whether war came of an escalation is not known in every third row.
    hidden = TABLE.assign(
        war=TABLE["war"].where((np.arange(len(TABLE)) % 3 > 0) | (TABLE.esc == 0))
    )
    dropped = fit("egame12", hidden, WAR, n_starts=1)
    used = fit("egame12", hidden, WAR, partial=True, n_starts=1)
    assert used.n == war.n
    assert dropped.n < war.n
    assert (used.bse.iloc[1:3] < dropped.bse.iloc[1:3]).all()
    words = np.where(np.isnan(hidden["war"]), "yield or war", ENDINGS)
    options = {"partial": True, "outcomes": ("sq", "yield", "war"), "n_starts": 1}
    same = fit("egame12", hidden.assign(end=words), WAR.replace("esc + war", "end"), **options)
    np.testing.assert_allclose(same.theta, used.theta, atol=1e-10)


def test_scales_by_player_and_in_common():
    both = fit("egame12", TABLE, WAR, scale={1: "balanc - 1", 2: "balanc - 1"})
    tied = fit(
        "egame12",
        TABLE,
        WAR,
        scale={1: "balanc - 1", 2: "balanc - 1"},
        equal=[("log(sigma1):balanc", "log(sigma2):balanc")],
    )
    common = fitted("egame12.war1800.sdformula")
    assert both.names[-2:] == ("log(sigma1):balanc", "log(sigma2):balanc")
    assert tied.llf == pytest.approx(common.llf, abs=1e-9)
    assert both.llf > common.llf
    logit = fit("egame12", TABLE, WAR, scale="balanc - 1", link="logit")
    assert logit.names[-1] == "log(lambda):balanc"


def test_separation_is_named_and_no_estimate_is_claimed():
    perfect = TABLE.assign(ultimate=(TABLE["war"] == 1) * 1.0)
    formula = WAR.replace("balanc", "ultimate")
    found = fit("egame12", perfect, formula, n_starts=1)
    assert not found.converged
    assert found.summary().startswith("NOT CONVERGED: there is no finite maximum")
    assert any("u2(esc,war):ultimate: the likelihood rises" in each for each in found.problems)
    assert np.isnan(found.bse).all()
    firth = fit("egame12", perfect, formula, penalty="firth", n_starts=1)
    assert firth.converged
    assert 0 < firth.params["u2(esc,war):ultimate"] < 20
    cauchy = fit("egame12", perfect, formula, penalty="cauchy", covariance="penalized")
    assert np.isfinite(cauchy.bse).all()


def test_a_fixed_parameter_cannot_separate():
    odd = (TABLE["esc"] == 0) & (TABLE.index % 2 == 1)
    perfect = TABLE.assign(ultimate=((TABLE["war"] == 1) | odd) * 1.0)
    formula = "esc + war ~ s_wt_re1 | 0 | dem1 - 1 | ultimate"
    free = fit("egame12", perfect, formula)
    assert any("u2(esc,war):ultimate: the likelihood" in each for each in free.problems)
    found = fit("egame12", perfect, formula, fixed={"u2(esc,war):ultimate": 9.0})
    assert found.maximum.converged
    assert not any("ultimate" in each for each in found.problems)


def test_weak_identification_is_named():
    found = fit("egame12", TABLE, WAR, scale={1: "balanc-1", 2: "s_wt_re1 - 1"})
    assert found.converged
    assert any("weakly identified: u1(esc,war):(Intercept)" in each for each in found.problems)


def test_a_search_cut_short_says_so(monkeypatch):
    monkeypatch.setattr("standoff.estimate.fitting.MAX_STEPS", 1)
    found = fit("egame12", TABLE, WAR)
    assert not found.converged
    assert "NOT CONVERGED: still climbing after 1 steps" in found.summary()
    assert np.isnan(found.bse).all()
    assert np.isnan(found.maximum.reached).all()


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("esc + war ~ revis1 | 1 | regime1 | balanc", r"\(Intercept\): in all of u1\(~esc\), u1"),
        ("esc + war ~ dem1 | dem1 - 1 | dem1 - 1 | balanc", "dem1: in all of"),
        ("esc + war ~ 1 | regime2 - 1 | regime1 - 1 | 1", "together the same in all of"),
        ("esc + war ~ revsi1 | 0 | 1 | 1", "did you mean 'revis1'"),
        ("esc ~ revis1 | 0 | 1 | 1", "2 endings, and egame12 has 3"),
        ("esc + war + sq + dem1 ~ revis1 | 0 | 1 | 1", "4 columns do not describe"),
        ("revis1 | 0 | 1 | 1", "nothing says how the plays ended"),
        ("esc + year ~ revis1 | 0 | 1 | 1", "'year' is not a move"),
        ("esc + war ~ dem1 + I(2 * dem1) | 0 | 0 | 1", r"collinear[^$]*dem1, I\(2 \* dem1\)"),
    ],
)
def test_what_cannot_be_estimated(formula, says):
    with pytest.raises((EstimationError, UnknownName), match=says):
        fit("egame12", TABLE, formula)


def test_rows_that_cannot_be_used():
    with pytest.raises(EstimationError, match="'esc,war' never happens"):
        fit("egame12", TABLE[TABLE["war"] == 0], WAR)
    with pytest.raises(EstimationError, match="one observation"):
        fit("egame12", TABLE.iloc[:1], WAR)
    counts = TABLE.assign(a=1, b=2, c=np.where(TABLE.index == 4, -1, 1))
    with pytest.raises(EstimationError, match=r"'c' has a negative or infinite count\n.*row 5"):
        fit("egame12", counts, WAR.replace("esc + war", "a + b + c"))
    with pytest.raises(EstimationError, match="negative or infinite weight"):
        fit("egame12", counts, WAR, weights="c")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"errors": "private", "link": "logit"}, "private information needs normal shocks"),
        ({"scale": "balanc"}, "constant scale, while no utility"),
        ({"fixed": {"u1(war)": 1.0}}, "unknown parameter"),
        ({"fixed": {"u1(~esc):revis1": np.nan}}, "not a number"),
        ({"equal": [("u1(~esc):revis1", "u3")]}, "unknown parameter 'u3'"),
        ({"covariance": "cluster"}, "needs groups"),
        ({"covariance": "dyadic", "cluster": "ccode1"}, "two members"),
        ({"penalty": "ridge"}, "unknown penalty"),
        ({"start": [0.0]}, "10 finite numbers"),
        ({"cluster": "dyad"}, "unknown column 'dyad'"),
    ],
)
def test_options_that_do_not_go_together(options, says):
    with pytest.raises((EstimationError, UnknownName), match=says):
        fit("egame12", TABLE, WAR, **options)


def test_no_such_model():
    with pytest.raises(UnknownName, match="did you mean 'egame123'"):
        fit("egame13", TABLE, WAR)


def test_the_extra_is_named_where_it_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "formulaic", None)
    with pytest.raises(StandoffError, match=r'pip install "standoff\[estimate\]"'):
        fit("egame12", DATA / "war1800.csv", WAR)


def test_the_room_opens_without_what_it_may_not_need():
    heavy = "{'jax', 'numpyro', 'formulaic', 'pandas', 'numba', 'scipy.stats'}"
    code = f"import sys, standoff.estimate; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_fit_needs_no_jax():
    code = (
        "import sys; from standoff.estimate import fit; "
        f"fit('egame12', {str(DATA / 'war1800.csv')!r}, {WAR!r}, n_starts=1); "
        "assert 'jax' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_fits_travel(war):
    again = pickle.loads(pickle.dumps(war))
    assert again.summary() == war.summary()
    new = {"s_wt_re1": [0.1], "revis1": [1.0], "regime1": ["dem"], "balanc": [0.5]}
    new["regime2"] = ["mixed"]
    np.testing.assert_array_equal(again.predict(new), war.predict(new))


def test_words_have_no_order_unless_one_is_given():
    rng = np.random.default_rng(2)
    table = pd.DataFrame({"y": rng.choice(["no attack", "devalue", "defend"], 90)})
    formulas = "y ~ 1 | 0 | 0 | 1"
    order = ["no attack", "devalue", "defend"]
    for words in (table["y"], table["y"].astype("category")):
        for given in (table.assign(y=words), pl.from_pandas(table.assign(y=words))):
            with pytest.raises(EstimationError, match="their order is not known"):
                fit("egame12", given, formulas)
    given = fit("egame12", table, formulas, outcomes=order)
    for declared in (
        table.assign(y=pd.Categorical(table["y"], order)),
        table.assign(y=pd.Categorical(table["y"], order, ordered=True)),
        pl.DataFrame({"y": pl.Series(table["y"].tolist(), dtype=pl.Enum(order))}),
    ):
        assert fit("egame12", declared, formulas).summary() == given.summary()
    # An order that happens to be alphabetical counts if somebody declared it.
    alphabetical = pd.Categorical(table["y"], sorted(order), ordered=True)
    found = fit("egame12", table.assign(y=alphabetical), formulas)
    assert found.likelihood.outcomes == tuple(sorted(order))


def test_a_free_scale_without_a_fixed_utility_has_advice_of_its_own():
    with pytest.raises(EstimationError, match="take the constant out of the scale"):
        fit("egame12", DATA / "war1800.csv", WAR, scale="~ 1")


def test_offers_that_are_all_alike():
    table = {"offer": [5.0] * 9, "x": np.arange(9.0)}
    with pytest.raises(EstimationError, match="'offer' never changes"):
        fit("ultimatum", table, "offer ~ 1 | x", max_offer=10)
