"""A run as data: tables, queries, and what is missing."""

from __future__ import annotations

import numpy as np
import pytest
from tests.run.conftest import expected
from tests.run.jobs import Squares

from standoff.errors import UnknownName
from standoff.run import RunError, open_run, start

JOB = Squares(seed=3)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return start(JOB, tmp_path_factory.mktemp("run") / "r [0]'s", workers=2)


def test_columns_stream_by_chunk_as_they_were_written(run):
    whole = expected(JOB)
    chunks = list(run.columns())
    assert len(chunks) == JOB.n_chunks
    for name, column in whole.items():
        found = np.concatenate([each[name] for each in chunks])
        assert found.dtype == column.dtype
        assert found.tobytes() == column.tobytes()
    assert np.isnan(whole["root of x"]).any()
    assert [set(each) for each in run.columns(["x"])] == [{"x"}] * JOB.n_chunks
    assert run.column("row").tolist() == list(range(500))
    assert run.names() == tuple(whole)


def test_queries_see_names_and_pass_over_what_does_not_exist(run):
    whole = expected(JOB)
    found = run.query(
        'select sign, count(*) n, avg("root of x") m from draws group by 1 order by 1'
    )
    codes = {"below": 0, "it's [above]": 1, "": -1}
    by_name = dict(zip(found["sign"], zip(found["n"], found["m"], strict=True), strict=True))
    assert set(by_name) == set(codes)
    for name, code in codes.items():
        mine = whole["root of x"][whole["sign"] == code]
        n, mean = by_name[name]
        assert n == len(mine)
        if np.isfinite(mine).any():
            assert mean == pytest.approx(np.nanmean(mine), abs=1e-12)
        else:
            assert np.isnan(mean)
    raw = run.query("select min(sign) a, max(sign) b from chunks")
    assert (raw["a"][0], raw["b"][0]) == (-1, 1)


def test_tables_for_other_libraries_hold_the_same(run):
    whole = expected(JOB)
    sql = "select * from draws order by row desc"
    polars, pandas, arrow = run.to_polars(sql), run.to_pandas(), run.to_arrow()
    assert polars["row"].to_list() == list(range(499, -1, -1))
    assert polars["sign"].null_count() == (whole["sign"] == -1).sum()
    assert pandas["x"].to_numpy().tobytes() == whole["x"].tobytes()
    assert set(pandas["sign"].dropna()) == {"below", "it's [above]"}
    assert arrow.column("x").to_numpy().tobytes() == whole["x"].tobytes()
    assert arrow.column_names == list(whole)
    xarray = run.to_xarray()
    assert xarray["x"].dims == ("draw",)
    np.testing.assert_array_equal(xarray["root of x"], whole["root of x"])


def test_a_wrong_query_says_why(run):
    with pytest.raises(RunError, match="squares"):
        run.query("select squares from draws")
    with pytest.raises(RunError, match="answer this query"):
        run.to_polars("select from")
    with pytest.raises(UnknownName, match="'x'"):
        list(run.columns(["X"]))


@pytest.mark.parametrize(
    "sql",
    [
        "",
        " ; -- nothing",
        "select 1; select 2",
        "copy draws to '{0}/taken.parquet'",
        "copy draws to '{1}' (use_tmp_file false)",
        "explain analyze copy draws to '{1}' (use_tmp_file false)",
        "with t as (copy draws to '{1}') from t",
        "select (with t as (copy draws to '{1}') from t)",
        "with t as (insert into draws values (1) returning *) from t",
        "with t as (copy draws to '{1}') pivot t on x",
        "attach '{0}/taken.db'",
        "export database '{0}/taken'",
        "create table mine as from draws",
        "drop view draws",
        "set enable_external_access = true",
        "select * from read_csv('{0}/secret.csv')",
        "from glob('{0}/*')",
        "from read_text('{0}/secret.csv')",
        "load httpfs",
    ],
)
def test_a_query_only_reads_and_only_the_run(run, tmp_path, sql):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    before = [each.read_bytes() for each in run.files()]
    asked = sql.format(tmp_path, str(run.files()[0]).replace("'", "''"))
    for ask in (run.query, run.to_arrow, run.to_pandas):
        with pytest.raises(RunError):
            ask(asked)
    assert [each.name for each in tmp_path.iterdir()] == ["secret.csv"]
    assert [each.read_bytes() for each in run.files()] == before
    assert run.check() == ()


def test_every_way_to_select_is_a_query(run):
    assert run.query("from draws limit 3")["row"].tolist() == [0, 1, 2]
    assert run.query("with t as (select 1 a) from t")["a"].tolist() == [1]
    assert run.query("summarize draws")["column_name"].tolist() == list(run.names())
    turned = run.query("pivot draws on sign in ('below') using count(*) -- and no more\n;")
    assert "below" in turned
    assert run.query("select row from draws order by row desc")["row"][0] == 499
    assert run.to_pandas("select sign from draws")["sign"].isna().any()
    assert None in run.to_arrow("select sign from draws")["sign"].to_pylist()


def test_a_library_that_is_absent_is_named(run, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    for table in (run.to_polars, run.to_pandas, run.to_arrow, run.to_xarray):
        with pytest.raises(RunError, match="pip install"):
            table()


def test_what_is_no_run_cannot_be_opened(tmp_path):
    with pytest.raises(RunError, match="no such folder"):
        open_run(tmp_path / "none")
    with pytest.raises(RunError, match=r"no run\.json"):
        open_run(tmp_path)
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(RunError, match="damaged"):
        open_run(tmp_path)
    (tmp_path / "run.json").write_text('{"format": 99}')
    with pytest.raises(RunError, match="newer standoff"):
        open_run(tmp_path)
