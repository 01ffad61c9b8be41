from __future__ import annotations

from pathlib import Path

import pytest
from tests.brief.cases import SMALL, brief_of
from tests.games import named

from standoff.brief import brief_case
from standoff.brief.plausible import plausible
from standoff.study.asked import Asked, ask
from standoff.study.break_even import break_evens
from standoff.study.findings import BreakEvenFinding, Crossing
from standoff.study.labels import NO_ANSWER
from standoff.view.break_even import flips


@pytest.fixture(scope="module")
def found(asked: Asked) -> dict[str, BreakEvenFinding]:
    return {each.parameter: each for each in break_evens(asked)}


def crossing(finding: BreakEvenFinding, category: str, value: float) -> Crossing:
    """Return the crossing that changes a category at a value."""
    (only,) = (
        each
        for each in finding.crossings
        if category in each.category.split(", ") and abs(each.value - value) < 1e-3
    )
    return only


# Worked out by hand from the closed form; see the model's page.
@pytest.mark.parametrize(
    ("parameter", "category", "value", "below", "above"),
    [
        (
            "p_resolved_secret",
            "regime",
            (0.97 * 0.35 + 0.07) / 1.02,
            "public semi",
            "private pooling",
        ),
        ("case_value", "regime", (0.45 * 1.02 - 0.07) / 0.97, "private pooling", "public semi"),
        ("precedent_cost", "regime", 0.0995, "private pooling", "public semi"),
        ("damage", "regime", 0.89, "public semi", "private pooling"),
        ("retaliation_share", "settlement", 0.38 / 0.6, "exonerate", "scapegoat"),
        ("trial_cost", "settlement", 0.12, "honor", "exonerate"),
        ("p_exposure", "settlement", 0.02 / 0.7, "scapegoat", "exonerate"),
        ("p_leak", "arrest", 0.7855398203453728, "notify", "secret"),
    ],
)
def test_values_at_which_the_answer_flips(
    found: dict[str, BreakEvenFinding],
    parameter: str,
    category: str,
    value: float,
    below: str,
    above: str,
) -> None:
    flip = crossing(found[parameter], category, value)
    assert flip.value == pytest.approx(value, abs=1e-9)
    at = flip.category.split(", ").index(category)
    assert flip.below.split(", ")[at] == below
    assert flip.above.split(", ")[at] == above


def test_every_crossing_has_different_answers_on_its_sides(
    asked: Asked, found: dict[str, BreakEvenFinding]
) -> None:
    for finding in found.values():
        values = [each.value for each in finding.crossings]
        assert values == sorted(values)
        for flip in finding.crossings:
            sides = [
                {
                    name: category[0] or NO_ANSWER
                    for name, category in asked.subject.answer(
                        asked.base.replace(**{finding.parameter: flip.value + step}), asked.given
                    ).categories.items()
                }
                for step in (-1e-7, 1e-7)
            ]
            changed = flip.category.split(", ")
            assert [side[changed[0]] for side in sides] == [
                flip.below.split(", ")[0],
                flip.above.split(", ")[0],
            ]
            if NO_ANSWER not in (flip.below, flip.above):
                assert changed == [name for name in sides[0] if sides[0][name] != sides[1][name]]


def test_searched_values_are_admissible_and_hold_range_and_value(
    asked: Asked, found: dict[str, BreakEvenFinding]
) -> None:
    assert set(found) == {each.name for each in asked.subject.parameters}
    for each in asked.subject.parameters:
        finding = found[each.name]
        low, high = finding.searched
        inside = (finding.low, finding.value, finding.high)
        assert each.low <= low <= min(inside) <= max(inside) <= high <= each.high
    assert found["p_leak"].searched == (0.0, 1.0)
    assert found["case_value"].searched == (0.0, 1.4)
    # Outside the range the answer may flip too, and is said to do so.
    assert not crossing(found["trial_cost"], "settlement", 0.12).in_range
    assert crossing(found["case_value"], "regime", 0.401).in_range


def test_leaving_the_assumptions_is_a_crossing_too(found: dict[str, BreakEvenFinding]) -> None:
    (flip,) = found["prize"].crossings
    # V' = .97 (V - .12) must exceed U0 = .05.
    assert flip.value == pytest.approx(0.12 + 0.05 / 0.97, abs=1e-9)
    assert (flip.below, flip.above) == (NO_ANSWER, "private pooling")


def test_no_flips_where_the_base_has_no_answer_anywhere() -> None:
    text = SMALL.replace('range: "uniform(.4, 1)"', "value: .01, range: fixed")
    found = {each.parameter: each for each in break_evens(ask(brief_of(text), n_draws=10))}
    assert found["p_leak"].crossings == ()
    assert found["prize"].crossings[0].below == NO_ANSWER


def test_a_game_of_its_own_is_searched_with_its_solver(bluff: Path) -> None:
    asked = ask(brief_case(bluff), n_draws=5)
    found = {each.parameter: each for each in break_evens(asked)}
    # Pooling while phi exceeds (L + r)/(d + r): concession is certain, then less likely than not.
    (flip,) = (c for c in found["p_resolved"].crossings if c.above == "conceded")
    assert flip.value == pytest.approx(0.45 / 1.05, abs=1e-4)
    (flip,) = (c for c in found["loss"].crossings if c.below == "conceded")
    assert flip.value == pytest.approx(0.45 * 1.05 - 0.05, abs=1e-4)


def test_perfect_information_is_exact(dare: Path) -> None:
    found = {each.parameter: each for each in break_evens(ask(brief_case(dare), n_draws=5))}
    (flip,) = found["pain"].crossings
    assert (flip.below, flip.above, flip.value) == ("stopped", "yielded", 1.0)


def test_a_chance_that_jumps_within_one_kind_of_answer_is_a_crossing() -> None:
    # Staying quiet is most likely on both sides of .15, where bluffing begins.
    game = named.ratified_concession()
    (found,) = break_evens(ask(plausible(game), n_draws=1), n_scanned=12)
    assert (found.parameter, found.value) == ("audience", 0.3)
    (jump,) = found.crossings
    assert jump.value == pytest.approx(0.15, abs=2e-3)
    assert (jump.below, jump.above) == ("quiet 100 %", "quiet 34 %")
    assert flips(found) == (jump,)
