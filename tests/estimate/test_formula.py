"""Formulas: names as R gives them, and every mistake with its place."""

import numpy as np
import pytest

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.data import read_data
from standoff.estimate.formula import designs
from standoff.estimate.formula_text import read_formulas

DATA = read_data(
    {
        "x": [1.0, 2.0, 3.0, 4.0, np.nan],
        "z": [1.0, 4.0, 2.0, 2.5, 1.0],
        "twice": [2.0, 4.0, 6.0, 8.0, 10.0],
        "regime": ["b", "a", "c", "a", "b"],
        "peace.yrs": [3.0, 1.0, 4.0, 1.0, 5.0],
    }
)


def design(text):
    return designs({"u11": text}, DATA, ["u11"]).designs[0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x + regime", ("(Intercept)", "x", "regimeb", "regimec")),
        ("regime - 1", ("regimea", "regimeb", "regimec")),
        ("0 + sqrt(x)", ("sqrt(x)",)),
        ("x * z", ("(Intercept)", "x", "z", "x:z")),
        ("I(x^2)", ("(Intercept)", "I(x ** 2)")),
        ("peace.yrs", ("(Intercept)", "peace.yrs")),
        ("-1 + factor(z)", ("factor(z)1", "factor(z)2", "factor(z)2.5", "factor(z)4")),
        ("1", ("(Intercept)",)),
        ("0", ()),
        ("-1", ()),
    ],
)
def test_names(text, names):
    found = design(text)
    assert found.names == names
    assert found.matrix.shape[1] == len(names)


def test_values_and_dropped_rows():
    found = designs({"u11": "x + regime", "u14": "z"}, DATA, ["u11", "u13", "u14"])
    np.testing.assert_array_equal(found.designs[0].matrix[:, 1], [1, 2, 3, 4])
    np.testing.assert_array_equal(found.designs[0].matrix[:, 3], [0, 0, 1, 0])
    assert found.designs[1].matrix.shape == (4, 0)
    assert {name: rows.tolist() for name, rows in found.dropped.items()} == {"x": [5]}
    assert found.kept.tolist() == [0, 1, 2, 3]


def test_other_rows_get_the_same_regressors():
    found = designs({"u11": "center(x) + regime"}, DATA, ["u11"]).designs[0]
    new = read_data({"x": [2.5], "regime": ["c"]})
    np.testing.assert_allclose(found.of(new), [[1, 0, 0, 1]])
    with pytest.raises(EstimationError, match="level that was not fitted"):
        found.of(read_data({"x": [2.5], "regime": ["d"]}))
    with pytest.raises(UnknownName, match="'regime'"):
        found.of(read_data({"x": [2.5]}))
    with pytest.raises(EstimationError, match="row 1"):
        found.of(read_data({"x": [np.nan], "regime": ["c"]}))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x + sz", "unknown column 'sz' in the formula of u11"),
        ("x +", "cannot be read"),
        ("nolog(x)", "unknown function 'nolog'"),
        ("{__import__('os').system('true')}", "not allowed"),
        ("__import__('os').system('true')", "cannot be read"),
        ("x.__class__", "unknown column|not allowed"),
        ("x + twice", "perfectly collinear"),
        ("log(x - 1)", "row 1"),
        ("I(0 * z) + x", "zero in every row"),
    ],
)
def test_mistakes(text, says):
    with pytest.raises((EstimationError, UnknownName), match=says):
        design(text)


def test_collinear_regressors_are_named():
    with pytest.raises(EstimationError, match="x, twice"):
        design("z + x + twice")


def test_no_row_left():
    data = read_data({"x": [np.nan, 1.0], "z": [1.0, np.nan]})
    with pytest.raises(EstimationError, match="no row is left"):
        designs({"u": "x + z"}, data, ["u"])


def test_bars_lists_and_mappings():
    blocks = ["u11", "u13", "u14", "u24"]
    bars = read_formulas("esc + war ~ x | 0 | bs(z, df=4) | 1", blocks)
    assert bars.response == ("esc", "war")
    assert bars.blocks == {"u11": "x", "u13": "0", "u14": "bs(z, df=4)", "u24": "1"}
    listed = read_formulas(["esc + war ~ x", "~ 0", "~ bs(z, df=4)", "1"], blocks)
    assert {k: v.strip() for k, v in listed.blocks.items()} == bars.blocks
    named = read_formulas({"u1(war)": "x"}, blocks, {"u14": "u1(war)"})
    assert named.blocks == {"u11": "0", "u13": "0", "u14": "x", "u24": "0"}
    with pytest.raises(EstimationError, match="3 utilities, and the game has 4"):
        read_formulas("y ~ x | 0 | 1", blocks)
    with pytest.raises(UnknownName, match="u15"):
        read_formulas({"u15": "x"}, blocks)


def test_words_that_never_change_and_words_of_which_there_are_too_many():
    ids = [f"case {i}" for i in range(40)]
    table = read_data({"same": ["a"] * 40, "id": ids, "x": np.arange(40.0)})
    with pytest.raises(EstimationError, match="'same' in the formula of u11 never changes"):
        designs({"u11": "x + same"}, table, ["u11"])
    with pytest.raises(EstimationError, match=r"'id' .* has 40 different values in 40 rows"):
        designs({"u11": "x + id"}, table, ["u11"])


def test_signs_inside_of_quoted_names():
    read = read_formulas("`a+b` + y ~ `x|1~z` | 0", ["u11", "u14"])
    assert read.response == ("a+b", "y")
    assert read.blocks == {"u11": "`x|1~z`", "u14": "0"}


