from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from standoff.brief import brief_case
from standoff.game import Status
from standoff.report.check_words import check_words
from standoff.study.asked import Asked, ask
from standoff.study.checked import MOST_EXACT, check_all
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


def test_answers_that_a_check_let_through_are_checked_by_another(bluff: Path) -> None:
    """The logit branch keeps only what `verify` accepts; so a sample goes through fractions."""
    of_game = ask(brief_case(bluff), n_draws=300, seed=1)
    found = check_all(of_game).finding
    assert found.how == "in fractions"
    assert found.n_answers == int(of_game.answers.has_answer.sum())
    assert found.n_draws == 300
    assert 150 <= found.n_checked <= MOST_EXACT
    assert found.n_failed == 0
    assert found.max_gain <= 1e-9
    assert found.n_answers + found.n_dropped == 300
    assert f"of {found.n_checked} solutions pass" in check_words(found)


def test_what_was_dropped_is_counted_with_its_reasons(bluff: Path) -> None:
    of_game = ask(brief_case(bluff), n_draws=40, seed=1)
    status = of_game.answers.status.copy()
    status[:10] = Status.NOT_CONVERGED
    reasons = np.array(["It failed."] * 7 + ["No path."] * 3 + [""] * 30, dtype=object)

    class Dropping:
        def __getattr__(self, name: str) -> object:
            return getattr(of_game.subject, name)

        def reasons(self, draws, given=()):
            return reasons

        def equilibria(self, draws, given=(), remove=(), *, only_selected=False):
            found = of_game.subject.equilibria(draws, given, remove, only_selected=only_selected)
            kept = status <= Status.FOLD_CROSSED
            return tuple(
                replace(each, rows=each.rows & kept, on_tree=each.solution.rows(kept[each.rows]))
                for each in found
            )

    less = replace(
        of_game,
        subject=Dropping(),  # type: ignore[arg-type]
        answers=replace(of_game.answers, status=status),
    )
    found = check_all(less).finding
    assert found.n_failed == 0
    assert [(each.because, each.n_draws) for each in found.dropped] == [
        ("It failed.", 7),
        ("No path.", 3),
    ]
    assert "Dropped: 10 of 40 draws (25 %), because it failed (7); no path (3)." in (
        check_words(found)
    )


def test_a_wrong_answer_that_the_first_check_let_through_fails_the_second(bluff: Path) -> None:
    of_game = ask(brief_case(bluff), n_draws=60, seed=1)

    class Lenient:
        """Plays the strategies of the next draw, and says that all of them passed."""

        def __getattr__(self, name: str) -> object:
            return getattr(of_game.subject, name)

        def equilibria(self, draws, given=(), remove=(), *, only_selected=False):
            found = of_game.subject.equilibria(draws, given, remove, only_selected=only_selected)
            return tuple(
                replace(
                    each,
                    on_tree=replace(
                        each.solution, strategy=np.roll(each.solution.strategy, 1, axis=0)
                    ),
                )
                for each in found
            )

    found = check_all(replace(of_game, subject=Lenient())).finding  # type: ignore[arg-type]
    assert found.n_failed > 0.5 * found.n_checked
    assert check_words(found).startswith(
        f"Verified in exact arithmetic: {found.n_checked - found.n_failed} of {found.n_checked} "
    )
