"""Sweeps: the draws and answers of a study, in chunks, as rows or as sums."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from tests.brief.test_estimated import written

from standoff.brief import ClaimChange, brief_case, draw_parameters
from standoff.errors import GameError, StandoffError, UnknownName
from standoff.game.status import Status
from standoff.models import get
from standoff.run import RunError, open_run, start
from standoff.study.subject import subject_of
from standoff.study.sweep import Sweep
from standoff.study.sweep_plan import plan_sweep, restore_sweep
from standoff.study.sweep_rows import source
from standoff.study.tally import N_BINS, N_CELLS, Layout, Output, Rows, Tally, bins, merged
from standoff.study.totals import QUANTILES, Index, totals

N = 40_000


@pytest.fixture(scope="module")
def case(root):
    return root / "cases/cienfuegos/case.yaml"


@pytest.fixture(scope="module")
def kept(case, tmp_path_factory):
    return start(plan_sweep(case, N, keep="draws", seed=4), tmp_path_factory.mktemp("d") / "run")


@pytest.fixture(scope="module")
def summed(case, tmp_path_factory):
    return start(plan_sweep(case, N, seed=4), tmp_path_factory.mktemp("s") / "run")


@pytest.fixture(scope="module")
def answers(case):
    brief = brief_case(case)
    draws = draw_parameters(brief, N, 4)
    return draws, subject_of(brief).answer(draws, brief.given)


def test_rows_are_the_draws_and_answers_of_a_study(kept, answers):
    draws, expected = answers
    assert kept.manifest.n_chunks > 1
    assert kept.column("draw").tolist() == list(range(N))
    for name in ("case_value", "prize"):
        assert kept.column(name).tobytes() == draws[name].tobytes()
    assert kept.column("status").tobytes() == expected.status.tobytes()
    assert kept.column("regime").tobytes() == expected.categories["regime"].codes.tobytes()
    for name, column in {
        "p_drop": expected.probabilities["drop"],
        "value_Target": expected.values["Target"],
        "belief_needed": expected.quantities["belief_needed"],
    }.items():
        assert kept.column(name).tobytes() == column.tobytes(), name
    # What the case holds fixed is not a column.
    assert "damage" not in kept.names()


def test_categories_have_their_names_in_queries(kept, answers):
    regime = answers[1].categories["regime"]
    found = kept.query("select regime, count(*) n from draws where regime is not null group by 1")
    counts = dict(zip(found["regime"].tolist(), found["n"].tolist(), strict=True))
    assert counts == {name: int(regime.is_(name).sum()) for name in regime.names if name in counts}
    assert sum(counts.values()) == (regime.codes >= 0).sum()
    status = kept.query("select distinct status from draws order by 1")["status"].tolist()
    # No draw lies on a bound, where ties came from.
    assert status == ["outside assumptions", "solved"]


def test_totals_are_those_of_the_draws(summed, answers):
    draws, expected = answers
    found = totals(summed)
    assert (found.n_draws, found.n_wanted, found.seed) == (N, N, 4)
    assert found.rule == expected.rule
    assert [n for _, n in found.statuses] == np.bincount(expected.status, minlength=6).tolist()
    for name, shares in found.shares:
        category = expected.categories[name]
        assert dict(shares) == {each: int(category.is_(each).sum()) for each in category.names}
    for name, column in {
        "p_drop": expected.probabilities["drop"],
        "value_Challenger": expected.values["Challenger"],
        "cost_of_conceding": expected.quantities["cost_of_conceding"],
    }.items():
        x = column[np.isfinite(column)]
        one = found.output(name)
        assert (one.n, one.least, one.most) == (len(x), x.min(), x.max())
        assert one.mean == pytest.approx(x.mean(), rel=1e-12)
        assert one.deviation == pytest.approx(x.std(ddof=1), rel=1e-12)
        assert one.error == pytest.approx(x.std(ddof=1) / np.sqrt(len(x)), rel=1e-12)
        np.testing.assert_allclose(
            one.quantiles, np.quantile(x, QUANTILES), atol=one.bin_width * 1.01
        )
    assert found.map is not None
    regime = expected.categories["regime"].codes
    ends = [(axis.low, axis.high) for axis in (found.map.y, found.map.x)]
    for code in range(len(found.map.names)):
        mine = regime == code
        counted, _, _ = np.histogram2d(
            draws[found.map.y.name][mine],
            draws[found.map.x.name][mine],
            bins=N_CELLS,
            range=ends,
        )
        assert np.abs(counted - found.map.counts[:, :, code]).sum() <= 2
    with pytest.raises(UnknownName):
        found.output("p_dropp")


def test_sums_and_rows_give_the_same_totals_to_the_last_bit(case, kept, tmp_path):
    run = start(plan_sweep(case, N, seed=4, map=(), indices=()), tmp_path / "run", workers=2)
    assert totals(run) == totals(kept)


def test_order_and_threads_change_no_bit(case, summed, tmp_path):
    sweep = plan_sweep(case, N, seed=4)
    backwards = [sweep.tally(chunk) for chunk in reversed(range(sweep.n_chunks))]
    mine = merged(sweep.layout, backwards[::-1]).sums
    again = start(sweep, tmp_path / "run", workers=3)
    theirs = merged(
        sweep.layout,
        [Tally.of_columns(sweep.layout, each["value"]) for each in again.columns(["value"])],
    ).sums
    assert all(mine[name].tobytes() == theirs[name].tobytes() for name in mine)
    assert [each.name for each in again.files()] == [each.name for each in summed.files()]


def test_a_run_folder_is_all_that_is_needed(case, summed):
    sweep = restore_sweep(summed.manifest, summed.folder)
    assert sweep == plan_sweep(case, N, seed=4)
    assert pickle.loads(pickle.dumps(sweep)) == sweep
    copy = summed.folder / "inputs" / "case.yaml"
    assert copy.read_text(encoding="utf-8") == case.read_text(encoding="utf-8")


def test_a_changed_case_is_refused(root, tmp_path):
    text = (root / "cases/cienfuegos/case.yaml").read_text(encoding="utf-8")
    path = tmp_path / "case.yaml"
    path.write_text(text)
    start(plan_sweep(path, 100), tmp_path / "run")
    path.write_text(text.replace("value: .35", "value: .36"))
    with pytest.raises(RunError, match=r"case\.yaml: the file has changed"):
        start(plan_sweep(path, 100), tmp_path / "run")
    # The folder has the old one and goes on.
    run = open_run(tmp_path / "run")
    start(restore_sweep(run.manifest, run.folder), run.folder)


def test_indices_are_those_of_a_function_with_known_ones():
    """Ishigami's function; Saltelli et al. (2008), p. 179, in closed form."""
    a, b = 7.0, 0.1
    rng = np.random.default_rng(1)
    n = 60_000
    layout = Layout(
        (Output("y", "quantity", "y", -15, 20, 0.0),), (), (), "", "", ("y",), tuple("123")
    )

    def ishigami(x):
        return np.sin(x[0]) + a * np.sin(x[1]) ** 2 + b * x[2] ** 4 * np.sin(x[0])

    one, two = rng.uniform(-np.pi, np.pi, (2, 3, n))
    mixed = np.stack(
        [ishigami(np.stack([two[j] if i == j else one[j] for j in range(3)])) for i in range(3)]
    )
    y1, y2 = ishigami(one), ishigami(two)
    tally = Tally.empty(layout)
    for y in (y1, y2):
        tally.add(Rows({}, np.zeros(n, np.uint8), {}, {"y": y}))
    y1[0] = np.nan  # a draw without an answer is left out
    tally.add_design(0, y1, y2, mixed)
    from standoff.study.totals import summed as total

    sweep = Sweep("", (), 2 * n, 0, "sums", 2 * n, n, layout, ())
    found = {each.parameter: each for each in total(sweep, tally, "").indices}
    pi4, pi8 = np.pi**4, np.pi**8
    v1, v2, v13 = 0.5 * (1 + b * pi4 / 5) ** 2, a**2 / 8, b**2 * pi8 * (1 / 18 - 1 / 50)
    v = v1 + v2 + v13
    for name, first, whole in [
        ("1", v1 / v, (v1 + v13) / v),
        ("2", v2 / v, v2 / v),
        ("3", 0.0, v13 / v),
    ]:
        one = found[name]
        assert isinstance(one, Index)
        assert one.n == n - 1
        assert abs(one.first - first) < 4 * one.first_error < 0.06
        assert abs(one.total - whole) < 4 * one.total_error < 0.04


