from __future__ import annotations

import math

import numpy as np
import pytest
from tests.study.plane import POINT, Painted

from standoff.errors import UnknownName
from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.draws import Draws
from standoff.game.tree import Game
from standoff.solve.quantal import solve_quantal
from standoff.study.asked import Asked
from standoff.study.local import local
from standoff.study.logit_slopes import logit_slopes


def test_slopes_are_those_of_the_formula(asked: Asked) -> None:
    """In semi on u: drop = q (phi + (1 - phi) sigma) = q phi / pi*."""
    base = asked.base.replace(p_resolved_secret=0.3)
    found = local(asked.subject, base, given=asked.given, of=("drop",))

    def drop(**other: float) -> float:
        c = {name: float(column[0]) for name, column in base.columns().items()} | other
        prize = (1 - c["p_court_refuses"]) * (
            c["prize"] - c["retaliation_share"] * c["relationship_value"]
        )
        a = c["audience_cost_public"]
        q = (a + c["review_benefit"]) / (prize + a)
        worth = c["case_value"] + c["public_humiliation"]
        cost = (1 - c["p_court_refuses"]) * worth + c["precedent_cost"]
        r = c["bluff_call_gain"]
        return q * c["p_resolved_secret"] * (c["damage"] + r) / (cost + r)

    for name in base.names:
        slope = found.slope("drop", name)
        x, h = float(base[name][0]), 1e-5
        expected = (drop(**{name: x + h}) - drop(**{name: x - h})) / (2 * h)
        assert slope.state == "smooth"
        if name != "kept_if_exonerated":
            assert slope.slope == pytest.approx(expected, abs=1e-8)
        assert slope.error < 1e-8
        percent = slope.slope * x / slope.value if x else math.nan
        assert slope.elasticity == pytest.approx(percent, nan_ok=True)
    assert found.slope("drop", "p_resolved_secret").elasticity == pytest.approx(1.0, abs=1e-9)
    # A share that cannot fall below zero has a slope to one side.
    assert np.isnan(found.slope("drop", "kept_if_exonerated").below)


def test_a_jump_is_named_with_its_size(asked: Asked) -> None:
    base = asked.base.replace(case_value=(0.45 * 1.02 - 0.07) / 0.97)
    found = local(asked.subject, base, given=asked.given, of=("drop",), parameters=("case_value",))
    (slope,) = found.slopes
    assert slope.state == "jump"
    assert slope.jump == pytest.approx(0.42917375895846827 - 1.0, abs=1e-6)
    ((name, below, above),) = found.borders
    assert name == "case_value"
    assert below.startswith("private pooling")
    assert above.startswith("public semi")


@pytest.mark.parametrize(
    ("p", "state"),
    [
        (lambda x, y: np.abs(x - 0.5), "kink"),
        (lambda x, y: x**3, "smooth"),
        (lambda x, y: np.sin(30 * x), "smooth"),
    ],
)
def test_kinks_and_curves_are_told_apart(p: object, state: str) -> None:
    painted = Painted(lambda x, y: 0 * x, p)  # type: ignore[arg-type]
    slope = local(painted, POINT, of=("p",)).slope("p", "x")
    assert slope.state == state
    if state == "kink":
        assert (slope.below, slope.above) == pytest.approx((-1.0, 1.0))
    elif p(0.2, 0) == pytest.approx(0.008):  # type: ignore[operator]
        assert slope.slope == pytest.approx(0.75, abs=1e-10)
    else:
        assert slope.slope == pytest.approx(30 * np.cos(15), abs=1e-8)


def test_a_border_without_a_jump(asked: Asked) -> None:
    painted = Painted(lambda x, y: x >= 0.5)
    found = local(painted, POINT, of=("p",))
    assert found.slope("p", "x").state == "at a border"
    assert found.slope("p", "x").below == pytest.approx(1.0)
    assert found.slope("p", "y").state == "smooth"
    assert found.borders == (("x", "sea", "land"),)


def bluffing() -> Game:
    def crisis(kind: str, cost: str) -> Sketch:
        act = {
            "execute": end("executed", f"-{cost}", "-damage"),
            "back down": end("backed down", "-audience_cost", 0.05),
        }
        answer = {
            "concede": end("conceded", "prize", "-loss"),
            "resist": move("Challenger", act, knows=f"{kind} resisted"),
        }
        threat = move("Target", answer, knows="heard a threat")
        return move("Challenger", {"threaten": threat, "quiet": end("quiet", 0, 0)}, knows=kind)

    kinds = {
        "resolved": ("p_resolved", crisis("resolved", "cost")),
        "bluffer": ("1 - p_resolved", crisis("bluffer", "3 * cost")),
    }
    builder = GameBuilder("bluffing").players("Challenger", "Target")
    for name, default in (
        ("prize", 1), ("loss", 0.6), ("cost", 0.2), ("damage", 0.7), ("audience_cost", 0.3),
        ("p_resolved", 0.4),
    ):  # fmt: skip
        builder = builder.parameter(name, default)
    return builder.tree(chance("kind", kinds))


def test_logit_slopes_agree_with_differences() -> None:
    game = bluffing()
    base = Draws.point({each.name: each.default for each in game.parameters})
    found = logit_slopes(game, base, 3.0)
    for parameter in game.parameters:
        x, h = float(base[parameter.name][0]), 1e-5
        both = base.replace(**{parameter.name: [x - h, x + h]})
        solution = solve_quantal(game, both, precision=3.0)
        for outcome, p in solution.p_outcome.items():
            expected = (p[1] - p[0]) / (2 * h)
            assert found.slope(outcome, parameter.name).slope == pytest.approx(expected, abs=1e-7)
        for i, player in enumerate(game.players):
            expected = (solution.value[1, i] - solution.value[0, i]) / (2 * h)
            assert found.slope(player, parameter.name).slope == pytest.approx(expected, abs=1e-7)


def test_mistakes_are_named(asked: Asked) -> None:
    with pytest.raises(UnknownName, match="did you mean 'drop'"):
        local(asked.subject, asked.base, given=asked.given, of=("dropp",))
    with pytest.raises(UnknownName):
        local(asked.subject, asked.base, given=asked.given, parameters=("prizze",))
