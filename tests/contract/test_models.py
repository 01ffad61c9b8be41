"""What every model keeps to; finds the models by itself."""

from __future__ import annotations

import importlib
import pickle
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from standoff import models
from standoff.errors import GameError, UnknownName
from standoff.game.lower import lower
from standoff.game.status import Status
from standoff.models.base import FIDELITY_MEANING
from standoff.models.features import QUESTIONS
from standoff.report.choose_page import page as choose_page
from standoff.report.model_page import page
from standoff.report.model_pictures import has_drawable_tree, regime_picture, tree
from standoff.solve.solution import from_named
from standoff.solve.verify import verify
from standoff.study.analyze import analyze
from standoff.view.tree import draw_tree

every_model = pytest.mark.parametrize(
    "model", [models.get(name) for name in models.names()], ids=models.names()
)

#: The founding article has 34 paragraphs.
PARAGRAPHS = range(1, 35)


#: A witness computes the same numbers in another way, up to rounding.
WITNESS_TOLERANCE = 1e-8

HOW_TO_WRITE_PAGES = (
    "run: python -m standoff.report.model_page docs/reference/models && "
    "python -m standoff.report.choose_page docs/how-to/choose-a-model.md"
)

every_whole_tree = pytest.mark.parametrize(
    "model",
    [m for m in map(models.get, models.names()) if m.has_whole_tree],
    ids=[name for name in models.names() if models.get(name).has_whole_tree],
)
every_tree = pytest.mark.parametrize(
    "model",
    [m for m in map(models.get, models.names()) if m.build is not None],
    ids=[name for name in models.names() if models.get(name).build is not None],
)
every_witness = pytest.mark.parametrize(
    "model",
    [m for m in map(models.get, models.names()) if m.witness is not None],
    ids=[name for name in models.names() if models.get(name).witness is not None],
)


def plausible_draws(model, n_draws=400, seed=0):
    rng = np.random.default_rng(seed)
    return model.draws({p.name: rng.uniform(*p.wide, n_draws) for p in model.parameters})


def asked(model):
    """The base question, and one after each move that may be given."""
    return [(), *((move,) for move in model.given)]


def test_there_are_models():
    assert models.names()


@every_model
def test_the_file_is_called_like_the_model(model):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", model.name)
    module = importlib.import_module(f"standoff.models.{model.name.replace('-', '_')}")
    assert module.MODEL is model


@every_model
def test_provenance_is_data(model):
    assert model.citations
    for citation in model.citations:
        assert re.search(r"\((1[89]|20)\d\d\)", citation.text), citation.text
        assert citation.takes
        assert not citation.doi or re.fullmatch(r"10\.\d{4,}/\S+", citation.doi)
    assert model.fidelity in FIDELITY_MEANING
    assert list(model.paragraphs) == sorted(set(model.paragraphs))
    assert set(model.paragraphs) <= set(PARAGRAPHS)


@every_model
def test_it_says_what_it_is_and_is_not(model):
    for text in (model.title, model.mechanism, model.equilibrium, model.selection_rule):
        assert text.strip()
    assert model.finds
    assert model.does_not_find


@every_model
def test_it_says_what_crisis_it_is_about(model):
    assert model.features
    assert len(set(model.features)) == len(model.features)
    assert set(model.features) <= set(QUESTIONS)


@every_model
def test_its_docstring_has_symbols_references_and_limits(model):
    doc = importlib.import_module(f"standoff.models.{model.name.replace('-', '_')}").__doc__
    assert "**Symbols**" in doc
    assert "References" in doc
    assert "does not find" in doc


@every_model
def test_parameters_are_documented_in_plain_words(model):
    names = [p.name for p in model.parameters]
    symbols = [p.symbol for p in model.parameters]
    assert len(set(names)) == len(names)
    assert len(set(symbols) | set(names)) == len(symbols) + len(names)
    for parameter in model.parameters:
        assert parameter.meaning
        assert parameter.unit
        assert parameter.symbol
        assert parameter.wide is not None
        assert (parameter.unit == "probability") == parameter.name.startswith("p_")
        if parameter.unit in ("probability", "share"):
            assert (parameter.low, parameter.high) == (0.0, 1.0)


