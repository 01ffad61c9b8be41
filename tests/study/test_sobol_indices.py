from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import qmc
from scipy.stats import sobol_indices as scipy_indices
from tests.brief.cases import HEAD, brief_of
from tests.study.formula import Formula

from standoff.brief import Brief, draw_parameters, draw_swapped, factors
from standoff.errors import GameError, UnknownName
from standoff.study.sobol_indices import sobol_indices
from standoff.study.variance_shares import shares

THREE = f"""{HEAD}
assumptions:
  - {{parameter: X, range: "uniform(0, 1)", because: So., claims: [c1]}}
  - {{parameter: prize, range: "uniform(0, 1)", because: So., claims: [c2]}}
  - {{parameter: phi_S, range: "uniform(0, 1)", because: So., claims: [c3]}}
  - {{parameter: trial_cost, value: .5, range: fixed, because: So., claims: [c3]}}
"""
X, V, PHI = "case_value", "prize", "p_resolved_secret"

#: Ishigami and Homma (1990), with a = 7 and b = .1: closed forms.
A, B = 7.0, 0.1
V1 = 0.5 * (1 + B * np.pi**4 / 5) ** 2
V2 = A**2 / 8
V13 = B**2 * np.pi**8 * 8 / 225
TOTAL = V1 + V2 + V13
FIRST = (V1 / TOTAL, V2 / TOTAL, 0.0)
TOTALS = ((V1 + V13) / TOTAL, V2 / TOTAL, V13 / TOTAL)


def ishigami(u: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * u - 1)
    return np.sin(x[0]) + A * np.sin(x[1]) ** 2 + B * x[2] ** 4 * np.sin(x[0])


def ishigami_of(draws):
    return ishigami(np.array([draws[X], draws[V], draws[PHI]]))


@pytest.fixture(scope="module")
def three() -> Brief:
    return brief_of(THREE)


def test_the_ishigami_function_has_its_closed_forms(three: Brief) -> None:
    found = sobol_indices(three, subject=Formula(ishigami_of), n_rows=2**13, seed=2)
    assert found.n_answers == 5 * 2**13
    assert found.variance == pytest.approx(TOTAL, rel=0.01)
    by_name = {each.name: each for each in found.indices}
    for name, first, total in zip((X, V, PHI), FIRST, TOTALS, strict=True):
        assert by_name[name].first.value == pytest.approx(first, abs=0.012)
        assert by_name[name].total.value == pytest.approx(total, abs=0.012)
        assert by_name[name].first.low <= first <= by_name[name].first.high
        assert by_name[name].total.low <= total <= by_name[name].total.high
    assert [each.name for each in found.indices] == [X, V, PHI]
    assert found.notes == ()


def test_the_estimates_are_scipys() -> None:
    u = qmc.Sobol(6, seed=4).random(1024).T
    a, b = u[:3], u[3:]
    mixed = [np.where(np.arange(3)[:, None] == i, b, a) for i in range(3)]
    values = {
        "f_A": ishigami(a)[None],
        "f_B": ishigami(b)[None],
        "f_AB": np.array([ishigami(each)[None] for each in mixed]),
    }
    theirs = scipy_indices(func=values, n=1024)
    first, total, n_rows = shares(
        values["f_A"][0], values["f_B"][0], values["f_AB"][:, 0], n_resamples=20
    )
    assert [each.value for each in first] == pytest.approx(np.ravel(theirs.first_order).tolist())
    assert [each.value for each in total] == pytest.approx(np.ravel(theirs.total_order).tolist())
    assert n_rows == [1024] * 3


@pytest.mark.parametrize("sampling", ["random", "sobol"])
def test_ranges_hold_the_share_in_nine_of_ten_designs(three: Brief, sampling: str) -> None:
    held = 0
    for seed in range(30):
        found = sobol_indices(
            three, subject=Formula(ishigami_of), n_rows=512, seed=seed, sampling=sampling,
            n_resamples=200,
        )  # fmt: skip
        by_name = {each.name: each for each in found.indices}
        for name, first, total in zip((X, V, PHI), FIRST, TOTALS, strict=True):
            each = by_name[name]
            held += each.first.low <= first <= each.first.high
            held += each.total.low <= total <= each.total.high
    # 162 of 180 expected.
    assert held >= 150


def test_a_product_acts_together_and_a_sum_does_not(three: Brief) -> None:
    # (X - 1/2)(V - 1/2) has no first-order share at all; phi / 12 of its variance.
    subject = Formula(lambda d: (d[X] - 0.5) * (d[V] - 0.5) + d[PHI] / 12**0.5)
    found = {each.name: each for each in sobol_indices(three, subject=subject, n_rows=4096).indices}
    assert found[X].first.value == pytest.approx(0.0, abs=0.02)
    assert found[X].total.value == pytest.approx(0.5, abs=0.02)
    assert found[PHI].first.value == pytest.approx(0.5, abs=0.02)
    grouped = sobol_indices(
        three, subject=subject, n_rows=4096, groups={"stakes": ["V", "X"]}
    ).indices
    stakes = next(each for each in grouped if each.name == "stakes")
    assert set(stakes.members) == {X, V}
    assert stakes.first.value == pytest.approx(0.5, abs=0.02)
    assert stakes.total.value == pytest.approx(0.5, abs=0.02)


