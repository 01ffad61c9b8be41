"""`standoff ask CASE sobol`, `boxes`, `shares` and `given-data`: what the ranges of a case do."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import get_args

import numpy as np
import pytest

from standoff import models
from standoff.brief import brief_case, draw_parameters, draw_swapped
from standoff.brief import draw as brief_draw
from standoff.cli import _options
from standoff.cli.ask import given_data
from standoff.game.status import Status
from standoff.study.given_data import Method

QUESTIONS = ("boxes", "given-data", "shares", "sobol")

CORRELATIONS = """
correlations:
  - between: [X, psi]
    rank: .6
    because: Both are about the same precedent.
"""


def words(text: str) -> str:
    return " ".join(text.split())


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def tied(founding, tmp_path):
    """The founding case with two parameters that go together."""
    path = tmp_path / "tied.yaml"
    path.write_text(founding.read_text(encoding="utf-8") + CORRELATIONS, encoding="utf-8")
    return path


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_explains_itself(standoff, question):
    ran = standoff("ask", question, "--help")
    assert ran.code == 0
    assert "--sampling" in ran.out
    assert "--rule" in ran.out


def test_sobol_shares_are_those_of_plain_sums(standoff, founding):
    """Jansen's total and Saltelli's first-order share, from the draws, one row after another."""
    out = standoff("ask", founding, "sobol", "--rows", "64", "--seed", "2", "--format", "csv").out
    rows = table(out)
    brief = brief_case(founding)
    model = models.get("linkage-crisis")

    def drop(swapped):
        draws = draw_swapped(brief, 64, 2, swapped, sampling="sobol")
        answers = model.answer(draws, brief.given)
        return np.where(answers.has_answer, answers.probabilities["drop"], np.nan)

    streams = [f"parameter {each['name']}" for each in rows]
    a, b, mixed = drop([]), drop(streams), drop(["parameter case_value"])
    whole = [i for i in range(64) if not np.isnan(a[i] + b[i] + mixed[i])]
    mean = sum(a[i] + b[i] for i in whole) / (2 * len(whole))
    variance = sum((a[i] - mean) ** 2 + (b[i] - mean) ** 2 for i in whole) / (2 * len(whole))
    total = sum((a[i] - mixed[i]) ** 2 for i in whole) / (2 * len(whole)) / variance
    first = sum((b[i] - mean) * (mixed[i] - a[i]) for i in whole) / len(whole) / variance
    told = next(each for each in rows if each["name"] == "case_value")
    assert float(told["total"]) == pytest.approx(total)
    assert float(told["first"]) == pytest.approx(first)
    assert int(told["n_rows"]) == len(whole)


def test_sobol_as_text_json_and_picture(standoff, founding, tmp_path):
    arguments = ("ask", founding, "sobol", "--rows", "64")
    ran = standoff(*arguments)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "Where does the doubt about drop come from?"
    assert max(map(len, lines)) <= 80
    assert "64 rows, evenly spread, seed 0; 1,728 answers" in words(ran.out)
    found = json.loads(standoff(*arguments, "--format", "json").out)
    assert lines[3].split()[0] == found["indices"][0]["name"]
    assert found["sampling"] == "sobol"
    assert standoff(*arguments, "-o", tmp_path / "sobol.svg").code == 0
    meaning = brief_case(founding).parameter(found["indices"][0]["name"]).meaning
    assert meaning[:20] in words((tmp_path / "sobol.svg").read_text("utf-8"))


def test_a_group_counts_as_one(standoff, founding):
    ran = standoff(
        "ask", founding, "sobol", "--rows", "32", "--target", "answered",
        "--group", "threats=audience_cost_private,audience_cost_public",
        "--sampling", "random", "--format", "json",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    group = next(each for each in found["indices"] if each["name"] == "threats")
    assert group["members"] == ["audience_cost_private", "audience_cost_public"]
    assert (found["target"], found["sampling"], found["n_unanswered"] > 0) == (
        "answered", "random", True,
    )  # fmt: skip


def test_correlated_parameters_count_as_one_and_have_shares_of_their_own(standoff, tied):
    both = standoff("ask", tied, "sobol", "--rows", "32").out
    assert "case_value + precedent_cost" in both
    assert "drawn anew together" in words(both)
    each = standoff("ask", tied, "given-data", "--draws", "400").out
    assert "with what it says about the others" in words(each)
    assert "The shares sum to" not in each


def test_boxes_hold_what_they_say(standoff, founding):
    """Coverage and density, counted again on the draws that were held out."""
    arguments = ("ask", founding, "boxes", "--draws", "2000", "--most", "1", "--seed", "3")
    found = json.loads(standoff(*arguments, "--format", "json").out)
    assert found["event"] == "drop >= 0.5"
    assert found["drawn"] == {
        "target": "drop >= 0.5",
        "rule": found["drawn"]["rule"],
        "n_draws": 2000,
        "sampling": "random",
        "seed": 3,
    }
    (box,) = found["boxes"]
    brief = brief_case(founding)
    draws = draw_parameters(brief, 2000, 3)
    answers = models.get("linkage-crisis").answer(draws, brief.given)
    known = np.flatnonzero(answers.has_answer)
    order = np.random.default_rng(3).permutation(len(known))
    n_hits = n_inside = n_both = 0
    for i in known[order[len(known) // 2 :]]:
        inside = all(
            (limit["low"] is None or draws[limit["parameter"]][i] >= limit["low"])
            and (limit["high"] is None or draws[limit["parameter"]][i] <= limit["high"])
            for limit in box["limits"]
        )
        hit = answers.probabilities["drop"][i] >= 0.5
        n_hits += hit
        n_inside += inside
        n_both += hit and inside
    assert box["coverage"]["value"] == pytest.approx(n_both / n_hits)
    assert box["density"]["value"] == pytest.approx(n_both / n_inside)
    ran = standoff(*arguments)
    assert "does it hold that drop >= 0.5?" in ran.out
    assert "2,000 draws at random, seed 3." in words(ran.out)
    assert max(map(len, ran.out.splitlines())) <= 80


def test_a_further_box_is_told_to_hold_outside_those_before(standoff):
    ran = standoff("ask", "audience-costs", "boxes", "--draws", "4000")
    assert "1. concession_cost below" in ran.out
    assert "2. Outside the box before: concession_cost below" in words(ran.out)


def test_boxes_of_a_frequent_event_say_where_it_is_surer(standoff):
    ran = standoff(
        "ask", "inspection", "boxes", "--draws", "4000", "--most", "1", "--format", "json"
    )
    (box,) = json.loads(ran.out)["boxes"]
    assert "inspection_cost" in [each["parameter"] for each in box["limits"]]
    assert box["density"]["low"] > json.loads(ran.out)["p_event"] + 0.04


def test_boxes_about_some_parameters(standoff, founding, tmp_path):
    arguments = (
        "ask", founding, "boxes", "--target", "regime is private pooling", "--only", "X", "phi_S",
        "--draws", "1000", "--sampling", "sobol",
    )  # fmt: skip
    rows = table(standoff(*arguments, "--format", "csv").out)
    assert {each["parameter"] for each in rows} <= {"case_value", "p_resolved_secret"}
    assert standoff(*arguments, "-o", tmp_path / "boxes.svg").code == 0
    assert "regime is private pooling" in (tmp_path / "boxes.svg").read_text("utf-8")
    never = standoff("ask", founding, "boxes", "--target", "drop > 2", "--draws", "200")
    assert "Note: the event happens in 0 of" in words(never.out)


def test_shares_count_the_draws(standoff, founding, tmp_path):
    # Where nobody minds being seen to give way, both channels cost the same, and a rule decides.
    written = founding.read_text(encoding="utf-8")
    before, name, after = written.partition("  - parameter: public_humiliation\n")
    shameless = tmp_path / "shameless.yaml"
    after = after.replace("value: .1\n    range: 0 to .7\n", "value: 0\n    range: fixed\n", 1)
    shameless.write_text(before + name + after, encoding="utf-8")
    arguments = ("ask", shameless, "shares", "--draws", "500", "--seed", "4")
    rows = table(standoff(*arguments, "--format", "csv").out)
    brief = brief_case(shameless)
    answers = models.get("linkage-crisis").answer(draw_parameters(brief, 500, 4), brief.given)
    counts = Counter(answers.categories["regime"][i] for i in range(500))
    n_known = int(answers.has_answer.sum())
    told = {each["name"]: float(each["value"]) for each in rows if each["what"] == "regime"}
    assert sum(told.values()) == pytest.approx(1.0)
    for name, share in told.items():
        assert share == pytest.approx(counts[name] / n_known)
    assert float(rows[-1]["value"]) == pytest.approx(1 - n_known / 500)
    n_tied = int((answers.status == Status.KNIFE_EDGE).sum())
    assert n_tied > 0
    assert (rows[-2]["name"], float(rows[-2]["value"])) == ("exact tie", n_tied / n_known)
    ran = standoff(*arguments)
    assert f"500 draws, {n_known} with an answer, seed 4." in words(ran.out)
    assert "Exact ties, which a rule decides: " in ran.out
    # Ranges alone make no ties.
    assert "Exact ties" not in standoff("ask", founding, *arguments[2:]).out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert standoff(*arguments, "-o", tmp_path / "shares.svg").code == 0
    assert "private pooling" in (tmp_path / "shares.svg").read_text("utf-8")


def test_evenly_spread_shares_are_scrambled_sixteen_times(standoff, founding):
    ran = standoff("ask", founding, "shares", "--draws", "512", "--sampling", "sobol")
    assert "16 scramblings of evenly spread draws" in words(ran.out)
    few = standoff("ask", founding, "shares", "--draws", "8", "--sampling", "sobol")
    assert few.code == 1
    assert "8 draws cannot be shared among 16 replicates" in few.err


def test_given_data_as_text_table_and_picture(standoff, founding, tmp_path):
    arguments = ("ask", founding, "given-data", "--draws", "600", "--method", "rank")
    ran = standoff(*arguments)
    assert ran.code == 0
    assert ran.out.startswith("What goes with drop? Each parameter by itself")
    assert "neighbors by rank" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    rows = table(standoff(*arguments, "--format", "csv").out)
    shares = [float(each["share"]) for each in rows]
    assert shares == sorted(shares, reverse=True)
    assert standoff(*arguments, "-o", tmp_path / "given.svg").code == 0
    assert (tmp_path / "given.svg").read_text("utf-8").startswith("<svg")
    few = standoff("ask", founding, "given-data", "--draws", "20")
    assert "Too few draws with an answer" in words(few.out)


def test_a_rule_of_selection_is_named(standoff, founding):
    for question in QUESTIONS:
        size = ("--rows", "16") if question == "sobol" else ("--draws", "100")
        ran = standoff("ask", founding, question, *size, "--rule", "best for target")
        assert ran.code == 0, ran.err
        assert "Rule: best for target" in words(ran.out)


def test_a_game_of_ones_own(standoff, fresh):
    ran = standoff("ask", fresh / "case.yaml", "sobol", "--rows", "16")
    assert ran.code == 0, ran.err
    assert "16 rows, evenly spread" in ran.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("sobol", "--target", "dorp"), "did you mean 'drop'"),
        (("sobol", "--rows", "8"), "16"),
        (("sobol", "--group", "a"), "a group is a name and what belongs to it"),
        (("sobol", "--group", "a=X,prise"), "did you mean 'prize'"),
        (("boxes", "--target", "drop"), "a box is about what happens or does not"),
        (("sobol", "--group", "x=prize,prize"), "prize is twice in the group 'x'"),
        (("sobol", "--group", "x=case_value,X"), "X is twice in the group 'x'"),
        (("boxes", "--only", "prise"), "did you mean 'prize'"),
        (("boxes", "--density", "2"), "density must lie between 0 and 1"),
        (("boxes", "--most", "0"), "for --most. Must be >= 1"),
        (("given-data", "--target", "regime is nothing"), "nothing"),
        (("shares", "--sampling", "even"), "random"),
    ],
)
def test_mistakes_are_named(standoff, founding, arguments, told):
    few = () if arguments[0] == "sobol" else ("--draws", "100")
    ran = standoff("ask", founding, *arguments, *few)
    assert ran.code != 0
    assert told in words(ran.err)
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("question", QUESTIONS)
def test_of_a_model_everything_plausible_is_asked(standoff, question):
    size = ("--rows", "64") if question == "sobol" else ("--draws", "200")
    ran = standoff("ask", "audience-costs", question, *size)
    assert ran.code == 0, ran.err
    assert "No case: every parameter anywhere in its plausible range" in words(ran.out)
    as_table = standoff("ask", "audience-costs", question, *size, "--format", "csv")
    assert "No case" not in as_table.out
    assert len(as_table.out.splitlines()) > 2 or question == "boxes"


def test_a_model_of_whose_ranges_a_number_of_draws_is_asked(standoff):
    ran = standoff("ask", "audience-costs", "rules", "--draws", "50")
    found = standoff(
        "ask", "audience-costs", "how-much", "p_resolved", "--for", "concede >= .5", "--draws", "50"
    )
    assert "Over 50 draws of everything else" in found.out
    assert ran.code == 0


def test_options_are_those_of_the_questions():
    assert get_args(_options.Sampling) == get_args(brief_draw.Sampling)
    assert get_args(given_data.Method) == get_args(Method)


def test_what_is_missing_for_want_of_rows_is_said(standoff, founding, tmp_path):
    arguments = ("ask", founding, "sobol", "--rows", "17")
    assert standoff(*arguments, "-o", tmp_path / "few.json").code == 0
    found = json.loads((tmp_path / "few.json").read_text(encoding="utf-8"))
    assert all(each["total"]["value"] is None for each in found["indices"])
    assert found["n_rows"] == 17
    told = " ".join(found["notes"])
    assert "no source has a share: it takes 16 rows with all answers; 32 rows would" in told
    assert "17 is not a power of two, and was not rounded" in told
    text = words(standoff(*arguments).out)
    assert all(words(note) in text for note in found["notes"])
    assert "On average it is" in text
    enough = json.loads(standoff(*arguments[:-1], "32", "--format", "json").out)
    assert not [note for note in enough["notes"] if "no share" in note or "power" in note]
    assert all(each["total"]["value"] is not None for each in enough["indices"])
    assert standoff(*arguments, "-o", tmp_path / "few.svg").code == 0


def test_players_who_err_are_asked_under_no_rule(standoff):
    ran = standoff(
        "ask", "audience-costs", "gradient", "--precision", "5", "--rule", "best for target"
    )
    assert ran.code == 1
    assert "--precision or --rule, not both" in words(ran.err)


def test_as_many_draws_of_a_slow_game_are_asked_as_are_named(standoff, tmp_path):
    standoff("new", tmp_path / "own")
    game = next((tmp_path / "own").glob("**/game.yaml"))
    ran = standoff(
        "ask", game, "how-much", "prize", "--for", "target gives in >= .3", "--between", ".7", ".8",
        "--draws", "21", "--format", "json",
    )  # fmt: skip
    assert json.loads(ran.out)["n_draws"] == 21
