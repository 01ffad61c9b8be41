from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from standoff.models import get, names
from standoff.solve import verify
from standoff.study.model_subject import ModelSubject


@pytest.mark.parametrize("name", names())
def test_every_model_can_be_studied(name: str) -> None:
    subject = ModelSubject(get(name))
    answers = subject.answer(subject.model.draws())
    assert subject.headline in answers.probabilities
    assert subject.headline_meaning
    for parameter in subject.decisive:
        assert subject.parameter(parameter).name == parameter


def test_equilibria_hold_the_draws_in_which_they_exist_or_are_selected() -> None:
    subject = ModelSubject(get("linkage-crisis"))
    draws = subject.model.draws({"p_resolved_secret": np.linspace(0.1, 0.6, 11)})
    answers = subject.answer(draws, ("secret",))
    n_selected = np.zeros(11)
    for whole, selected in zip(
        subject.equilibria(draws, ("secret",)),
        subject.equilibria(draws, ("secret",), only_selected=True),
        strict=True,
    ):
        assert len(whole.solution.draws) == whole.exists.sum()
        assert len(selected.solution.draws) == selected.selected.sum()
        assert (selected.rows <= whole.rows).all()
        assert verify(whole.solution).ok.all()
        n_selected += selected.rows
        if whole.name in answers.categories["regime"].names:
            chosen = answers.categories["regime"].is_(whole.name)
            assert (chosen == selected.selected).all()
    assert (n_selected == 1).all()


def test_words_of_assumptions() -> None:
    subject = ModelSubject(get("linkage-crisis"))
    assert subject.assumption("A2").startswith("backing down never pays")
    assert subject.assumption("A9") == "A9"


def test_a_game_without_a_tree_is_checked_by_its_witness() -> None:
    subject = ModelSubject(get("precedent"))
    draws = subject.model.draws({"concession_cost": [0.1, 0.3, 0.5]})
    answers = subject.answer(draws)
    assert not subject.has_tree
    assert (subject.worst_error(draws, answers) < 1e-12).all()
    wrong = replace(answers, values={"Target": answers.values["Target"] * 1.01})
    assert (subject.worst_error(draws, wrong) > 1e-4).all()
    for each in subject.equilibria(draws):
        assert each.on_tree is None


@pytest.mark.parametrize("name", ["precedent", "linkage-enforcement", "two-level-floors"])
def test_draws_without_an_answer_are_not_recomputed(name: str) -> None:
    subject = ModelSubject(get(name))
    # Impatience alone makes an answer; the other rows would stop the recomputation.
    draws = subject.model.draws({"delta": [0.5, 1.0, np.nan, 0.7]})
    answers = subject.answer(draws)
    assert answers.has_answer.tolist() == [True, False, False, True]
    worst = subject.worst_error(draws, answers)
    assert (worst[[0, 3]] < 1e-9).all()
    assert np.isnan(worst[1:3]).all()
    none = draws.rows(slice(1, 3))
    assert np.isnan(subject.worst_error(none, subject.answer(none))).all()


@pytest.mark.parametrize(
    "name", ["learning-to-trust", "linkage-enforcement", "promise-after-release"]
)
def test_great_patience_is_no_error(name: str) -> None:
    subject = ModelSubject(get(name))
    draws = subject.model.draws({"delta": [0.99, 0.9999, 0.999999]})
    answers = subject.answer(draws)
    size = np.max([np.abs(column) for column in answers.values.values()], axis=0)
    assert (subject.worst_error(draws, answers) < 1e-9 * np.maximum(size, 1.0)).all()
