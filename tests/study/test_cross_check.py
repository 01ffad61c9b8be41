from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.brief.cases import SMALL, brief_of

from standoff.brief import brief_case
from standoff.study.asked import Asked, ask
from standoff.study.cross_check import cross_check
from standoff.study.equilibria import base_equilibria


def test_at_the_base_of_the_founding_case_the_logit_path_ends_elsewhere(asked: Asked) -> None:
    found = cross_check(asked, base_equilibria(asked)[0])
    assert found.matches == "public semi"
    assert found.distance < 1e-12
    assert found.verified
    assert found.headline == pytest.approx(0.45 / 0.4965686275 * 0.45 / (0.97 * 0.48 + 0.4))


def test_where_the_threat_cannot_fail_both_agree() -> None:
    # So sure of resolve that only pooling is left beside no threat.
    text = SMALL.replace("value: .45, range: .2 to .6", "value: .9, range: fixed")
    asked = ask(brief_of(text), n_draws=1)
    found = cross_check(asked, base_equilibria(asked)[0])
    assert found.matches == asked.base_name("regime") == "private pooling"
    assert found.headline == pytest.approx(1.0)


def test_what_is_not_listed_matches_nothing(asked: Asked) -> None:
    played = tuple(each for each in base_equilibria(asked)[0] if each.name != "public semi")
    found = cross_check(asked, played)
    assert found.matches == ""
    assert found.distance > 0.1
    assert cross_check(asked, ()).matches == ""


def test_equal_outcomes_by_other_play_match_only_where_a_continuum_is_meant(asked: Asked) -> None:
    semi = next(each for each in base_equilibria(asked)[0] if each.name == "public semi")
    strategy = semi.solution.strategy.copy()
    game = semi.solution.game
    # The arrest is given, so that what happens after it must not depend on what it would have been.
    strategy[:, :3] = [[1.0, 0.0, 0.0]]
    other = replace(semi, on_tree=replace(semi.solution, strategy=strategy))
    assert game.infosets[0].label == "arrest"
    assert cross_check(asked, (other,)).matches == "public semi"


def test_a_game_solved_on_the_path_has_nothing_to_be_compared_with(bluff: Path) -> None:
    asked = ask(brief_case(bluff), n_draws=2)
    assert cross_check(asked, base_equilibria(asked)[0]).method == ""


def test_backward_induction_is_compared_with_the_path(dare: Path) -> None:
    asked = ask(brief_case(dare), n_draws=2)
    found = cross_check(asked, base_equilibria(asked)[0])
    assert (found.matches, found.verified) == ("backward induction", True)
    assert found.headline == pytest.approx(1.0)
