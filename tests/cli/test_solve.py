from __future__ import annotations

import json

import pytest
from tests.game.test_infeasible import GAME as GAME_WITHOUT_SOLUTION

BLUFF = """
standoff-game: 1
name: "[bold]bluff[/bold] \\u202e"
players: [Challenger, Target]
parameters: {prize: 1, damage: 1, cost: {default: .2, low: 0, high: 5, symbol: k}}
tree:
  player: Challenger
  moves:
    quiet: {outcome: peace, pays: {}}
    threaten:
      player: Target
      moves:
        yield: {outcome: concession, pays: {Challenger: prize, Target: -.4}}
        resist: {outcome: war, pays: {Challenger: -cost, Target: -damage}}
"""


@pytest.fixture
def game(tmp_path):
    path = tmp_path / "bluff.yaml"
    path.write_text(BLUFF, encoding="utf-8")
    return path


def test_shows_choices_outcomes_and_the_check(standoff, game):
    ran = standoff("solve", game)
    assert (ran.code, ran.err) == (0, "")
    assert "backward induction" in ran.out
    assert "Verified by other code" in ran.out
    rows = [row.split() for row in ran.out.splitlines()]
    assert ["Challenger", "start", "threaten", "100", "%", "0"] in rows
    assert ["concession", "100", "%"] in rows
    assert "never: peace, war" in ran.out
    assert "expected payoffs: Challenger 1, Target −.4" in ran.out


def test_text_from_the_file_is_neither_markup_nor_control(standoff, game):
    ran = standoff("solve", game)
    assert "[bold]bluff[/bold] \\u202e" in ran.out
    assert "\x1b" not in ran.out


def test_settings_change_the_answer_by_name_and_by_symbol(standoff, game):
    ran = standoff("solve", game, "--set", "damage=.1", "k=.3")
    assert "At: damage .1, cost .3, 1 other parameters at their defaults" in ran.out
    assert "never: concession, war" in ran.out


def test_json_holds_every_set_with_its_gain(standoff, game):
    (play,) = json.loads(standoff("solve", game, "--format", "json").out)
    assert play["verified"] is True
    assert [each["infoset"] for each in play["choices"]] == ["start", "threaten"]
    assert all(abs(each["gain"]) < 1e-9 for each in play["choices"])
    assert dict(play["outcomes"])["concession"] == 1


def test_moves_can_be_taken_away(standoff, game):
    ran = standoff("solve", game, "--remove", "yield")
    assert "never: war" in ran.out


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (("prise=1",), "did you mean 'prize'?"),
        (("cost=9",), "a number from 0 to 5"),
        (("cost=nan",), "is not a number"),
        (("cost",), "--set takes a parameter and a number"),
        (("cost=much",), "'much' is not a number"),
    ],
)
def test_a_bad_setting_says_what_would_be_right(standoff, game, settings, says):
    ran = standoff("solve", game, "--set", *settings)
    assert ran.code == 1
    assert says in ran.err
    assert ran.out == ""


def test_a_broken_game_shows_its_lines(standoff, tmp_path):
    path = tmp_path / "game.yaml"
    path.write_text(BLUFF.replace("player: Target", "player: Tarket"), encoding="utf-8")
    ran = standoff("solve", path)
    assert ran.code == 1
    assert f"{path}:11:" in ran.err
    assert "SG002" in ran.err


def test_beliefs_are_told_apart_by_what_differs(standoff, fresh):
    rows = [row.strip() for row in standoff("solve", fresh / "game.yaml").out.splitlines()]
    at = rows.index("believes:")
    assert rows[at + 1 : at + 3] == ["resolved 43 %", "bluffer 57 %"]


def test_a_model_by_name_is_solved_in_closed_form(standoff):
    ran = standoff("solve", "linkage-crisis")
    assert ran.code == 0
    assert "closed form" in ran.out
    assert "Where play never gets" in ran.out


def test_every_equilibrium_of_a_model_selected_first(standoff):
    plays = json.loads(standoff("solve", "linkage-crisis", "--all", "--format", "json").out)
    assert len(plays) > 1
    assert [each["rule"] == "not selected" for each in plays] == [False] + [True] * (len(plays) - 1)
    assert all(each["verified"] for each in plays)
    assert len({each["name"] for each in plays}) == len(plays)


def test_a_numerical_method_agrees_with_one_of_them(standoff):
    listed = json.loads(standoff("solve", "linkage-crisis", "--all", "--format", "json").out)
    (found,) = json.loads(
        standoff("solve", "linkage-crisis", "--method", "sequential", "--format", "json").out
    )
    values = dict(found["values"])
    assert any(dict(each["values"]) == pytest.approx(values, abs=1e-6) for each in listed)


def test_a_model_outside_its_assumptions_says_which(standoff):
    ran = standoff("solve", "linkage-crisis", "--set", "a_u=.1")
    assert ran.code == 1
    assert "A2" in ran.err
    assert "--method sequential" in ran.err


