"""What a listed rank correlation comes to where parameters depend on conflicts."""

from __future__ import annotations

import pytest
from scipy.stats import spearmanr
from tests.brief.cases import HEAD, brief_of

from standoff.brief import Brief, draw_parameters
from standoff.case.overall_rank import overall_rank
from standoff.report.ties import ties

CONFLICTS = """
conflicts:
  - id: k
    about: Who is right.
    because: So.
    positions:
      - {id: p, says: One., claims: [c1], weight: 1}
      - {id: q, says: Two., claims: [c2], weight: 1}
  - id: m
    about: Something else.
    because: So.
    positions:
      - {id: r, says: Three., claims: [c3], weight: 3}
      - {id: s, says: Four., claims: [c4], weight: 1}
"""
PLAIN = "{parameter: prize, range: .2 to .8, because: So., claims: [c1]}"
ELSEWHERE = (
    "{parameter: prize, range: .2 to .3, because: So., claims: [c1, c2], depends_on: %s,"
    " if_true: [{position: %s, range: .7 to .8, because: So.}]}"
)
OTHER = "{parameter: case_value, range: .2 to .8, because: So., claims: [c1]}"
OTHER_TOO = (
    "{parameter: case_value, range: .2 to .3, because: So., claims: [c1, c2], depends_on: k,"
    " if_true: [{position: q, range: .7 to .8, because: So.}]}"
)
OTHER_BACK = OTHER_TOO.replace("position: q", "position: p")


def case(one: str, other: str, rank: float) -> Brief:
    return brief_of(
        f"{HEAD}{CONFLICTS}assumptions:\n  - {one}\n  - {other}\ncorrelations:\n"
        f"  - {{between: [prize, X], rank: {rank}, because: So., claims: [c1]}}\n"
    )


def overall(brief: Brief) -> float | None:
    named = {"X": "case_value"}
    bounds = {each.name: (each.low, each.high) for each in brief.parameters}
    return overall_rank(brief.case, brief.case.correlations[0], named, bounds)


@pytest.mark.parametrize(
    ("one", "other", "rank"),
    [
        (ELSEWHERE % ("k", "q"), OTHER, 0.9),
        (ELSEWHERE % ("k", "q"), OTHER, -0.6),
        (ELSEWHERE % ("m", "s"), OTHER, 0.9),
        (ELSEWHERE % ("k", "q"), OTHER_TOO, 0.3),
        (ELSEWHERE % ("k", "q"), OTHER_BACK, 0.9),
        (ELSEWHERE % ("m", "s"), OTHER_TOO, 0.9),
    ],
)
def test_it_is_what_the_draws_have(one: str, other: str, rank: float):
    brief = case(one, other, rank)
    found = overall(brief)
    draws = draw_parameters(brief, 20_000, sampling="sobol")
    drawn = float(spearmanr(draws["prize"], draws["case_value"]).statistic)
    assert found == pytest.approx(drawn, abs=0.005)
    assert abs(found - rank) > 0.05
    # The check says so, and so does the report beside the rank.
    (told,) = (each for each in brief.diagnostics if each.code == "SC064")
    assert f"{rank:g} within each position of the conflict, and about {found:.2f}" in told.message
    words = ties(brief.case, brief.parameters)["prize"].together[0].words
    assert words.endswith("over all of them")


def test_half_of_the_rank_is_left_where_the_conflict_decides_most():
    # Two ranges that do not meet, as likely as each other: a quarter of the pairs of draws, those
    # within a position, have the rank; the others have none.
    assert overall(case(ELSEWHERE % ("k", "q"), OTHER, 0.9)) == pytest.approx(0.45, abs=0.002)


def test_without_a_conflict_it_is_the_listed_one():
    brief = case(PLAIN, OTHER, 0.9)
    assert overall(brief) is None
    assert not [each for each in brief.diagnostics if each.code == "SC064"]
    assert "position" not in ties(brief.case, brief.parameters)["prize"].together[0].words


def test_a_conflict_that_moves_nothing_much_is_not_worth_a_word():
    near = (ELSEWHERE % ("k", "q")).replace(".7 to .8", ".2 to .31")
    brief = case(near, OTHER, 0.9)
    assert overall(brief) == pytest.approx(0.9, abs=0.02)
    assert not [each for each in brief.diagnostics if each.code == "SC064"]
