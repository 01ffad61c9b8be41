import itertools
import random
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.counting import n_lines
from tests.strategies import games, profiles
from tests.view.tree_games import crisis_game, signal_game, threat_game

from standoff.errors import GameError
from standoff.game import GameBuilder, chance, end, move
from standoff.view import draw_tree
from standoff.view.tree import data

SVG = "{http://www.w3.org/2000/svg}"
NASTY = [
    "<script>alert(1)</script>",
    "\"quotes\" & 'apostrophes'",
    "]]> &amp; &#0; --> <!--",
    "🕊️ dove 👩‍👩‍👧",
    "\u202edetcelfer\u202c",
    "مرحبا بالعالم",
    "\x00\x07\x1b[31m\ud800\uffff",
    "line\nbreak\ttab",
    "x" * 10_000,
    "漢" * 10_000,
    "Z" + "\u0335\u0321\u0348" * 200,
    "onload=alert(1) href=javascript:alert(1)",
    " ",
]
#: Those that no game is built with; the drawing does not rely on it.
REFUSED = ["\x00\x07\x1b[31m\ud800\uffff", "line\nbreak\ttab", " "]


def renamed(game, old: str, new: str):
    """Put another label into a game that is built, past the checks of names."""

    def put(text: str) -> str:
        return text.replace(old, new)

    return replace(
        game,
        name=put(game.name),
        players=tuple(map(put, game.players)),
        nodes=tuple(
            replace(n, branch=put(n.branch), title=put(n.title), outcome=put(n.outcome))
            for n in game.nodes
        ),
        infosets=tuple(
            replace(i, label=put(i.label), actions=tuple(map(put, i.actions)))
            for i in game.infosets
        ),
    )


def named(label: str):
    if label in REFUSED:
        return renamed(named("stand-in"), "stand-in", label)
    game = (
        GameBuilder(label)
        .players(label, "other " + label)
        .tree(
            chance(
                label,
                {
                    label: (0.5, move(label, {label: end(label, 1, 2)}, knows=label)),
                    "b" + label: (0.5, move(label, {label: end(label, 3, 4)}, knows=label)),
                },
            )
        )
    )
    return game


def parsed(text: str):
    root = ET.fromstring(text)
    assert root.tag == f"{SVG}svg"
    return root


@pytest.mark.parametrize("label", REFUSED, ids=range(len(REFUSED)))
def test_no_game_is_built_with_labels_that_no_line_can_hold(label):
    with pytest.raises(GameError, match="SG001"):
        GameBuilder("game").players("A").tree(move("A", {label: end("x", 0), "b": end("y", 0)}))


