from __future__ import annotations

import json

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
