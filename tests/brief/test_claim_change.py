from __future__ import annotations

from typing import get_args

import pytest
from tests.brief.cases import SMALL, brief_of

from standoff.brief import ClaimChange, Replacement, in_words, replacements
from standoff.brief.claim_change import Change, fall_share, widest
from standoff.case.distribution import Distribution
from standoff.errors import UnknownName
from standoff.game.parameter import Parameter


def told(claim: str, change: str, text: str = SMALL) -> dict[str, str]:
    brief = brief_of(text)
    return {
        name: in_words(each, brief.parameter(name))
        for name, each in replacements(brief, ClaimChange(claim, change)).items()  # type: ignore[arg-type]
    }


def test_each_change_says_what_the_assumptions_become() -> None:
    fallback = "anything plausible, 0.2 to 0.6"
    assert told("c1", "drop") == {
        "case_value": "0.6 (0.2 to 1.3)",
        "p_resolved_secret": fallback,
    }
    assert told("c1", "deny")["case_value"] == "1.2 (0.9 to 1.8)"
    assert told("c1", "downgrade")["p_resolved_secret"] == f"{fallback}, in 25 % of the draws"


def test_a_claim_among_others_without_an_entry_changes_nothing() -> None:
    assert told("c2", "drop") == {"prize": "anything plausible, 0.3 to 1.2"}


def test_a_claim_that_no_number_rests_on_changes_nothing() -> None:
    assert all(told("c4", change) == {} for change in ("drop", "deny", "downgrade"))


@pytest.mark.parametrize("kind", get_args(Change))
def test_a_claim_that_is_not_there_is_told(kind: Change) -> None:
    for asked in (replacements, fall_share):
        with pytest.raises(UnknownName, match="unknown claim 'c999'"):
            asked(brief_of(), ClaimChange("c999", kind))


def test_a_grade_without_weight_cannot_fall() -> None:
    assert told("c3", "downgrade") == {}
    assert told("c3", "drop") == {"trial_cost": "anything plausible, 0.2 to 1"}


def test_denial_falls_back_to_the_range_without_the_claim() -> None:
    lines = [line for line in SMALL.splitlines() if "denied: true" not in line]
    assert told("c1", "deny", "\n".join(lines))["case_value"] == "0.6 (0.2 to 1.3)"


def test_a_range_only_for_denial_says_nothing_about_dropping() -> None:
    lines = [line for line in SMALL.splitlines() if "{claim: c1, value: .6" not in line]
    assert "case_value" not in told("c1", "drop", "\n".join(lines))
    assert "case_value" in told("c1", "deny", "\n".join(lines))


def test_the_widest_range_is_the_plausible_one_or_the_admissible_one_or_none() -> None:
    assert widest(Parameter("a", "", 0.5, 0, 1, wide=(0.2, 0.6))) == Distribution.parse(
        "uniform(.2, .6)"
    )
    assert widest(Parameter("a", "", 0.5, 0, 1)) == Distribution.parse("uniform(0, 1)")
    assert widest(Parameter("a", "", 0.5, 0)) is None
    assert widest(Parameter("a", "", 1, 0, wide=(1, 1))) == Distribution.parse("fixed", 1.0)


def test_words_without_a_range() -> None:
    fixed = Replacement(Distribution.parse("fixed", 0.25), 1.0)
    assert in_words(fixed, Parameter("a", "", 0.5)) == "0.25"
