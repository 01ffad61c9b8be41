from __future__ import annotations

import numpy as np
import pytest

from standoff import models
from standoff.errors import GameError, UnknownName

MODEL = models.get("linkage-crisis")


def test_parameters_by_name_or_symbol():
    assert MODEL.parameter("a_p") is MODEL.parameter("audience_cost_private")
    with pytest.raises(UnknownName, match="did you mean 'audience_cost_public'"):
        MODEL.parameter("audience_cost_publc")


def test_draws_take_names_symbols_columns_and_defaults():
    draws = MODEL.draws({"V": [0.5, 0.7], "damage": 2.0})
    assert len(draws) == 2
    assert draws.names == tuple(p.name for p in MODEL.parameters)
    assert draws["prize"].tolist() == [0.5, 0.7]
    assert draws["damage"].tolist() == [2.0, 2.0]
    assert draws["case_value"].tolist() == [0.35, 0.35]


def test_one_parameter_cannot_be_given_twice():
    with pytest.raises(GameError, match="by name and by symbol"):
        MODEL.draws({"V": 0.5, "prize": 0.6})


def test_outside_counts_the_draws_per_assumption():
    draws = MODEL.draws({"V": np.array([0.6, 0.1, 0.1]), "a_p": np.array([0.15, 0.15, 0.5])})
    lines = MODEL.outside(MODEL.answer(draws)).splitlines()
    assert lines[0].startswith("linkage-crisis gives no answer for 2 of 3 draws")
    assert [line.strip()[:2] for line in lines[1:]] == ["A1", "A2"]
    assert [line[-1] for line in lines[1:]] == ["2", "1"]
