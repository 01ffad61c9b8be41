from __future__ import annotations

from tests.report.findings_fixture import findings

from standoff.view import claims


def test_claims_that_move_the_answer_come_with_all_their_changes() -> None:
    rows = claims.data(findings())
    assert [(row["claim"], row["change"]) for row in rows] == [
        ("c2", "deny"),
        ("c2", "drop"),
        ("c2", "downgrade"),
        ("c1", "deny"),
    ]


def test_the_number_of_claims_is_limited() -> None:
    assert {row["claim"] for row in claims.data(findings(), n_most=1)} == {"c2"}


def test_the_words_of_claims_are_cut_and_cleaned() -> None:
    drawn = str(claims.chart(findings(), {"c2": "\u202elong " * 200}).to_dict())
    assert "c2 long long" in drawn
    assert "…" in drawn
    assert "\u202e" not in drawn


def test_nothing_to_show_still_draws() -> None:
    assert claims.chart(findings(claim_effects=())).to_dict()
