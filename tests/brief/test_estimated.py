"""Assumptions taken from a fit: their numbers, what goes together, and what can be wrong."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from standoff.brief import brief_case, draw_parameters
from standoff.brief.check import check_file
from standoff.brief.estimate_file import BadEstimates, Estimates, read_estimates
from standoff.errors import FileProblem, InvalidDocument

FIT = {
    "standoff-estimates": 1,
    "model": "lewis_schultz",
    "names": ["a:(Intercept)", "a:democracy", "W:(Intercept)", "fixed"],
    "values": [-0.4, -0.1, 0.6, 2.0],
    "covariance": [
        [0.004, 0.001, -0.003, 0],
        [0.001, 0.002, 0.0, 0],
        [-0.003, 0.0, 0.009, 0],
        [0, 0, 0, 0],
    ],
    "about": "Episodes of sanctions; errors clustered by dyad.",
    "outcomes": {"CD": 144, "SF": 349, "BD": 140},
}

CASE = """\
standoff: 1
id: small
title: A small case
model: audience-costs
sides:
  - {id: C, name: Challenger, role: challenger}
  - {id: T, name: Target, role: target}
sources:
  - {id: data, title: Sanctions, kind: dataset, date: 2014}
estimates:
  - id: sanctions
    file: fit.json
    source: data
    base_rate: {outcome: CD, among: [CD, SF, BD], says: Threatened targets gave in}
assumptions:
  - parameter: a
    from_estimate: {of: sanctions, add: {"a:(Intercept)": -1, "a:democracy": -2}, constant: .1}
    because: As in past threats of sanctions by democracies.
  - parameter: execution_cost_bluffer
    from_estimate: {of: sanctions, add: {"W:(Intercept)": 1.5}}
    because: As in past threats of sanctions.
  - {parameter: concession_cost, value: .4, range: .2 to .8, because: A guess.}