def test_all_equilibria_of_a_game_come_with_whether_that_is_all(standoff, game):
    ran = standoff("solve", game, "--all")
    assert ran.code == 0
    assert "1 sequential equilibria found by backward induction" in ran.out
    assert "complete: every" in ran.out


def test_a_method_that_finds_one_does_not_list_all(standoff, game):
    ran = standoff("solve", game, "--all", "--method", "lemke")
    assert ran.code == 1
    assert "finds one equilibrium, not all" in ran.err


def test_players_who_err(standoff, game):
    ran = standoff("solve", game, "--precision", "2", "--format", "json")
    (play,) = json.loads(ran.out)
    assert play["method"] == "agent logit equilibrium"
    assert play["verified"] is True
    assert "answers the others' play" in play["verification"]
    assert 0.5 < dict(play["outcomes"])["concession"] < 1
    two = standoff("solve", game, "--precision", "2", "0", "--errors", "probit")
    assert "yield 50 %" in two.out
    refused = standoff("solve", game, "--method", "quantal")
    assert "needs a precision" in refused.err
    refused = standoff("solve", game, "--method", "lemke", "--precision", "1")
    assert "makes no errors" in refused.err


@pytest.mark.parametrize("ending", ["csv", "parquet", "json"])
def test_a_table_of_draws_in_and_a_table_of_answers_out(standoff, game, tmp_path, ending):
    table = tmp_path / "draws.csv"
    table.write_text("k,damage\n0.2,1\n0.3,0.1\nnan,1\n")
    out = tmp_path / f"answers.{ending}"
    ran = standoff("solve", game, "--draws", table, "-o", out)
    assert ran.code == 0
    assert "2 of 3 draws have an answer, 2 pass the check" in ran.out
    assert out.exists()
    if ending == "csv":
        rows = out.read_text().splitlines()
        assert rows[0].startswith("prize,damage,cost,status,verified,p: peace")
        assert ",solved,True," in rows[1]
        assert ",infeasible,False," in rows[3]
    shown = standoff("solve", game, "--draws", table, "--format", "csv", "--set", "damage=.1")
    assert shown.out.splitlines()[1].startswith("1.0,0.1,0.2,solved")


def test_bad_tables_are_told(standoff, game, tmp_path):
    table = tmp_path / "draws.csv"
    table.write_text("coast\n1\n")
    assert "did you mean 'cost'" in standoff("solve", game, "--draws", table).err
    assert "no such file" in standoff("solve", game, "--draws", tmp_path / "none.csv").err
    assert "--draws FILE" in standoff("solve", game, "-o", tmp_path / "x.csv").err


def test_an_unknown_model_gets_the_nearest(standoff):
    ran = standoff("solve", "linkage-crises")
    assert ran.code == 1
    assert "did you mean 'linkage-crisis'?" in ran.err


def test_a_game_of_gambit(standoff, tmp_path):
    path = tmp_path / "dare.efg"
    path.write_text(
        'EFG 2 R "Dare" { "A" "B" } ""\n'
        'p "" 1 1 "" { "stop" "go" } 0\n'
        't "" 1 "stopped" { 1 0 }\n'
        't "" 2 "gone" { 2 0 }\n',
        encoding="utf-8",
    )
    ran = standoff("solve", path)
    assert (ran.code, ran.err) == (0, "")
    assert "never: stopped" in ran.out


def test_tables_of_gambit_are_games_too(standoff, tmp_path):
    table = tmp_path / "battle.nfg"
    table.write_text(
        'NFG 1 R "Battle" { "Row" "Column" } { 2 2 }\n\n2 1 0 0 0 0 1 2\n', encoding="utf-8"
    )
    ran = standoff("solve", table, "--all")
    assert ran.code == 0
    assert "3 sequential equilibria" in ran.out
    assert "complete: every" in ran.out


def test_refinements_and_certificates_are_told(standoff, root):
    game = root / "src" / "standoff" / "cli" / "templates" / "game.yaml"
    ran = standoff("solve", game, "--all")
    assert "1. removed by D1: 'resolved' gains" in " ".join(ran.out.split())
    ran = standoff("solve", game, "--all", "--precision", "4")
    assert "1 agent logit equilibria found by" in ran.out
    assert "1. certified: the only root" in ran.out


def test_commands_say_which_expression_it_is(standoff, tmp_path):
    path = tmp_path / "game.yaml"
    path.write_text(GAME_WITHOUT_SOLUTION)
    played = standoff("solve", path, "--set", "cost=0").out
    assert "What A is paid at 'won', 1 / cost, is not a number." in " ".join(played.split())
    shares = standoff("ask", path, "shares", "--draws", "100").out
    assert "draws: what A is paid at 'lost', log(cost), is not a number." in " ".join(
        shares.split()
    )
