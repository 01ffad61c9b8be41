"""Tables of observations from wherever they come."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from standoff.errors import EstimationError, FileProblem, UnknownName
from standoff.estimate.data import read_data

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
