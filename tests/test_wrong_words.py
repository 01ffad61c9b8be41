"""A word that is none of the listed ones is refused, and not read as another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from standoff import models
from standoff.brief import brief_case, draw_parameters
from standoff.brief.claim_change import ClaimChange
from standoff.brief.draw import changed_columns, draw_swapped
from standoff.case.grade import Grade
from standoff.errors import UnknownName, one_of
from standoff.game.build import Sketch
from standoff.game.draws import Draws
from standoff.game.exchange import parse_nfg, write_efg, write_nfg
from standoff.solve.response import quantal_response
from standoff.solve.run import solve
from standoff.study.claim_groups import claim_groups
from standoff.study.condition import Condition
from standoff.study.given_data import given_data, share_with_range
from standoff.study.known_then import KnownThen
from standoff.study.noisy_play import Noise
from standoff.study.sweep_plan import plan_sweep
from standoff.view.tree import draw_tree

CASE = "cases/cienfuegos/case.yaml"
TREE = models.get("audience-costs").game()
POINT = Draws.point({})
TABLE = parse_nfg('NFG 1 R "" { "A" "B" } { 2 2 } 0 0 1 -1 -1 1 -9 -9')
TEN = np.zeros(10)


CALLS: dict[str, Callable[[Any], Any]] = {
    "change of a claim": lambda word: ClaimChange("c13", word),
    "reliability": lambda word: Grade(word, 2),
    "credibility": lambda word: Grade("B", word),
    "sampling of draws": lambda word: draw_parameters(brief_case(CASE), 4, sampling=word),
    "sampling of changed columns": lambda word: changed_columns(
        brief_case(CASE), 4, 0, ClaimChange("c13", "deny"), sampling=word
    ),
    "sampling of swapped draws": lambda word: draw_swapped(
        brief_case(CASE), 4, 0, (), sampling=word
    ),
    "kind of node": lambda word: Sketch(word),
    "dialect": lambda word: write_efg(TREE, dialect=word),
    "form of a table": lambda word: write_nfg(TABLE, form=word),
    "method": lambda word: solve(TREE, POINT, method=word),
    "errors": lambda word: solve(TREE, POINT, method="quantal", precision=1.0, errors=word),
    "errors of a response": lambda word: quantal_response(np.zeros((1, 3)), word),
    "groups of claims": lambda word: claim_groups(brief_case(CASE).case, word),
    "comparison": lambda word: Condition("drop", word, 0.5),
    "method of shares": lambda word: share_with_range(TEN, TEN, word),
    "method of given data": lambda word: given_data(brief_case(CASE), POINT, TEN, method=word),
    "knowledge": lambda word: KnownThen(brief_case(CASE), 4, 0, word),
    "play": lambda word: Noise(play=word),
    "store": lambda word: plan_sweep("audience-costs", 10, keep=word),
    "sampling of a sweep": lambda word: plan_sweep("audience-costs", 10, sampling=word),
    "rule of a sweep": lambda word: plan_sweep("audience-costs", 10, rule=word),
    "place of the root": lambda word: draw_tree(TREE, orientation=word),
    "payoffs of a tree": lambda word: draw_tree(TREE, payoffs=word),
    "folding of a tree": lambda word: draw_tree(TREE, collapse=word),
}


@pytest.mark.parametrize("what", CALLS)
@pytest.mark.parametrize("word", ["denied", "", None, True, 7])
def test_a_wrong_word_is_refused(what: str, word: object):
    with pytest.raises(UnknownName, match=r"Known: "):
        CALLS[what](word)


def test_a_number_is_not_taken_for_another_that_is_equal():
    from typing import Literal

    one_of("number", 1, Literal[1, 2])
    with pytest.raises(UnknownName):
        one_of("number", True, Literal[1, 2])
    with pytest.raises(UnknownName):
        one_of("number", 1.0, Literal[1, 2])