def test_indices_of_a_case_agree_with_its_design(case):
    """The design that is counted block by block, against the same one put together at once."""
    sweep = plan_sweep(case, 4_000)
    brief = brief_case(case)
    subject = subject_of(brief)
    draws = draw_parameters(brief, 4_000, 0)
    varied = sweep.layout.varied
    n = 4_000 // len(varied)
    a, b = draws.rows(slice(0, n)), draws.rows(slice(n, 2 * n))

    def drop(rows):
        return subject.answer(rows, brief.given).probabilities["drop"]

    sums = sweep.tally(0).sums
    for i, (name,) in enumerate(varied):
        fa, fm = drop(a), drop(a.replace(**{name: b[name]}))
        known = np.isfinite(fa) & np.isfinite(fm) & np.isfinite(drop(b))
        assert sums["index n"][0, i] == known.sum()
        expected = (0.5 * (fa - fm)[known] ** 2).sum()
        assert sums["index total"][0, i] == pytest.approx(expected, rel=1e-12)


TOGETHER = """\
standoff: 1
id: small
title: A small case
model: linkage-crisis
sources:
  - {id: paper, title: A paper, kind: news article, date: 2031-05-04}
sides:
  - {id: C, name: Challenger, role: challenger}
  - {id: T, name: Target, role: target}
claims:
  - {id: c1, says: One., who: [outlet], status: [outlet], source: paper, reliability: B,
     credibility: 2, grade_because: So.}
  - {id: c2, says: Two., who: [outlet], status: [outlet], source: paper, reliability: B,
     credibility: 2, grade_because: So.}
assumptions:
  - {parameter: case_value, value: .35, range: .2 to .8, because: So., claims: [c1]}
  - {parameter: trial_cost, value: .5, range: .2 to 1, because: So., claims: [c1]}
  - {parameter: prize, value: .6, range: .3 to 1.2, because: So., claims: [c2]}
  - {parameter: p_leak, value: .7, range: fixed, because: So., claims: [c2]}
correlations:
  - {between: [case_value, prize], rank: .6, because: So., claims: [c2]}
"""


