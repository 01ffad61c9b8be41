from __future__ import annotations

import pytest
from tests.models.linkage_crisis.random_draws import MODEL

from standoff.errors import GameError, UnknownName


@pytest.mark.parametrize("function", [MODEL.answer, MODEL.equilibria])
def test_unknown_moves_suggest_the_near_one(function):
    draws = MODEL.draws()
    with pytest.raises(UnknownName, match="did you mean 'private'"):
        function(draws, remove=("privat",))
    with pytest.raises(UnknownName, match="did you mean 'notify'"):
        function(draws, given=("notfy",))


@pytest.mark.parametrize("action", ["quiet", "drop", "hold", "execute", "back down"])
def test_moves_that_the_formulas_need_stay(action):
    with pytest.raises(UnknownName, match="taken away"):
        MODEL.answer(MODEL.draws(), remove=(action,))
    with pytest.raises(UnknownName, match="taken away"):
        MODEL.build(remove=(action,))


@pytest.mark.parametrize(
    ("given", "remove", "words"),
    [
        (("secret", "notify"), (), "cannot both"),
        (("secret",), ("secret",), "taken away at the same time"),
        ((), ("secret", "notify"), "no crisis to study"),
        ((), ("honor", "scapegoat", "exonerate"), "nothing with"),
    ],
)
def test_contradictions_are_refused(given, remove, words):
    with pytest.raises(GameError, match=words):
        MODEL.answer(MODEL.draws(), given=given, remove=remove)
