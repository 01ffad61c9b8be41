from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from standoff.brief import Brief, ClaimChange, brief_case, draw_parameters
from standoff.errors import GameError, UnknownName
from standoff.models.answers import Category
from standoff.study.asked import Asked, ask
from standoff.study.claim_groups import anonymous, below, claim_groups
from standoff.study.claim_value import ClaimValues, claim_values
from standoff.study.claims import claim_effects
from standoff.study.coalitions import effect, influence, measures
from standoff.study.evaluate import Summary, summarize
from standoff.study.rules import under
from standoff.study.subject import subject_of

N = 600


@pytest.fixture(scope="module")
def few(founding: Brief) -> Asked:
    return ask(founding, n_draws=N, seed=11)


@pytest.fixture(scope="module")
def sources(few: Asked) -> ClaimValues:
    return claim_values(few, "source")


def test_shares_of_all_sources_add_up_to_losing_all(sources: ClaimValues) -> None:
    assert sum(each.shared.shift for each in sources.groups) == pytest.approx(
        sources.together.shift, abs=1e-12
    )
    assert sources.method == "every coalition"
    assert sources.n_draws == N
    assert {each.name for each in sources.groups} == {
        *("vice", "joint-statement", "hearing", "indictment", "ebrard-october"),
        *("ebrard-november", "official-interview", "castaneda-interview"),
    }


def test_alone_is_what_the_report_says_of_one_claim(few: Asked) -> None:
    told = {each.claim: each for each in claim_effects(few) if each.change == "drop"}
    groups = {claim: (claim,) for claim in ("c01", "c13", "c09", "c07")}
    for each in claim_values(few, groups).groups:
        assert each.alone.shift == pytest.approx(told[each.name].shift, abs=1e-12)
        error = each.alone.standard_error
        assert told[each.name].standard_error == pytest.approx(error, abs=1e-12)
        moved = {name: after - before for name, before, after in told[each.name].moved}
        for name, share in each.shares:
            short = name.split(": ")[1]
            if short in moved:
                assert share.shift == pytest.approx(moved[short], abs=1e-12)


def test_claims_that_say_much_the_same_interact(few: Asked) -> None:
    # Both carry the belief that the threat would be carried out; one of them lost is most of it.
    values = claim_values(few, {"threat": ["c01"], "secrecy": ["c09"]})
    (pair,) = values.interactions
    assert values.group("threat").alone.shift < -0.1
    assert values.group("secrecy").alone.shift < -0.1
    assert pair.beyond.shift > 3 * pair.beyond.standard_error
    # With two groups there is nothing to average over.
    assert pair.index is not None
    assert pair.index.shift == pytest.approx(pair.beyond.shift, rel=1e-12)
    assert pair.index.standard_error == pytest.approx(pair.beyond.standard_error, rel=1e-12)
    threat = values.group("threat")
    assert threat.shared.shift == pytest.approx((threat.alone.shift + threat.last.shift) / 2)


def test_the_answer_at_the_analysts_values_may_flip(few: Asked) -> None:
    values = claim_values(few, {"prosecutors": ["c13"], "silence": ["c07"]}, n_draws=20)
    prosecutors = values.group("prosecutors")
    assert dict(few.base_answer.categories)["regime"][0] == "private pooling"
    assert values.base_before == 1.0
    # Without them the case is worth .6, which lies beyond the value at which the threat works.
    worth = next(a for a in few.brief.case.assumptions if a.parameter == "case_value")
    (entry,) = (each for each in worth.without if each.claim == "c13" and not each.denied)
    point = few.subject.answer(few.base.replace(case_value=entry.center), few.given)
    assert dict(prosecutors.base)["regime"] == point.categories["regime"][0] != "private pooling"
    assert prosecutors.base_headline == pytest.approx(float(point.probabilities["drop"][0]))


def test_what_no_number_rests_on_is_worth_nothing_and_says_so(few: Asked) -> None:
    values = claim_values(few, "status")
    silence = values.group("silence")
    assert (silence.shared.shift, silence.note) == (0.0, "no number rests on it")
    assert values.n_coalitions == 16


def test_a_grade_without_a_step_below_says_so(tmp_path: Path, bluff: Path) -> None:
    text = bluff.read_text().replace("reliability: B", "reliability: F")
    bluff.write_text(text.replace("credibility: 2", "credibility: 6"))
    values = claim_values(ask(brief_case(bluff), n_draws=2), "claim", "downgrade")
    assert values.group("c1").note == "its grade has no step below"


