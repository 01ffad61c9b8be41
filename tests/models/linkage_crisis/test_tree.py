from __future__ import annotations

from itertools import product

import pytest
from tests.models.linkage_crisis.random_draws import MODEL


def test_the_whole_tree_has_58_ends_and_25_information_sets():
    game = MODEL.build()
    assert len(game.ends) == 58
    assert len(game.infosets) == 25
    assert game.players == ("Challenger", "Target")
    assert set(game.outcomes) == {
        "no arrest", "suspect escaped", "quiet", "review", "executed", "backed down",
        "court refused", "honored", "fall guy", "exonerated",
    }  # fmt: skip


def test_every_set_is_labeled_as_promised():
    game = MODEL.build()
    expected = {"arrest": ("Target", ("forgo", "secret", "notify"))}
    for crisis in ("secret", "notified"):
        for channel in ("private", "public"):
            expected[f"{crisis} {channel}: answer"] = ("Target", ("drop", "hold"))
        for kind in ("resolved", "bluffer"):
            expected[f"{crisis} {kind}: respond"] = (
                "Challenger", ("quiet", "review", "private", "public"),
            )  # fmt: skip
        for kind, channel in product(("resolved", "bluffer"), ("private", "public")):
            here = f"{crisis} {kind} {channel}"
            expected[f"{here}: act"] = ("Challenger", ("execute", "back down"))
            expected[f"{here}: settle"] = ("Challenger", ("honor", "scapegoat", "exonerate"))
    assert {s.label: (game.players[s.player], s.actions) for s in game.infosets} == expected


@pytest.mark.parametrize(
    ("outcome", "challenger", "target"),
    [
        ("no arrest", 0.0, 0.0),
        ("suspect escaped", 0.0, 0.0),
        ("quiet", 0.0, 0.45),
        ("review", 0.05, 0.42),
        ("court refused", 0.0, 0.40),
    ],
)
def test_payoffs_that_do_not_depend_on_the_path(outcome, challenger, target):
    game = MODEL.build()
    defaults = {p.name: p.default for p in game.parameters}
    ends = [node for node in game.ends if node.outcome == outcome]
    assert ends
    for node in ends:
        assert node.pays[0].evaluate(defaults) == pytest.approx(challenger)
        assert node.pays[1].evaluate(defaults) == pytest.approx(target)


@pytest.mark.parametrize(
    ("path", "challenger", "target"),
    [
        (("secret", "resolved", "private", "hold", "execute"), -0.1, -0.55),
        (("secret", "bluffer", "private", "hold", "execute"), -0.9, -0.55),
        (("secret", "bluffer", "public", "hold", "back down"), -0.4, 0.47),
        (("notify", "no leak", "bluffer", "private", "hold", "back down"), -0.15, 0.47),
        (("secret", "bluffer", "private", "drop", "grant", "honor"), 0.1, 0.33),
        (("secret", "bluffer", "public", "drop", "grant", "honor"), 0.1, 0.23),
        (("secret", "resolved", "private", "drop", "grant", "scapegoat"), 0.22, 0.1375),
        (("secret", "resolved", "public", "drop", "grant", "exonerate"), 0.48, -0.05),
    ],
    ids=lambda path: " > ".join(path) if isinstance(path, tuple) else None,
)
def test_payoffs_on_a_path(path, challenger, target):
    game = MODEL.build()
    defaults = {p.name: p.default for p in game.parameters}
    (node,) = [node for node in game.ends if game.history(node.index) == path]
    assert node.pays[0].evaluate(defaults) == pytest.approx(challenger)
    assert node.pays[1].evaluate(defaults) == pytest.approx(target)


@pytest.mark.parametrize(
    ("remove", "n_ends"),
    [
        (("private",), 34),
        (("review",), 54),
        (("secret",), 30),
        (("notify",), 29),
        (("forgo",), 57),
        (("exonerate",), 50),
        (("private", "public"), 10),
    ],
)
def test_moves_taken_away_take_their_branches_along(remove, n_ends):
    game = MODEL.build(remove)
    assert len(game.ends) == n_ends
    assert not set(remove) & set(game.actions)
