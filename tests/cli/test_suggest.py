"""`standoff models suggest`: every model explained, questions, answers, JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cli.conftest import Standoff


def test_explains_five_models_in_full_and_the_others_in_a_line_each(standoff: Standoff, root: Path):
    ran = standoff("models", "suggest", str(root / "cases/cienfuegos/case.yaml"))
    assert ran.code == 0
    assert "5. " in ran.out
    assert "6. " not in ran.out
    lines = ran.out.splitlines()
    assert [line for line in lines if line.split()[:2] == ["31", "war-of-attrition"]]


def test_all_explains_every_model_in_full(standoff: Standoff, root: Path):
    ran = standoff("models", "suggest", str(root / "cases/cienfuegos/case.yaml"), "--all")
    assert "31. war-of-attrition" in ran.out
    assert "The other models" not in ran.out


def test_answers_count_before_the_file_and_say_so(standoff: Standoff, root: Path):
    case = str(root / "tests/study/suggest_cases/two-michaels.yaml")
    answers = ("--answers", "carried-out=no", "--answers", "will-come-again=yes")
    ran = standoff("models", "suggest", case, *answers)
    flat = " ".join(ran.out.split())
    assert ran.code == 0
    assert "carried-out=no; the file says otherwise: event kovrig-detained" in flat
    assert "will-come-again=yes" in flat
    assert "later challengers (your answer)" in flat


def test_questions_name_the_models_that_an_answer_moves(standoff: Standoff, root: Path):
    case = str(root / "src/standoff/cli/templates/case.yaml")
    flat = " ".join(standoff("models", "suggest", case).out.split())
    assert "carried-out Is harm being done already" in flat
    assert re.search(r"yes: reputation from \d+ to \d+ \(fits\)", flat)


def test_an_unknown_question_is_refused_with_candidates(standoff: Standoff, root: Path):
    case = str(root / "src/standoff/cli/templates/case.yaml")
    ran = standoff("models", "suggest", case, "--answers", "carried-ou=no")
    assert ran.code != 0
    assert "did you mean 'carried-out'" in ran.err
    ran = standoff("models", "suggest", case, "--answers", "who-decides=me")
    assert "Known: ratifier, target, third-party" in ran.err


def test_suggestions_are_json_too(standoff: Standoff, root: Path):
    case = str(root / "tests/study/suggest_cases/frozen-funds.yaml")
    ran = standoff("models", "suggest", case, "--format", "json", "--answers", "carried-out=no")
    told = json.loads(ran.out)
    assert [model["place"] for model in told["models"]] == list(range(1, 32))
    assert told["shown"]["harm under way"][0]["element"] == "event arrest"
    assert told["answers"] == [
        {"question": "carried-out", "answer": "no", "overrules": ["event arrest"]}
    ]
    model = next(model for model in told["models"] if model["name"] == "war-of-attrition")
    assert model["contradicted"] == ["harm under way"]
    assert all(question["answers"] for question in told["questions"])
