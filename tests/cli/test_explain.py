from __future__ import annotations

import pytest

from standoff.case.explain import kinds
from standoff.game.exchange.problems import KINDS as EXCHANGE
from standoff.game.problems import KINDS

EVERY = (*kinds(), *KINDS.values(), *EXCHANGE.values())


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.code)
def test_every_code_is_explained_without_markup(standoff, kind):
    ran = standoff("explain", kind.code)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{kind.code} {kind.name} ({kind.severity})\n\n")
    words = [row for row in ran.out.splitlines() if not row.startswith("    ")]
    assert not any("``" in row or "::" in row or row.startswith("---") for row in words)
    assert "Fix" in ran.out


def test_codes_differ():
    assert len({kind.code for kind in EVERY}) == len(EVERY)


def test_a_name_does_as_well_as_a_code(standoff):
    assert standoff("explain", "unknown-source").out == standoff("explain", "sc014").out


def test_an_example_keeps_its_lines(standoff):
    rows = standoff("explain", "SC014").out.splitlines()
    at = rows.index("    claims:")
    assert rows[at + 1] == "      - {id: c1, source: gazete}"


def test_an_unknown_code_gets_the_nearest(standoff):
    ran = standoff("explain", "SC0144")
    assert ran.code == 1
    assert "did you mean SC0" in ran.err


def test_a_parameter_of_a_case_by_its_symbol(standoff, founding):
    ran = standoff("explain", founding, "X")
    assert ran.code == 0
    assert ran.out.startswith("parameter case_value (X): ")
    assert f"{founding}:" in "".join(ran.out.split())


def test_a_finding_of_a_case(standoff, founding):
    ran = standoff("explain", founding, "belief_needed_private")
    assert ran.code == 0
    assert "parameter case_value (X)" in ran.out
    assert "claim c13" in ran.out
    assert "source hearing" in ran.out


def test_a_finding_of_a_game_of_ones_own(standoff, fresh):
    ran = standoff("explain", fresh / "case.yaml", "target gives in")
    assert ran.code == 0
    assert "parameter p_resolved" in ran.out


def test_without_a_name_the_names_are_listed(standoff, founding):
    ran = standoff("explain", founding)
    assert ran.code == 0
    for name in ("belief_needed_private", "case_value", "c13", "vice", "barr"):
        assert name in ran.out


def test_an_unknown_name_gets_the_nearest(standoff, founding):
    ran = standoff("explain", founding, "case_vlue")
    assert ran.code == 1
    assert "did you mean 'case_value'?" in ran.err
