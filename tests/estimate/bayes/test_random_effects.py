"""Effects of groups: which row gets which, in every kind of model."""

import numpy as np
import pytest
from tests.estimate.bayes.test_wrapped import game, signaling, ultimatum
from tests.estimate.games import fitted

from standoff.errors import EstimationError, UnknownName
from standoff.estimate import read_data
from standoff.estimate.bayes.blocks import read_blocks, widen, widen_designs
from standoff.estimate.bayes.random_effects import (
    dummies,
    effect_names,
    level_labels,
    read_groupings,
    with_effects,
)

TABLE = read_data(
    {"a": [2.0, 10.0, 2.0, 9.0], "b": [10.0, 2.0, 3.0, 1.5], "word": ["x", "y", "x", "x"]}
)


def war():
    found = fitted("egame12.war1800.probit.agent")
    return found.free, found.maximum.theta


@pytest.mark.parametrize("case", [war, game, ultimatum, signaling])
def test_a_further_regressor_is_what_it_would_be_in_the_formula(case):
    """An effect for all rows equals a change of the constant."""
    restricted, theta = case()
    likelihood, theta = restricted.base, restricted.whole(theta)
    block = next(b for b in read_blocks(likelihood) if f"{b.label}:(Intercept)" in b.parameters)
    n = likelihood.n_observations
    wide = widen(likelihood, block.label, ("g[1]", "g[2]"), dummies(np.arange(n) % 2, 2))
    changed = theta.copy()
    changed[likelihood.names.index(f"{block.label}:(Intercept)")] += 0.01
    values = dict(zip(likelihood.names, theta, strict=True))
    values |= {f"{block.label}:g[1]": 0.01, f"{block.label}:g[2]": 0.01}
    whole = np.array([values[name] for name in wide.names])
    np.testing.assert_allclose(
        wide.log_likelihoods(whole), likelihood.log_likelihoods(changed), rtol=1e-12
    )
    np.testing.assert_allclose(
        wide.probabilities(whole), likelihood.probabilities(changed), rtol=1e-12
    )
    assert wide.scores(whole).shape == (n, len(theta) + 2)


def test_regressors_of_other_rows_are_widened_too():
    found = fitted("egame12.war1800.probit.agent")
    wide = widen(found.likelihood, "u1(esc,war)", ("g[1]",), np.zeros((found.n, 1)))
    designs = found.prepared.remake.designs(found.prepared.data)
    more = widen_designs(wide, designs, "u1(esc,war)", np.ones((found.n, 1)))
    values = dict(zip(found.names, found.theta, strict=True)) | {"u1(esc,war):g[1]": 0.3}
    changed = found.theta.copy()
    changed[found.names.index("u1(esc,war):(Intercept)")] += 0.3
    np.testing.assert_allclose(
        wide.probabilities(np.array([values[name] for name in wide.names]), more),
        found.likelihood.probabilities(changed),
        rtol=1e-12,
    )


def test_levels_and_dyads():
    assert level_labels(TABLE, ("a",)) == ["2", "10", "2", "9"]
    assert level_labels(TABLE, ("a", "b")) == ["2-10", "2-10", "2-3", "1.5-9"]
    found = fitted("egame12.war1800.probit.agent")
    data = found.prepared.data
    blocks = read_blocks(found.likelihood)
    (dyads,) = read_groupings({"u13": ("ccode1", "ccode2")}, data, blocks)
    pairs = {frozenset(pair) for pair in zip(data["ccode1"], data["ccode2"], strict=True)}
    assert len(dyads.levels) == len(pairs)
    assert dyads.sd_name == "sd(u1(esc,~war)|ccode1+ccode2)"
    (countries,) = read_groupings({"u1(esc,war)": "ccode1"}, data, blocks)
    assert list(countries.levels) == [f"{c:g}" for c in np.unique(data["ccode1"])]
    assert (countries.matrix.sum(1) == 1).all()
    # A utility without regressors can have effects too.
    wide = with_effects(found.likelihood, (dyads, countries))
    assert set(effect_names((dyads, countries))) == set(wide.names) - set(found.names)


def test_what_cannot_be_grouped():
    found = fitted("egame12.war1800.probit.agent")
    blocks, data = read_blocks(found.likelihood), found.prepared.data
    with pytest.raises(UnknownName, match="u1"):
        read_groupings({"u1(peace)": "ccode1"}, data, blocks)
    with pytest.raises(UnknownName, match="ccode1"):
        read_groupings({"u14": "ccode"}, data, blocks)
    with pytest.raises(EstimationError, match="one group"):
        read_groupings({"u14": "a"}, read_data({"a": [1.0, 1.0]}), blocks)
    with pytest.raises(EstimationError, match="two groupings"):
        read_groupings({"u14": "ccode1", "u1(esc,war)": "ccode2"}, data, blocks)
    with pytest.raises(EstimationError, match=r"log\(s1\)"):
        widen(
            fitted("ultimatum.data_ult.offerOnly").likelihood, "log(s1)", ("g",), np.ones((1500, 1))
        )
