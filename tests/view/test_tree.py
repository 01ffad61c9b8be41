import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import games, profiles
from tests.view.tree_games import crisis_game, signal_game, threat_game

from standoff.errors import GameError, UnknownName
from standoff.game import Draws, GameBuilder, end, move
from standoff.game.status import Status
from standoff.solve.solution import Solution, from_named
from standoff.text.expression import parse
from standoff.view.tree import data

THREAT, THREAT_SOLUTION = threat_game()
SIGNAL, SIGNAL_SOLUTION = signal_game()
CRISIS, CRISIS_SOLUTION = crisis_game()
ORIENTATIONS = ("left", "top")


def boxes(picture):
    """Every mark and every label, with a name; labels inside a player's mark are left out."""
    for node in picture.nodes:
        yield f"node {node.node}", node.box
        labels = node.labels[1:] if node.mark == "move" else node.labels
        yield from ((f"label {label.text!r} of node {node.node}", label.box) for label in labels)
    for branch in picture.branches:
        yield from ((f"branch {label.text!r} {branch.node}", label.box) for label in branch.labels)
    yield from ((f"heading {label.text!r}", label.box) for label in picture.headings)
    for mark in picture.key:
        yield f"key {mark.label.text!r}", mark.box
        if mark.sample != "player":
            yield f"key label {mark.label.text!r}", mark.label.box


def assert_nothing_overlaps(picture):
    named = sorted(boxes(picture), key=lambda pair: pair[1][1])
    active = []
    for name, box in named:
        active = [(n, b) for n, b in active if b[3] > box[1] + 0.01]
        for other, b in active:
            apart = b[2] <= box[0] + 0.01 or box[2] <= b[0] + 0.01
            assert apart, f"{name} {box} overlaps {other} {b}"
        active.append((name, box))
        left, top, right, bottom = box
        assert left >= 0, name
        assert top >= 0, name
        assert right <= picture.width, name
        assert bottom <= picture.height, name


@settings(max_examples=60, deadline=None)
@given(
    st.data(), games(), st.sampled_from(ORIENTATIONS), st.sampled_from(["numbers", "expressions"])
)
def test_nothing_overlaps_and_the_path_is_what_is_reached(random, game, orientation, payoffs):
    solution = random.draw(st.one_of(st.none(), profiles(game)))
    picture = data(game, solution, orientation=orientation, payoffs=payoffs)
    assert_nothing_overlaps(picture)
    assert [node.node for node in picture.nodes] == list(range(len(game.nodes)))
    if solution is None:
        assert picture.path == ()
        assert all(math.isnan(node.reach) for node in picture.nodes)
    else:
        reached = set(np.flatnonzero(solution.p_node[0] > 0))
        assert set(picture.path) == reached - {0}
        np.testing.assert_allclose([n.reach for n in picture.nodes], solution.p_node[0])


@settings(max_examples=40, deadline=None)
@given(games(), st.sampled_from(ORIENTATIONS))
def test_information_sets_join_their_nodes(game, orientation):
    picture = data(game, orientation=orientation)
    several = {i.index: i.nodes for i in game.infosets if len(i.nodes) > 1}
    assert {mark.infoset: mark.nodes for mark in picture.sets} == several
    box = {node.node: node.box for node in picture.nodes}
    for mark in picture.sets:
        *ticks, _ = mark.lines
        for (_, (x, y)), node in zip(ticks, mark.nodes, strict=True):
            left, top, right, bottom = box[node]
            assert left - 0.01 <= x <= right + 0.01
            assert top - 0.01 <= y <= bottom + 0.01
    shown = [label.full for node in picture.nodes for label in node.labels[1:]]
    for infoset in several:
        assert shown.count(game.infosets[infoset].label) == sum(
            game.infosets[i].label == game.infosets[infoset].label for i in several
        )


@settings(max_examples=30, deadline=None)
@given(st.data(), games(), st.sampled_from(ORIENTATIONS))
def test_collapsing_hides_only_what_never_happens(random, game, orientation):
    solution = random.draw(profiles(game))
    full = data(game, solution)
    picture = data(game, solution, orientation=orientation, collapse="off path")
    assert_nothing_overlaps(picture)
    assert set(picture.path) == set(full.path)
    shown = {node.node: node for node in picture.nodes}
    ends = [node for node in picture.nodes if node.mark in ("end", "stub")]
    assert sum(node.n_ends for node in ends) == len(game.ends)
    for node in game.nodes:
        if node.parent >= 0 and solution.p_node[0, node.parent] > 0:
            assert node.index in shown
    for node in picture.nodes:
        if node.mark == "stub":
            assert solution.p_node[0, node.node] == 0
            assert not any(branch.parent == node.node for branch in picture.branches)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("game", [THREAT, SIGNAL, CRISIS], ids=lambda game: game.name)