@every_model
def test_something_can_check_its_answers(model):
    assert model.has_whole_tree or model.witness is not None


@every_model
def test_the_parameters_that_decide_are_parameters(model):
    assert len(model.decisive) >= 2
    assert set(model.decisive) <= {p.name for p in model.parameters}
    answers = model.answer(model.draws())
    assert model.headline in answers.probabilities
    assert answers.has_answer[0], model.outside(answers)


@every_tree
def test_the_tree_has_the_same_players_and_parameters(model):
    game = model.game()
    known = {p.name: p for p in model.parameters}
    # On a tree of the first stages each of a row of challengers is a player of its own.
    assert game.players == model.players or model.tree == "stages"
    used = {name for expression in game.expressions() for name in expression.names}
    if model.tree == "whole":
        assert game.parameters == model.parameters
        assert used == set(known)
    # The number of stages, or what comes after the last one, has no place on a tree that is cut.
    assert all(known[p.name] == p for p in game.parameters)
    assert used <= set(known)


@every_tree
def test_the_tree_is_lowered_and_drawn(model):
    game = model.game()
    arrays = lower(game)
    assert arrays.n_nodes == len(game.nodes)
    picture = draw_tree(game)
    assert picture.startswith("<svg ")
    assert picture.count('<g id="node-') == len(game.nodes)


@every_model
def test_a_model_without_a_tree_says_so(model):
    if model.build is None:
        with pytest.raises(GameError, match="no tree"):
            model.game()
        assert not model.given
        assert not model.removable


@every_tree
def test_actions_given_or_removed_exist(model):
    actions = set(model.build().actions)
    assert set(model.given) <= actions
    assert set(model.removable) <= actions
    for action in model.removable:
        assert action not in model.build((action,)).actions


@every_model
def test_answers_have_one_row_per_draw_and_stay_in_range(model):
    draws = plausible_draws(model)
    for given in asked(model):
        answers = model.answer(draws, given=given)
        assert answers.rule == model.selection_rule
        assert answers.status.dtype == np.uint8
        assert set(answers.values) == set(model.players)
        assert set(answers.broken) == {a.name for a in model.assumptions}
        columns = (
            answers.status, *answers.probabilities.values(), *answers.quantities.values(),
            *answers.values.values(), *answers.broken.values(),
        )  # fmt: skip
        assert {column.shape for column in columns} == {(len(draws),)}
        solved = answers.has_answer
        assert solved.any()
        for name, column in answers.probabilities.items():
            assert ((column[solved] >= -1e-12) & (column[solved] <= 1 + 1e-12)).all(), name
            assert np.isnan(column[~solved]).all(), name
        for column in (*answers.quantities.values(), *answers.values.values()):
            assert np.isnan(column[~solved]).all()
        for category in answers.categories.values():
            assert category.codes.dtype == np.int16
            assert ((category.codes[solved] >= 0) & (category.codes[solved] < 32767)).all()
            assert (category.codes[solved] < len(category.names)).all()
            assert (category.codes[~solved] == -1).all()


@every_model
def test_every_name_in_the_answers_has_a_meaning(model):
    answers = model.answer(model.draws())
    names = [*answers.categories, *answers.probabilities, *answers.quantities]
    for category in answers.categories.values():
        names += category.names
    assert sorted(set(names) - set(model.meanings)) == []


@every_model
def test_a_broken_assumption_means_no_answer(model):
    draws = plausible_draws(model, n_draws=3000, seed=1)
    answers = model.answer(draws)
    broken = np.zeros(len(draws), dtype=bool)
    for column in answers.broken.values():
        broken |= column
    assert not (broken & answers.has_answer).any()
    assert (broken == (answers.status == Status.OUTSIDE_ASSUMPTIONS)).all()
    assert bool(model.outside(answers)) == bool(broken.any())


