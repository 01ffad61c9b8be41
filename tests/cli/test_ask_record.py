"""`standoff ask CASE claims` and `standoff ask CASE timeline`."""

from __future__ import annotations

import csv
import io
import json
from typing import get_args

import pytest

from standoff.brief import Change
from standoff.cli.ask import claims, timeline
from standoff.study import claim_groups, known_then, noisy_play, updating


def test_sources_side_by_side(standoff, founding):
    ran = standoff("ask", founding, "claims", "--draws", "200")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].startswith(
        "What is each source worth? Points by which the chance of drop moves"
    )
    article = next(line for line in lines if line.startswith("vice "))
    assert article.split()[1] == "10"
    assert article.endswith("public semi")
    assert "all 256 ways to change some of them; 200 draws each" in " ".join(ran.out.split())
    assert "Together beyond what each does alone" in ran.out


def test_claims_denied_as_json_and_csv(standoff, founding, tmp_path):
    arguments = ("ask", founding, "claims", "--by", "status", "--change", "deny", "--draws", "60")
    found = json.loads(standoff(*arguments, "--format", "json").out)
    assert (found["change"], found["by"], found["n_draws"]) == ("deny", "status", 60)
    assert sum(each["shared"]["shift"] for each in found["groups"]) == pytest.approx(
        found["together"]["shift"]
    )
    assert standoff(*arguments, "-o", tmp_path / "claims.csv").code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "claims.csv").read_text())))
    assert [row["group"] for row in rows] == [each["name"] for each in found["groups"]]
    assert float(rows[0]["shared"]) == pytest.approx(found["groups"][0]["shared"]["shift"])
    assert rows[-1]["note"] == "no number rests on it"


def test_a_timeline_from_two_sides(standoff, founding, tmp_path):
    ran = standoff("ask", founding, "timeline", "--draws", "40")
    assert ran.code == 0
    lines = [line.split() for line in ran.out.splitlines()]
    days = [line[1] for line in lines if line[:1] and line[0].startswith("2020-")]
    assert days == ["secret", "private", "drop", "grant", "not"]
    assert "16 assumptions rest on reports of these moves" in ran.out
    public = standoff("ask", founding, "timeline", "--draws", "20", "--observer", "public").out
    assert "private, as published" in public
    then = standoff("ask", founding, "timeline", "--draws", "20", "--knowledge", "then").out
    assert "Claims not yet published: 24 at the beginning, 0 at the end." in then
    picture = tmp_path / "timeline.svg"
    assert standoff("ask", founding, "timeline", "--draws", "20", "-o", picture).code == 0
    assert "How it would end, as known to: analyst" in picture.read_text(encoding="utf-8")


def test_a_timeline_as_a_table(standoff, founding):
    out = standoff("ask", founding, "timeline", "--draws", "20", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    outcomes = [r for r in rows if r["series"] == "outcome" and r["step"] == "2"]
    assert sum(float(row["mean"]) for row in outcomes) == pytest.approx(1.0)
    types = [r for r in rows if r["series"] == "belief: type" and r["step"] == "0"]
    assert {row["name"] for row in types} == {"resolved", "bluffer"}


def test_a_rule_of_selection_and_quantal_play(standoff, founding):
    rule = standoff("ask", founding, "timeline", "--draws", "30", "--rule", "best for target")
    assert "rule: best for target" in " ".join(rule.out.split())
    quantal = standoff("ask", founding, "timeline", "--draws", "30", "--play", "quantal")
    assert "players err (quantal, 0.05)" in " ".join(quantal.out.split())


@pytest.mark.parametrize("question", ["claims", "timeline"])
def test_a_model_has_no_record(standoff, question):
    ran = standoff("ask", "linkage-crisis", question)
    assert ran.code == 1
    assert "linkage-crisis has no claims and no events" in ran.err
    assert "did you mean 'linkage-crisis'?" in standoff("ask", "linkage-crises", question).err


def test_a_case_whose_events_play_nothing(standoff, fresh):
    path = fresh / "case.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    plays: threaten\n", ""), encoding="utf-8")
    ran = standoff("ask", fresh / "case.yaml", "timeline", "--draws", "5")
    assert ran.code == 0
    assert "No event of the case plays a move" in ran.out


def test_options_are_those_of_the_questions():
    assert get_args(claims.GroupBy) == get_args(claim_groups.GroupBy)
    assert get_args(claims.Change) == get_args(Change)
    assert get_args(timeline.Learn) == get_args(updating.Learn)
    assert get_args(timeline.Knowledge) == get_args(known_then.Knowledge)
    assert get_args(timeline.Play) == get_args(noisy_play.Play)


def test_draws_may_be_evenly_spread(standoff, founding):
    few = ("--draws", "64", "--sampling", "sobol")
    for arguments in (("claims", "--by", "status"), ("timeline",)):
        ran = standoff("ask", founding, *arguments, *few)
        assert ran.code == 0, ran.err
        text = " ".join(ran.out.split())
        assert "64 evenly spread draws" in text
        assert "Errors are those of independent draws" in text
        found = json.loads(standoff("ask", founding, *arguments, *few, "--format", "json").out)
        assert (found["sampling"], found["n_draws"]) == ("sobol", 64)
    usual = json.loads(
        standoff("ask", founding, "timeline", "--draws", "64", "--format", "json").out
    )
    assert usual["sampling"] == "random"
    assert usual["steps"][0]["headline"] != found["steps"][0]["headline"]


def test_of_a_single_draw_no_error_is_known(standoff, founding, tmp_path):
    ran = standoff("ask", founding, "claims", "--draws", "1")
    assert ran.code == 0
    assert "±" not in ran.out
    assert "nan" not in ran.out
    assert "1 draw each." in " ".join(ran.out.split())
    assert standoff("ask", founding, "claims", "--draws", "1", "-o", tmp_path / "a.svg").code == 0
    assert "NaN" not in (tmp_path / "a.svg").read_text(encoding="utf-8")
