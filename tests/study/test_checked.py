from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from standoff.study.asked import Asked
from standoff.study.checked import check_all
from standoff.study.equilibria import base_equilibria, equilibria


def test_every_draw_with_an_answer_is_checked_and_passes(asked: Asked) -> None:
    found = check_all(asked).finding
    assert found.n_checked == int(asked.answers.has_answer.sum())
    assert found.n_failed == 0
    assert found.max_gain < 1e-12


def test_a_wrong_answer_fails(asked: Asked) -> None:
    class Wrong:
        """Says of every draw what holds for the next one."""

        def __getattr__(self, name: str) -> object:
            return getattr(asked.subject, name)

        def equilibria(self, draws, given=(), remove=(), *, only_selected=False):
            shifted = type(draws)(draws.names, np.roll(draws.values, 1, axis=0))
            found = asked.subject.equilibria(shifted, given, remove, only_selected=only_selected)
            return tuple(
                replace(each, on_tree=replace(each.solution, draws=draws.rows(each.rows)))
                for each in found
            )

    found = check_all(replace(asked, subject=Wrong())).finding  # type: ignore[arg-type]
    assert found.n_failed > 0.5 * found.n_checked


def test_a_draw_that_no_equilibrium_accounts_for_fails(asked: Asked) -> None:
    class Silent:
        def __getattr__(self, name: str) -> object:
            return getattr(asked.subject, name)

        def equilibria(self, *_arguments, **_options):
            return ()

    found = check_all(replace(asked, subject=Silent())).finding  # type: ignore[arg-type]
    assert found.n_failed == found.n_checked == int(asked.answers.has_answer.sum())


def test_shares_of_existence_are_those_of_the_model(asked: Asked) -> None:
    shares = check_all(asked).exists_share
    listed = {e.name: e for e in asked.subject.equilibria(asked.draws, asked.given)}
    n = int(asked.answers.has_answer.sum())
    assert shares == pytest.approx({name: e.exists.sum() / n for name, e in listed.items()})
    regimes = dict(asked.answers.categories)["regime"]
    assert shares["private pooling"] >= regimes.is_("private pooling").sum() / n


def test_equilibria_at_the_base_are_written_out_and_verified(asked: Asked) -> None:
    played = base_equilibria(asked)[0]
    found = {each.name: each for each in equilibria(played, {"private pooling": 0.25})}
    assert list(found) == ["private pooling", "public semi", "no threat"]
    pooling = found["private pooling"]
    assert pooling.selected
    assert pooling.exists_share == 0.25
    assert all(each.verified for each in found.values())
    assert dict(pooling.probabilities)["drop"] == 1.0
    assert dict(pooling.probabilities)["released"] == pytest.approx(0.97)
    assert pooling.continuum_note
    assert found["no threat"].removed_by == ("D1",)
    semi = dict(found["public semi"].probabilities)
    # q = (a_u + b_g) / (V' + a_u), with V' = .97 * .48.
    assert semi["drop"] / semi["threat"] == pytest.approx(0.45 / (0.97 * 0.48 + 0.4))
    choice = next(c for c in pooling.choices if c.infoset == "secret private: answer")
    assert dict(choice.actions) == {"drop": 1.0, "hold": 0.0}
    assert (choice.player, choice.reached, choice.gain) == ("Target", True, 0.0)
