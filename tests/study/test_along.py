from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from tests.study.plane import POINT, Painted

from standoff.errors import StandoffError
from standoff.game import Draws
from standoff.models import get
from standoff.models.answers import Answers
from standoff.study.along import NUMBER, along
from standoff.study.asked import Asked
from standoff.study.changes import Lines, changes
from standoff.study.condition import Condition, parse_condition
from standoff.study.labels import Labels
from standoff.study.margins import margins_of
from standoff.study.model_subject import ModelSubject


def test_the_border_is_exact_and_names_both_sides(asked: Asked) -> None:
    found = along(asked.subject, asked.base, "phi_S", (0.0, 1.0), given=asked.given)
    flip = next(each for each in found.steps if any(c[0] == "regime" for c in each.changed))
    assert flip.value == pytest.approx((0.97 * 0.35 + 0.07) / 1.02, abs=1e-15)
    assert flip.error < 1e-15
    assert ("regime", "public semi", "private pooling") in flip.changed
    assert "(a tie)" in flip.at
    # Just below, T gives in with chance q = (a_u + U0)/(V' + a_u) to the share that threatens.
    assert flip.headline_above == 1.0
    assert flip.headline_below < 0.5
    assert found.finest == 0.0


def test_stretches_fill_what_is_searched(asked: Asked) -> None:
    found = along(asked.subject, asked.base, "damage", (0.0, 3.0), given=asked.given)
    ends = [(each.low, each.high) for each in found.stretches]
    assert ends[0][0] == 0.0
    assert ends[-1][1] == 3.0
    assert all(a[1] == b[0] for a, b in pairwise(ends))
    for each in found.stretches:
        middle = asked.base.replace(damage=(each.low + each.high) / 2)
        answers = asked.subject.answer(middle, asked.given)
        assert each.answer.split(", ")[0] == (answers.categories["regime"][0] or "no answer")


def test_a_regime_narrower_than_a_scan_is_found_by_margins(asked: Asked) -> None:
    """Semi on p is chosen only while L_u > d >= L_p, which the humiliation makes as thin as wanted.

    The public channel stops to work at damage = L_u and the private one at L_p = L_u - .97 m_u.
    """
    thin = 1e-7
    base = asked.base.replace(public_humiliation=thin, p_resolved_secret=0.1)
    found = {}
    for named, margins in (("scan", None), ("margins", margins_of(asked.subject, asked.given))):
        lines = Lines.along(base, "damage", 0.0, 2.0)
        labels = Labels(asked.subject, asked.given, categories=("regime",))
        each = changes(lines, labels, n_scanned=50, precision=0.0, margins=margins)
        found[named] = [(c.value, labels.words(c.below), labels.words(c.above)) for c in each]
    names = [each[2] for each in found["margins"]]
    assert "private semi" in names
    low, high = (v for v, below, above in found["margins"] if "private semi" in (below, above))
    assert high - low == pytest.approx(0.97 * thin, rel=1e-6)
    assert low == pytest.approx(0.97 * 0.35 + 0.05, abs=1e-12)


def test_a_band_of_answers_that_leaves_no_trace_is_found_by_margins() -> None:
    """The same answer on both sides: only the margin knows."""
    middle, half = 0.437281, 1e-6
    painted = Painted(lambda x, y: np.abs(x - middle) < half)
    lines = Lines.along(POINT, "x", 0.0, 1.0)
    labels = Labels(painted)
    blind = changes(lines, labels, n_scanned=100, precision=0.0)
    seeing = changes(
        lines, labels, n_scanned=100, precision=0.0,
        margins=lambda draws: {"m": (draws["x"] - middle) ** 2 - half**2},
    )  # fmt: skip
    assert blind == []
    assert [c.value for c in seeing] == pytest.approx([middle - half, middle + half], abs=1e-12)


