"""Tables of numbers go out and come back; bad cells are told by row and column."""

from __future__ import annotations

import json
import os
import tracemalloc
from pathlib import Path

import duckdb
import numpy as np
import pytest

from standoff.errors import FileProblem, GameError
from standoff.text.table import MAX_CELLS, as_csv, read_table, write_table

COLUMNS = {"prize": np.array([0.1, np.nan, 1e-17]), "p: a, b": np.array([0.0, 1 / 3, 1.0])}


@pytest.mark.parametrize("name", ["t.parquet", "odd [1]*'name.parquet"])
def test_parquet_round_trip(tmp_path: Path, name: str) -> None:
    write_table(tmp_path / name, COLUMNS)
    found = read_table(tmp_path / name)
    assert list(found) == list(COLUMNS)
    assert all(np.array_equal(found[c], COLUMNS[c], equal_nan=True) for c in COLUMNS)
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_csv_keeps_every_digit(tmp_path: Path) -> None:
    full = {name: np.nan_to_num(column) for name, column in COLUMNS.items()}
    write_table(tmp_path / "t.csv", full)
    found = read_table(tmp_path / "t.csv")
    assert all(np.array_equal(found[c], full[c]) for c in full)
    assert as_csv(COLUMNS).splitlines()[2] == f",{1 / 3}"


def test_json_rows(tmp_path: Path) -> None:
    write_table(tmp_path / "t.json", {**COLUMNS, "status": np.array(["a", "b", "c"])})
    rows = json.loads((tmp_path / "t.json").read_text())
    assert rows[1] == {"prize": None, "p: a, b": 1 / 3, "status": "b"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n3\n", "row 2: 1 values for 2 columns"),
        ("a,b\n1,x\n", "row 1, b: 'x' is no number"),
        ("a,a\n1,2\n", "two columns have the same name"),
        ("a,b\n", "no rows"),
        ("", "no rows"),
        ('a,b\n"1,2\n', "not a table"),
    ],
)
def test_bad_tables_say_where(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(GameError, match=says):
        read_table(tmp_path / "t.csv")


def test_many_bad_cells_are_cut_short(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\n" + "x\n" * 10_000)
    with pytest.raises(GameError, match="perhaps more") as caught:
        read_table(tmp_path / "t.csv")
    assert str(caught.value).count("\n") < 30


def test_what_is_no_parquet_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_bytes(b"PAR1 nothing")
    with pytest.raises(GameError, match="not a Parquet file"):
        read_table(tmp_path / "t.parquet")
    with pytest.raises(FileProblem, match="no such file"):
        read_table(tmp_path / "other.parquet")
    write_table(tmp_path / "words.parquet", {"a": np.array(["x", "y"])})
    with pytest.raises(GameError, match="must hold numbers"):
        read_table(tmp_path / "words.parquet")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("name", ["draws.csv", "draws.parquet"])
def test_a_pipe_is_refused_without_waiting_for_somebody_who_writes(tmp_path, name):
    os.mkfifo(tmp_path / name)
    with pytest.raises(FileProblem, match="a device or a pipe"):
        read_table(tmp_path / name)


@pytest.mark.parametrize("name", ["draws.csv", "draws.parquet"])
def test_a_file_that_claims_to_be_huge_is_refused_unread(tmp_path, name):
    path = tmp_path / name
    with open(path, "wb") as stream:
        stream.truncate(3_000_000_000)
    with pytest.raises(FileProblem, match="3,000,000,000 bytes"):
        read_table(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(FileProblem, match="is a folder"):
        read_table(path)


def test_a_line_without_end_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "draws.csv"
    with open(path, "wb") as stream:
        stream.write(b"prize\n.5\n")
        stream.truncate(1_900_000_000)
    tracemalloc.start()
    with pytest.raises(FileProblem, match=r"a line is too long(.|\n)*draws\.csv:3"):
        read_table(path)
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_a_small_file_may_hold_too_many_rows(tmp_path):
    """A thousand million equal numbers take two kilobytes on the disk."""
    path = tmp_path / "draws.parquet"
    target = str(path).replace("'", "''")
    duckdb.execute(
        f"copy (select 0.3::double as prize from range({MAX_CELLS + 1})) to '{target}' "
        "(format parquet, compression zstd)"
    )
    assert path.stat().st_size < 100_000
    with pytest.raises(GameError, match=r"at most 30,000,000 numbers, which are 30,000,000 rows"):
        read_table(path)


def test_more_lines_than_fit_are_refused_while_they_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr("standoff.text.table.MAX_CELLS", 10)
    path = tmp_path / "draws.csv"
    path.write_text("prize,tax\n" + "1,2\n" * 5)
    assert len(read_table(path)["tax"]) == 5
    path.write_text("prize,tax\n" + "1,2\n" * 6)
    with pytest.raises(GameError, match="5 rows of 2 columns"):
        read_table(path)


def test_where_a_table_is_not_utf8_is_told_by_its_line(tmp_path):
    path = tmp_path / "draws.csv"
    path.write_bytes(b"prize\n" + b".5\n" * 20_000 + b"\xff\n")
    with pytest.raises(FileProblem, match=r"draws\.csv:20002\n  Found: byte 0xff"):
        read_table(path)
