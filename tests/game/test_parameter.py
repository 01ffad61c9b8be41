import math

import pytest

from standoff.errors import GameError
from standoff.game.parameter import Parameter


def test_bounds_are_closed_and_infinite_by_default():
    share = Parameter("share", "a share", 0.5, low=0.0, high=1.0)
    assert share.admits(0.0)
    assert share.admits(1.0)
    assert not share.admits(1.0000001)
    assert not share.admits(math.nan)
    assert Parameter("cost", "a cost", 0.0).admits(-1e300)


def test_is_frozen():
    with pytest.raises(AttributeError):
        Parameter("cost", "a cost", 0.0).default = 1.0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"name": "audience cost"}, "digits and underscores"),
        ({"default": 2.0}, "between 0 and 1"),
        ({"default": math.nan}, "finite"),
        ({"low": 1.0, "high": 0.0}, "at most"),
        ({"wide": (0.5, 0.2)}, "smaller to a larger"),
        ({"wide": (0.5, 1.5)}, "must lie between 0 and 1"),
        ({"wide": (-math.inf, 1.0)}, "finite"),
    ],
)
def test_contradictions_are_refused_with_a_message(arguments, words):
    facts = {"name": "share", "meaning": "a share", "default": 0.5, "low": 0.0, "high": 1.0}
    with pytest.raises(GameError, match=words) as caught:
        Parameter(**{**facts, **arguments})
    assert "parameter" in str(caught.value)