@pytest.mark.parametrize(
    ("text", "values", "says"),
    [
        ("x", {"x": ["a", "b"]}, "'x' holds words"),
        ("regime", {"regime": ["a", "d"]}, "'regime' has a level that was not fitted"),
        ("regime", {"regime": [3.0, 4.0]}, "'regime' has a level that was not fitted"),
        ("factor(z)", {"z": [1.0, 7.0]}, "row 2"),
    ],
)
def test_other_rows_of_another_kind(text, values, says):
    with pytest.raises(EstimationError, match=says):
        design(text).of(read_data(values))
    np.testing.assert_array_equal(design("factor(z)").of(read_data({"z": [1.0]})), [[1, 0, 0, 0]])


HOSTILE = ("1", "0", "a b", "x|1~z", "it's", 'a"b', "a`b", "log", "class", "lambda", "self", "ü",
           "日本", "x[1]", "C(x)", "-1", "a:b", "{x}", "2nd", "I", "\n", "True")  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_backticks_always_name_a_column(name):
    values = np.array([1.0, 4.0, 2.0, 2.5, 7.0])
    data = read_data({name: values, "x": np.arange(5.0), "w": ["p", "q", "p", "q", "p"]})
    quoted = "`" + name.replace("`", "``") + "`"
    found = designs({"u": f"1 + {quoted} + x"}, data, ["u"]).designs[0]
    np.testing.assert_array_equal(found.matrix, np.column_stack([np.ones(5), values, data["x"]]))
    assert found.names == ("(Intercept)", name, "x")
    assert found.columns == (name, "x")
    inside = designs({"u": f"0 + log({quoted}) + {quoted}:w"}, data, ["u"]).designs[0]
    np.testing.assert_allclose(inside.matrix[:, 0], np.log(values))
    assert len(set(inside.names)) == len(inside.names) == 3
    other = data.take(np.array([2, 0])).replaced(**{name: np.array([3.0, 9.0])})
    np.testing.assert_array_equal(found.of(other)[:, 1], [3, 9])


def test_numbers_are_numbers_whatever_columns_are_called():
    data = read_data({"1": [3.0, 5.0], "2": [1.0, 7.0], "x": [0.0, 1.0]})
    assert designs({"u": "1 + x"}, data, ["u"]).designs[0].names == ("(Intercept)", "x")
    np.testing.assert_array_equal(
        designs({"u": "0 + I(x * 2)"}, data, ["u"]).designs[0].matrix[:, 0], [0, 2]
    )
    with pytest.raises(UnknownName, match="unknown column '3'"):
        designs({"u": "`3`"}, data, ["u"])


def test_options_of_functions_are_no_columns():
    data = read_data({"df": np.arange(9.0), "x": np.arange(9.0) ** 2})
    found = designs({"u": "bs(x, df=4)"}, data, ["u"]).designs[0]
    assert found.columns == ("x",)
    assert found.matrix.shape == (9, 5)


def test_names_stay_unique():
    data = read_data({"x": ["ya", "b", "ya", "b"], "xy": ["a", "c", "c", "a"]})
    names = designs({"u": "0 + x:xy"}, data, ["u"]).designs[0].names
    assert len(set(names)) == len(names)
    both = read_data({"x": ["b", "ya"] * 4, "xy": ["0", "0", "a", "a"] * 2})
    assert designs({"u": "x + xy"}, both, ["u"]).designs[0].names == (
        "(Intercept)", "x[T.ya]", "xy[T.a]",
    )  # fmt: skip


@pytest.mark.parametrize("formula", ["x + start", "C(x)", "factor(x) + z", "start:z", "z + ids"])
def test_a_column_whose_every_value_is_new_is_named(formula):
    n = 60
    table = read_data(
        {
            "x": np.arange(n) + 0.5,
            "z": np.sin(np.arange(n)),
            "start": [f"1890-01-{i}" for i in range(n)],
            "ids": [*(str(i) for i in range(n - 1)), "n/a?"],
        }
    )
    with pytest.raises(EstimationError, match="60 different values in 60 rows") as told:
        designs({"u": formula}, table, ["u"])
    if "ids" in formula:
        assert "numbers, and 'n/a?' in row 60" in str(told.value)
    # Rows that tell of many plays can carry a regressor each.
    counted = designs({"u": "0 + start"}, table, ["u"], n_plays=np.full(n, 10.0))
    assert counted.designs[0].matrix.shape == (n, n)


@pytest.mark.parametrize(
    "text",
    ["I(9**9**9**9)", "I(x * 10**10**10)", "I('a' * 10**10)", "I([0] * 10**10)", "I(1 << 10**10)",
     "bs(x, df=10**9)", "poly(x, 1000000)", "(x + z + twice)^20"],
)  # fmt: skip
def test_arithmetic_without_end_is_refused_before_it_begins(text):
    with pytest.raises(EstimationError, match=r"not allowed there|asks for too m"):
        design(text)


@pytest.mark.parametrize(
    ("factor", "says"),
    [(1e300, "too large"), (1e-300, "too small"), (np.inf, "is not a number")],
)
def test_numbers_that_cannot_be_squared(factor, says):
    x = np.arange(9.0) + 1
    with pytest.raises(EstimationError, match=says):
        designs({"u": "x"}, read_data({"x": x * factor}), ["u"])
    missing = read_data({"x": np.append(x, -9.99e15)})
    with pytest.raises(EstimationError, match=r"all others are the same\n.*row 10"):
        designs({"u": "x"}, missing, ["u"])
