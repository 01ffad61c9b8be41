import numpy as np
import pytest

from standoff.errors import GameError, UnknownName
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.status import Status


@pytest.fixture
def draws():
    return Draws(("prize", "cost"), np.array([[1.0, 0.1], [2.0, 0.2], [3.0, 0.3]]))


def test_columns_by_name(draws):
    assert len(draws) == 3
    np.testing.assert_array_equal(draws["cost"], [0.1, 0.2, 0.3])
    assert list(draws.columns()) == ["prize", "cost"]
    assert "cost" in draws
    assert "price" not in draws


def test_unknown_column_suggests_the_near_one(draws):
    with pytest.raises(UnknownName, match="prize"):
        draws["prise"]
    with pytest.raises(UnknownName, match="prize"):
        draws.replace(prise=2.0)


def test_values_cannot_be_written_but_the_array_given_can():
    values = np.ones((2, 1))
    draws = Draws(("prize",), values)
    with pytest.raises(ValueError, match="read-only"):
        draws["prize"][0] = 5.0
    values[0, 0] = 1.0


def test_replace_leaves_the_first_draws_alone(draws):
    changed = draws.replace(cost=0.0)
    np.testing.assert_array_equal(changed["cost"], [0.0, 0.0, 0.0])
    np.testing.assert_array_equal(draws["cost"], [0.1, 0.2, 0.3])
    np.testing.assert_array_equal(changed["prize"], draws["prize"])


def test_a_point_spreads_over_a_column():
    spread = Draws.point({"prize": 1.0, "cost": 0.5}).replace(prize=[1.0, 2.0])
    np.testing.assert_array_equal(spread.values, [[1.0, 0.5], [2.0, 0.5]])


def test_rows(draws):
    assert draws.rows(slice(1, 3)) == Draws(("prize", "cost"), [[2.0, 0.2], [3.0, 0.3]])
    assert len(draws.rows(draws["prize"] > 2.5)) == 1
    assert draws.rows(np.array([2, 0]))["prize"].tolist() == [3.0, 1.0]


def test_complete_orders_and_fills(draws):
    parameters = (
        Parameter("cost", "", 9.0),
        Parameter("belief", "", 0.25),
        Parameter("prize", "", 9.0),
    )
    whole = draws.complete(parameters)
    assert whole.names == ("cost", "belief", "prize")
    np.testing.assert_array_equal(whole.values[1], [0.2, 0.25, 2.0])
    with pytest.raises(UnknownName):
        draws.complete(parameters[:2])


def test_no_draws_at_all_stay_no_draws(draws):
    empty = draws.rows(slice(0, 0))
    assert len(empty) == 0
    assert len(empty.complete((Parameter("prize", "", 1.0), Parameter("cost", "", 1.0)))) == 0
    assert len(empty.replace(cost=1.0)) == 0


@pytest.mark.parametrize(
    ("names", "values"),
    [(("a",), [1.0]), (("a", "b"), [[1.0]]), (("a", "a"), [[1.0, 2.0]])],
)
def test_wrong_shapes_are_refused(names, values):
    with pytest.raises(GameError):
        Draws(names, np.array(values))


def test_columns_of_different_length_are_refused():
    with pytest.raises(GameError, match="2 values where 3"):
        Draws.from_columns({"a": [1.0, 2.0], "b": [1.0, 2.0, 3.0]})
    with pytest.raises(GameError, match="one list"):
        Draws.from_columns({"a": [[1.0, 2.0]]})


def test_status_is_a_number_with_a_sentence():
    codes = np.array([0, 3, 1], dtype=np.uint8)
    assert (codes == Status.OUTSIDE_ASSUMPTIONS).tolist() == [False, True, False]
    assert [Status(code).has_answer for code in codes] == [True, False, True]
    assert all(member.message.endswith(".") for member in Status)
    assert [int(member) for member in Status] == [0, 1, 2, 3, 4, 5]
