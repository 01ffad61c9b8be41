"""Tables of observations from wherever they come."""

import os

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from standoff.errors import EstimationError, FileProblem, UnknownName
from standoff.estimate.bayes.random_effects import level_labels
from standoff.estimate.covariance import read_groups
from standoff.estimate.data import read_data
from standoff.estimate.formula import designs

TABLE = {"x": [1.0, None, 3.0], "word": ["b", None, "a"], "yes": [True, False, True]}


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pa.table, dict])
def test_every_kind_of_table_says_the_same(kind):
    given = kind(TABLE)
    if kind is dict:
        given = {**TABLE, "x": [1.0, np.nan, 3.0]}
    data = read_data(given)
    np.testing.assert_array_equal(data["x"], [1, np.nan, 3])
    assert list(data["word"]) == ["b", None, "a"]
    np.testing.assert_array_equal(data["yes"], [1, 0, 1])
    assert data.levels == {"word": ("a", "b")}
    assert data.rows.tolist() == [1, 2, 3]
    assert data.missing("word").tolist() == [False, True, False]


def test_csv(tmp_path):
    path = tmp_path / "plays.csv"
    path.write_text('\ufeffx,word,flag\n1,"b, c",TRUE\nNA,,FALSE\n3e1,a,NA\n', "utf-8")
    data = read_data(path)
    np.testing.assert_array_equal(data["x"], [1, np.nan, 30])
    assert list(data["word"]) == ["b, c", None, "a"]
    np.testing.assert_array_equal(data["flag"], [1, 0, np.nan])


def test_missing_values_of_pandas():
    frame = pd.DataFrame({"i": pd.array([1, None], dtype="Int64"), "s": pd.array(["a", None])})
    data = read_data(frame)
    np.testing.assert_array_equal(data["i"], [1, np.nan])
    assert list(data["s"]) == ["a", None]


def test_declared_order_of_categories():
    frame = pd.DataFrame({"e": pd.Categorical(["u", "v"], categories=["v", "u", "w"])})
    assert read_data(frame).levels["e"] == ("v", "u", "w")
    # Arrow's dictionary is the factor that pandas or R wrote; pieces may each have their own.
    arrow = pa.Table.from_pandas(frame)
    assert read_data(pa.concat_tables([arrow, arrow])).levels["e"] == ("v", "u", "w")
    series = pl.Series("e", ["u", "v"], dtype=pl.Enum(["v", "u"]))
    assert read_data(pl.DataFrame([series])).levels["e"] == ("v", "u")


def test_tables_that_are_not_read_yet_and_names_that_are_numbers():
    assert read_data(pl.DataFrame(TABLE).lazy()).names == ("x", "word", "yes")
    assert read_data(pd.DataFrame({3: [1.0], 0: [2.0]})).names == ("3", "0")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (pd.DataFrame([[1, 2]], columns=["x", "x"]), "same name"),
        (pa.table([[1], [2]], names=["x", "x"]), "same name"),
        ({"x": 1.0}, "column 'x' is no list"),
        ({"x": np.ones((2, 2))}, "column 'x' is no list"),
    ],
)
def test_bad_tables(given, says):
    with pytest.raises(EstimationError, match=says):
        read_data(given)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x,x\n1,2\n", "two columns have the same name"),
        ("x,y\n1\n", "row 1 has another number of values"),
        ("x,y\n", "no rows"),
    ],
)
def test_bad_files(tmp_path, text, says):
    path = tmp_path / "bad.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(EstimationError, match=says):
        read_data(path)


def test_no_file_no_table(tmp_path):
    with pytest.raises(FileProblem, match="no such file"):
        read_data(tmp_path / "none.csv")
    with pytest.raises(EstimationError, match="no known kind"):
        read_data(3)
    with pytest.raises(EstimationError, match="different lengths"):
        read_data({"a": [1], "b": [1, 2]})


def test_words_where_numbers_are_needed():
    data = read_data({"w": ["a", "b"]})
    with pytest.raises(EstimationError, match="row 1"):
        data.numbers("w")
    with pytest.raises(UnknownName, match="did you mean 'w'"):
        data["W"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("x;y\n-0,829;1\n1,5e2;NA\n", [-0.829, 150]),
        ("x\ty\n-0.829\t1\n150\t2\n", [-0.829, 150]),
        ("sep=;\nx;y\n-0,829;0.5\n150;.25\n", [-0.829, 150]),
        ('x,y\n-0.829,"a;b;c"\n150,"d;e;f"\n', [-0.829, 150]),
        ("x;y\r\n-0.829;1\r\n150;2\r\n", [-0.829, 150]),
        ("x\n-0.829\n150\n", [-0.829, 150]),
    ],
)
def test_separators_and_decimal_signs(tmp_path, text, values):
    path = tmp_path / "plays.csv"
    path.write_text(text, "utf-8")
    np.testing.assert_array_equal(read_data(path)["x"], values)


