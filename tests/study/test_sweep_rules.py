"""Sweeps under another rule of selection: the same numbers however cut, and wherever run."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest
from tests.study.conftest import BLUFF, own_case

from standoff.brief import brief_case, draw_parameters
from standoff.errors import GameError, UnknownName
from standoff.models import get
from standoff.models import names as model_names
from standoff.run import open_run, resume, start
from standoff.study.listed import listed
from standoff.study.model_subject import ModelSubject
from standoff.study.rules import LISTED, RULES, under
from standoff.study.subject import subject_of
from standoff.study.sweep_plan import plan_sweep, restore_sweep
from standoff.study.sweep_rows import source
from standoff.study.tally import Tally, merged
from standoff.study.totals import totals

N = 6_000
RULE = "worst for challenger"

#: A resolved challenger who may like the act or not, so that the number of equilibria varies.
EAGER = BLUFF.replace("cost: -.05", "cost: cost").replace(
    "  p_resolved:", "  cost: {default: 0, meaning: what the act costs the resolved}\n  p_resolved:"
)
RANGES = """\
assumptions:
  - {parameter: p_resolved, value: .45, range: .3 to .6, because: So., claims: [c1]}
  - {parameter: cost, value: .01, range: -.2 to .2, because: So., claims: []}
"""


@pytest.fixture(scope="module")
def case(root):
    return root / "cases/cienfuegos/case.yaml"


@pytest.fixture(scope="module")
def eager(tmp_path_factory):
    return own_case(tmp_path_factory.mktemp("eager"), EAGER, RANGES)


@pytest.fixture(scope="module")
def summed(case, tmp_path_factory):
    return start(plan_sweep(case, N, seed=4, rule=RULE), tmp_path_factory.mktemp("s") / "run")


def columns_of(sweep):
    parts = [sweep.columns(chunk) for chunk in range(sweep.n_chunks)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def same(one, other):
    return one.keys() == other.keys() and all(
        one[name].dtype == other[name].dtype and one[name].tobytes() == other[name].tobytes()
        for name in one
    )


@pytest.mark.parametrize("rule", RULES[1:])
def test_rows_are_those_of_the_subject_under_the_rule(case, rule):
    sweep = plan_sweep(case, N, keep="draws", seed=4, rule=rule)
    brief = brief_case(case)
    draws = draw_parameters(brief, N, 4)
    answers = under(subject_of(brief), rule).answer(draws, brief.given)
    found = columns_of(sweep)
    assert found["status"].tobytes() == answers.status.tobytes()
    names = sweep.layout.names_of("regime")
    mine = [names[code] if code >= 0 else "" for code in found["regime"]]
    assert mine == [answers.categories["regime"][i] for i in range(N)]
    for name, column in {
        "p_drop": answers.probabilities["drop"],
        "value_Target": answers.values["Target"],
        "n_equilibria": answers.quantities["n_equilibria"],
    }.items():
        assert found[name].tobytes() == column.tobytes(), name
    # What a list does not have is not kept.
    assert {o.name for o in sweep.layout.outputs if o.kind == "quantity"} == set(LISTED)
    assert [name for name, _, _ in sweep.layout.categories] == ["regime"]


@pytest.mark.parametrize("about", ["case", "linkage-crisis", "eager"])
def test_however_it_is_cut_the_rows_are_the_same(about, request):
    """In the model a draw may be the first with its kind of equilibrium, in any piece."""
    about = request.getfixturevalue(about) if about != "linkage-crisis" else about
    n = 60 if "eager" in str(about) else N
    sweep = plan_sweep(about, n, keep="draws", seed=1, rule="lowest headline")
    whole = columns_of(sweep)
    others = replace(sweep, chunk=n // 3, block=n // 12)
    # Another process knows nothing but the job.
    source.cache_clear()
    backwards = [others.columns(chunk) for chunk in reversed(range(others.n_chunks))][::-1]
    cut = {name: np.concatenate([part[name] for part in backwards]) for name in whole}
    assert same(whole, cut)
    if about == "linkage-crisis":
        names = {sweep.layout.names_of("regime")[code] for code in whole["regime"] if code >= 0}
        assert any(name.startswith("secret: ") for name in names)


def test_sums_and_rows_give_the_same_totals_to_the_last_bit(case, tmp_path):
    options = {"seed": 4, "rule": RULE}
    rows = start(plan_sweep(case, N, keep="draws", **options), tmp_path / "rows")
    sums = start(plan_sweep(case, N, map=(), indices=(), **options), tmp_path / "sums", workers=2)
    assert totals(rows) == totals(sums)


def test_order_changes_no_bit_and_the_rule_is_told(case, summed):
    sweep = plan_sweep(case, N, seed=4, rule=RULE)
    backwards = [sweep.tally(chunk) for chunk in reversed(range(sweep.n_chunks))]
    mine = merged(sweep.layout, backwards[::-1]).sums
    theirs = merged(
        sweep.layout,
        [Tally.of_columns(sweep.layout, each["value"]) for each in summed.columns(["value"])],
    ).sums
    assert sweep.n_chunks > 1
    assert same(mine, theirs)
    found = totals(summed)
    assert found.selection == RULE
    assert found.rule == under(subject_of(brief_case(case)), RULE).rule
    assert found.map is not None
    assert found.map.names == sweep.layout.names_of("regime")
    counts = dict(dict(found.shares)["regime"])
    assert 0 < found.map.counts.sum() <= sum(counts.values()) == found.output("p_drop").n


def test_a_sweep_under_a_rule_is_resumed_from_its_folder(case, summed, tmp_path):
    run = start(plan_sweep(case, N, seed=4, rule=RULE), tmp_path / "run")
    for file in run.files()[1:3]:
        file.unlink()
    sweep = restore_sweep(open_run(run.folder).manifest, run.folder)
    assert sweep == plan_sweep(case, N, seed=4, rule=RULE)
    assert pickle.loads(pickle.dumps(sweep)) == sweep
    again = resume(sweep, run.folder)
    assert [each.name for each in again.files()] == [each.name for each in summed.files()]


def test_runs_begun_before_there_were_rules_go_on(case, tmp_path):
    sweep = replace(plan_sweep(case, N), several=None)
    run = start(sweep, tmp_path / "run")
    assert not {"selection", "several"} & run.manifest.job.keys()
    assert restore_sweep(run.manifest, run.folder) == sweep
    assert (sweep.rule, totals(run).selection, totals(run).several) == ("model", "model", None)


def test_a_cluster_gives_the_same_digits(tmp_path):
    distributed = pytest.importorskip("distributed", reason="no Dask here")
    sweep = plan_sweep("linkage-crisis", 2_000, rule="best for target")
    here = start(sweep, tmp_path / "here")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=":0", silence_logs=60
    ) as cluster:
        there = start(sweep, tmp_path / "there", cluster=cluster.scheduler_address)
    assert [each.name for each in there.files()] == [each.name for each in here.files()]


def test_a_game_of_the_case_s_own_is_searched_draw_by_draw(eager, tmp_path):
    sweep = plan_sweep(eager, 80, rule="lowest headline", seed=3)
    run = start(sweep, tmp_path / "run", workers=2)
    found = totals(run)
    brief = brief_case(eager)
    subject = under(subject_of(brief), "lowest headline")
    draws = draw_parameters(brief, 80, 3)
    answers = subject.answer(draws, brief.given)
    regime = answers.categories["regime"]
    assert dict(dict(found.shares)["regime"]) == {
        name: int(regime.is_(name).sum()) for name in regime.names
    }
    n_equilibria = answers.quantities["n_equilibria"]
    assert found.several is not None
    assert found.several.of_all
    assert 0 < found.several.n_several == (n_equilibria > 1).sum() < found.several.n_draws == 80
    headline = f"p_{subject.headline}"
    assert found.indices
    assert found.output(headline).mean == pytest.approx(
        answers.probabilities[subject.headline].mean(), rel=1e-12
    )
    # Nobody remembers a draw.
    known = source(sweep.files, sweep.about, sweep.rule).known
    assert len(known.inner._solved) <= 1
    assert len(known.inner._searched) <= 1


def test_indices_agree_with_a_design_put_together_at_once(case):
    sweep = plan_sweep(case, 2_000, rule=RULE)
    brief = brief_case(case)
    subject = under(subject_of(brief), RULE)
    draws = draw_parameters(brief, 2_000, 0)
    varied = sweep.layout.varied
    sums = sweep.tally(0).sums
    n = min(sweep.block, sweep.chunk, 2_000) // len(varied)
    a, b = draws.rows(slice(0, n)), draws.rows(slice(n, 2 * n))

    def drop(rows):
        return subject.answer(rows, brief.given).probabilities["drop"]

    for i, (name,) in enumerate(varied):
        fa, fm = drop(a), drop(a.replace(**{name: b[name]}))
        known = np.isfinite(fa) & np.isfinite(fm) & np.isfinite(drop(b))
        assert sums["index n"][0, i] == known.sum()
        expected = (0.5 * (fa - fm)[known] ** 2).sum()
        assert sums["index total"][0, i] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", model_names())
def test_the_share_with_several_equilibria_is_that_of_the_list(name, tmp_path):
    """Under the model's own rule: of all draws, from the model's count, or of the first ones."""
    n = 1_000
    sweep = plan_sweep(name, n, map=(), indices=())
    found = totals(start(sweep, tmp_path / "run")).several
    draws = source((), name).rows(0, found.n_draws if not found.of_all else n, 0, "random", None)
    if found.of_all:
        subject = ModelSubject(get(name))
        answered = subject.answer(draws).has_answer
        n_equilibria = listed(subject, draws).exists.sum(axis=0)[answered]
        assert (found.n_draws, found.n_several) == (answered.sum(), (n_equilibria > 1).sum())
    else:
        # Its own count is that of one crisis, and the arrest chooses between two.
        assert name == "linkage-crisis"
        assert 0.5 < found.share < 0.9
    if name != "crisis-signaling":
        rule = "lowest headline"
        by_rule = plan_sweep(name, n, map=(), indices=(), rule=rule)
        other = totals(start(by_rule, tmp_path / "other"))
        assert other.several.of_all
        assert abs(other.several.share - found.share) < 0.03


def test_where_nothing_is_searched_nothing_is_said(dare, eager, monkeypatch):
    several = plan_sweep(dare, 500).several
    # Backward induction finds the only one.
    assert (several.n_several, several.of_all) == (0, False)
    several = plan_sweep(eager, 50).several
    assert (several.n_draws, several.of_all) == (16, False)
    assert 0 < several.n_several < 16
    monkeypatch.setattr("standoff.study.game_subject.MOST_SETS", 1)
    assert plan_sweep(eager, 50).several is None


def test_without_its_column_the_first_draws_speak(case, tmp_path):
    sweep = plan_sweep(case, N, keep="draws", columns=["prize"], seed=4)
    found = totals(start(sweep, tmp_path / "run"))
    assert not found.several.of_all
    everything = totals(start(plan_sweep(case, N, seed=4), tmp_path / "all")).several
    assert everything.of_all
    assert found.several.share == pytest.approx(everything.share, abs=0.03)


def test_mistakes_are_told_at_once(case):
    with pytest.raises(UnknownName, match="did you mean 'best for target'"):
        plan_sweep(case, 10, rule="best for targt")
    with pytest.raises(GameError, match="a challenger and a target"):
        plan_sweep("precedent", 10, rule="best for target")
    with pytest.raises(UnknownName, match="unknown column 'belief_needed'"):
        plan_sweep(case, 10, rule=RULE, columns=["belief_needed"])