def test_correlated_parameters_are_one_source_of_doubt() -> None:
    tie = "correlations: [{between: [X, V], rank: .7, because: So., claims: [c1, c2]}]\n"
    brief = brief_of(THREE + tie)
    assert [each.name for each in factors(brief)] == [f"{X} + {V}", PHI] or [
        each.name for each in factors(brief)
    ] == [f"{V} + {X}", PHI]
    subject = Formula(lambda d: d[X] + d[V] + d[PHI])
    found = sobol_indices(brief, subject=subject, n_rows=4096)
    # Var(X + V) = (2 + 2 * .7) / 12, since ranks are the values here; one more for phi.
    assert {each.name: round(each.first.value, 2) for each in found.indices}[PHI] == pytest.approx(
        1 / 4.4, abs=0.02
    )
    assert "drawn anew together" in found.notes[0]
    with pytest.raises(GameError, match="are correlated, and the group 'g' has only"):
        sobol_indices(brief, subject=subject, groups={"g": ["X", "phi_S"]})


def test_which_position_is_true_is_a_source_of_doubt_of_its_own() -> None:
    text = THREE.replace(
        "assumptions:",
        """conflicts:
  - id: serious
    about: Whether it was meant.
    because: So.
    positions:
      - {id: bluster, says: It was not., claims: [c1], weight: 1}
      - {id: meant, says: It was., claims: [c2], weight: 1}
assumptions:""",
    ).replace(
        '{parameter: prize, range: "uniform(0, 1)", because: So., claims: [c2]}',
        '{parameter: prize, range: "uniform(0, 1)", because: So., claims: [c2],'
        ' depends_on: serious, if_true: [{position: meant, range: "uniform(1, 2)"}]}',
    )
    brief = brief_of(text)
    subject = Formula(lambda d: d[V])
    found = {each.name: each for each in sobol_indices(brief, subject=subject, n_rows=4096).indices}
    # A half between the positions and a twelfth within: .25 to .0833.
    assert found["conflict serious"].first.value == pytest.approx(0.75, abs=0.02)
    assert found[V].first.value == pytest.approx(0.25, abs=0.02)
    assert found[X].total.value == pytest.approx(0.0, abs=1e-12)


def test_rows_without_an_answer_are_counted_and_left_out(three: Brief) -> None:
    subject = Formula(lambda d: d[X], lambda d: d[PHI] > 0.9)
    found = sobol_indices(three, subject=subject, n_rows=1024)
    by_name = {each.name: each for each in found.indices}
    assert found.n_unanswered == pytest.approx(0.1 * 5 * 1024, abs=20)
    # Both tables must have an answer; anew with phi, all three of them.
    assert by_name[X].n_rows == by_name[V].n_rows == pytest.approx(0.81 * 1024, abs=25)
    assert by_name[X].first.value == pytest.approx(1.0, abs=0.05)
    assert "left out" in found.notes[0]
    answered = sobol_indices(three, subject=subject, target="answered", n_rows=1024)
    assert answered.indices[0].name == PHI
    assert answered.indices[0].total.value == pytest.approx(1.0, abs=0.15)
    assert {each.n_rows for each in answered.indices} == {1024}


def test_conditions_are_targets_and_what_never_varies_has_no_shares(three: Brief) -> None:
    subject = Formula(lambda d: d[X])
    found = sobol_indices(three, subject=subject, target="regime is high", n_rows=1024)
    assert found.target == "regime is high"
    assert found.mean == pytest.approx(0.5, abs=0.01)
    same = sobol_indices(three, subject=subject, target="y > 0.5", n_rows=1024)
    assert same.indices == found.indices
    still = sobol_indices(three, subject=Formula(lambda d: 0 * d[X]), n_rows=64)
    assert all(math.isnan(each.first.value) for each in still.indices)
    assert "same in every row" in still.notes[0]


def test_wrong_questions_are_refused(three: Brief) -> None:
    subject = Formula(lambda d: d[X])
    with pytest.raises(UnknownName, match="z"):
        sobol_indices(three, subject=subject, target="z", n_rows=64)
    with pytest.raises(UnknownName, match="trial_cost"):
        sobol_indices(three, subject=subject, groups={"g": ["trial_cost"]})
    with pytest.raises(GameError, match="two groups"):
        sobol_indices(three, subject=subject, groups={"g": ["X"], "h": ["X", "V"]})
    with pytest.raises(GameError, match="at least 16"):
        sobol_indices(three, subject=subject, n_rows=8)
    with pytest.raises(GameError, match="nothing in this case varies"):
        sobol_indices(brief_of(HEAD), subject=subject)


@pytest.mark.parametrize("sampling", ["random", "sobol"])
def test_only_what_is_swapped_is_drawn_anew(three: Brief, sampling: str) -> None:
    plain = draw_parameters(three, 300, 1, start=40, sampling=sampling)
    mixed = draw_swapped(three, 300, 1, (f"parameter {V}",), start=40, sampling=sampling)
    both = draw_swapped(
        three, 300, 1, (f"parameter {V}", f"parameter {X}"), start=40, sampling=sampling
    )
    assert (mixed[X] == plain[X]).all()
    assert (mixed[V] != plain[V]).all()
    assert (mixed[V] == both[V]).all()
