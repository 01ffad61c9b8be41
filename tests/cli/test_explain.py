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