def test_random_orders_agree_with_every_coalition(
    few: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = claim_groups(few.brief.case, "status")
    truth = claim_values(few, groups)
    monkeypatch.setattr("standoff.study.share_out.MOST_PARTS", 1)
    found = claim_values(few, groups, n_orders=40)
    assert found.method == "random orders"
    assert found.interactions[0].index is None
    for each in truth.groups:
        near = found.group(each.name).shared
        assert near.shift == pytest.approx(each.shared.shift, abs=4 * near.standard_error + 1e-12)
        assert near.standard_error >= 0.9 * each.shared.standard_error


def test_the_standard_error_is_that_of_paired_differences(few: Asked) -> None:
    big = ask(few.brief, n_draws=N * 16, seed=2)
    groups = {"c13": ["c13"]}
    shifts = [
        claim_values(ask(few.brief, n_draws=N, seed=seed), groups).groups[0].alone.shift
        for seed in range(40)
    ]
    told = claim_values(few, groups).groups[0].alone.standard_error
    assert told == pytest.approx(float(np.std(shifts, ddof=1)), rel=0.35)
    whole = claim_values(big, groups, n_draws=N * 16).groups[0].alone
    assert whole.standard_error == pytest.approx(told / 4, rel=0.2)


def test_influence_averages_to_what_is_reported_whatever_has_no_answer() -> None:
    headline = np.array([0.2, np.nan, 0.6, 0.7])
    codes = np.array([0, -1, 1, 1], dtype=np.int16)
    summary = Summary(headline, {"regime": Category(("a", "b"), codes)})
    columns = influence(summary)
    assert measures(summary) == ("headline", "regime: a", "regime: b")
    assert columns.mean(axis=0) == pytest.approx([0.5, 1 / 3, 2 / 3])
    assert effect(columns[:, 0]).shift == pytest.approx(summary.mean)
    assert np.isnan(effect(np.array([1.0])).standard_error)


def test_groups(few: Asked) -> None:
    case = few.brief.case
    assert set(claim_groups(case, "source")["hearing"]) == {"c13", "c14", "c15"}
    assert "c01" in claim_groups(case, "status")["outlet"]
    assert "c01" in claim_groups(case, "status")["anonymous"]
    assert "c01" in anonymous(case)
    assert "c13" not in anonymous(case)
    grades = {claim.id: claim.grade for claim in case.claims}
    some = below(case, "B2")
    assert all((grades[claim].weight or 0) < 0.8 for claim in some)
    assert all((grades[c].weight or 0) >= 0.8 for c in grades if c not in some)
    assert list(claim_groups(case, "grade")) == sorted(claim_groups(case, "grade"))


def test_a_game_that_is_solved_draw_by_draw(bluff: Path) -> None:
    values = claim_values(ask(brief_case(bluff), n_draws=12), "source")
    assert [each.name for each in values.groups] == ["paper"]
    assert values.groups[0].parameters == ("p_resolved",)
    assert values.groups[0].alone == values.groups[0].shared == values.groups[0].last
    assert abs(values.groups[0].alone.shift) > 0.1


def test_mistakes_are_told(few: Asked) -> None:
    with pytest.raises(UnknownName, match="change"):
        claim_values(few, "source", "lose")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="group claims"):
        claim_values(few, "weather")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="c99"):
        claim_values(few, {"x": ["c99"]})
    with pytest.raises(GameError, match="no claims"):
        claim_values(few, {})
    with pytest.raises(GameError, match="from 1 to the 600"):
        claim_values(few, "source", n_draws=601)
    with pytest.raises(UnknownName, match="B7"):
        below(few.brief.case, "B7")


def test_kinds_of_answer_that_a_change_brings_about_are_counted(founding: Brief) -> None:
    # Under another rule a kind of answer is first heard of when it is picked.
    subject = under(subject_of(founding), "lowest headline")
    few = ask(founding, subject=subject, n_draws=50)
    found = claim_values(few, "kind", n_draws=50)
    kinds = set(few.answers.categories["regime"].names)
    told = {name.removeprefix("regime: ") for each in found.groups for name, _ in each.shares}
    assert kinds <= told
    for each in found.groups:
        assert sum(share.shift for _, share in each.shares) == pytest.approx(0.0, abs=1e-12)
    assert sum(each.shared.shift for each in found.groups) == pytest.approx(
        found.together.shift, abs=1e-12
    )


def test_evenly_spread_draws_are_changed_as_they_are(founding: Brief) -> None:
    asked = ask(founding, n_draws=64, sampling="sobol")
    found = claim_values(asked, {"c13": ["c13"]}, "deny", n_draws=64)
    gone = draw_parameters(founding, 64, change=ClaimChange("c13", "deny"), sampling="sobol")
    after = summarize(asked.subject, gone, asked.given, chunk=64)
    assert found.sampling == "sobol"
    assert found.group("c13").alone.shift == pytest.approx(after.mean - found.before, abs=1e-12)
