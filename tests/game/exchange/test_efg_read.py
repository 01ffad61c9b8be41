"""Trees from other programs: what every sign of the format means, what is refused, and where."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import FileProblem, InvalidDocument, StandoffError
from standoff.game.exchange import (
    check_efg,
    game_of,
    parse_efg,
    parse_efg_file,
    read_efg,
    read_efg_file,
)
from standoff.game.exchange.problems import KINDS
from standoff.game.tree import Game

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "agent_logit.json").read_text(encoding="utf-8")
)["games"]

HEAD = 'EFG 2 R "a title" { "Ann" "Bob" }\n"a comment"\n'

#: Everything the format has: shared sets, outcomes by number, pays on the way, chance, odd numbers.
FULL = (
    HEAD
    + """
c "deal" 1 "cards" { "high" 1/3 "low" 2/3 } 0
p "" 1 1 "has high" { "bet" "fold" } 7 "ante" { -1, -1 }
p "" 2 1 "sees bet" { "call" "fold" } 0
t "showdown" 1 "win" { +2 -2. }
t "" 2 "fold" { .5, -1e-1 }
t "" 0
p "" 1 2 "has low" { "bet" "fold" } 7
p "again" 2 1 0
t "" 3 "lose" { -2 2 }
t "" 2
t "" 4 { 10000000000000000000/3 0.10 }
"""
)


def amounts(game: Game, index: int) -> list[str]:
    return [str(pay) for pay in game.nodes[index].pays or ()]


def problems(text: str) -> list[str]:
    try:
        parse_efg(text)
    except InvalidDocument as error:
        return [f"{d.code}:{d.span.line}:{d.span.column}" for d in error.diagnostics]  # type: ignore[attr-defined]
    return []


def test_everything_the_format_has_is_read() -> None:
    game = parse_efg(FULL)
    assert game.name == "a title"
    assert game.players == ("Ann", "Bob")
    assert [node.kind[0] for node in game.nodes] == list("cmmeeemmeee")
    assert [(i.label, i.player, i.actions, i.nodes) for i in game.infosets] == [
        ("has high", 0, ("bet", "fold"), (1,)),
        ("sees bet", 1, ("call", "fold"), (2, 7)),
        ("has low", 0, ("bet", "fold"), (6,)),
    ]
    assert game.nodes[0].title == "deal"
    assert [str(game.nodes[i].p) for i in (1, 6)] == ["1 / 3", "2 / 3"]
    assert amounts(game, 1) == amounts(game, 6) == ["-1", "-1"]
    assert amounts(game, 3) == ["2", "-2"]
    assert amounts(game, 4) == amounts(game, 9) == ["0.5", "-0.1"]
    assert game.nodes[5].outcome == "no outcome"
    assert game.nodes[5].pays is None
    assert game.nodes[10].outcome == "outcome 4"
    assert amounts(game, 10) == [repr(10000000000000000000 / 3), "0.1"]


def test_a_file_keeps_what_a_game_has_no_place_for() -> None:
    file = parse_efg_file(FULL)
    assert file.comment == "a comment"
    assert [node.name for node in file.nodes if node.name] == ["deal", "showdown", "again"]
    assert file.nodes[1].outcome.name == "ante"
    assert file.nodes[3].outcome.payoffs == ("+2", "-2.")
    assert file.nodes[7].infoset == file.nodes[2].infoset
    assert parse_efg_file(file.text) == file
    assert parse_efg_file(file.text).text == file.text
    assert game_of(file) == parse_efg(FULL)


@pytest.mark.parametrize("name", REFERENCE)
def test_reference_games_come_out_as_they_are_described(name: str) -> None:
    facts = REFERENCE[name]
    game = parse_efg(facts["efg"])
    assert parse_efg_file(facts["efg"]).text == facts["efg"]
    assert len(game.nodes) == facts["efg"].count("\nt ") + facts["efg"].count("\np ") + facts[
        "efg"
    ].count("\nc ")
    n_actions = sum(len(infoset.actions) for infoset in game.infosets)
    assert n_actions == len(facts["agent_logit_qre"][0]["probs"])


def test_names_that_are_missing_or_repeated_are_told_apart() -> None:
    game = parse_efg("""EFG 2 D "" { "" "X" "X" }
