"""Who saw an event: only sides that the case lists."""

from __future__ import annotations

import pytest
from tests.case.harbor import changed, check


@pytest.mark.parametrize(("side", "found"), [("Q", ["SC011"]), ("S", [])])
def test_only_sides_of_the_case_can_have_seen_an_event(side: str, found: list[str]) -> None:
    told = check(changed(f"events: [{{id: threat, seen_by: [{side}]}}]"))
    assert [each.code for each in told] == found
    assert all("was seen by a side" in each.message for each in told)
