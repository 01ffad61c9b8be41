"""What is given on the command line is taken as it is given, or refused."""

from __future__ import annotations

from typing import get_args

import pytest
from cyclopts import App

from standoff.brief import brief_case, draw_parameters
from standoff.cli._app import application, commands, subcommands
from standoff.cli._options import whole
from standoff.errors import GameError, StandoffError
from standoff.study.sweep_plan import plan_sweep

EVERY = [
    (command, *sub)
    for command in commands()
    for sub in [(), *((each,) for each in subcommands(command))]
]


def options(words):
    app: App = application()
    for word in words:
        app = app[word]
    return app.assemble_argument_collection()


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_no_integer_of_any_command_is_rounded(words):
    """A new option that counts something has to say how it is read."""
    for each in options(words):
        if int in (each.hint, *get_args(each.hint)):
            assert each.parameter.converter is whole, each.name


def test_there_are_integers_to_be_tested():
    found = {
        each.name
        for words in EVERY
        for each in options(words)
        if int in (each.hint, *get_args(each.hint))
    }
    assert found >= {"--seed", "--most", "--draws", "--workers", "--starts", "--replicates"}


@pytest.mark.parametrize(
    "text", ["1.5", "10.7", "30.0", "1e3", "0x10", "nan", "true", "", "9" * 5000]
)
@pytest.mark.parametrize("option", ["--seed", "--draws"])
def test_what_is_no_integer_is_refused(standoff, founding, option, text):
    ran = standoff("ask", founding, "shares", option, text)
    assert (ran.code, ran.out) == (2, "")
    assert f"Invalid value for {option}" in ran.err
    assert "is not an integer" in ran.err


@pytest.mark.parametrize(
    "line",
    [
        "solve linkage-crisis --set prize=.5 prize=.6",
        "solve linkage-crisis --set X=.5 case_value=.6",
        "draw linkage-crisis --set prize=.5 --set prize=.5",
        "models show linkage-crisis --set prize=.5 prize=.6",
        "ask linkage-crisis break-even case_value --set prize=.5 prize=.6",
        "ask linkage-crisis map prize X --set damage=1 damage=2",
        "sweep linkage-crisis --into {} --set prize=.5 prize=.6",
        "sweep linkage-crisis --into {} --set X=.5 case_value=.6",
        "fit egame12 {} x --fixed a=1 a=2",
        "fit linkage-crisis {} x --outcome drop=a drop=b",
    ],
)
def test_two_values_for_one_thing_are_refused(standoff, tmp_path, line):
    ran = standoff(*line.format(tmp_path / "run").split())
    assert (ran.code, ran.out) == (1, "")
    assert "more than once" in ran.err or "is held twice" in ran.err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    "line",
    [
        "draw linkage-crisis --remove private private",
        "sweep linkage-crisis --into {} --columns prize prize",
        "sweep linkage-crisis --into {} --indices p_drop p_drop",
        "compare {} --what-if no-judge no-judge",
        "ask {} boxes --only prize prize",
        "ask {} gradient --by prize prize",
        "fit egame12 {} x --cluster a a",
        "fit egame12 {} x --predict balance balance",
    ],
)
def test_a_word_that_comes_twice_is_refused(standoff, tmp_path, line):
    ran = standoff(*line.format(tmp_path / "run").split())
    assert (ran.code, ran.out) == (2, "")
    assert "is given more than once" in ran.err


def test_a_move_may_come_again_in_a_path(standoff):
    ran = standoff("draw", "linkage-crisis", "--focus", "nowhere", "nowhere")
    assert "more than once" not in ran.err


def test_python_rounds_nothing_either(founding):
    brief = brief_case(founding)
    with pytest.raises(GameError, match=r"n_draws must be an integer, found 10\.7"):
        draw_parameters(brief, 10.7)
    with pytest.raises(GameError, match="seed must be an integer, found True"):
        draw_parameters(brief, 10, True)
    with pytest.raises(GameError, match=r"seed must be an integer, found 1\.5"):
        plan_sweep("linkage-crisis", 10, seed=1.5)
    with pytest.raises(StandoffError, match="held twice"):
        plan_sweep("linkage-crisis", 10, fixed={"X": 0.5, "case_value": 0.6})