p "" 1 1 "" { "go" "" "go" "go ~2" } 0
p "" 2 5 "know" { "a" } 0
t "" 1 "" { 1 2 3 }
p "" 2 6 "know" { "a" } 0
t "" 0
p "" 3 1 "know" { "a" } 0
c "" 1 "" { "" 1 } 0
t "" 2 "same" { 0 0 0 }
t "" 3 "same" { 1 1 1 }
""")
    assert game.name == "untitled"
    assert game.players == ("Player 1", "X", "X ~2")
    assert game.infosets[0].actions == ("go", "2", "go ~3", "go ~2")
    assert [i.label for i in game.infosets] == ["Player 1: set 1", "know", "know ~2", "know ~3"]
    assert [node.title for node in game.nodes if node.kind == "chance"] == ["chance"]
    assert game.outcomes == ("outcome 1", "no outcome", "same")


def test_quotation_marks_and_backslashes_in_names() -> None:
    text = 'EFG 2 R "say \\"hi\\" \\\\ c:\\new \\\\\\\\" { "Ann \\\\" }\nt "" 0'
    file = parse_efg_file(text)
    assert file.title == 'say "hi" \\ c:\\new \\\\'
    assert file.players == ("Ann \\",)
    assert parse_efg_file(file.text) == file


LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")


@given(st.text(LETTERS | st.sampled_from('"\\')))
def test_any_name_survives(name: str) -> None:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    file = parse_efg_file(f'EFG 2 R "{quoted}" {{ "A" }} t "" 0')
    assert file.title == name
    assert parse_efg_file(file.text) == file


P = 'p "" 1 1 "s" { "a" "b" } 0\n'
BROKEN = {
    "SG101:1:1": "what: yaml",
    "SG101:1:5": HEAD.replace("EFG 2", "EFG 1"),
    "SG101:1:7": HEAD.replace(" R ", " "),
    "SG102:4:8": HEAD + P + 't "" 1 "open { 1 2 }',
    "SG102:3:4": HEAD + 't "\0" 0',
    "SG103:1:19": 'EFG 2 R "a title" { }\nt "" 0',
    "SG103:3:1": HEAD + "x 1",
    "SG103:3:6": HEAD + 't "" "name" { 1 2 }',
    "SG103:3:11": HEAD + 't "" 1 {1 1/ }',
    "SG103:3:6 ": HEAD + 'p "" one 1 "s" { "a" } 0',
    "SG103:3:8": HEAD + 'p "" 1 1 "s" { } 0\nt "" 0',
    "SG104:3:11": HEAD + 't "" 1 {1 2/0}',
    "SG104:3:11 ": HEAD + 't "" 1 {1 1e999}',
    "SG104:3:11  ": HEAD + 't "" 1 {1 1e999999999999}',
    "SG104:3:11   ": HEAD + 't "" 1 {1 ' + "9" * 1_000_000 + "}",
    "SG104:3:11    ": HEAD + 't "" 1 {1 ' + "9" * 390 + "}",
    "SG104:3:6": HEAD + 't "" ' + "9" * 1_000_000,
    "SG105:4:8": HEAD + P + 'p "" 1 1 "s" { "a" "b" "c" } 0\n' + 't "" 0\n' * 4,
    "SG105:4:8 ": HEAD + P + 'p "" 1 1 "s" { "b" "a" } 0\n' + 't "" 0\n' * 3,
    "SG105:4:8  ": HEAD + P + 'p "" 1 1 "other" { "a" "b" } 0\n' + 't "" 0\n' * 3,
    "SG105:4:8   ": HEAD + P + 'p "" 1 1 "other" 0\n' + 't "" 0\n' * 3,
    "SG105:4:6": HEAD
    + 'c "" 1 "" { "a" 1/2 "b" .5 } 0\nc "" 1 "" { "a" 0.4 "b" .6 } 0\n'
    + 't "" 0\n' * 3,
    "SG106:3:6": HEAD + 'p "" 3 1 "s" { "a" } 0\nt "" 0',
    "SG106:3:8": HEAD + 'p "" 1 1 0\nt "" 0',
    "SG106:4:6": HEAD + P + 't "" 1\nt "" 1 "late" { 1 2 }',
    "SG107:5:6": HEAD + P + 't "" 1 "x" { 1 2 }\nt "" 1 "x" { 1 3 }',
    "SG107:5:6 ": HEAD + P + 't "" 1 "x" { 1 2 }\nt "" 1 "y" { 1 2 }',
    "SG107:5:6  ": HEAD + P + 't "" 1 "x" { 1 2 }\nt "" 1 "y"',
    "SG107:3:6": HEAD + 't "" 0 "x" { 1 2 }',
    "SG108:3:6": HEAD + 'c "" 1 "" { "a" .333 "b" .666 } 0\nt "" 0\nt "" 0',
    "SG108:3:6 ": HEAD + 'c "" 1 "" { "a" -1 "b" 2 } 0\nt "" 0\nt "" 0',
    "SG109:4:1": HEAD + P + P + 't "" 0\n' * 3,
    "SG111:5:1": HEAD + P + 't "" 0\n',
    "SG111:6:1": HEAD + P + 't "" 0\n' * 3,
    "SG112:3:6": HEAD + 't "" 1 "x" { 1 2 3 }',
    "SG112:3:6 ": HEAD + 't "" 1 "x" { 1 }',
}


@pytest.mark.parametrize("place", BROKEN)
def test_every_problem_is_told_with_its_place(place: str) -> None:
    assert problems(BROKEN[place]) == [place.strip()]


def test_every_kind_of_problem_is_tested_and_has_a_page() -> None:
    tested = {place[:5] for place in BROKEN} | {"SG110"}
    assert tested == set(KINDS)
    for code, kind in KINDS.items():
        assert kind.code == code
        assert "*Fix.*" in (kind.__doc__ or "")


def test_a_message_shows_the_line_and_stays_short() -> None:
    text = HEAD + P + 't "" 1 "x" { 1 2 }\nt "" 1 "x" { 1 3 }'
    with pytest.raises(InvalidDocument) as caught:
        parse_efg(text, "game.efg")
    assert str(caught.value).splitlines() == [
        "game.efg: 1 error",
        "SG107 contradicting-outcome: outcome 1 pays 1, 3 here, and 1, 2 in line 4",
        "  game.efg:5:6",
        '  5 | t "" 1 "x" { 1 3 }',
        "    |      ^",
        "  More: standoff explain SG107",
    ]
    many = " ".join(f'"{"long" * 50} {i}"' for i in range(900))
    text = HEAD + f'p "" 1 1 "s" {{ {many} }} 0\np "" 1 1 "s" {{ "a" }} 0\n' + 't "" 0\n' * 901
    with pytest.raises(InvalidDocument) as caught:
        parse_efg(text)
    assert len(str(caught.value)) < 2000


def test_several_contradictions_are_told_at_once() -> None:
    text = HEAD + P + 't "" 1 "x" { 1 2 3 }\np "" 1 2 "" { "a" } 0\nt "" 1 "y" { 1 2 }\n'
    assert problems(text) == ["SG112:4:6", "SG107:6:6"]


def test_players_who_forget_are_refused_where_they_would() -> None:
    forgets = HEAD + P + 'p "" 1 2 "later" { "x" } 0\nt "" 0\np "" 1 2 0\nt "" 0\n'
    with pytest.raises(InvalidDocument, match=r"own move.*after .a. from the node after .b."):
        parse_efg(forgets)
    assert problems(forgets) == ["SG109:6:1"]
    assert len(parse_efg_file(forgets).nodes) == 5


CARDS = " ".join(f'"{i}" 1/1000' for i in range(1000))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (HEAD + 'p "" 1 1 "" { "a" } 0\n' * 600 + 't "" 0', "moves follow one another"),
        (HEAD + 'p "" 1 1 "" { ' + '"a" ' * 1001 + "} 0", "more than 1,000 actions"),
        (
            HEAD + f'c "" 1 "" {{ {CARDS} }} 0\n' + ('c "" 1 0\n' + 't "" 0\n' * 1000) * 101,
            "more than 100,000 nodes",
        ),
        (
            'EFG 2 R "" { '
            + '"x" ' * 5000
            + '}\np "" 1 1 "" { '
            + '"a" ' * 500
            + "} 0\n"
            + 't "" 0\n' * 500,
            "more than 1,000,000 payoffs",
        ),
    ],
    ids=["depth", "actions", "nodes", "payoffs"],
)
def test_games_without_bounds_are_refused(text: str, what: str) -> None:
    with pytest.raises(InvalidDocument, match=what) as caught:
        parse_efg(text)
    assert caught.value.diagnostics[0].code == "SG110"


def test_the_deepest_game_is_read_without_recursion() -> None:
    lines = [f'p "" 1 {i} "" {{ "on" "off" }} 0\n' for i in range(500)]
    game = parse_efg(HEAD + "".join(lines) + 't "" 0\n' * 501)
    assert len(game.nodes) == 1001


def test_an_open_quotation_mark_before_megabytes_is_found_quickly() -> None:
    assert problems(HEAD + 't "' + "\\x" * 2_000_000) == ["SG102:3:3"]


def test_reading_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "game.efg"
    path.write_bytes(b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode())
    assert read_efg(path) == parse_efg(FULL)
    assert read_efg_file(path) == parse_efg_file(FULL)
    assert check_efg(path) == []
    path.write_text(BROKEN["SG109:4:1"], encoding="utf-8")
    assert [each.code for each in check_efg(path)] == ["SG109"]
    path.write_bytes(FULL.encode("utf-16"))
    with pytest.raises(FileProblem, match="UTF-8"):
        read_efg(path)
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    with pytest.raises(FileProblem, match="too big"):
        read_efg(path)
    with pytest.raises(FileProblem, match="no such file"):
        read_efg(tmp_path / "gone.efg")
    with pytest.raises(FileProblem, match="folder"):
        read_efg(tmp_path)
    with pytest.raises(FileProblem, match="device"):
        read_efg("/dev/zero")


TOKENS = [
    *("{", "}", ",", '"', '""', '"a"', "0", "1", "2", "-1", "1/2", "1/0", "1e400", "c", "p", "t"),
    *("EFG", "\\", "\0", "é", "9" * 500, "nan", "inf", "0x10", "１"),
]
SEEDS = [FULL, *(facts["efg"] for facts in REFERENCE.values())]


def mutated(chance: random.Random) -> str:
    words = chance.choice(SEEDS).replace("\n", " \n ").split(" ")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(words))
        match chance.randrange(6):
            case 0:
                del words[at]
            case 1:
                words.insert(at, chance.choice(words))
            case 2:
                words[at] = chance.choice(TOKENS)
            case 3:
                other = chance.randrange(len(words))
                words[at], words[other] = words[other], words[at]
            case 4:
                words[at] = words[at][: chance.randint(0, len(words[at]))]
            case _:
                words[at:] = words[at : at + chance.randint(0, 40)]
        words = words or [""]
    return " ".join(words)


def test_thousands_of_damaged_files_are_games_or_have_diagnostics() -> None:
    chance, codes = random.Random(1), set[str]()
    n_read = shown = 0
    for _ in range(4000):
        text = mutated(chance)
        try:
            game = parse_efg(text)
        except InvalidDocument as error:
            codes |= {each.code for each in error.diagnostics}
            shown += "standoff explain SG1" in str(error)
        else:
            n_read += 1
            assert game.nodes
    assert n_read > 100
    assert n_read + shown == 4000
    assert len(codes) > 9


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_politely(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "game.efg"
    path.write_bytes(data)
    with pytest.raises(StandoffError):
        read_efg(path)
