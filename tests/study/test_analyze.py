from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path

import pytest

from standoff.brief import Brief
from standoff.errors import UnknownName
from standoff.report.trees import base_solution
from standoff.study import analyze
from standoff.study.findings import Findings
from standoff.study.tree_event import p_event

N_DRAWS = 1_500


@pytest.fixture(scope="module")
def found(founding: Brief) -> Findings:
    return analyze(founding, n_draws=N_DRAWS, seed=4)


def test_the_answer_at_the_base_is_what_the_article_tells(found: Findings) -> None:
    assert dict(found.base) == {
        "regime": "private pooling",
        "arrest": "secret",
        "settlement": "exonerate",
    }
    assert found.headline == "drop"
    assert found.estimates[0].name == "drop"
    assert found.estimate("drop").base == 1.0
    assert found.estimate("released").base == pytest.approx(0.97)
    assert found.estimate("belief_needed_private").base == pytest.approx(0.4014705882, abs=1e-9)
    assert found.given == ("secret",)
    assert "coercer-preferred" in found.rule


def test_the_spread_is_told_with_the_base(found: Findings) -> None:
    drop = found.estimate("drop")
    assert drop.interval[0] < drop.mean < drop.interval[2]
    assert 0.4 < drop.mean < 0.65
    for _, shares in found.shares:
        assert sum(each.share for each in shares) == pytest.approx(1.0)
    assert sum(each.n_draws for each in found.statuses) == N_DRAWS


def test_all_answers_were_checked(found: Findings) -> None:
    answered = sum(each.n_draws for each in found.statuses if "outside" not in each.status)
    assert found.verification.n_checked == answered
    assert found.verification.n_failed == 0


def test_numbers_do_not_depend_on_how_the_draws_are_cut(founding: Brief, found: Findings) -> None:
    again = analyze(founding, n_draws=N_DRAWS, seed=4, chunk=611)
    assert repr(asdict(again)) == repr(asdict(found))


def test_another_seed_gives_other_draws_and_the_same_base(founding: Brief, found: Findings) -> None:
    other = analyze(founding, n_draws=N_DRAWS, seed=5)
    assert other.base == found.base
    assert other.break_evens == found.break_evens
    assert other.estimate("drop").mean != found.estimate("drop").mean
    assert other.estimate("drop").mean == pytest.approx(found.estimate("drop").mean, abs=0.05)


def test_a_run_can_be_repeated_from_what_it_says(root: Path, found: Findings) -> None:
    made = found.provenance
    text = (root / "cases/cienfuegos/case.yaml").read_bytes()
    assert made.case_hash == hashlib.sha256(text).hexdigest()
    assert (made.model, made.seed, made.n_draws) == ("linkage-crisis", 4, N_DRAWS)
    assert {name for name, _ in made.versions} == {"standoff", "numpy", "python"}


def test_no_place_on_the_machine_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, found: Findings
) -> None:
    assert found.provenance.case_path == "case.yaml"
    assert str(root) not in repr(found)
    monkeypatch.chdir(root)
    relative = analyze("cases/cienfuegos/case.yaml", n_draws=20)
    assert relative.provenance.case_path == "cases/cienfuegos/case.yaml"


def test_progress_counts_every_stage_to_its_end(founding: Brief) -> None:
    told: dict[str, list[tuple[int, int]]] = {}
    analyze(
        founding,
        n_draws=50,
        progress=lambda stage, done, total: told.setdefault(stage, []).append((done, total)),
    )
    assert {"draws", "answers", "checks", "parameters", "break-even values", "claims"} <= set(told)
    for steps in told.values():
        assert steps[-1][0] == steps[-1][1]
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)


def test_an_interruption_is_not_swallowed(founding: Brief) -> None:
    def interrupt(stage: str, _done: int, _total: int) -> None:
        if stage == "claims":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyze(founding, n_draws=20, progress=interrupt)


def test_another_rule_of_selection_is_followed_throughout(founding: Brief) -> None:
    found = analyze(founding, n_draws=100, rule="lowest headline")
    assert dict(found.base)["regime"] == "no threat"
    assert found.rule.startswith("lowest headline")
    assert found.provenance.options == '--seed 0 --draws 100 --rule "lowest headline"'
    (picked,) = (each for each in found.equilibria if each.selected)
    assert picked.name == "no threat"
    # What only the model's own choice has is not told from the few draws in which it is picked.
    assert [(each.name, each.made.base) for each in found.threats] == [
        ("private", 0.0),
        ("public", 0.0),
    ], "read from the equilibrium that is picked"
    names = {each.name for each in found.estimates}
    assert {"drop", "Target", "n_equilibria"} <= names
    assert not any(name.startswith("belief_needed") for name in names)
    solution = base_solution(found, founding)
    assert solution is not None
    p_drop = p_event(solution, "drop")
    assert p_drop is not None
    assert p_drop[0] == 0.0


def test_an_unknown_rule_is_named(founding: Brief) -> None:
    with pytest.raises(UnknownName, match="unknown rule 'lowest'"):
        analyze(founding, n_draws=10, rule="lowest")
