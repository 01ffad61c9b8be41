from __future__ import annotations

import pytest
from tests.study.conftest import BLUFF, own_case

from standoff.brief import Brief, brief_case
from standoff.errors import GameError
from standoff.game.structure import Ratifier, Structure, structure_from
from standoff.study.asked import Asked, ask
from standoff.study.counterfactual import WhatIf, counterfactuals
from standoff.study.questions import questions
from standoff.study.rules import under

QUESTIONS = """\
questions:
  - {id: seen, ask: What if the target knew?, reveal: {heard a threat: [resolved, bluffer]}}
  - id: council
    ask: What if a council of hawks had to agree?
    add_ratifier: {name: Council, move: concede, otherwise: resist, ratified: -pride,
                   parameters: {pride: .2}}
  - {id: fixed, ask: What if the target always resisted?, drop_player: {Target: [resist]}}
"""


@pytest.fixture(scope="module")
def bluff_brief(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    return brief_case(own_case(tmp_path_factory.mktemp("own"), BLUFF, QUESTIONS))


def test_questions_of_a_case_change_its_structure(bluff_brief: Brief) -> None:
    asked = ask(bluff_brief, n_draws=3)
    seen, council, fixed = questions(asked)
    # At the base both types threaten and the target concedes: the belief .45 exceeds .45/1.05.
    assert asked.subject.headline == "conceded"
    assert seen.headline_before == pytest.approx(1.0)
    # Who sees the type concedes to the resolved one, and the other keeps quiet.
    assert seen.headline == pytest.approx(0.45)
    assert seen.base == (("regime", "quiet"),)
    # Consent is refused, so that conceding is not possible; only the resolved threatens.
    assert council.headline == pytest.approx(0.0)
    assert council.changes[0].startswith("Council must agree to concede")
    assert fixed.n_answered == 3
    assert "both games solved on their trees" in fixed.note


def test_a_table_of_what_ifs(bluff_brief: Brief) -> None:
    asked = ask(bluff_brief, n_draws=3)
    told = counterfactuals(
        asked.subject,
        asked.base,
        [
            WhatIf("council", Structure(add_ratifier=(Ratifier("Council", "concede", "resist"),))),
            WhatIf(
                "seen", structure_from(reveal=["heard a threat"], seeing=["resolved", "bluffer"])
            ),
            WhatIf("dear", set={"loss": 0.9}),
            WhatIf("none", Structure(remove=("threaten",))),
        ],
    )
    as_it_is, council, seen, dear, none = told.rows
    assert (as_it_is.name, as_it_is.regime) == ("as it is", "conceded")
    assert as_it_is.headline == pytest.approx(1.0)
    assert seen.difference == pytest.approx(-0.55)
    assert none.headline == 0.0
    assert "cannot happen" in none.note
    assert 0.0 < dear.headline < 1.0
    # A council that does not care lets either happen, and its value is nothing.
    assert dict((n, v) for n, v, _ in council.values)["Council"] == 0.0
    assert {row.rule for row in told.rows} >= {as_it_is.rule}
    for row in told.rows:
        assert sum(
            p for name, p in row.probabilities if name in asked.subject.build().outcomes
        ) == (pytest.approx(1.0))
        assert sum(each.is_picked for each in row.equilibria) == 1
        assert row.completeness


def test_closed_form_and_tree_agree_under_one_rule(asked: Asked) -> None:
    told = counterfactuals(
        under(asked.subject, "best for challenger"),
        asked.base, [WhatIf("no public", Structure(remove=("public",)))], given=asked.given,
    )  # fmt: skip
    closed, tree, without = told.rows
    assert closed.method != tree.method
    assert closed.headline == pytest.approx(tree.headline, abs=1e-9) == 1.0
    assert len(closed.equilibria) == len(tree.equilibria) == 3
    for each, other in zip(closed.values, tree.values, strict=True):
        assert each[0] == other[0]
        assert each[1] == pytest.approx(other[1], abs=1e-9)
    own = asked.subject.answer(asked.base, asked.given, ["public"])
    assert without.headline == pytest.approx(float(own.probabilities["drop"][0]), abs=1e-9)


def test_a_known_move_stays_made_when_its_player_does_not_choose_any_more(asked: Asked) -> None:
    told = counterfactuals(
        asked.subject,
        asked.base,
        [
            WhatIf("chance", Structure(drop_player=(("Target", ()),))),
            WhatIf("known otherwise", Structure(drop_player=(("Target", ()),)), given=("notify",)),
            WhatIf("said", Structure(drop_player=(("Target", ("forgo",)),))),
        ],
        given=asked.given,
    )
    assert asked.given == ("secret",)
    chance, otherwise, said = told.rows[2:]
    # Nothing but the answer to a threat is left to chance: the arrest was made in secret.
    assert dict(chance.probabilities).get("no arrest", 0.0) == 0.0
    assert "still made, as it is known: secret" in chance.changes
    assert "still made, as it is known: notify" in otherwise.changes
    assert dict(otherwise.probabilities).get("no arrest", 0.0) == 0.0
    # What is said to be played is played.
    assert dict(said.probabilities).get("no arrest", 0.0) == 1.0
    assert not any("still made" in each for each in said.changes)


def test_words_make_a_structure() -> None:
    found = structure_from(ratifier=["Council", "a", "b", "1", "-x"], drop=["T"], first="s")
    assert found.add_ratifier == (Ratifier("Council", "a", "b", "1", "-x"),)
    assert found.drop_player == (("T", ()),)
    assert found.move_first == (("s", True),)
    assert not found.is_plain
    assert Structure(remove=("a",)).is_plain
    with pytest.raises(GameError, match="a ratifier needs a name"):
        structure_from(ratifier=["Council"])