@pytest.mark.parametrize("payoffs", ["numbers", "expressions", "none"])
def test_known_games_have_no_overlaps(game, orientation, payoffs):
    assert_nothing_overlaps(data(game, orientation=orientation, payoffs=payoffs))


def test_the_equilibrium_path_of_the_threat():
    picture = data(THREAT, THREAT_SOLUTION)
    states = {branch.title: branch.state for branch in picture.branches}
    assert states == {
        "quiet": "unchosen",
        "threaten": "path",
        "concede": "path",
        "resist": "unchosen",
        "execute": "chosen",
        "back down": "unchosen",
    }
    words = {b.title: [label.text for label in b.labels] for b in picture.branches}
    assert words["concede"] == ["concede", "1"]
    assert words["execute"] == ["execute", "1"]
    assert words["resist"] == ["resist"]


def test_ends_show_outcome_and_payoffs_in_player_order():
    picture = data(THREAT, THREAT_SOLUTION)
    rows = {node.labels[0].text: node.labels[1:] for node in picture.nodes if node.mark == "end"}
    assert [label.text for label in rows["concession"]] == ["1", "−.6", "1"]
    assert [label.text for label in rows["executed"]] == ["−.2", "−.7"]
    assert [label.player for label in rows["executed"]] == [0, 1]
    assert [h.text for h in picture.headings] == ["Challenger", "Target", "probability"]
    columns = zip(*([label.x for label in row[:2]] for row in rows.values()), strict=True)
    assert all(len(set(column)) == 1 for column in columns)


def test_ends_form_one_column_from_the_left():
    ends = [node.box[0] for node in data(CRISIS).nodes if node.mark == "end"]
    assert len(ends) == 58
    assert len(set(ends)) == 1


def test_payoffs_on_the_way_are_added_up():
    game = (
        GameBuilder("way")
        .players("A", "B")
        .parameter("x", 0.5)
        .tree(
            move(
                "A",
                {
                    "stop": end("stop", "-x", "x - 2 * x"),
                    "go": move("B", {"on": end("on", "-x", 0)}, pays=("x", 1)),
                },
                pays=(1, 0),
            )
        )
    )

    def shown(how):
        picture = data(game, payoffs=how)
        return [[lb.text for lb in n.labels[1:]] for n in picture.nodes if n.mark == "end"]

    assert shown("numbers") == [[".5", "−.5"], ["1", "1"]]
    assert shown("expressions") == [["1 − x", "x − 2 · x"], ["1 + x − x", "1"]]
    assert shown("none") == [[], []]


def test_a_sum_on_the_way_means_the_same_as_its_parts():
    game = (
        GameBuilder("sum")
        .players("A")
        .parameter("x", 2.0)
        .parameter("y", 3.0)
        .tree(move("A", {"go": end("over", "-x - (y - 1) * 2 - (x - y)")}, pays=("y / x",)))
    )
    (text,) = [n.labels[1].text for n in data(game, payoffs="expressions").nodes if n.level]
    assert text == "y / x − x − (y − 1) · 2 − (x − y)"
    plain = parse(text.replace("−", "-").replace("·", "*"))
    (number,) = [n.labels[1].text for n in data(game).nodes if n.level]
    assert plain.evaluate({"x": 2.0, "y": 3.0}) == float(number.replace("−", "-"))


def test_chance_shows_its_title_and_probabilities():
    picture = data(SIGNAL)
    root = picture.nodes[0]
    assert (root.mark, [label.text for label in root.labels]) == ("chance", ["type"])
    words = {b.title: [label.text for label in b.labels] for b in picture.branches}
    assert words["resolved"] == ["resolved", ".45"]
    by_name = {b.title: b.labels[-1].text for b in data(SIGNAL, payoffs="expressions").branches}
    assert by_name["bluffer"] == "1 − p_resolved"


def test_beliefs_stand_at_sets_with_several_nodes():
    picture = data(SIGNAL, SIGNAL_SOLUTION)
    beliefs = [
        label.text for n in picture.nodes for label in n.labels if label.text.startswith("belief")
    ]
    assert beliefs == ["belief .86", "belief .14"]
    assert not any("belief" in n.title for n in data(SIGNAL).nodes)


