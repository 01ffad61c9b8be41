from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.study.conftest import BLUFF, DARE, own_case

from standoff.brief import Brief, brief_case, draw_parameters
from standoff.brief.draw import Sampling
from standoff.errors import GameError, StandoffError, UnknownName
from standoff.study.asked import Asked
from standoff.study.comparison import compare
from standoff.study.differences import differences, reworded
from standoff.study.groups import groups_of
from standoff.study.questions import what_if
from standoff.study.version import Version, version, versions_of

N = 400


@pytest.fixture(scope="module")
def as_it_is(founding: Brief) -> Version:
    return version("as it is", founding, n_draws=N, seed=11)


def edited(founding: Brief, folder: Path, *changes: tuple[str, str]) -> Path:
    text = Path(founding.path).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / "other.yaml"
    path.write_text(text, encoding="utf-8")
    return path


WORTH = ("    value: .35\n    range: .2 to .8\n", "    value: .5\n    range: .4 to .9\n")
#: What is given instead is not what the events played, which a case may not hold at once.
PLAYED = ("    plays: secret\n", "")


def test_a_case_and_itself_are_the_same(as_it_is: Version) -> None:
    found = compare([as_it_is, as_it_is], with_break_evens=False)
    (pair,) = found.pairs
    assert pair.distance is not None
    assert (pair.distance.shift, pair.distance.standard_error) == (0.0, 0.0)
    assert (pair.differences, pair.reworded, pair.n_same) == ((), (), 26)
    assert found.versions[0].headline == found.versions[1].headline


def test_a_what_if_is_what_the_report_says_of_it(
    founding: Brief, as_it_is: Version, asked: Asked
) -> None:
    told = {
        question.id: what_if(asked, question)
        for question in founding.case.questions
        if question.id in ("army-not-at-stake", "partner-told", "review-only")
    }
    n = len(asked.draws)
    base = version("as it is", founding, n_draws=n, seed=11)
    others = [version(id, founding, id, n_draws=n, seed=11) for id in told]
    found = compare([base, *others], with_break_evens=False)
    for each in found.versions[1:]:
        assert each.headline.mean == pytest.approx(told[each.name].headline, abs=1e-12)
        assert each.headline.base == pytest.approx(told[each.name].headline_base, abs=1e-12)
        assert each.base == told[each.name].base
    partner, review, army = found.pairs
    assert [each.differences[0].kind for each in partner.differences] == ["given"]
    assert [each.differences[0].kind for each in review.differences] == ["removed"]
    assert review.differences[0].differences[0].after == "private, public"
    assert {each.name for each in army.differences} == {
        *("prize", "audience_cost_private", "audience_cost_public", "trial_cost")
    }
    for pair in found.pairs:
        assert pair.distance is not None
        parts = sum(each.shared.shift for each in pair.differences)
        assert parts == pytest.approx(pair.distance.shift, abs=1e-12)
        assert pair.in_both is not None


def test_differences_can_be_switched_in_groups(founding: Brief, as_it_is: Version) -> None:
    other = version("army", founding, "army-not-at-stake", n_draws=N, seed=11)
    groups = {"costs": ("audience_cost_private", "audience_cost_public", "prize", "damage")}
    alone = compare([as_it_is, other], with_break_evens=False).pairs[0]
    found = compare([as_it_is, other], groups=groups, with_break_evens=False).pairs[0]
    assert found.n_coalitions == 4
    values = {each.name: each for each in found.differences}
    assert set(values) == {"costs", "trial_cost"}
    assert len(values["costs"].differences) == 3
    assert found.distance == alone.distance
    trial = next(each for each in alone.differences if each.name == "trial_cost")
    assert values["trial_cost"].alone == trial.alone
    assert values["trial_cost"].last == trial.last
    with pytest.raises(UnknownName, match="thing that can differ"):
        compare([as_it_is, other], groups={"x": ["pride"]})
    with pytest.raises(GameError, match="prize is in two groups"):
        compare([as_it_is, other], groups={"x": ["prize"], "y": ["prize"]})


def test_groups_as_they_are_written() -> None:
    assert groups_of(["a = prize , trial_cost"]) == {"a": ("prize", "trial_cost")}
    for wrong in ("prize", "=prize", "a=", "a=,"):
        with pytest.raises(StandoffError, match="a group is a name"):
            groups_of([wrong])
    with pytest.raises(StandoffError, match="two groups"):
        groups_of(["a=prize", "a=damage"])


def test_two_versions_of_one_file(founding: Brief, as_it_is: Version, tmp_path: Path) -> None:
    reason = "The office stood by its case and was overruled from above (19, 20)."
    path = edited(founding, tmp_path, WORTH, ("given: [secret]", "given: [notify]"), PLAYED)
    assert reason in path.read_text()
    one, other = versions_of([founding.path, path], n_draws=N, seed=11)
    assert (one.name, other.name) == ("case.yaml", "other.yaml")
    listed = {each.name: each for each in differences(one, other)}
    assert set(listed) == {"case_value", "given moves"}
    assert (listed["case_value"].before, listed["case_value"].after) == (
        "0.35 (0.2 to 0.8)",
        "0.5 (0.4 to 0.9)",
    )
    found = compare([one, other], seed=3)
    (pair,) = found.pairs
    values = {each.name: each for each in pair.differences}
    # By hand: two differences in four mixtures.
    subject = one.subject
    old, new = draw_parameters(founding, N, 11), draw_parameters(other.brief, N, 11)
    means = {
        (worth, given): float(
            np.nanmean(subject.answer(new if worth else old, (given,)).probabilities["drop"])
        )
        for worth in (False, True)
        for given in ("secret", "notify")
    }
    alone = means[True, "secret"] - means[False, "secret"]
    last = means[True, "notify"] - means[False, "notify"]
    assert values["case_value"].alone.shift == pytest.approx(alone)
    assert values["case_value"].last.shift == pytest.approx(last)
    assert values["case_value"].shared.shift == pytest.approx((alone + last) / 2)
    assert pair.n_coalitions == 4
    flips = {each.parameter for each in found.versions[0].break_evens}
    assert "case_value" in flips
    assert found.versions[1].break_evens != found.versions[0].break_evens