def test_numbers_with_two_readings_are_used_for_nothing(tmp_path):
    path = tmp_path / "plays.csv"
    rows = "".join(f'"{1000 + i:,}",{i}.5\n' for i in range(9))
    path.write_text("a,b\n" + rows, "utf-8")
    data = read_data(path)
    assert set(data.levels) == {"a"}
    for text in ("a", "b + a"):
        with pytest.raises(EstimationError, match=r"'a' .* can be read in two ways[^$]*1,000"):
            designs({"u": text}, data, ["u"])
    mixed = read_data({"x": ["1,5", "2.5", "3"] * 3})
    with pytest.raises(EstimationError, match="two ways"):
        designs({"u": "x"}, mixed, ["u"])


def test_the_line_that_breaks_a_table_is_named_with_its_separator(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("x;y\n1;2\n3\n", "utf-8")
    with pytest.raises(EstimationError, match=r"row 2[^$]*1 values, separated by semicolons"):
        read_data(path)


LARGE = 2**53


@pytest.mark.parametrize(
    "given",
    [
        {"id": [LARGE, LARGE + 1, LARGE, 10**30]},
        pd.DataFrame({"id": [LARGE, LARGE + 1, LARGE, LARGE + 2]}),
        pd.DataFrame({"id": pd.array([LARGE, LARGE + 1, LARGE, LARGE + 2], dtype="Int64")}),
        pl.DataFrame({"id": [LARGE, LARGE + 1, LARGE, LARGE + 2]}),
        pa.table({"id": [LARGE, LARGE + 1, LARGE, LARGE + 2]}),
        {"id": [f"x{LARGE}", f"x{LARGE + 1}", f"x{LARGE}", "y"]},
    ],
    ids=["mapping", "pandas", "Int64", "polars", "arrow", "words"],
)
def test_labels_keep_every_digit(given, tmp_path):
    data = read_data(given)
    assert len(set(data.identities("id").tolist())) == 3
    assert read_groups(data, "id").tolist() in ([0, 1, 0, 2], [1, 2, 1, 0])
    assert len(set(level_labels(data, ["id"]))) == 3
    pd.DataFrame({"id": data.identities("id")}).to_csv(tmp_path / "ids.csv", index=False)
    assert read_groups(read_data(tmp_path / "ids.csv"), "id").max() == 2
    again = data.take(np.array([True, True, False, True])).replaced(id=data["id"][:3])
    assert again.n_rows == 3


def test_lists_with_missing_values_are_read_as_they_are():
    data = read_data({"w": ["a", np.nan, None, "b"], "id": [LARGE + 1, np.nan, LARGE, 1.5]})
    assert data.levels["w"] == ("a", "b")
    assert data.missing("w").tolist() == [False, True, True, False]
    assert data.identities("id").tolist() == [LARGE + 1, None, LARGE, 1.5]


def test_labels_whose_digits_are_gone_are_refused():
    frame = pd.DataFrame({"id": [float(LARGE), float(LARGE) + 2, None]})
    with pytest.raises(EstimationError, match=r"too large to be labels[^$]*Int64"):
        read_groups(read_data(frame), "id")


def test_members_of_a_dyad_are_told_apart():
    large = read_data({"a": [LARGE, LARGE + 1, LARGE], "b": [LARGE + 1, LARGE, 3]})
    assert read_groups(large, ("a", "b")).tolist()[0] == read_groups(large, ("a", "b")).tolist()[1]
    labels = level_labels(large, ["a", "b"])
    assert labels[0] == labels[1] == f"{LARGE}-{LARGE + 1}"
    words = read_data({"a": ["x-y", "x", "-9"], "b": ["z", "y-z", "200"]})
    assert len(set(level_labels(words, ["a", "b"]))) == 3
    mixed = read_data({"a": [2, 3, 2], "b": ["3", "2", "x"]})
    assert read_groups(mixed, ("a", "b")).tolist() == [0, 0, 1]


def test_names_that_are_the_same_as_text():
    with pytest.raises(EstimationError, match="same name"):
        read_data(pd.DataFrame([[1, 2]], columns=[1, "1"]))
    with pytest.raises(EstimationError, match="same name"):
        read_data({1: [1.0], "1": [2.0]})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes by name")
def test_a_pipe_is_refused_before_it_is_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(FileProblem, match="cannot be read"):
        read_data(tmp_path / "pipe.csv")


def test_a_file_that_claims_to_be_huge_is_refused_unread(tmp_path):
    with (tmp_path / "huge.csv").open("wb") as stream:
        stream.truncate(10**12)
    with pytest.raises(FileProblem, match=r"too big[^$]*pandas or Polars"):
        read_data(tmp_path / "huge.csv")