@every_model
def test_a_draw_does_not_depend_on_its_neighbors(model):
    draws = plausible_draws(model, n_draws=60)
    together = model.answer(draws)
    for i in (0, 31, 59):
        alone = model.answer(draws.rows(slice(i, i + 1)))
        assert alone.status[0] == together.status[i]
        for name, column in together.probabilities.items():
            np.testing.assert_array_equal(alone.probabilities[name][0], column[i])
        for name, column in together.quantities.items():
            np.testing.assert_array_equal(alone.quantities[name][0], column[i])


@every_model
def test_missing_columns_take_their_defaults(model):
    first = model.parameters[0]
    short = model.draws().replace(**{first.name: [first.default]})
    partial = type(short)((first.name,), short.values[:, :1])
    ours, whole = model.answer(partial), model.answer(model.draws())
    for name, column in whole.quantities.items():
        np.testing.assert_array_equal(ours.quantities[name], column)


@every_model
def test_unknown_columns_are_refused(model):
    draws = model.draws()
    wrong = type(draws)(("no_such_thing",), np.ones((1, 1)))
    with pytest.raises(UnknownName, match="no_such_thing"):
        model.answer(wrong)


@every_model
def test_the_list_of_equilibria_has_the_answer(model):
    draws = plausible_draws(model)
    for given in asked(model):
        answers = model.answer(draws, given=given)
        listed = model.equilibria(draws, given=given)
        assert len({e.name for e in listed}) == len(listed)
        selected = np.sum([e.selected for e in listed], axis=0)
        np.testing.assert_array_equal(selected, answers.has_answer.astype(int))
        for equilibrium in listed:
            assert set(equilibrium.values) == set(model.players)
            for name, column in equilibrium.values.items():
                here = equilibrium.selected
                np.testing.assert_array_equal(column[here], answers.values[name][here])


@every_witness
def test_a_witness_computes_the_same_by_other_means(model):
    draws = plausible_draws(model, n_draws=200, seed=2)
    answers = model.answer(draws)
    errors = model.witness(draws, answers)
    assert errors
    for name, column in errors.items():
        assert column.shape == (len(draws),)
        assert not np.isnan(column[answers.has_answer]).any(), name
        assert np.nanmax(np.abs(column)) < WITNESS_TOLERANCE, name


@every_witness
def test_a_witness_notices_a_wrong_number(model):
    draws = plausible_draws(model, n_draws=50, seed=3)
    right = model.answer(draws)
    for part, names in (("probabilities", [model.headline]), ("values", model.players)):
        for name in names:
            columns = getattr(right, part)
            wrong = replace(right, **{part: {**columns, name: columns[name] + 1e-3}})
            errors = model.witness(draws, wrong)
            worst = np.nanmax(np.abs(np.stack(list(errors.values()))), axis=0)
            assert (worst[right.has_answer] > WITNESS_TOLERANCE).all(), name


@every_model
def test_a_model_and_its_answers_can_be_sent_elsewhere(model):
    """Runs on several processes pickle them."""
    there = pickle.loads(pickle.dumps(model))
    assert there.name == model.name
    draws = plausible_draws(model, n_draws=20)
    ours, theirs = model.answer(draws), pickle.loads(pickle.dumps(there.answer(draws)))
    np.testing.assert_array_equal(ours.status, theirs.status)
    for name, column in ours.probabilities.items():
        np.testing.assert_array_equal(column, theirs.probabilities[name])