"""


def written(folder: Path, case: str = CASE, **changes: object) -> Path:
    (folder / "fit.json").write_text(json.dumps({**FIT, **changes}), encoding="utf-8")
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    return folder / "case.yaml"


def codes(path: Path) -> list[str]:
    found, _ = check_file(path)
    return [f"{each.code}:{each.span.line}" for each in found if each.severity == "error"]


def test_a_sum_of_coefficients_is_normal_with_the_uncertainty_of_the_fit(tmp_path: Path) -> None:
    brief = brief_case(written(tmp_path))
    belief = brief.distributions["audience_cost"]
    deviation = math.sqrt(0.004 + 4 * 0.002 + 2 * 2 * 0.001)
    assert belief.kind == "normal"
    assert belief.numbers == pytest.approx((0.7, deviation))
    assert brief.base()["audience_cost"][0] == pytest.approx(0.7)
    assert brief.estimates["sanctions"].outcomes["CD"] == 144


def test_two_sums_go_together_as_their_covariance_says(tmp_path: Path) -> None:
    drawn = draw_parameters(brief_case(written(tmp_path)), 40_000, seed=3)
    a, e = drawn["audience_cost"], drawn["execution_cost_bluffer"]
    variance = 0.004 + 4 * 0.002 + 2 * 2 * 0.001
    joint = -1.5 * -0.003
    assert a.mean() == pytest.approx(0.7, abs=0.01)
    assert e.std() == pytest.approx(1.5 * math.sqrt(0.009), abs=0.01)
    expected = joint / math.sqrt(variance * 1.5**2 * 0.009)
    assert np.corrcoef(a, e)[0, 1] == pytest.approx(expected, abs=0.02)
    assert abs(np.corrcoef(a, drawn["concession_cost"])[0, 1]) < 0.02


def test_a_coefficient_without_doubt_is_a_number(tmp_path: Path) -> None:
    case = CASE.replace('"W:(Intercept)": 1.5', "fixed: .5")
    brief = brief_case(written(tmp_path, case))
    assert brief.distributions["execution_cost_bluffer"].kind == "fixed"
    assert brief.base()["execution_cost_bluffer"][0] == 1.0
    assert not brief.correlations


def test_what_the_case_says_itself_about_a_pair_holds(tmp_path: Path) -> None:
    own = (
        "correlations:\n"
        "  - {between: [execution_cost_bluffer, a], rank: .5, because: I know better.}\n"
    )
    brief = brief_case(written(tmp_path, CASE + own))
    assert [each.rank for each in brief.correlations.values()] == [0.5]


def test_a_case_from_data_passes_its_checks(tmp_path: Path) -> None:
    found, _ = check_file(written(tmp_path))
    assert not [each for each in found if each.severity == "error"]
    assert "unused-source" not in {each.name for each in found}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("file: fit.json", "file: fits.json", ["SC070:12"]),
        ('"W:(Intercept)": 1.5', '"W:Intercept": 1.5', ["SC070:20"]),
        ("{of: sanctions, add: {\"W", "{of: sanction, add: {\"W", ["SC071:20"]),
        ("source: data", "source: date", ["SC071:13"]),
        ("    because: As in past threats of sanctions.\n",
         "    because: So.\n    range: .1 to .3\n", ["SC070:22"]),
    ],
)  # fmt: skip
def test_mistakes_are_reported_at_their_line(
    tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    assert codes(written(tmp_path, CASE.replace(old, new))) == expected


def test_an_assumption_without_range_and_without_fit_lacks_its_range(tmp_path: Path) -> None:
    case = CASE.replace("value: .4, range: .2 to .8,", "value: .4,")
    found, _ = check_file(written(tmp_path, case))
    assert "lacks the key 'range'" in next(e.message for e in found if e.severity == "error")
    with pytest.raises(InvalidDocument):
        brief_case(tmp_path / "case.yaml")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"standoff-estimates": 2}, "not a file of estimates"),
        ({"names": ["a", "a", "b", "c"]}, "one name"),
        ({"names": []}, "'names'"),
        ({"values": [1, 2, 3]}, "'values' must be 4 numbers"),
        ({"values": [1, 2, 3, None]}, "'values'"),
        ({"covariance": [[1, 2], [2, 1]]}, "4 by 4"),
        ({"covariance": np.diag([1.0, 1, 1, -1]).tolist()}, "negative variance"),
        ({"covariance": (np.eye(4) + np.eye(4, k=1)).tolist()}, "not symmetric"),
        ({"outcomes": {"CD": -1}}, "'outcomes'"),
    ],
)
def test_a_bad_file_of_estimates_says_what_is_wrong(
    tmp_path: Path, changes: dict[str, object], message: str
) -> None:
    written(tmp_path, **changes)
    with pytest.raises(BadEstimates, match=message):
        read_estimates(tmp_path / "fit.json")
    assert codes(tmp_path / "case.yaml")[0] == "SC070:12"


def test_hostile_files_are_refused_without_a_traceback(tmp_path: Path) -> None:
    for text in ("", "[" * 100_000, '{"standoff-estimates": NaN}', "\x00"):
        (tmp_path / "fit.json").write_text(text, encoding="utf-8")
        with pytest.raises(BadEstimates):
            read_estimates(tmp_path / "fit.json")
    with pytest.raises(FileProblem):
        read_estimates(tmp_path / "none.json")


def test_what_is_saved_is_read(tmp_path: Path) -> None:
    fit = Estimates("m", ("b", "c"), np.array([1.0, 2.0]), np.eye(2), "About.", {"CD": 3.0})
    fit.save(tmp_path / "fit.json")
    again = read_estimates(tmp_path / "fit.json")
    assert again.names == fit.names
    assert np.array_equal(again.covariance, fit.covariance)
    assert again.outcomes == {"CD": 3.0}


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ('{"standoff-estimates": 1, "names": ["a"], "values": ["1.5"], "covariance": [[1]]}',
         (1, 1), "'values' must be 1 numbers"),
        ('{"standoff-estimates": 1, "names": ["a"], "values": [true], "covariance": [[1]]}',
         (1, 1), "'values' must be 1 numbers"),
        ('{"standoff-estimates": 1, "names": ["a"],\n "values": [' + "9" * 401 + '],'
         ' "covariance": [[1]]}', (2, 13), "a number of 401 characters"),
        ('{"standoff-estimates": 1, "names": ["a"],\n "values": [1e400], "covariance": [[1]]}',
         (2, 13), "1e400 is too large"),
        ('{"standoff-estimates": 1, "names": ["a\\ud800"], "values": [1], "covariance": [[1]]}',
         (1, 39), "stands for U+D800"),
        ('{"standoff-estimates": 1, "names": ["a"], "values": [1], "values": [2],'
         ' "covariance": [[1]]}', (1, 58), "'values' is written twice"),
        ('{"standoff-estimates": true, "names": ["a"], "values": [1], "covariance": [[1]]}',
         (1, 1), "is not a file of estimates"),
        ('{"standoff-estimates": 1, "names": ["a"], "values": [1], "covariance": [[1]],'
         ' "outcomes": {"x": true}}', (1, 1), "'outcomes' is not a block of counts"),
        ('{"standoff-estimates": 1, "names": ["a"], "values": [1e101], "covariance": [[1]]}',
         (1, 1), "'values' must be 1 numbers"),
    ],
)  # fmt: skip
def test_estimates_have_the_limits_of_cases(
    text: str, place: tuple[int, int], says: str, tmp_path: Path
) -> None:
    path = tmp_path / "fit.json"
    path.write_text(text, encoding="utf-8")
    (found,), _ = check_file(path)
    assert found.code == "SC070"
    assert says in found.message
    assert (found.span.line, found.span.column) == place
    with pytest.raises(BadEstimates):
        read_estimates(path)
