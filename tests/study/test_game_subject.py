from __future__ import annotations

from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from tests.study.conftest import CASE, DARE, own_case

from standoff.brief import brief_case
from standoff.errors import GameError
from standoff.solve import verify
from standoff.study import analyze, game_subject
from standoff.study.asked import ask
from standoff.study.rule_dependence import averages, rule_dependence
from standoff.study.subject import subject_of


def test_a_game_of_its_own_is_analyzed_end_to_end(bluff: Path) -> None:
    found = analyze(bluff, n_draws=40, seed=2)
    assert found.provenance.model == "bluff"
    assert found.provenance.n_draws == 40
    assert found.headline == "conceded"
    assert dict(found.base) == {"regime": "conceded"}
    assert found.estimate("conceded").base == pytest.approx(1.0)
    # Pooling while phi exceeds (L + r)/(d + r), else q = a/(a + V).
    shares = {each.name: each.share for each in dict(found.shares)["regime"]}
    assert 0 < shares["conceded"] < 1
    assert (
        found.verification.n_checked
        + sum(each.n_draws for each in found.statuses if each.status == "not converged")
        == 40
    )
    assert found.verification.n_failed == 0
    assert found.equilibria[0].verified
    assert found.threats == ()
    assert found.outside is None
    assert {each.parameter for each in found.swings} == {"p_resolved", "loss"}
    assert found.further.boundaries is not None
    assert {found.further.boundaries.x, found.further.boundaries.y} == {"p_resolved", "loss"}
    told = {(each.claim, each.change): each for each in found.claim_effects}
    assert told["c1", "drop"].headline < found.estimate("conceded").mean
    asked_too = {each.question: each for each in found.questions}
    assert asked_too["no-threat"].base_regime == "quiet"
    assert asked_too["no-threat"].headline == 0.0
    assert asked_too["dear"].headline < asked_too["dear"].headline_before


def test_the_answers_are_those_of_theory(bluff: Path) -> None:
    asked = ask(brief_case(bluff), n_draws=40)
    phi, needed = asked.draws["p_resolved"], (asked.draws["loss"] + 0.05) / 1.05
    conceded = asked.answers.probabilities["conceded"]
    clear = asked.answers.has_answer & (np.abs(phi - needed) > 1e-3)
    pools = phi > needed
    assert conceded[clear & pools] == pytest.approx(1.0)
    semi = clear & ~pools
    assert semi.any()
    assert conceded[semi] == pytest.approx((phi / needed * 0.3 / 1.3)[semi])


def test_perfect_information_is_solved_for_many_draws_at_once(dare: Path) -> None:
    found = analyze(dare)
    assert found.provenance.n_draws == 100_000
    assert found.headline == "yielded"
    # B yields while resisting costs more than 1; .9 is the 5 % point, 1.5 the median.
    expected = NormalDist(1.5, 0.6 / NormalDist().inv_cdf(0.95)).cdf(1.0)
    assert found.estimate("yielded").mean == pytest.approx(1 - expected, abs=0.005)
    asked_too = {each.question: each for each in found.questions}
    assert asked_too["brave"].base_regime == "stopped"
    assert asked_too["gone"].base_regime == "fought"
    assert found.further.boundaries is None  # only one parameter moves anything


def test_given_moves_are_forced_and_must_not_be_taken_away(dare: Path) -> None:
    brief = brief_case(dare)
    subject = subject_of(brief)
    base = brief.base().replace(pain=0.0)
    assert subject.answer(base).categories["regime"][0] == "stopped"
    assert subject.answer(base, ("go",)).categories["regime"][0] == "fought"
    with pytest.raises(GameError, match="go cannot be given"):
        subject.answer(base, ("go",), ("go",))


def test_given_in_the_case_holds_for_the_headline(tmp_path: Path) -> None:
    assumptions = "assumptions:\n  - {parameter: pain, value: .5, range: fixed, because: So.}\n"
    path = own_case(tmp_path, DARE, "given: [go]\n" + assumptions)
    assert CASE in path.read_text()
    found = analyze(path, n_draws=10)
    assert (found.headline, found.given) == ("fought", ("go",))
    assert found.estimate("fought").base == 1.0


def test_every_equilibrium_of_a_small_game_is_listed_with_how_sure_that_is() -> None:
    folder = Path(__file__).parents[2] / "src" / "standoff" / "cli" / "templates"
    brief = brief_case(folder / "case.yaml")
    subject = subject_of(brief)
    played, completeness = subject.every(brief.base())
    assert completeness.startswith("complete: every equilibrium")
    assert [bool(each.selected[0]) for each in played] == [True, False]
    assert float(played[1].probabilities["no threat"][0]) == 1.0
    assert all(verify(each.solution).ok.all() for each in played)


def test_all_equilibria_of_a_draw_are_searched_once(
    bluff: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[bytes] = []
    search = game_subject.all_sequential

    def counted(game, draw, **options):  # type: ignore[no-untyped-def]
        searched.append(draw.values.tobytes())
        return search(game, draw, **options)

    monkeypatch.setattr(game_subject, "all_sequential", counted)
    asked = ask(brief_case(bluff), n_draws=3)
    once = rule_dependence(asked.subject, averages(asked.base, asked.draws), asked.draws)
    assert len(searched) == len(set(searched)) == 4, "three draws and the base"
    fresh = ask(brief_case(bluff), n_draws=3)
    again = rule_dependence(fresh.subject, averages(fresh.base, fresh.draws), fresh.draws)
    assert once == again