def test_numbers_are_those_of_the_draw():
    solution = from_named(
        THREAT, Draws.from_columns({"prize": [1.0, 2.0]}), {("start", "quiet"): [0.0, 1.0]}
    )
    picture = data(THREAT, solution, draw=1)
    assert "2" in [label.text for node in picture.nodes for label in node.labels]
    assert picture.path == (1,)
    with pytest.raises(GameError, match="from 0 to 1"):
        data(THREAT, solution, draw=2)


def test_a_draw_without_an_answer_is_drawn_without_a_path_and_says_so():
    nothing = np.full_like(THREAT_SOLUTION.strategy, np.nan)
    unsolved = Solution(
        THREAT,
        THREAT_SOLUTION.draws,
        nothing,
        np.full_like(THREAT_SOLUTION.belief, np.nan),
        np.array([Status.NOT_CONVERGED], dtype=np.uint8),
        "given",
        "given",
    )
    picture = data(THREAT, unsolved)
    assert {branch.state for branch in picture.branches} == {"plain"}
    assert picture.headings[0].text.startswith("The method stopped")
    assert_nothing_overlaps(picture)
    with pytest.raises(GameError, match="collapse"):
        data(THREAT, unsolved, collapse="off path")


def test_a_solution_of_another_game_is_refused():
    with pytest.raises(GameError, match="signal"):
        data(THREAT, SIGNAL_SOLUTION)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_focus_draws_what_follows_a_move(orientation):
    picture = data(CRISIS, CRISIS_SOLUTION, focus="notify", orientation=orientation)
    assert sum(node.mark == "end" for node in picture.nodes) == 29
    assert picture.branches[0].labels[0].text == "after notify"
    assert picture.nodes[0].reach == 1.0
    assert picture.path[0] == picture.nodes[0].node
    assert_nothing_overlaps(picture)


def test_focus_takes_a_whole_history():
    history = ("secret", "resolved", "private")
    picture = data(CRISIS, CRISIS_SOLUTION, focus=history)
    assert CRISIS.history(picture.nodes[0].node) == history
    assert picture.nodes[0].labels[1].text == "secret private: answer"
    assert [mark.nodes for mark in picture.sets] == [(picture.nodes[0].node,)]
    assert picture.sets[0].lines == ()


def test_focus_must_name_one_branch():
    with pytest.raises(UnknownName, match="secret"):
        data(CRISIS, focus="secrte")
    with pytest.raises(UnknownName, match="bluffer"):
        data(CRISIS, focus=("secret", "bluff"))
    with pytest.raises(GameError, match="'secret', 'resolved', 'private'"):
        data(CRISIS, focus="private")


def test_the_collapsed_crisis_is_small():
    picture = data(CRISIS, CRISIS_SOLUTION, collapse="off path")
    stubs = [node.labels[0].text for node in picture.nodes if node.mark == "stub"]
    assert "+29 ends off the path" in stubs
    assert len(picture.nodes) < 40
    assert picture.height < 600
    with pytest.raises(GameError, match="only a tree with a solution"):
        data(CRISIS, collapse="off path")


def test_overlapping_information_sets_run_in_lanes_of_their_own():
    picture = data(CRISIS)
    lane = {mark.label: mark.lane for mark in picture.sets}
    assert lane["secret private: answer"] != lane["secret public: answer"]
    spines = [mark.lines[-1] for mark in picture.sets]
    for (a, b), (c, d) in itertools.combinations(spines, 2):
        assert a[0] != c[0] or b[1] < c[1] or d[1] < a[1]


def test_the_key_explains_only_what_occurs():
    def samples(picture):
        return {mark.sample for mark in picture.key}

    assert samples(data(THREAT)) == set()
    assert samples(data(THREAT, THREAT_SOLUTION)) == {"path", "chosen", "unchosen"}
    assert samples(data(SIGNAL)) == {"chance", "set"}
    assert data(SIGNAL, has_key=False).key == ()
    shown = data(THREAT, orientation="top").key
    assert [mark.label.text for mark in shown if mark.sample == "player"] == list(THREAT.players)


def test_the_description_is_one_sentence():
    assert data(THREAT).description == "A game tree with 4 ends."
    told = data(THREAT, THREAT_SOLUTION).description
    assert told == (
        "A game tree with 4 ends; in the equilibrium shown the likeliest outcome is 'concession', "
        "with probability 1."
    )


def test_a_game_that_is_only_an_end():
    game = GameBuilder("over").players("A", "B").tree(end("over", 1, 2))
    for orientation in ORIENTATIONS:
        picture = data(game, orientation=orientation)
        assert_nothing_overlaps(picture)
        assert picture.branches == ()