@every_whole_tree
def test_every_equilibrium_passes_code_that_did_not_produce_it(model):
    draws = plausible_draws(model)
    game = model.game()
    n_nodes = sum(len(s.nodes) for s in game.infosets if len(s.nodes) > 1)
    n_actions = sum(len(s.actions) for s in game.infosets)
    for given in asked(model):
        for equilibrium in model.equilibria(draws, given=given):
            assert len(equilibrium.assessment.strategy) == n_actions
            assert len(equilibrium.assessment.belief) == n_nodes
            rows = np.flatnonzero(equilibrium.exists)
            play = equilibrium.assessment.rows(rows)
            checked = verify(from_named(game, draws.rows(rows), play.strategy, play.belief))
            assert checked.ok.all(), f"{equilibrium.name}: {checked.worst()}"


@every_tree
def test_play_on_a_tree_that_stands_for_the_game_is_an_equilibrium_of_it(model):
    draws = plausible_draws(model, n_draws=40, seed=4)
    for equilibrium in [] if model.has_whole_tree else model.equilibria(draws):
        if not equilibrium.assessment.strategy or model.tree == "errors":
            continue
        rows = np.flatnonzero(equilibrium.exists)
        play = equilibrium.assessment.rows(rows)
        checked = verify(from_named(model.game(), draws.rows(rows), play.strategy, play.belief))
        assert checked.ok.all(), f"{equilibrium.name}: {checked.worst()}"


@every_model
def test_its_page_is_up_to_date(model, root: Path):
    path = root / "docs" / "reference" / "models" / f"{model.name}.md"
    assert path.exists(), HOW_TO_WRITE_PAGES
    assert path.read_text(encoding="utf-8") == page(model), HOW_TO_WRITE_PAGES


@every_model
def test_a_case_file_can_name_it(model, tmp_path):
    path = tmp_path / "case.yaml"
    sides = "sides: [{id: A, name: A, role: challenger}, {id: B, name: B, role: target}]"
    told = [
        f"  - {{parameter: {p.symbol}, range: {p.wide[0]!r} to {p.wide[1]!r}, because: a guess}}"
        for p in map(model.parameter, model.decisive[:2])
    ]
    head = f"standoff: 1\nid: a-case\ntitle: A case\nmodel: {model.name}\n{sides}\nassumptions:\n"
    path.write_text(head + "\n".join(told), encoding="utf-8")
    findings = analyze(path, n_draws=40)
    assert findings.headline == model.headline
    assert findings.verification.n_checked > 0
    assert findings.verification.n_failed == 0
    assert findings.equilibria
    assert all(each.verified for each in findings.equilibria)


def test_the_page_of_questions_is_up_to_date(root: Path):
    text = (root / "docs" / "how-to" / "choose-a-model.md").read_text(encoding="utf-8")
    assert text == choose_page(), HOW_TO_WRITE_PAGES
    for name in models.names():
        assert f"[{name}](../reference/models/{name}.md)" in text


def test_every_page_has_a_model(root: Path):
    pages = {path.stem for path in (root / "docs" / "reference" / "models").glob("*.md")}
    assert pages == set(models.names()), HOW_TO_WRITE_PAGES


@every_model
def test_its_page_says_everything(model):
    text = page(model)
    for parameter in model.parameters:
        assert f"| `{parameter.name}` | `{parameter.symbol}` | {parameter.default:g} " in text
        assert parameter.meaning in text
    for name, meaning in model.meanings.items():
        assert f"| `{name}` | {meaning} |" in text
    for assumption in model.assumptions:
        assert f"| {assumption.name} |" in text
    for citation in model.citations:
        assert citation.text in text
        assert citation.doi in text
    for said in (model.fidelity, model.mechanism, model.equilibrium, model.selection_rule):
        assert said in text
    for part in ("**Timing**", "**Closed form", "**Payoffs**"):
        assert part in text


@every_model
def test_its_pictures_are_small(model):
    """A page with a picture is read on slow lines too."""
    picture = regime_picture(model)
    assert picture.startswith("<svg ")
    assert len(picture) < 60_000
    if has_drawable_tree(model):
        assert len(tree(model)) < 100_000
