from __future__ import annotations

import json


def test_a_case_and_a_what_if(standoff, founding):
    ran = standoff(
        "compare", founding, "--what-if", "army-not-at-stake", "--draws", "300", "--no-break-evens"
    )
    assert ran.code == 0
    assert "the target asks for the charges to be dropped" in ran.out
    lines = [line for line in ran.out.splitlines() if "±" in line]
    assert lines[0].startswith("cienfuegos ")
    assert lines[1].startswith("army-not-at-stake ")
    assert "From cienfuegos to army-not-at-stake" in ran.out
    assert "all 16 mixtures of the two, 300 draws each" in " ".join(ran.out.split())
    assert "audience_cost_public: 0.4 (0.2 to 0.8) → 0.08" in " ".join(ran.out.split())


def test_differences_in_groups(standoff, founding):
    ran = standoff(
        *("compare", founding, "--what-if", "army-not-at-stake", "--draws", "60"),
        *("--no-break-evens", "--group", "army=audience_cost_public,audience_cost_private"),
    )
    assert ran.code == 0
    text = " ".join(ran.out.split())
    assert "army (audience_cost_private: 0.15 (0 to 0.3) → 0.03" in text
    assert "all 8 mixtures of the two" in text


def test_two_files_as_json(standoff, founding, tmp_path):
    other = tmp_path / "other.yaml"
    text = founding.read_text(encoding="utf-8")
    # What is given is then not what the events played, which a case may not hold at once.
    text = text.replace("given: [secret]", "given: [notify]").replace("    plays: secret\n", "")
    other.write_text(text, encoding="utf-8")
    ran = standoff("compare", founding, other, "--draws", "50", "--format", "json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert [each["name"] for each in found["versions"]] == ["case.yaml", "other.yaml"]
    (pair,) = found["pairs"]
    assert [each["name"] for each in pair["differences"]] == ["given moves"]
    assert pair["differences"][0]["shared"] == pair["distance"]
    assert found["versions"][0]["break_evens"]


def test_what_would_flip_it_is_beside_each_other(standoff, founding):
    ran = standoff("compare", founding, "--what-if", "review-only", "--draws", "50")
    assert "What would flip it" in ran.out
    assert "not looked for where moves are taken away" in " ".join(ran.out.split())


def test_alone_there_is_nothing_to_compare(standoff, founding):
    ran = standoff("compare", founding)
    assert ran.code == 1
    assert "two cases, or one case and a what-if" in ran.err


def test_an_unknown_what_if(standoff, founding):
    ran = standoff("compare", founding, "--what-if", "no-jugde")
    assert ran.code == 1
    assert "did you mean 'no-judge'?" in ran.err


def test_versions_are_compared_under_a_rule(standoff, founding):
    ran = standoff(
        "compare", founding, "--what-if", "partner-told", "--draws", "50",
        "--rule", "lowest headline", "--no-break-evens",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "0 %, no threat" in ran.out
    assert standoff("compare", founding, founding, "--rule", "lowest").code == 1


def test_versions_may_be_drawn_evenly_spread(standoff, founding):
    arguments = (
        "compare", founding, "--what-if", "army-not-at-stake", "--draws", "64",
        "--no-break-evens", "--sampling", "sobol",
    )  # fmt: skip
    text = " ".join(standoff(*arguments).out.split())
    assert "all 16 mixtures of the two, 64 evenly spread draws each" in text
    assert "Errors are those of independent draws" in text
    found = json.loads(standoff(*arguments, "--format", "json").out)
    assert found["sampling"] == "sobol"


def test_a_case_beside_itself_has_two_names(standoff, founding):
    out = standoff("compare", founding, founding, "--draws", "20", "--no-break-evens").out
    lines = [line for line in out.splitlines() if "±" in line]
    assert lines[0].startswith("case.yaml (A) ")
    assert lines[1].startswith("case.yaml (B) ")
    assert "From case.yaml (A) to case.yaml (B)" in out
    assert "no number, move or rule differs" in out


def test_a_picture_and_a_file(standoff, founding, tmp_path):
    arguments = (
        *("compare", founding, "--what-if", "army-not-at-stake", "--draws", "100"),
        "--no-break-evens",
    )
    assert standoff(*arguments, "-o", tmp_path / "two.svg").code == 0
    drawn = (tmp_path / "two.svg").read_text("utf-8")
    for told in ("From cienfuegos to army-not-at-stake", "Rule: largest u_R", "trial_cost: 0.5"):
        assert told in drawn
    assert standoff(*arguments, "-o", tmp_path / "two.json").code == 0
    assert json.loads((tmp_path / "two.json").read_text("utf-8"))["headline"] == "drop"
    ran = standoff(*arguments, "-o", tmp_path / "two.csv")
    assert ran.code == 1
    assert "ends in .svg or .json" in ran.err


def test_of_a_single_draw_no_error_is_known(standoff, founding):
    ran = standoff(
        "compare", founding, "--what-if", "army-not-at-stake", "--draws", "1", "--no-break-evens"
    )
    assert ran.code == 0
    assert "±" not in ran.out
    assert "nan" not in ran.out
    assert "1 draw each." in " ".join(ran.out.split())
