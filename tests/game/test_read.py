"""Games in YAML: the documented example, every kind of problem, and files from strangers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import InvalidDocument, StandoffError
from standoff.game.problems import KINDS
from standoff.game.read import check_game, check_game_document, read_game
from standoff.game.tree import Game
from standoff.text.diagnostic import render
from standoff.text.document import parse_document

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "game-file.md"


def example() -> str:
    match = re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert match is not None
    return match[1]


def problems(text: str) -> list[str]:
    _, found = check_game_document(parse_document(text))
    return [f"{each.code}:{each.span.line}" for each in found]


def game_of(text: str) -> Game:
    game, found = check_game_document(parse_document(text))
    assert game is not None, found
    return game


def test_the_documented_example_is_a_game() -> None:
    game = game_of(example())
    assert len(game.ends) == 8
    assert game.players == ("Challenger", "Target")
    assert [infoset.label for infoset in game.infosets] == [
        "resolved: respond",
        "heard a threat",
        "resolved: act",
        "bluffer: respond",
        "bluffer: act",
    ]
    assert game.parameter("prize").wide == (0.3, 1.5)
    executed = [str(node.pays) for node in game.ends if node.outcome == "executed"]
    assert executed[0] != executed[1]


SMALL = """\
standoff-game: 1
name: small
players: [A, B]
parameters:
  gain: {default: 1, low: 0}
tree:
  player: A
  moves:
    stop: {outcome: stop, pays: {A: 1}}
    go: {outcome: go, pays: {A: gain, B: -gain}}
"""

BROKEN = {
    "SG001:2": SMALL.replace("name:", "nam:"),
    "SG001:7": SMALL.replace("  player: A\n", ""),
    "SG001:8": SMALL.replace("player: A\n  moves", "player: A\n  branches"),
    "SG001:9": SMALL.replace("{outcome: stop, pays: {A: 1}}", "stop"),
    "SG002:10": SMALL.replace("B: -gain", "C: -gain"),
    "SG002:7": SMALL.replace("player: A", "player: C"),
    "SG003:10": SMALL.replace("B: -gain", "B: gain.real"),
    "SG004:10": SMALL.replace("B: -gain", "B: -gian"),
    "SG008:5": SMALL.replace("default: 1", "default: -1"),
    "SG009:3": SMALL.replace("[A, B]", "[A, B, A]"),
    "SG011:9": SMALL.replace("pays: {A: 1}", "pays: [1]"),
    "SG012:9": SMALL.replace("{outcome: stop, pays: {A: 1}}", "{use: nothing}"),
}


@pytest.mark.parametrize("expected", BROKEN)
def test_every_problem_is_told_with_its_line(expected: str) -> None:
    assert expected in problems(BROKEN[expected])


def test_chance_and_recall_are_checked_in_files_too() -> None:
    chance = """\
standoff-game: 1
name: c
players: [A]
tree:
  chance: coin
  branches:
    heads: {p: .6, then: {outcome: h}}
    tails: {p: .6, then: {outcome: t}}
"""
    assert problems(chance) == ["SG007:5"]
    forgets = """\
standoff-game: 1
name: f
players: [A]
tree:
  player: A
  moves:
    l: {player: A, knows: later, moves: {x: {outcome: lx}}}
    r: {player: A, knows: later, moves: {x: {outcome: rx}}}
"""
    assert problems(forgets) == ["SG006:8"]
    differ = forgets.replace("{x: {outcome: rx}}", "{y: {outcome: ry}}")
    assert problems(differ) == ["SG005:8"]


def test_a_subtree_that_contains_itself_is_refused() -> None:
    text = SMALL + "subtrees:\n  again: {player: A, moves: {on: {use: again}}}\n"
    text = text.replace("{outcome: stop, pays: {A: 1}}", "{use: again}")
    assert "SG012:12" in problems(text)


def test_a_bomb_of_subtrees_is_refused_in_bounded_time() -> None:
    levels = "".join(
        f"  s{i}: {{player: A, moves: {{a: {{use: s{i + 1}}}, b: {{use: s{i + 1}}}, "
        f"c: {{use: s{i + 1}}}, d: {{use: s{i + 1}}}}}}}\n"
        for i in range(18)
    )
    text = SMALL + "subtrees:\n" + levels + "  s18: {outcome: stop}\n"
    text = text.replace("{outcome: stop, pays: {A: 1}}", "{use: s0}")
    found = problems(text)
    assert any(each.startswith("SG010") for each in found)


def test_with_replaces_names_and_labels_inside_subtrees_of_subtrees() -> None:
    text = """\
standoff-game: 1
name: nested
players: [A]
parameters: {x: 1, y: 2}
subtrees:
  outer: {player: A, knows: '{who} chooses', moves: {go: {use: inner, with: {worth: gain * 2}}}}
  inner: {outcome: 'end of {who}', pays: {A: worth + 1}}
tree: {use: outer, with: {who: Ann, gain: x - y}}
"""
    game = game_of(text)
    assert game.infosets[0].label == "Ann chooses"
    assert game.ends[0].outcome == "end of Ann"
    assert str(game.ends[0].pays[0]) == "(x - y) * 2 + 1"  # type: ignore[index]


def test_reading_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "game.yaml"
    path.write_text(SMALL, encoding="utf-8")
    assert read_game(path).name == "small"
    assert check_game(path) == []
    path.write_text(BROKEN["SG004:10"], encoding="utf-8")
    with pytest.raises(InvalidDocument, match="Did you mean 'gain'"):
        read_game(path)


def test_every_kind_of_problem_has_a_page() -> None:
    for code, kind in KINDS.items():
        assert kind.code == code
        assert kind.name
        assert "*Fix.*" in (kind.__doc__ or "")


LINES = example().splitlines()


@st.composite
def mutated(draw: st.DrawFn) -> str:
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.integers(0, 5))
        if how == 0:
            del lines[at]
        elif how == 1:
            lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
        elif how == 2:
            words = re.split(r"(\W+)", lines[at])
            words[draw(st.integers(0, len(words) - 1))] = draw(JUNK)
            lines[at] = "".join(words)
        elif how == 3:
            lines[at] = "  " + lines[at]
        elif how == 4:
            lines[at] = lines[at].split(":")[0] + ": " + draw(JUNK)
        else:
            cut = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:cut]
    return "\n".join(lines)


ODD_VALUES = ["null", ".nan", "-.inf", "1e400", "9" * 50, "[]", "{}", "[[1]]", "true", "0", "-1"]
ODD_TEXTS = ["''", "{use: challenger}", "__import__('os')", "prize ** prize", "&a", "*a", "!!int x"]
JUNK = st.one_of(st.text(max_size=12), st.sampled_from(ODD_VALUES), st.sampled_from(ODD_TEXTS))


@settings(max_examples=400, deadline=None)
@given(mutated())
def test_mutated_files_are_games_or_have_diagnostics(text: str) -> None:
    document = parse_document(text)
    game, found = check_game_document(document)
    assert (game is None) == any(each.severity == "error" for each in found)
    assert render(found, document) or not found


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_politely(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "game.yaml"
    path.write_bytes(data)
    with pytest.raises(StandoffError):
        read_game(path)
