"""Games with a player less or more, other information, another order: solved and compared."""

from __future__ import annotations

import numpy as np
import pytest
from tests.games.named import beer_quiche
from tests.study.conftest import BLUFF

from standoff.errors import GameError, UnknownName
from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.draws import Draws
from standoff.game.drop_player import drop_player
from standoff.game.first_move import move_first
from standoff.game.information import hide, reveal
from standoff.game.parameter import Parameter
from standoff.game.ratifier import add_ratifier
from standoff.game.read import check_game_document
from standoff.game.sketches import rebuilt
from standoff.game.tree import Game
from standoff.solve.backward import solve_backward
from standoff.solve.sequential import solve_sequential
from standoff.text.document import parse_document


@pytest.fixture(scope="module")
def bluff() -> Game:
    game, problems = check_game_document(parse_document(BLUFF, "game.yaml"))
    assert not problems
    assert game is not None
    return game


@pytest.fixture(scope="module")
def dare() -> Game:
    answer = move("Target", {"yield": end("won", 1, -1), "fight": end("war", -1, -2)})
    return (
        GameBuilder("dare")
        .players("Challenger", "Target")
        .tree(move("Challenger", {"threaten": answer, "quiet": end("quiet", 0, 0)}))
    )


def base(game: Game) -> Draws:
    return Draws.point({each.name: each.default for each in game.parameters})


def outcome(game: Game, name: str) -> float:
    """The chance of an outcome in the equilibrium by backward induction."""
    draws = Draws((), np.zeros((1, 0))) if not game.parameters else base(game)
    return float(solve_backward(game, draws).p_outcome[name][0])


def test_a_game_taken_apart_is_the_same_game(bluff: Game) -> None:
    for game in (bluff, beer_quiche()):
        again = rebuilt(game, lambda node, sketch: sketch)
        assert again.infosets == game.infosets
        assert [n.children for n in again.nodes] == [n.children for n in game.nodes]
        assert [str(e) for e in again.expressions()] == [str(e) for e in game.expressions()]


class TestDropPlayer:
    def test_fixed_moves_are_made(self, bluff: Game) -> None:
        alone = drop_player(bluff, "Target", ["resist"])
        assert alone.players == ("Challenger",)
        assert "concede" not in alone.actions
        # R executes at a gain, W would pay for backing down: only R threatens.
        solution = solve_backward(alone, base(alone))
        assert solution.p_outcome["executed"] == pytest.approx([0.45])
        assert solution.p_outcome["quiet"] == pytest.approx([0.55])

    def test_chance_takes_over(self, bluff: Game) -> None:
        alone = drop_player(bluff, "Target", at_random=True)
        solution = solve_backward(alone, base(alone))
        # Half the threats succeed: 1/2 prize - 1/2 audience cost > 0 even for W.
        assert solution.p_outcome["conceded"] == pytest.approx([0.5])
        assert solution.p_outcome["backed down"] == pytest.approx([0.275])

    def test_where_no_move_is_named_a_known_one_stays_made_or_chance_decides(
        self, bluff: Game
    ) -> None:
        known = drop_player(bluff, "Target", at_random=True, given=["resist"])
        assert "conceded" not in known.outcomes
        said = drop_player(bluff, "Target", ["concede"], at_random=True, given=["resist"])
        assert solve_backward(said, base(said)).p_outcome["conceded"] == pytest.approx([1.0])
        # Of two sets one is named, and at the other chance decides.
        alone = drop_player(bluff, "Challenger", ["threaten"], at_random=True)
        assert set(alone.players) == {"Target"}
        shares = [
            len(node.children) for node in alone.nodes if node.kind == "chance" and node.parent >= 0
        ]
        assert set(shares) == {1, 2}

    def test_mistakes_are_named(self, bluff: Game) -> None:
        with pytest.raises(GameError, match="somebody must decide"):
            drop_player(bluff, "Target")
        with pytest.raises(UnknownName, match="did you mean 'resist'"):
            drop_player(bluff, "Target", ["resit"])
        with pytest.raises(UnknownName):
            drop_player(bluff, "Judge")
        with pytest.raises(GameError, match="without a player"):
            drop_player(drop_player(bluff, "Target", ["resist"]), "Challenger")


