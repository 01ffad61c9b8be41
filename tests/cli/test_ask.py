"""`standoff ask CASE QUESTION`: the questions about parameters, rules and structure."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from standoff.cli._app import subcommands
from standoff.models import get

QUESTIONS = ("break-even", "gradient", "how-much", "map", "rules", "what-if")


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_folder_is_the_list_of_questions() -> None:
    assert set(QUESTIONS) <= set(subcommands("ask"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_explains_itself(standoff, question):
    ran = standoff("ask", question, "--help")
    assert ran.code == 0
    assert f"standoff ask {question}" in ran.out
    assert "[required]" in ran.out


def test_break_even_in_both_orders(standoff, founding):
    first = standoff("ask", founding, "break-even", "p_resolved_secret")
    assert first.code == 0
    assert "0.401470588235  regime: public semi →" in first.out
    assert "(a tie)" in first.out
    assert "No change of the kind of answer is missed" in words(first.out)
    second = standoff("ask", "break-even", founding, "phi_S")
    assert second.out == first.out


def test_a_level_is_a_step(standoff):
    ran = standoff(
        "ask", "audience-costs", "break-even", "p_resolved", "--level", "headline >= 60%",
        "--format", "csv",
    )  # fmt: skip
    assert ran.code == 0
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert any("yes" in row["above"] for row in rows)


def test_how_much_as_text_and_json(standoff, founding):
    arguments = (
        "ask", founding, "how-much", "audience_cost_private", "--for", "drop >= .5",
        "--draws", "200",
    )  # fmt: skip
    ran = standoff(*arguments)
    assert ran.code == 0
    assert "[0.1, 0.4]" in ran.out
    assert "Over 200 draws of everything else" in ran.out
    found = json.loads(standoff(*arguments, "--format", "json").out)
    assert found["spans"][0]["low"] == {
        "value": 0.1,
        "error": found["spans"][0]["low"]["error"],
        "closed": True,
        "at": found["spans"][0]["low"]["at"],
        "cut": False,
    }
    evenly = standoff(*arguments, "--sampling", "sobol")
    assert "Over 200 evenly spread draws of everything else" in evenly.out
    assert "Ranges are those of independent draws" in evenly.out
    told = json.loads(standoff(*arguments, "--sampling", "sobol", "--format", "json").out)
    assert (told["sampling"], found["sampling"]) == ("sobol", "random")
    assert (told["spans"], told["share_now"]) != (found["spans"], found["share_now"])


def test_gradient_lists_the_steepest_first(standoff, founding):
    ran = standoff("ask", founding, "gradient", "--set", "p_resolved_secret=.3")
    assert ran.code == 0
    lines = [line for line in ran.out.splitlines() if line.startswith("drop ")]
    assert lines[0].split()[1:3] == ["p_resolved_secret", "1.04693"]
    logit = standoff("ask", "audience-costs", "gradient", "--precision", "4", "--format", "json")
    assert json.loads(logit.out)["method"].startswith("implicit function theorem at precision 4")
    slopes = json.loads(logit.out)["slopes"]
    assert {each["check"]["verdict"] for each in slopes} == {"agrees"}
    for each in slopes:
        assert abs(each["slope"] - each["check"]["difference"]) < 1e-6
    text = standoff("ask", "audience-costs", "gradient", "--precision", "4").out
    assert f"all {len(slopes)} slopes agree with them" in " ".join(text.split())


def test_rules_say_what_depends(standoff, founding, tmp_path):
    ran = standoff("ask", founding, "rules", "--draws", "300")
    assert ran.code == 0
    assert "Does it depend on which equilibrium is played? Yes." in ran.out
    assert "public semi" in ran.out
    picture = tmp_path / "rules.svg"
    assert standoff("ask", founding, "rules", "--draws", "300", "-o", picture).code == 0
    assert picture.read_text().startswith("<svg")
    one = standoff("ask", "chain-store", "rules")
    assert "No." in one.out


def test_any_question_under_a_rule(standoff, founding):
    ran = standoff(
        "ask", founding, "how-much", "p_resolved_secret", "--for", "drop >= .5",
        "--rule", "lowest headline", "--draws", "50",
    )  # fmt: skip
    assert ran.code == 0
    assert "No searched value suffices" in ran.out
    assert "Rule: lowest headline" in ran.out


def test_map_as_text_and_picture(standoff, founding, tmp_path):
    ran = standoff("ask", founding, "map", "p_resolved_secret", "case_value")
    assert ran.code == 0
    assert "Today's values, 0.45 and 0.35: private pooling." in ran.out
    picture = tmp_path / "map.svg"
    assert standoff("ask", founding, "map", "phi_S", "X", "-o", picture).code == 0
    assert "private pooling, 33 %" in picture.read_text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("gradient",), "Without effect here"),
        (("how-much", "p_resolved_secret", "--for", "drop >= .5", "--draws", "60"), "today's .45"),
        (("what-if", "--remove", "public"), "as it is (closed form)"),
        (("map", "phi_S", "X"), "The kinds of answer over phi_S and X"),
        (("break-even", "trial_cost"), "Where the answer changes along trial_cost"),
    ],
)
def test_pictures_name_their_rule(standoff, founding, tmp_path, arguments, told):
    picture = tmp_path / "answer.svg"
    ran = standoff("ask", founding, *arguments, "-o", picture)
    assert ran.code == 0, ran.err
    drawn = picture.read_text("utf-8")
    assert "largest u_R, ties to the smaller L" in drawn
    assert told in drawn
    assert "NaN" not in drawn
    assert "standoff." not in drawn
    # The title is a sentence, not the name of a class.
    assert " " in drawn.split("</title>")[0].rsplit(">", 1)[1]


def test_a_file_that_cannot_be_written_is_refused_first(standoff, founding, tmp_path):
    ran = standoff("ask", founding, "shares", "-o", tmp_path / "none" / "x.svg")
    assert ran.code == 2
    assert "there is no folder" in ran.err
    assert "draws" not in ran.err


def test_what_if_names_rule_and_completeness(standoff, founding):
    ran = standoff(
        "ask", founding, "what-if", "--reveal", "secret private: answer",
        "secret public: answer", "--seeing", "resolved", "bluffer",
    )  # fmt: skip
    assert ran.code == 0
    told = words(ran.out)
    assert "as it is (closed form)" in told
    assert "changed: seen at 'secret private: answer': resolved, bluffer" in told
    assert "complete: every equilibrium of this kind is in the list" in told
    assert "Rule for as it is and changed: limit of the logit branch" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("breakeven", "prize"), "did you mean 'break-even'"),
        (("break-even", "price"), "did you mean 'prize'"),
        (("break-even", "prize", "--rule", "best"), "unknown rule"),
        (("how-much", "prize", "--for", "drop"), "no condition"),
        (("map", "prize", "prize"), "both are 'prize'"),
        (("what-if", "--drop-player", "Judge"), "unknown player 'Judge'"),
        (("what-if", "--ratifier", "Congress"), "a ratifier needs a name"),
        (("how-much", "prize", "--for", "drop > 0", "-o", "x.png"), "does not say what to write"),
        (("how-much", "prize", "--for", "drop > nan"), "compares with a number"),
        (("break-even", "prize", "--between", "nan", "1"), "the range of 'prize' is empty"),
        (("break-even", "p_leak", "--between", "2", "3"), "the range of 'p_leak' is empty"),
        (("map", "X", "V", "--up", "-2", "-1"), "the range of 'prize' is empty"),
        (("map", "X", "V", "--by", "regimes"), "did you mean 'regime'"),
        (("break-even", "prize", "--set", "damage=inf"), "'inf' is not a number"),
        (("break-even", "prize", "--set", "damage=1e999"), "damage cannot be inf"),
        (("break-even", "prize", "-o", "x.pdf"), "does not say what to write"),
        (("what-if",), "nothing is changed"),
        (("what-if", "--plays", "drop"), "--drop-player as well"),
        (("what-if", "--seeing", "resolved"), "--reveal as well"),
        (("what-if", "--unseen"), "--first as well"),
    ],
)
def test_mistakes_are_named(standoff, founding, arguments, told):
    ran = standoff("ask", founding, *arguments)
    assert ran.code == 1
    assert told in ran.err
    assert "Traceback" not in ran.err


def test_a_model_without_a_whole_tree_has_no_structure(standoff):
    ran = standoff("ask", "reputation", "what-if", "--remove", "challenge")
    assert ran.code == 1
    assert "no tree of the whole game" in ran.err


def test_a_game_file_is_asked_too(standoff, fresh: Path):
    ran = standoff("ask", fresh / "game.yaml", "gradient", "--of", "target gives in")
    assert ran.code == 0, ran.err
    assert "Slopes at the analyst's values" in ran.out


def test_slopes_that_are_rounding_are_none(standoff, founding):
    ran = standoff("ask", founding, "gradient", "--of", "all", "--by", "p_resolved_secret")
    assert "Without effect here: p_resolved_secret." in ran.out
    at_bound = standoff("ask", founding, "gradient", "--set", "p_resolved_secret=0")
    assert "– | 1.04693" in at_bound.out
    assert "nan" not in at_bound.out


def test_a_name_in_capitals_says_what_to_write(standoff, tmp_path):
    picture = tmp_path / "X.SVG"
    assert standoff("ask", "linkage-crisis", "break-even", "X", "-o", picture).code == 0
    assert picture.read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    "question",
    [
        ["break-even", "case_value"],
        ["gradient", "--by", "case_value"],
        ["what-if", "--remove", "public"],
        ["shares", "--draws", "64"],
        ["claims", "--draws", "20"],
    ],
)
def test_an_answer_says_whether_it_depends_on_the_rule(standoff, founding, question):
    told = standoff("ask", founding, *question)
    assert told.code == 0
    assert "It depends on which equilibrium is played" in words(told.out)
    assert "--rule NAME" in words(told.out)
    found = json.loads(standoff("ask", founding, *question, "--format", "json").out)
    rules = found["under_every_rule"]
    assert rules["rules"][:2] == ["model", "best for challenger"]
    changed = [each for each in rules["numbers"] if each["by_rule"][0] != each["by_rule"][1]]
    assert changed
    assert f" of {len(rules['numbers'])} answer" in words(told.out)


def test_where_one_equilibrium_exists_no_rule_matters(standoff):
    name = get("two-level-floors").parameters[0].name
    told = standoff("ask", "two-level-floors", "break-even", name)
    assert told.code == 0
    assert "no rule of selection matters" in words(told.out)


def test_a_rule_that_is_named_twice_is_refused(standoff, founding):
    ran = standoff("ask", founding, "rules", "--only", "model", "model", "--draws", "50")
    assert (ran.code, ran.out) == (2, "")
    assert "'model' is given more than once" in ran.err
