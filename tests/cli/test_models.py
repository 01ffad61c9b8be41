from __future__ import annotations

from standoff.models import get, names


def test_lists_every_model(standoff):
    ran = standoff("models")
    assert ran.code == 0
    for name in names():
        assert name in ran.out


def test_describes_one_with_every_parameter_and_paper(standoff):
    model = get("linkage-crisis")
    ran = standoff("models", "linkage-crisis")
    flat = " ".join(ran.out.split())
    for parameter in model.parameters:
        assert f"{parameter.name} ({parameter.symbol})" in flat
    for assumption in model.assumptions:
        assert f"{assumption.name}: " in flat
    for citation in model.citations:
        assert citation.text in flat


def test_an_unknown_model_gets_the_nearest(standoff):
    ran = standoff("models", "linkage")
    assert ran.code == 1
    assert "did you mean 'linkage-crisis'?" in ran.err


def test_a_game_without_an_end_says_so(standoff):
    for command in ("solve", "draw"):
        ran = standoff(command, "precedent")
        assert ran.code == 1
        assert "has no tree" in ran.err


def test_the_tree_of_the_first_stages_is_solved_and_drawn(standoff):
    ran = standoff("solve", "reputation", "--method", "sequential", "--set", "p=.05")
    assert ran.code == 0
    assert "nobody gains by another choice" in ran.out
    assert "<svg" in standoff("draw", "reputation").out