class TestRatifier:
    def test_its_interest_decides(self, dare: Game) -> None:
        willing = add_ratifier(dare, "Congress", "yield", otherwise="fight", ratified=0.1)
        assert outcome(willing, "won") == 1.0
        hawks = add_ratifier(
            dare, "Congress", "yield", otherwise="fight", ratified="-pride",
            parameters=[Parameter("pride", "what yielding costs", 0.3)],
        )  # fmt: skip
        assert hawks.players == ("Challenger", "Target", "Congress")
        # Consent is refused, so yielding ends in war: nobody threatens.
        assert outcome(hawks, "quiet") == 1.0
        assert outcome(dare, "won") == 1.0

    def test_it_cannot_see_types(self, bluff: Game) -> None:
        asked = add_ratifier(bluff, "Council", "threaten", otherwise="quiet")
        (own,) = (each for each in asked.infosets if asked.players[each.player] == "Council")
        assert len(own.nodes) == 2
        assert own.actions == ("ratify", "refuse")

    def test_a_refusal_is_seen(self, bluff: Game) -> None:
        asked = add_ratifier(bluff, "Council", "concede", otherwise="resist")
        labels = {each.label for each in asked.infosets}
        assert {"resolved: act", "resolved: act, concede refused"} <= labels

    def test_payoffs_of_others_stay(self, bluff: Game) -> None:
        asked = add_ratifier(bluff, "Council", "concede", otherwise="resist", ratified=1)
        solution = solve_sequential(asked, base(asked))
        before = solve_sequential(bluff, base(bluff))
        assert solution.p_outcome["conceded"] == pytest.approx(before.p_outcome["conceded"])
        np.testing.assert_allclose(solution.value[:, :2], before.value, atol=1e-9)
        assert solution.value[0, 2] == pytest.approx(float(before.p_outcome["conceded"][0]))

    def test_mistakes_are_named(self, bluff: Game) -> None:
        with pytest.raises(GameError, match="must be possible"):
            add_ratifier(bluff, "Council", "concede", otherwise="quiet")
        with pytest.raises(GameError, match="already"):
            add_ratifier(bluff, "Target", "concede", otherwise="resist")
        with pytest.raises(UnknownName):
            add_ratifier(bluff, "Council", "conceed", otherwise="resist")
        with pytest.raises(GameError, match="'pride' is not a declared parameter"):
            add_ratifier(bluff, "Council", "concede", otherwise="resist", ratified="pride")


class TestInformation:
    def test_a_type_that_is_seen_cannot_bluff(self, bluff: Game) -> None:
        seen = reveal(bluff, "heard a threat", ["resolved", "bluffer"])
        labels = [e.label for e in seen.infosets if seen.players[e.player] == "Target"]
        assert labels == ["heard a threat, seeing resolved", "heard a threat, seeing bluffer"]
        solution = solve_backward(seen, base(seen))
        assert solution.p_outcome["conceded"] == pytest.approx([0.45])
        assert solution.p_outcome["quiet"] == pytest.approx([0.55])

    def test_hiding_undoes_revealing(self, bluff: Game) -> None:
        seen = reveal(bluff, "heard a threat")
        labels = [e.label for e in seen.infosets if e.label.startswith("heard")]
        again = hide(seen, labels)
        before, after = (solve_sequential(g, base(g)) for g in (bluff, again))
        for name, p in before.p_outcome.items():
            assert after.p_outcome[name] == pytest.approx(p, abs=1e-9)

    def test_later_sets_remember(self) -> None:
        second = move("B", {"stay": end("s", 0, 0), "go": end("g", 0, 0)}, knows="later")
        first = move("B", {"on": second, "off": end("off", 0, 0)}, knows="early")
        game = GameBuilder("two").players("A", "B").tree(move("A", {"left": first, "right": first}))
        labels = {each.label for each in reveal(game, "early", ["left", "right"]).infosets}
        assert {"later, seeing left", "later, seeing right"} <= labels

    def test_mistakes_are_named(self, bluff: Game) -> None:
        with pytest.raises(GameError, match="nothing new to see"):
            reveal(bluff, "heard a threat", ["threaten"])
        with pytest.raises(UnknownName, match="branch before"):
            reveal(bluff, "heard a threat", ["resolve"])
        with pytest.raises(GameError, match="different players"):
            hide(bluff, ["heard a threat", "resolved: act"])
        with pytest.raises(GameError, match="same moves"):
            hide(bluff, ["resolved: respond", "resolved: act"])
        with pytest.raises(GameError, match="two or more"):
            hide(bluff, ["resolved: act"])


class TestMoveFirst:
    def test_a_commitment_deters(self, dare: Game) -> None:
        # Who is bound to fight is not threatened.
        early = move_first(dare, "threaten")
        assert outcome(early, "quiet") == 1.0
        assert early.infosets[0].label == "threaten, in advance"

    def test_a_decision_nobody_sees_is_the_game_in_one_table(self, dare: Game) -> None:
        secret = move_first(dare, "threaten", seen=False)
        start = next(each for each in secret.infosets if each.label == "start")
        assert len(start.nodes) == 2
        # Yielding in advance is as good as fighting when nobody threatens, so that both the
        # threat that works and the quiet can be equilibria; the path picks one of them.
        solution = solve_sequential(secret, Draws((), np.zeros((1, 0))))
        assert solution.p_outcome["won"] + solution.p_outcome["quiet"] == pytest.approx([1.0])

    def test_nobody_moves_before_the_start(self, dare: Game) -> None:
        with pytest.raises(GameError, match="where the game starts"):
            move_first(dare, "start")


def test_who_sees_the_weather_goes_out_in_the_sun() -> None:
    def walk(gain: float) -> Sketch:
        return move("A", {"out": end("out", gain), "in": end("in", 0)}, knows="morning")

    weather = chance("weather", {"sun": ("1 / 4", walk(1.0)), "rain": ("3 / 4", walk(-1.0))})
    game = GameBuilder("walk").players("A").tree(weather)
    blind = solve_sequential(game, Draws((), np.zeros((1, 0))))
    assert blind.p_outcome["in"] == pytest.approx([1.0])
    assert outcome(reveal(game, "morning"), "out") == pytest.approx(0.25)
