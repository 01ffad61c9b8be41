"""Features that models declare, beside those that a crisis may have."""

from __future__ import annotations

import pytest

from standoff.models import get, names
from standoff.models.features import QUESTIONS


@pytest.mark.parametrize("name", names())
def test_what_a_model_can_do_without_and_has_no_room_for_are_features(name: str):
    model = get(name)
    # What a model is about first of all, it needs.
    assert set(model.optional) <= set(model.features[1:])
    assert set(model.against) <= set(QUESTIONS) - set(model.features)
