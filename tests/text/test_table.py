"""Tables of numbers go out and come back; bad cells are told by row and column."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from standoff.errors import FileProblem, GameError
from standoff.text.table import as_csv, read_table, write_table

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