@pytest.mark.parametrize("label", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("orientation", ["left", "top"])
def test_labels_of_strangers_are_text_and_nothing_else(label, orientation):
    game = named(label)
    text = draw_tree(game, orientation=orientation)
    text.encode("utf-8")
    root = parsed(text)
    plain = parsed(draw_tree(named("plain"), orientation=orientation))
    # A window around a label of unknown width and the title of a cut one are all that is added.
    extra = (f"{SVG}title", f"{SVG}svg")
    assert [e.tag for e in root.iter() if e.tag not in extra] == [
        e.tag for e in plain.iter() if e.tag not in extra
    ]
    assert {a for e in root.iter() for a in e.attrib} <= {
        a for e in plain.iter() for a in e.attrib
    } | {"overflow"}
    assert float(root.get("width")) < 2500
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


def test_the_full_text_of_a_cut_label_is_in_its_title():
    label = "a very long name for an action that nobody could ever fit on a branch"
    game = GameBuilder("long").players("A").tree(move("A", {label: end("x", 0), "b": end("y", 0)}))
    root = parsed(draw_tree(game))
    cut = [t for t in root.iter(f"{SVG}text") if t.find(f"{SVG}title") is not None]
    assert [t.find(f"{SVG}title").text for t in cut] == [label]
    assert cut[0].find(f"{SVG}title").tail.endswith("…")


@settings(max_examples=40, deadline=None)
@given(st.data(), games(), st.sampled_from(["left", "top"]))
def test_every_game_gives_well_formed_svg_with_thick_lines_where_play_goes(
    random_data, game, orientation
):
    solution = random_data.draw(profiles(game))
    root = parsed(draw_tree(game, solution, orientation=orientation))
    thick = set()
    for group in root.iter(f"{SVG}g"):
        if "branch" in group.get("class").split():
            path = group.find(f"{SVG}path")
            if float(path.get("stroke-width")) >= 2:
                thick.add(int(group.get("id").removeprefix("branch-")))
    reached = {i for i in range(1, len(game.nodes)) if solution.p_node[0, i] > 0}
    assert thick == reached
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(set(ids)) == len(ids)
    assert {f"node-{i}" for i in range(len(game.nodes))} <= set(ids)


def test_nothing_comes_from_outside_and_nothing_runs():
    text = draw_tree(*signal_game())
    assert "http" not in text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    for word in ("<script", "<style", "href", "url(", "onload", "onclick", "<image", "<use"):
        assert word not in text


def test_readers_that_do_not_see_are_told():
    root = parsed(draw_tree(*threat_game(), id_prefix="a-"))
    assert root.get("role") == "img"
    told = {child.get("id"): child.text for child in root if child.get("id")}
    assert root.get("aria-labelledby").split() == list(told) == ["a-title", "a-desc"]
    assert told["a-title"] == "Game tree: threat"
    assert "likeliest outcome is 'concession'" in told["a-desc"]
    assert root.find(f".//{SVG}g[@id='a-node-0']") is not None


@pytest.mark.parametrize("prefix", ['"', "1a", "a b", "a<", "é"])
def test_an_id_prefix_must_be_a_plain_name(prefix):
    with pytest.raises(GameError, match="cannot begin the id"):
        draw_tree(threat_game()[0], id_prefix=prefix)


def test_the_same_game_gives_the_same_text():
    first = draw_tree(*crisis_game())
    assert first == draw_tree(*crisis_game())
    coordinates = re.findall(r"-?\d+\.\d+", re.sub(r"<title.*?</title>", "", first))
    assert all(len(number.split(".")[1]) == 1 for number in coordinates)


def test_a_natural_size_is_given():
    game, solution = crisis_game()
    root, picture = parsed(draw_tree(game, solution)), data(game, solution)
    assert float(root.get("width")) == pytest.approx(picture.width, abs=0.06)
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


def large(n_ends: int):
    """Return a lopsided game with that many ends."""
    rng = random.Random(1)
    pieces = [end(f"outcome {i % 7}", i % 5, -(i % 3), 0) for i in range(n_ends)]
    while len(pieces) > 1:
        at = rng.randrange(max(1, len(pieces) - 4))
        some = pieces[at : at + rng.choice([2, 3, 4])]
        pieces[at : at + len(some)] = [
            move(f"P{at % 3}", {f"action {k}": piece for k, piece in enumerate(some)})
        ]
    return GameBuilder("large").players("P0", "P1", "P2").tree(pieces[0])


@pytest.mark.parametrize("orientation", ["left", "top"])
def test_ten_thousand_ends_are_drawn_without_work_that_grows_faster(orientation):
    text = draw_tree(large(10_000), orientation=orientation)
    assert text.count('class="node end') == 10_000
    small, twice = large(200), large(400)
    few = n_lines(lambda: draw_tree(small, orientation=orientation))
    many = n_lines(lambda: draw_tree(twice, orientation=orientation))
    assert few < many < 2.6 * few


def test_a_deep_game_needs_no_recursion():
    piece = end("over", 0, 0)
    for level in range(490):
        branches = {"stop": end("stop", "x - y - 1", 1), "go on": piece}
        piece = move(f"P{level % 2}", branches, pays=("x - y - 1", "-x"))
    builder = GameBuilder("centipede").players("P0", "P1").parameter("x", 1).parameter("y", 1)
    game = builder.tree(piece)
    for orientation, payoffs in itertools.product(("left", "top"), ("numbers", "expressions")):
        text = draw_tree(game, orientation=orientation, payoffs=payoffs)
        assert text.count('class="node end') == 491
