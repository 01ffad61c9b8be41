from __future__ import annotations

from pathlib import Path

import pytest
from tests.study.conftest import BLUFF, own_case

from standoff.brief import brief_case
from standoff.study.along import along
from standoff.study.asked import Asked, ask
from standoff.study.break_even import break_evens
from standoff.study.condition import Condition
from standoff.study.inverse import how_much


@pytest.fixture(scope="module")
def bluffing(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    path: Path = own_case(tmp_path_factory.mktemp("own"), BLUFF, "")
    return ask(brief_case(path), n_draws=2)


@pytest.mark.parametrize(
    ("parameter", "searched", "expected"),
    [
        # phi (d + r) = L + r, in each of its letters: where conceding and resisting are the same.
        ("p_resolved", (0.3, 0.6), 0.45 / 1.05),
        ("loss", (0.3, 0.46), 0.45 * 1.05 - 0.05),
        ("damage", (0.8, 1.2), 0.45 / 0.45 - 0.05),
    ],
)
def test_a_numerical_game_ends_exactly_where_its_pure_side_does(
    bluffing: Asked, parameter: str, searched: tuple[float, float], expected: float
) -> None:
    found = along(bluffing.subject, bluffing.base, parameter, searched, n_scanned=8)
    jump = next(each for each in found.steps if abs(each.jump) > 0.5)
    assert jump.value == pytest.approx(expected, abs=1e-14)
    assert jump.error < 1e-13
    # Where the likeliest outcome changes without a jump, halving is enough.
    assert all(each.error < 1e-10 for each in found.steps)


def test_the_ends_of_what_suffices_are_exact_too(bluffing: Asked) -> None:
    condition = Condition("conceded", ">=", 0.9)
    found = how_much(
        bluffing.subject, bluffing.base, "p_resolved", condition, (0.3, 0.6), n_scanned=6
    )
    (span,) = found.spans
    assert span.low.value == pytest.approx(0.45 / 1.05, abs=1e-14)
    assert span.high.cut


def test_the_analysis_has_all_digits(bluffing: Asked) -> None:
    found = {each.parameter: each for each in break_evens(bluffing)}
    (flip,) = (c for c in found["p_resolved"].crossings if c.above == "conceded")
    assert flip.value == pytest.approx(0.45 / 1.05, abs=1e-12)
