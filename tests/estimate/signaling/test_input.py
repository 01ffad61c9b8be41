"""Mistakes in data and formulas of signaling crises are named, with their place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.estimate.signaling.fitted import SIMPLE

from standoff.errors import EstimationError, StandoffError, UnknownName
from standoff.estimate.data import read_data
from standoff.estimate.signaling.fit import fit_signaling
from standoff.estimate.signaling.observed import prepare_signaling

N = 12


def table(**changes: Any) -> dict[str, Any]:
    rng = np.random.default_rng(0)
    base: dict[str, Any] = {
        name: rng.integers(1, 9, N).astype(float) for name in ("sq", "cd", "sf", "bd")
    }
    base |= {
        "x": rng.normal(size=N),
        "z": rng.normal(size=N),
        "p": np.full(N, 0.4),
        "q": np.full(N, 0.6),
    }
    return base | changes


def changed(column: str, row: int, value: float) -> dict[str, Any]:
    columns = table()
    columns[column] = columns[column].copy()
    columns[column][row] = value
    return columns


def refused(columns: dict[str, Any], formulas: Any = SIMPLE, **options: Any) -> str:
    with pytest.raises(StandoffError) as caught:
        prepare_signaling(read_data(columns), formulas, **options)
    return str(caught.value)


def test_negative_counts() -> None:
    message = refused(changed("sf", 4, -2.0))
    assert "negative" in message
    assert "row 5, sf" in message
    assert "row 5, sf" in refused(changed("sf", 4, np.inf))


def test_rows_in_which_nothing_was_seen() -> None:
    columns = table()
    for name in ("sq", "cd", "sf", "bd"):
        columns[name][[2, 7]] = 0.0
    message = refused(columns)
    assert "nothing was seen" in message
    assert "row 3, 8" in message


def test_missing_values_are_left_out_and_named() -> None:
    columns = changed("x", 3, np.nan)
    columns["cd"] = columns["cd"].copy()
    columns["cd"][6] = np.nan
    prepared = prepare_signaling(read_data(columns), SIMPLE)
    assert prepared.likelihood.n_observations == N - 2
    assert {name: rows.tolist() for name, rows in prepared.dropped.items()} == {"x": [4], "cd": [7]}


def test_collinear_regressors() -> None:
    columns = table(y=2 * table()["x"])
    message = refused(columns, "sq + cd + sf + bd ~ 0 | 1 | 0 | 1 | x + y | 1 | 1")
    assert "collinear" in message
    assert "W_B" in message


@pytest.mark.parametrize(
    ("formula", "player", "named"),
    [
        ("sq + cd + sf + bd ~ x | 1 + x | 0 | x | 1 | x | 1", "A", "x"),
        ("sq + cd + sf + bd ~ 1 | 1 | 0 | 1 | 1 | 1 | 1", "A", "(Intercept)"),
        ("sq + cd + sf + bd ~ 0 | 1 | z | 1 | z + x | 1 | z", "B", "z"),
        # Not by name: the sum of what is in one payoff is a column of another.
        (
            "sq + cd + sf + bd ~ 0 | 1 | I(x + z) - 1 | 1 | x + z | 1 | x + z - 1",
            "B",
            "combination",
        ),
    ],
)
def test_what_is_in_all_payoffs_of_a_player(formula: str, player: str, named: str) -> None:
    message = refused(table(), formula)
    assert f"payoffs of player {player} are not identified" in message
    assert named in message


def test_fixing_one_of_them_identifies() -> None:
    formula = "sq + cd + sf + bd ~ 1 | 1 | 0 | 1 | 1 | 1 | 1"
    prepared = prepare_signaling(read_data(table()), formula, fixed={"S_A": 0.0})
    assert prepared.fixed == {"S_A:(Intercept)": 0.0}


def test_responses() -> None:
    assert "counts of sq" in refused(table(), "sq + cd ~ 0 | 1 | 0 | 1 | x | 1 | 1")
    assert "counts of sq" in refused(table(), "0 | 1 | 0 | 1 | x | 1 | 1")
    assert "7" not in refused(table(), "x ~ 0 | 1 | 0 | 1 | 1 | 1 | 1").split("\n")[0]
    assert "'so'" in refused(
        table(seen=["sq", "cd", "sf|bd", "so"] * 3), "seen ~ 0 | 1 | 0 | 1 | x | 1 | 1"
    )
    assert "never happens" in refused(table(sf=np.zeros(N)))
    assert "outcome" in refused(table(t=np.ones(N)), pooled={"t": ("cd", "war")})
    named = prepare_signaling(
        read_data(table()), {"V_A": "1", "W_A": "1", "W_B": "x", "a": "1", "V_B": "1"},
        outcome=("sq", "cd", "sf", "bd"),
    )  # fmt: skip
    assert len(named.likelihood.names) == 6


def test_weights() -> None:
    weights = np.arange(1.0, N + 1)
    prepared = prepare_signaling(read_data(table(w=weights)), SIMPLE, weights="w")
    plain = prepare_signaling(read_data(table()), SIMPLE).likelihood
    theta = np.array([1.0, -1.9, -2.9, 0.1, -1.2, 1.0])
    np.testing.assert_allclose(
        prepared.likelihood.log_likelihoods(theta), weights * plain.log_likelihoods(theta)
    )
    columns = table(w=np.where(weights == 4, -1.0, weights))
    assert "row 4, w" in refused(columns, weights="w")


def test_options() -> None:
    columns = table()
    with pytest.raises(UnknownName, match="method"):
        fit_signaling(columns, SIMPLE, method="cmle")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="first stage"):
        fit_signaling(columns, SIMPLE, method="pl", beliefs="forest")  # type: ignore[arg-type]
    with pytest.raises(EstimationError, match="two columns"):
        fit_signaling(columns, SIMPLE, method="pl", beliefs=("p",))  # type: ignore[arg-type]
    with pytest.raises(EstimationError, match="not a chance"):
        fit_signaling(columns | {"q": np.full(N, 1.0)}, SIMPLE, method="pl", beliefs=("p", "q"))
    with pytest.raises(EstimationError, match="needs groups"):
        fit_signaling(columns, SIMPLE, covariance="cluster")
    with pytest.raises(EstimationError, match="no sandwich covariance"):
        fit_signaling(columns, SIMPLE, method="pl", covariance="sandwich")
    with pytest.raises(EstimationError, match="start does not fit"):
        fit_signaling(columns, SIMPLE, start=[0.0])
    with pytest.raises(UnknownName, match="parameter"):
        fit_signaling(columns, SIMPLE, fixed={"W_B:y": 0.0})


def test_payoffs_go_by_the_names_of_sigint_too() -> None:
    formulas = {"VA": "1", "barWA": "1", "barWB": "x", "bara": "1", "V_B": "1"}
    prepared = prepare_signaling(
        read_data(table()), formulas, outcome=("sq", "cd", "sf", "bd"), fixed={"barWA": -1.9}
    )
    assert prepared.fixed == {"W_A:(Intercept)": -1.9}
    assert prepared.likelihood.names[-1] == "V_B:(Intercept)"


def test_one_game_cannot_tell_five_payoffs() -> None:
    columns = {name: column[:1] for name, column in table().items()}
    message = refused(columns, "sq + cd + sf + bd ~ 0 | 1 | 0 | 1 | 1 | 1 | 1")
    assert "5 parameters, 1 rows" in message


def test_single_plays_do_not_choose_their_equilibrium() -> None:
    columns = table(seen=["sq", "cd", "sf", "bd"] * 3)
    formula = "seen ~ 0 | 1 | 0 | 1 | x | 1 | 1"
    likelihood = prepare_signaling(read_data(columns), formula).likelihood
    assert likelihood.selection == "lowest"  # type: ignore[attr-defined]
    assert prepare_signaling(read_data(table()), SIMPLE).likelihood.selection == "likeliest"  # type: ignore[attr-defined]
    refusal = refused(columns, formula, selection="middle")
    assert "selection" in refusal
    # Three equilibria in every row: each rule gives its own, and the likeliest is the best of them.
    theta = np.array([1.0, -1.9, -2.9, 0.1, -1.2, 1.0])
    found = {
        rule: prepare_signaling(
            read_data(columns | {"x": np.linspace(0, 0.01, N)}), formula, selection=rule
        ).likelihood.log_likelihoods(theta)
        for rule in ("likeliest", "lowest", "highest")
    }
    assert (found["lowest"] != found["highest"]).all()
    assert (found["likeliest"] >= np.maximum(found["lowest"], found["highest"])).all()
