"""What ties parameters to each other, in traces and on the page."""

from __future__ import annotations

import re

import pytest
from rich.console import Console
from tests.brief.cases import brief_of
from tests.brief.test_beliefs import CORRELATED, DISPUTED
from tests.brief.test_estimated import CASE, written
from tests.report import findings_fixture

from standoff.brief import Brief, brief_case
from standoff.brief.beliefs import beliefs_of
from standoff.report.page import render
from standoff.report.ties import chances, ties
from standoff.report.trace import Trail
from standoff.report.trace_page import page
from standoff.study.parameters import parameters


def trail_of(text: str) -> Trail:
    brief = brief_of(text)
    return Trail(brief.case, brief.parameters)


def page_of(brief: Brief) -> str:
    """Render the page of a case with the numbers of another, which takes no time to find."""
    found = findings_fixture.findings(parameters=parameters(brief), claim_effects=())
    return render(found, brief)


def flat(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", text).split())


@pytest.fixture(scope="module")
def reports() -> dict[str, str]:
    briefs = {"correlated": brief_of(CORRELATED), "disputed": brief_of(DISPUTED)}
    return {name: page_of(brief) for name, brief in briefs.items()}


def test_a_correlation_is_seen_from_both_sides() -> None:
    brief = brief_of(CORRELATED)
    found = ties(brief.case, brief.parameters)
    assert set(found) == {"prize", "case_value", "p_resolved_secret"}
    for name, tied in found.items():
        for each in tied.together:
            (back,) = [b for b in found[each.other].together if b.other == name]
            assert back.rank == each.rank == brief.correlations[each.pair].rank
            assert back.pair == each.pair


def test_chances_are_those_that_are_drawn() -> None:
    brief = brief_of(DISPUTED)
    assert chances(brief.case.conflict("serious")) == beliefs_of(brief).weights["serious"]
    conflict = brief.case.conflict("serious")
    first, *others = conflict.positions
    bare = first.model_copy(update={"weight": None})
    assert chances(conflict.model_copy(update={"positions": (bare, *others)})) is None


def test_a_parameter_tells_what_it_is_under_each_position() -> None:
    (assumption,) = trail_of(DISPUTED).follow("phi_S").below
    assert assumption.facts[1:] == (
        "Depends on the conflict serious.",
        "If bluster is true (25 %): 20 %, range uniform(.1, .25).",
        "If meant is true (50 %): 70 %, range uniform(.6, .8).",
        "If half is true (25 %): its own range.",
    )
    conflict = assumption.below[-1]
    assert (conflict.kind, conflict.name) == ("conflict", "serious")
    assert "It decides about: p_resolved_secret, prize." in conflict.facts


def test_a_conflict_tells_its_weights_and_their_reasons() -> None:
    conflict = trail_of(DISPUTED).follow("serious")
    assert conflict.facts[0] == "Weighed so because: So."
    assert [(each.kind, each.facts) for each in conflict.below] == [
        ("position bluster", ("Weight 1: true with a chance of 25 %.",)),
        ("position meant", ("Weight 2: true with a chance of 50 %.",)),
        ("position half", ("Weight 1: true with a chance of 25 %.",)),
    ]


def test_a_parameter_tells_what_goes_with_it_and_why() -> None:
    trail = trail_of(CORRELATED)
    _, prize, resolved = trail.follow("case_value").below
    assert prize.name == "prize and case_value"
    assert prize.text == "rank correlation .5, likely to be high together"
    assert [each.name for each in prize.below] == ["c2"]
    assert resolved.text == "rank correlation −.4, likely to be high where the other is low"
    assert resolved.facts == (
        "Because: So.",
        "Without c1: rank correlation −.1. So.",
        "If c1 is false: rank correlation .3. So.",
    )
    lines = CORRELATED.splitlines()
    assert "between: [phi_S, X]" in lines[int(resolved.where.rpartition(":")[2]) - 1]


def test_a_claim_tells_which_correlations_and_positions_rest_on_it() -> None:
    facts = trail_of(CORRELATED).follow("c1").facts
    (supports,) = [each for each in facts if "correlation of" in each]
    assert supports.startswith("Supports the correlation of phi_S and X (−.4): case.yaml:")
    assert "If c1 is false: rank correlation .3. So." in facts
    assert not any("correlation" in each for each in trail_of(CORRELATED).follow("c4").facts)
    facts = trail_of(DISPUTED).follow("c1").facts
    (takes,) = [each for each in facts if each.startswith("Takes")]
    assert takes.startswith("Takes the position bluster in the conflict serious: case.yaml:")
    assert any("Without this claim it is not possible." in each for each in facts)
    facts = trail_of(DISPUTED).follow("c2").facts
    assert any("true with a chance of 50 %" in each for each in facts)
    assert not any("not possible" in each for each in facts)


def test_a_correlation_that_a_fit_implies_leads_to_the_fit(tmp_path) -> None:
    brief = brief_case(written(tmp_path))
    _, implied = Trail(brief.case, brief.parameters).follow("a").below
    assert implied.name == "audience_cost and execution_cost_bluffer"
    assert implied.facts == ("Because: Both are estimated in sanctions.",)
    assert implied.where == ""
    assert [each.name for each in implied.below] == ["sanctions"]
    listed = "correlations: [{between: [a, execution_cost_bluffer], rank: .2, because: Mine.}]"
    own = brief_case(written(tmp_path, CASE + listed))
    (_, mine) = Trail(own.case, own.parameters).follow("a").below
    assert mine.facts == ("Because: Mine.", "It cites no claim.")
    assert mine.where


@pytest.mark.parametrize("width", [80, 120])
def test_a_trace_fits_the_terminal(width: int) -> None:
    console = Console(width=width, markup=False, highlight=False, color_system=None)
    with console.capture() as captured:
        console.print(page(trail_of(DISPUTED).follow("phi_S")))
        console.print(page(trail_of(CORRELATED).follow("X")))
    assert max(map(len, captured.get().splitlines())) <= width
    assert captured.get().count("conflict serious: ") == 1


def test_the_page_no_longer_says_that_all_is_independent(reports: dict[str, str]) -> None:
    told = flat(reports["correlated"])
    assert "two pairs of numbers with a rank correlation" in told
    assert "With prize: rank correlation .5, likely to be high together. So. (c2)" in told
    assert "drawn independently of each other" not in told
    assert "ties no numbers to each other" not in told


def test_the_page_tells_conflicts_with_their_chances(reports: dict[str, str]) -> None:
    told = flat(reports["disputed"]).replace("\u202f", " ")
    assert "two numbers by which position of a conflict is the true one" in told
    assert "Depends on “Whether it was meant”. If bluster is true (25 %): 20 %" in told
    assert "True with a chance of 50 %." in told
    assert "rank correlation" not in told


def test_a_case_without_ties_says_so(founding_page: str) -> None:
    assert "The case ties no numbers to each other" in founding_page
    assert "The ranges are judgments of whoever wrote the case" in founding_page


@pytest.fixture(scope="module")
def founding_page() -> str:
    brief = brief_of(DISPUTED[: DISPUTED.index("conflicts:")] + SINGLE)
    return flat(page_of(brief))


SINGLE = """
assumptions:
  - {parameter: X, range: "uniform(0, 1)", because: So., claims: [c2]}
"""
