from __future__ import annotations

import json

import pytest

from standoff import models
from standoff.game.exchange import to_node_link

BAD = "    source: gazette\n    paragraphs: [3]"


def break_case(fresh):
    """Misspell a source, on a line that is returned."""
    path = fresh / "case.yaml"
    text = path.read_text(encoding="utf-8")
    assert BAD in text
    path.write_text(text.replace(BAD, BAD.replace("gazette", "gazete")), encoding="utf-8")
    return path, text[: text.index(BAD)].count("\n") + 1


def test_the_founding_case_can_be_used(standoff, founding):
    ran = standoff("check", founding)
    assert (ran.code, ran.err) == (0, "")


def test_an_error_has_its_line_its_caret_and_the_right_name(standoff, fresh):
    path, number = break_case(fresh)
    ran = standoff("check", path)
    assert ran.code == 1
    rows = ran.out.splitlines()
    assert rows[0].startswith("SC014 unknown-source: ")
    assert rows[1] == f"  {path}:{number}:13"
    assert rows[2] == f"  {number} |     source: gazete"
    assert rows[3].rstrip().endswith("^^^^^^")
    assert "Did you mean 'gazette'?" in ran.out
    assert "More: standoff explain SC014" in ran.out
    assert rows[-1].startswith(f"{path}: 1 error")


def test_json_for_editors(standoff, fresh):
    path, number = break_case(fresh)
    ran = standoff("check", path, "--format", "json")
    assert ran.code == 1
    first = json.loads(ran.out)[0]
    assert (first["code"], first["span"]["line"], first["path"]) == ("SC014", number, str(path))


def test_a_parameter_that_the_game_does_not_have(standoff, fresh):
    path = fresh / "case.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("parameter: prize", "parameter: price"), encoding="utf-8")
    ran = standoff("check", path)
    assert ran.code == 1
    assert "Did you mean 'prize'?" in ran.out


def test_a_game_file(standoff, fresh):
    path = fresh / "game.yaml"
    assert standoff("check", path).code == 0
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Target: -loss", "Target: -lose"), encoding="utf-8")
    ran = standoff("check", path)
    assert ran.code == 1
    assert "SG004" in ran.out


def test_a_file_that_cannot_be_read(standoff, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_bytes(b"id: \xff\n")
    ran = standoff("check", path)
    assert (ran.code, ran.out) == (2, "")
    assert "UTF-8" in ran.err


def test_a_file_that_is_no_yaml(standoff, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("id: [\n", encoding="utf-8")
    ran = standoff("check", path)
    assert ran.code == 1
    assert "SC001" in ran.out


def test_text_from_the_file_cannot_steer_the_terminal(standoff, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text('standoff: 1\nid: x\n"[red]\\e[2J": 1\n', encoding="utf-8")
    ran = standoff("check", path)
    assert ran.code == 1
    assert "[red]" in ran.out
    assert "\x1b" not in ran.out


ABSENT_MINDED = """\
EFG 2 R "absent-minded driver" { "D" }
p "" 1 1 "" { "exit" "on" } 0
t "" 1 "" { 0 }
p "" 1 1 "" { "exit" "on" } 0
t "" 2 "" { 4 }
t "" 3 "" { 1 }
"""
TABLE = 'NFG 1 R "" { "A" "B" } { 2 2 } 0 0 1 -1 -1 1 -9 -9'


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("driver.efg", ABSENT_MINDED, ["SG109"]),
        ("driver.EFG", ABSENT_MINDED, ["SG109"]),
        ("driver.txt", ABSENT_MINDED, ["SG109"]),
        ("go.efg", 'EFG 2 R "" { "A" }\np "" 1 1 "go?" { "yes" "no" } 0\nt "" 0\nt "" 0\n', []),
        ("go.efg", 'EFG 2 R "" { "A" }\np "" 1 1 "go?" { "yes" "no" } 0\nt "" 0\n', ["SG111"]),
        ("chicken.nfg", TABLE, []),
        ("chicken.nfg", TABLE + " 1", ["SG112"]),
        ("wide.nfg", 'NFG 1 R "" { "A" "B" } { 400 400 } ' + "0 " * 320_000, ["SG110"]),
        ("game.json", json.dumps(to_node_link(models.get("audience-costs").game())), []),
        ("game.json", '{"graph": {}, "nodes": [], "edges": []}', ["SG001"]),
        ("fit.json", '{"standoff-estimates": 1}', ["SC070"]),
        ("draws.csv", "prize,cost\n1,2\n", []),
        ("data.csv", "a;b\n0,5;x\n", []),
        ("draws.csv", "prize,cost\n1\n2\n", ["ST001"]),
        ("draws.csv", "prize,cost\n1,\x01\n", ["ST001"]),
        ("draws.csv", "prize,prize\n1,2\n", ["ST001"]),
    ],
)
def test_every_kind_of_file_is_checked(standoff, tmp_path, name, text, codes):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    ran = standoff("check", path, "--format", "json")
    assert [each["code"] for each in json.loads(ran.out)] == codes
    assert ran.code == bool(codes)
    if name.endswith((".efg", ".nfg", "game.json")):
        assert standoff("solve", path).code == bool(codes)


def test_a_control_character_is_refused_with_its_place(standoff, fresh):
    path = fresh / "case.yaml"
    text = path.read_text(encoding="utf-8").replace("name: Sudmark", 'name: "Sud\\x01mark"')
    path.write_text(text, encoding="utf-8")
    line = text[: text.index("Sud\\x01")].count("\n") + 1
    ran = standoff("check", path)
    assert ran.code == 1
    assert "SC073 control-character" in ran.out
    assert f"{path}:{line}:23" in ran.out
