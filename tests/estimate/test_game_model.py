"""Fitting a game of one's own: formulas, what was seen, precisions, and mistakes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.estimate.test_game_likelihood import TRUTH, simulated, two_moves

from standoff import models
from standoff.errors import EstimationError, UnknownName
from standoff.estimate import fit, fit_game
from standoff.game import Draws
from standoff.solve.quantal import solve_quantal

WAR = Path(__file__).parent / "gpl_data" / "war1800.csv"
FORMULAS = {"u11": "1 + x", "u14": "1", "u24": "1 + z"}


def table(n: int = 250) -> dict[str, object]:
    blocks, seen = simulated(n)
    return {
        "x": blocks["u11"].matrix[:, 1],
        "z": blocks["u24"].matrix[:, 1],
        "ended": np.array(seen, object),
    }


def test_it_is_the_strategic_probit_on_that_game() -> None:
    data = table()
    mine = fit_game(two_moves(), data, FORMULAS, outcome="ended", errors="probit")
    known = fit(
        "egame12",
        data,
        {"u11": "x", "u14": "1", "u24": "z"},
        outcome="ended",
        outcomes=["status quo", "yield", "war"],
    )
    assert mine.converged
    assert not mine.problems
    assert mine.llf == pytest.approx(known.llf, abs=1e-7)
    assert np.asarray(mine.params) == pytest.approx(np.asarray(known.params), abs=1e-5)
    assert np.asarray(mine.bse) == pytest.approx(np.asarray(known.bse), rel=1e-4)
    assert mine.names[1] == "u11:x"


def test_predictions_for_other_rows_and_actions() -> None:
    found = fit_game(two_moves(), table(120), FORMULAS, outcome="ended")
    other = {"x": [0.0, 1.0], "z": [0.0, 1.0]}
    outcomes = found.predict(other)
    assert list(outcomes.columns) == ["Pr(status quo)", "Pr(yield)", "Pr(war)"]
    assert np.asarray(outcomes.sum(axis=1)) == pytest.approx([1, 1])
    actions = found.predict(other, kind="action")
    fights = actions.filter(like="fight").iloc[:, 0]
    escalates = actions.filter(like="escalate").iloc[:, 0]
    assert np.asarray(fights * escalates) == pytest.approx(np.asarray(outcomes["Pr(war)"]))


def test_moves_that_were_seen_say_the_same_as_outcomes() -> None:
    data = table(120)
    first = ["stop" if each == "status quo" else "escalate" for each in data["ended"]]
    second = [{"war": "fight", "yield": "yield"}.get(each) for each in data["ended"]]
    moved = {"x": data["x"], "z": data["z"], "first": first, "second": second}
    by_moves = fit_game(two_moves(), moved, FORMULAS, moves=["first", "second"])
    by_outcome = fit_game(two_moves(), data, FORMULAS, outcome="ended")
    assert by_moves.llf == pytest.approx(by_outcome.llf, abs=1e-8)


def test_rows_of_which_only_a_set_is_known_are_used() -> None:
    data = table(120)
    blurred = [
        "war | yield" if i % 3 == 0 and each != "status quo" else each
        for i, each in enumerate(data["ended"])
    ]
    found = fit_game(two_moves(), {**data, "ended": blurred}, FORMULAS, outcome="ended")
    whole = fit_game(two_moves(), data, FORMULAS, outcome="ended")
    assert found.converged
    assert found.n == 120
    assert found.bse["u24:z"] > whole.bse["u24:z"]


def test_types_that_nobody_sees_are_estimated_from_counts() -> None:
    """Simulated at known parameters of a game with a hidden type; a chance gets a logit link."""
    game = models.get("audience-costs").game()
    truth = Draws.point({"audience_cost": 0.5, "p_resolved": 0.4})
    p = solve_quantal(game, truth, precision=4.0).p_outcome
    counts = {name: [1e5 * float(p[name][0])] for name in game.outcomes}
    found = fit_game(
        game,
        counts,
        {"a": "1", "phi": "1"},
        outcome={name: name for name in game.outcomes},
        links={"p_resolved": "logit"},
        precision=4.0,
    )
    assert found.converged
    assert found.params["audience_cost:(Intercept)"] == pytest.approx(0.5, abs=1e-5)
    assert found.params["p_resolved:(Intercept)"] == pytest.approx(np.log(0.4 / 0.6), abs=1e-5)


def test_precision_per_player_is_found_again() -> None:
    game = two_moves()
    draws = Draws.from_columns({"u11": [0.3], "u13": [0.1], "u14": [-0.4], "u24": [0.8]})
    p = solve_quantal(game, draws, precision=(1.5, 0.6)).p_outcome
    counts = {name: [1e5 * float(p[name][0])] for name in game.outcomes}
    held = {"u11:(Intercept)": 0.3, "u14:(Intercept)": -0.4, "u24:(Intercept)": 0.8}
    found = fit_game(
        game,
        counts,
        {"u11": "1", "u13": "1", "u14": "1", "u24": "1"},
        outcome={name: name for name in game.outcomes},
        precision="player",
        fixed={**held, "u13:(Intercept)": 0.1},
    )
    assert found.converged
    assert np.exp(found.theta[-2:]) == pytest.approx([1.5, 0.6], abs=1e-5)


def test_a_precision_that_only_scales_the_payoffs_is_not_identified() -> None:
    found = fit_game(
        two_moves(), table(80), FORMULAS, outcome="ended", precision="common", n_starts=1
    )
    assert not found.converged or any("weakly identified" in each for each in found.problems)


def test_mistakes_are_named() -> None:
    game, data = two_moves(), table(30)
    with pytest.raises(UnknownName, match="u12"):
        fit_game(game, data, {"u12": "1"}, outcome="ended")
    with pytest.raises(UnknownName, match="endet"):
        fit_game(game, data, FORMULAS, outcome="endet")
    with pytest.raises(UnknownName, match="xx"):
        fit_game(game, data, {"u11": "xx"}, outcome="ended")
    with pytest.raises(EstimationError, match="nothing says"):
        fit_game(game, data, FORMULAS)
    with pytest.raises(EstimationError, match="two things"):
        fit_game(game, data, FORMULAS, outcome="ended", moves=["ended"])
    with pytest.raises(UnknownName, match="peace"):
        fit_game(game, {**data, "ended": ["peace"] * 30}, FORMULAS, outcome="ended")
    with pytest.raises(EstimationError, match="precision"):
        fit_game(game, data, FORMULAS, outcome="ended", precision=-1.0)
    with pytest.raises(UnknownName, match="player"):
        fit_game(game, data, FORMULAS, outcome="ended", precision={"3": "1"})
    with pytest.raises(UnknownName, match="coefficient"):
        fit_game(game, data, FORMULAS, outcome="ended", fixed={"u11:y": 0.0})
    with pytest.raises(UnknownName, match="formula"):
        fit_game(game, data, FORMULAS, outcome="ended", links={"u13": "log"})
    with pytest.raises(EstimationError, match="collinear"):
        fit_game(game, {**data, "w": data["x"]}, {"u11": "x + w"}, outcome="ended")


def test_the_truth_is_within_four_errors() -> None:
    found = fit_game(
        two_moves(), table(1500), FORMULAS, outcome="ended", errors="probit", n_starts=1
    )
    assert np.abs((found.theta - TRUTH) / np.asarray(found.bse)).max() < 4