def test_levels_and_jumps_are_steps_too() -> None:
    painted = Painted(lambda x, y: 0 * x, lambda x, y: np.where(x < 0.3, x, x + 0.15))
    condition = Condition("p", ">=", 0.5)
    found = along(painted, POINT, "x", (0.0, 1.0), conditions=[condition], n_scanned=150)
    jump, passed = found.steps
    assert (jump.value, jump.changed) == (0.3, ())
    assert jump.jump == pytest.approx(0.15, abs=1e-12)
    assert passed.value == pytest.approx(0.35, abs=1e-15)
    assert passed.changed == (("p >= 0.5", "no", "yes"),)
    assert passed.jump == pytest.approx(0.0, abs=1e-12)


def test_a_jump_that_answers_do_not_come_near_is_found_between_those_that_do() -> None:
    gap = (0.3 - 1e-6, 0.3 + 2e-5)
    painted = Painted(
        lambda x, y: np.where((x > gap[0]) & (x < gap[1]), -1, 0),
        lambda x, y: np.where(x < 0.3, 1.0, 0.34),
    )
    (jump,) = along(painted, POINT, "x", (0.0, 1.0), n_scanned=48).steps
    assert jump.value == pytest.approx(0.3, abs=1e-4)
    assert abs(jump.value - 0.3) <= jump.error < 1e-4
    assert (jump.headline_below, jump.headline_above) == (1.0, 0.34)


def test_a_slope_with_a_gap_is_no_jump() -> None:
    painted = Painted(lambda x, y: np.where(np.abs(x - 0.3117) < 1e-3, -1, 0), lambda x, y: x)
    assert along(painted, POINT, "x", (0.0, 1.0), n_scanned=24).steps == ()


def test_every_chance_is_watched_and_not_only_the_headline() -> None:
    class Two(Painted):
        def answer(
            self, draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
        ) -> Answers:
            found = super().answer(draws, given, remove)
            war = np.where(draws["x"] < 0.25, 0.125, 0.5)
            return replace(found, probabilities={**found.probabilities, "war": war})

    (jump,) = along(Two(lambda x, y: 0 * x), POINT, "x", (0.0, 1.0), n_scanned=50).steps
    assert jump.value == 0.25
    assert jump.changed == (("chance of war", "0.125", "0.5"),)
    assert jump.jump == pytest.approx(0.0, abs=1e-12)


def test_other_equilibria_that_appear_are_told() -> None:
    # Without cost the resolved like to act, and there is one equilibrium; else a second one, in
    # which nobody threatens, that the model's rule does not pick.
    model = ModelSubject(get("audience-costs"))
    base = Draws.point({each.name: each.default for each in model.parameters})
    found = along(model, base, "execution_cost_resolved", (-0.1, 0.1))
    (step,) = (each for each in found.steps if any(c[0] == NUMBER for c in each.changed))
    assert step.value == pytest.approx(0.0, abs=1e-9)
    assert (NUMBER, "1", "2") in step.changed


def test_a_steep_slope_is_no_jump() -> None:
    painted = Painted(lambda x, y: 0 * x, lambda x, y: np.tanh((x - 0.4) * 2000))
    assert along(painted, POINT, "x", (0.0, 1.0), n_scanned=100).steps == ()


def test_without_an_answer_is_a_stretch(asked: Asked) -> None:
    found = along(asked.subject, asked.base, "prize", (0.0, 1.0), given=asked.given)
    (step,) = found.steps
    assert step.value == pytest.approx(0.12 + 0.05 / 0.97, abs=1e-14)
    assert step.changed[0][:2] == ("answer", "no answer")
    assert np.isnan(step.headline_below)


def test_conditions_are_read_and_mistakes_named(asked: Asked) -> None:
    def read(text: str) -> Condition:
        return parse_condition(text, asked.subject, asked.base_answer)

    assert read("drop>=50%") == Condition("drop", ">=", 0.5)
    assert read("headline < .2") == Condition("drop", "<", 0.2)
    assert read("regime is not no threat") == Condition("regime", "is not", value="no threat")
    assert read("drop >= .5").holds(asked.base_answer).tolist() == [True]
    for wrong, told in (
        ("dropp >= .5", "did you mean 'drop'"),
        ("regime is privat pooling", "did you mean 'private pooling'"),
        ("drop >= much", "compares with a number"),
        ("drop", "no condition"),
    ):
        with pytest.raises(StandoffError, match=told):
            read(wrong)