def test_other_reasons_for_the_same_number_are_told_apart(
    founding: Brief, as_it_is: Version, tmp_path: Path
) -> None:
    old = "An ordering. Trying a former defense secretary"
    path = edited(founding, tmp_path, (old, "A guess. Trying a former defense secretary"))
    (other,) = versions_of([path], n_draws=N, seed=11)
    assert differences(as_it_is, other) == ()
    assert reworded(as_it_is, other) == ("trial_cost",)


def test_random_orders_where_there_are_many_differences(
    founding: Brief, as_it_is: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = version("army", founding, "army-not-at-stake", n_draws=N, seed=11)
    exact = compare([as_it_is, other], with_break_evens=False).pairs[0]
    monkeypatch.setattr("standoff.study.share_out.MOST_PARTS", 1)
    found = compare([as_it_is, other], with_break_evens=False, n_orders=30).pairs[0]
    assert (exact.n_orders, found.n_orders) == (0, 30)
    truth = {each.name: each.shared.shift for each in exact.differences}
    for each in found.differences:
        near = 4 * each.shared.standard_error
        assert each.shared.shift == pytest.approx(truth[each.name], abs=near)


def test_games_of_the_cases_own(tmp_path: Path) -> None:
    rest = "assumptions:\n  - {parameter: p_resolved, value: .7, range: fixed, because: So.}\n"
    one = own_case(tmp_path / "one", BLUFF, rest)
    dearer = BLUFF.replace("Target: -damage}", "Target: -damage - 1}")
    other = own_case(tmp_path / "other", dearer, rest.replace(".7", ".2"))
    versions = versions_of([one, other], n_draws=4)
    found = compare(versions, with_break_evens=False)
    assert {each.differences[0].kind for each in found.pairs[0].differences} == {
        "parameter",
        "game",
    }
    assert found.headline == versions[0].subject.headline == "conceded"
    assert versions[1].subject.headline != "conceded"
    distance = found.pairs[0].distance
    assert distance is not None
    assert sum(e.shared.shift for e in found.pairs[0].differences) == pytest.approx(distance.shift)


def test_cases_without_a_common_ground_say_so(tmp_path: Path) -> None:
    one = own_case(tmp_path / "one", BLUFF, "")
    dare = DARE.replace("stopped", "conceded")
    other = own_case(tmp_path / "other", dare, "")
    versions = [version(str(i), brief_case(p), n_draws=3) for i, p in enumerate((one, other))]
    (pair,) = compare(versions, with_break_evens=False).pairs
    assert pair.distance is None
    assert "other parameters" in pair.note


def test_mistakes_are_told(founding: Brief, as_it_is: Version, tmp_path: Path) -> None:
    with pytest.raises(GameError, match="nothing to compare with"):
        compare([as_it_is])
    with pytest.raises(UnknownName, match="what-if"):
        version("x", founding, "no-jugde", n_draws=1)
    with pytest.raises(GameError, match="different numbers of draws"):
        compare([as_it_is, version("x", founding, n_draws=N + 1)])
    with pytest.raises(GameError, match="in different ways"):
        compare([as_it_is, version("x", founding, n_draws=N, sampling="sobol")])
    dare = brief_case(own_case(tmp_path, DARE, ""))
    with pytest.raises(GameError, match="knows nothing of 'drop'"):
        compare([as_it_is, version("dare", dare, n_draws=N)], with_break_evens=False)


def test_evenly_spread_draws_know_the_distance_better(founding: Brief) -> None:
    def distance(seed: int, sampling: Sampling) -> float:
        one, other = (
            version("x", founding, id, n_draws=256, seed=seed, sampling=sampling)
            for id in ("", "army-not-at-stake")
        )
        found = compare([one, other], with_break_evens=False)
        assert found.sampling == sampling
        whole = found.pairs[0].distance
        assert whole is not None
        return whole.shift

    random = np.std([distance(seed, "random") for seed in range(16)])
    evenly = np.std([distance(seed, "sobol") for seed in range(16)])
    assert evenly < 0.8 * random


def test_versions_of_one_id_are_called_after_their_files(founding: Brief, tmp_path: Path) -> None:
    text = Path(founding.path).read_text(encoding="utf-8")
    paths = [tmp_path / "march" / "case.yaml", tmp_path / "may" / "case.yaml"]
    for path in paths:
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    own = own_case(tmp_path / "own", BLUFF, "")

    def names(*paths: Path, what_ifs: tuple[str, ...] = ()) -> list[str]:
        return [each.name for each in versions_of(paths, what_ifs, n_draws=1)]

    assert names(*paths) == ["march/case.yaml", "may/case.yaml"]
    assert names(own, *paths)[0] == brief_case(own).case.id
    assert names(paths[0], paths[0], paths[1]) == [
        "march/case.yaml (A)",
        "march/case.yaml (B)",
        "may/case.yaml",
    ]
    assert names(paths[0], what_ifs=("partner-told",)) == ["cienfuegos", "partner-told"]
