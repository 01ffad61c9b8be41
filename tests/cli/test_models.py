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


def test_shows_the_answers_at_a_point(standoff):
    ran = standoff("models", "show", "audience-costs", "--set", "phi=.8")
    flat = " ".join(ran.out.split())
    assert "Answers at: p_resolved .8" in flat
    assert "regime pooling every challenger threatens" in flat
    assert "concede 100 %" in flat


def test_a_point_outside_the_assumptions_is_refused_by_name(standoff):
    ran = standoff("models", "show", "audience-costs", "--set", "V=0")
    assert ran.code == 1
    assert "A1: the challenger gains when the target gives in" in ran.err


def test_show_is_the_same_as_the_name_alone(standoff):
    assert standoff("models", "show", "precedent").out == standoff("models", "precedent").out


def test_suggests_with_reasons_and_lines(standoff, root):
    ran = standoff("models", "suggest", str(root / "cases/cienfuegos/case.yaml"))
    flat = " ".join(ran.out.split())
    assert ran.code == 0
    assert "1. linkage-crisis" in flat
    assert "event arrest is coded COERCE/seize, of a person" in flat
    assert "The case names linkage-crisis, number 1 here." in flat


def test_says_when_none_fits(standoff, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("standoff: 1\nid: a-case\ntitle: Nothing yet\n", encoding="utf-8")
    ran = standoff("models", "suggest", str(path))
    assert ran.code == 0
    assert "None fits." in ran.out