def test_what_is_drawn_together_is_mixed_together(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(TOGETHER)
    sweep = plan_sweep(path, 2_000)
    assert sweep.layout.varied == (("case_value", "prize"), ("trial_cost",))
    held = plan_sweep(path, 2_000, fixed={"prize": 0.6})
    assert held.layout.varied == (("case_value",), ("trial_cost",))
    # Downgraded, both assumptions on the claim fall in the same draws.
    weaker = plan_sweep(path, 2_000, change=ClaimChange("c1", "downgrade"))
    assert weaker.layout.varied == (("case_value", "prize", "trial_cost"),)
    found = totals(start(sweep, tmp_path / "run"))
    assert {each.parameter for each in found.indices} == {"case_value + prize", "trial_cost"}


def test_files_that_a_case_names_go_with_it(tmp_path):
    path = written(tmp_path)
    sweep = plan_sweep(path, 300, keep="draws")
    run = start(sweep, tmp_path / "run")
    expected = draw_parameters(brief_case(path), 300)
    assert run.column("audience_cost").tobytes() == expected["audience_cost"].tobytes()
    for name in ("case.yaml", "fit.json"):
        (tmp_path / name).unlink()
    assert restore_sweep(run.manifest, run.folder) == sweep
    assert set(sweep.inputs) == {"case.yaml", "fit.json"}
    written(tmp_path, values=[-0.5, -0.1, 0.6, 2.0])
    with pytest.raises(RunError, match=r"fit\.json: the file has changed"):
        start(plan_sweep(path, 300, keep="draws"), tmp_path / "run")


def test_bins_keep_the_ends_apart():
    output = Output("p", "probability", "p", 0.0, 1.0, 0.5)
    column = np.array([0.0, 1e-300, 0.0005, 0.0011, 0.9999, 1.0 - 2**-53, 1.0])
    assert bins(output, column).tolist() == [0, 1, 1, 2, N_BINS, N_BINS, N_BINS + 1]
    wide = Output("x", "value", "x", -1.0, 3.0, 0.0)
    assert bins(wide, np.array([-7.0, -1.0, 2.9, 3.0, 9.0])).tolist() == [0, 0, 975, 1001, 1001]


def test_columns_parameters_and_draws_can_be_chosen(case, tmp_path):
    sweep = plan_sweep(
        case,
        500,
        keep="draws",
        columns=["prize", "regime", "p_threat"],
        fixed={"X": 0.5, "p_leak": 0.7},
        change=ClaimChange("c13", "drop"),
    )
    run = start(sweep, tmp_path / "run")
    assert run.names() == ("draw", "prize", "status", "regime", "p_threat", "p_drop")
    assert restore_sweep(run.manifest, run.folder) == sweep
    brief = brief_case(case)
    draws = draw_parameters(brief, 500, 0, ClaimChange("c13", "drop"))
    expected = subject_of(brief).answer(draws.replace(case_value=0.5, p_leak=0.7), brief.given)
    assert run.column("p_threat").tobytes() == expected.probabilities["threat"].tobytes()


def test_points_that_fill_evenly(case, tmp_path):
    run = start(plan_sweep(case, 1_024, sampling="sobol"), tmp_path / "run")
    found = totals(run)
    assert found.indices == ()
    assert np.isnan(found.output("p_drop").error)
    brief = brief_case(case)
    draws = draw_parameters(brief, 1_024, 0, sampling="sobol")
    drop = subject_of(brief).answer(draws, brief.given).probabilities["drop"]
    assert found.output("p_drop").mean == pytest.approx(np.nanmean(drop), rel=1e-12)


def test_a_model_by_itself_takes_everything_plausible(tmp_path):
    model = get("linkage-crisis")
    run = start(plan_sweep("linkage-crisis", 3_000, keep="draws"), tmp_path / "run")
    for parameter in model.parameters:
        if parameter.wide is not None and parameter.wide[0] < parameter.wide[1]:
            column = run.column(parameter.name)
            low, high = parameter.wide
            assert low <= column.min() < low + 0.02 * (high - low)
            assert high >= column.max() > high - 0.02 * (high - low)
    assert restore_sweep(run.manifest, run.folder).files == ()


@pytest.mark.parametrize("game", ["bluff", "dare"])
def test_a_game_of_the_case_s_own(game, request, tmp_path):
    path = request.getfixturevalue(game)
    sweep = plan_sweep(path, 150, keep="draws", seed=2)
    assert [name for name, _ in sweep.files] == ["case.yaml", "game.yaml"]
    run = start(sweep, tmp_path / "run", workers=2)
    brief = brief_case(path)
    draws = draw_parameters(brief, 150, 2)
    expected = subject_of(brief).answer(draws, brief.given)
    assert run.column("status").tobytes() == expected.status.tobytes()
    for name, column in expected.probabilities.items():
        assert run.column(f"p_{name}").tobytes() == column.tobytes()
    assert (run.column("status") <= Status.FOLD_CROSSED).all()
    found = totals(run)
    assert [n for _, n in dict(found.shares)["regime"]] == [
        int(expected.categories["regime"].is_(name).sum()) for name in brief.game.outcomes
    ]


def test_memory_of_a_game_does_not_grow_with_the_draws(bluff):
    sweep = plan_sweep(bluff, 200)
    sweep.tally(0)
    known = source(sweep.files, sweep.about, sweep.rule).known
    assert len(known._solved) <= 1
    assert not known._searched


@pytest.mark.parametrize(
    ("options", "kind", "says"),
    [
        ({"columns": ["p_dropp"]}, UnknownName, "'p_drop'"),
        ({"columns": ["damage"]}, UnknownName, "unknown column 'damage'"),
        ({"indices": ["regime"]}, UnknownName, "unknown output"),
        ({"map": ["prize"]}, StandoffError, "two different parameters"),
        ({"map": ["prize", "damage"]}, UnknownName, "parameter that varies"),
        ({"map": ["prize", "price"]}, UnknownName, "'prize'"),
        ({"fixed": {"prize": -1.0}}, GameError, "cannot be -1"),
        ({"keep": "draws", "map": ["prize", "X"]}, StandoffError, "keep='sums'"),
        ({"indices": ["p_drop"], "sampling": "sobol"}, StandoffError, "independent draws"),
        ({"change": ClaimChange("c999", "drop")}, UnknownName, "claim"),
    ],
)
def test_what_cannot_be_swept_is_told_at_once(case, options, kind, says):
    with pytest.raises(kind, match=says):
        plan_sweep(case, 1_000, **options)


def test_other_mistakes(case):
    with pytest.raises(GameError, match="at least 1"):
        plan_sweep(case, 0)
    with pytest.raises(UnknownName, match="linkage-crisis"):
        plan_sweep("linkage-crises", 10)
    with pytest.raises(StandoffError, match="only a case has claims"):
        plan_sweep("linkage-crisis", 10, change=ClaimChange("c1", "drop"))
    with pytest.raises(StandoffError, match="no such file"):
        plan_sweep("nowhere/case.yaml", 10)
