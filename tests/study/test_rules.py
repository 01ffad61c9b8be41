from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import pytest
from tests.study.conftest import BLUFF, own_case

from standoff.brief import brief_case
from standoff.errors import GameError, UnknownName
from standoff.game.draws import Draws
from standoff.models import get
from standoff.models import names as model_names
from standoff.models.base import Model
from standoff.solve.verify import verify
from standoff.study.asked import Asked, ask
from standoff.study.checked import TOLERANCE
from standoff.study.evaluate import answer_all
from standoff.study.listed import listed
from standoff.study.model_subject import ModelSubject
from standoff.study.rules import RULES, pick, under
from standoff.study.subject import Played, Subject


def test_the_models_own_rule_is_the_subject_itself(asked: Asked) -> None:
    assert under(asked.subject, "model") is asked.subject
    assert under(under(asked.subject, "worst for target"), "model") is asked.subject


@pytest.mark.parametrize("rule", RULES[1:])
def test_what_is_picked_is_the_best_of_the_list(asked: Asked, rule: str) -> None:
    """Checked against the list itself, equilibrium by equilibrium."""
    subject = under(asked.subject, rule)
    answers = subject.answer(asked.draws, asked.given)
    scored = {
        "challenger": lambda each: each.values["Challenger"],
        "target": lambda each: each.values["Target"],
        "headline": lambda each: each.probabilities["drop"],
    }[rule.split()[-1]]
    pick = np.fmax if rule.startswith(("best", "highest")) else np.fmin
    listed = asked.subject.equilibria(asked.draws, asked.given)
    expected = pick.reduce([np.where(each.exists, scored(each), np.nan) for each in listed])
    columns = {**answers.values, **answers.probabilities}
    found = columns[{"challenger": "Challenger", "target": "Target"}.get(rule.split()[-1], "drop")]
    known = answers.has_answer
    assert known.sum() == asked.answers.has_answer.sum()
    np.testing.assert_allclose(found[known], expected[known], atol=1e-8)
    assert np.isnan(found[~known]).all()


def test_numbers_belong_together(asked: Asked) -> None:
    """All numbers of a draw are those of one listed equilibrium, with its name."""
    answers = under(asked.subject, "lowest headline").answer(asked.draws, asked.given)
    listed = {each.name: each for each in asked.subject.equilibria(asked.draws, asked.given)}
    own = asked.answers.categories["regime"]
    for draw in np.flatnonzero(answers.has_answer)[:300]:
        name = answers.categories["regime"][draw]
        if name == own[draw]:
            expected = asked.answers.probabilities, asked.answers.values
        else:
            each = listed[name]
            assert each.exists[draw]
            expected = each.probabilities, each.values
        for found, wanted in zip((answers.probabilities, answers.values), expected, strict=True):
            for key, column in found.items():
                assert column[draw] == pytest.approx(wanted[key][draw], abs=1e-12)


def test_the_picked_equilibria_verify_on_the_tree(asked: Asked) -> None:
    draws = asked.draws.rows(slice(0, 400))
    subject = under(asked.subject, "worst for challenger")
    played = subject.equilibria(draws, asked.given, only_selected=True)
    n_checked = 0
    for each in played:
        assert len(each.solution.draws) == each.rows.sum()
        if len(each.solution.draws):
            assert verify(each.solution, tolerance=TOLERANCE).ok.all()
            n_checked += len(each.solution.draws)
    assert n_checked == subject.answer(draws, asked.given).has_answer.sum()


def test_every_draw_is_picked_for_once_also_in_pieces(asked: Asked) -> None:
    subject = under(asked.subject, "worst for target")
    whole = subject.answer(asked.draws, asked.given)
    fresh = under(asked.subject, "worst for target")
    cut = answer_all(fresh, asked.draws, asked.given, chunk=97)
    names = [whole.categories["regime"][i] for i in range(len(whole))]
    assert [cut.categories["regime"][i] for i in range(len(cut))] == names
    np.testing.assert_array_equal(whole.probabilities["drop"], cut.probabilities["drop"])


@pytest.mark.parametrize("name", model_names())
def test_rules_are_ordered_in_every_model(name: str) -> None:
    model = get(name)
    subject = ModelSubject(model)
    wide = {
        each.name: np.random.default_rng(5).uniform(
            *(each.wide or (each.default, each.default)), 60
        )
        for each in model.parameters
    }
    draws = model.draws(wide)
    by_rule = {
        rule: under(subject, rule).answer(draws)
        for rule in RULES
        if len(model.players) > 1 or rule.endswith(("headline", "model"))
    }
    low, high = (by_rule[f"{end} headline"].probabilities for end in ("lowest", "highest"))
    own = by_rule["model"].probabilities[subject.headline]
    known = by_rule["model"].has_answer
    assert known.any()
    assert (low[subject.headline] <= own + 1e-8)[known].all()
    assert (own <= high[subject.headline] + 1e-8)[known].all()
    for i, player in enumerate(model.players[:2]):
        side = ("challenger", "target")[i]
        if f"best for {side}" in by_rule:
            best = by_rule[f"best for {side}"].values[player]
            worst = by_rule[f"worst for {side}"].values[player]
            mine = by_rule["model"].values[player]
            assert (worst <= mine + 1e-8)[known].all()
            assert (mine <= best + 1e-8)[known].all()


def plausible_and_beyond(model: Model, n_draws: int, seed: int) -> Draws:
    """Draw from the wide ranges, some at the ends of what is admissible."""
    rng = np.random.default_rng(seed)
    columns: dict[str, np.ndarray] = {}
    for each in model.parameters:
        low, high = each.wide or (each.default, each.default)
        ends = [max(each.low, -1e3), min(each.high, 1e3)]
        far = rng.random(n_draws) < 0.02
        columns[each.name] = np.where(
            far, rng.choice(ends, n_draws), rng.uniform(low, high, n_draws)
        )
    return model.draws(columns)


@pytest.mark.parametrize("name", model_names())
def test_a_code_means_the_same_whatever_the_draws(name: str) -> None:
    """Every name that is listed is known before, and no draw decides the place of another's."""
    model = get(name)
    subject = under(ModelSubject(model), "lowest headline")
    draws = plausible_and_beyond(model, 300, 3)
    backwards = np.arange(len(draws))[::-1]
    settings = [((), ()), *(((move,), ()) for move in model.given)]
    settings += [((), (move,)) for move in model.removable]
    for given, remove in settings:
        whole = subject.answer(draws, given, remove)
        regime = whole.categories["regime"]
        assert len(set(regime.names)) == len(regime.names)
        ours = model.answer(draws, given, remove).categories["regime"].names
        assert regime.names[: len(ours)] == ours
        known = set(regime.names)
        listed = [each.name for each in model.equilibria(draws, given, remove)]
        assert known.issuperset(listed)
        turned = under(ModelSubject(model), "lowest headline")
        turned = turned.answer(draws.rows(backwards), given, remove)
        assert turned.categories["regime"].names == regime.names
        assert turned.categories["regime"].codes[::-1].tobytes() == regime.codes.tobytes()
        n_codes = np.concatenate(
            [
                subject.answer(draws.rows(slice(i, i + 7)), given, remove)
                .categories["regime"]
                .codes
                for i in range(0, 70, 7)
            ]
        )
        assert n_codes.tobytes() == regime.codes[:70].tobytes()


def test_the_linkage_crisis_names_each_pair_of_equilibria_once() -> None:
    model = get("linkage-crisis")
    assert model.listed is not None
    draws = plausible_and_beyond(model, 5_000, 1)
    for given, remove, n_names in [
        ((), (), 49),
        (("secret",), (), 7),
        ((), ("notify",), 7),
        (("notify",), ("forgo", "private"), 7),
    ]:
        names = model.listed(given, remove)
        assert len(set(names)) == len(names) == n_names
        found = [each.name for each in model.equilibria(draws, given, remove)]
        # In the same order, since ties go to the first listed.
        assert found == [each for each in names if each in found]
        assert len(found) > n_names // 3


def test_a_tie_in_a_searched_draw_is_the_same_beside_any_other() -> None:
    """Ties go to the first that is listed in the draw itself."""

    class Searched:
        """Two draws, whose lists have different kinds in the second place."""

        def every(self, draw: Draws, given: object) -> tuple[tuple[Played, ...], str]:
            second = {0.0: ("C", 0.3), 1.0: ("B", 0.9)}[float(draw["which"][0])]
            return tuple(
                Played(
                    name,
                    yes,
                    no,
                    None,
                    yes,
                    {"p": np.array([p])},
                    {"X": np.array([1.0])},
                    {},
                    no,
                    "",
                )
                for name, p in (("own", 0.1), second, ("A", 0.9))
            ), "searched"

    yes, no = np.array([True]), np.array([False])
    both = Draws.from_columns({"which": np.array([0.0, 1.0])})
    for cut in ([0, 1], [1, 0], [1]):
        all_of = listed(cast(Subject, Searched()), both.rows(np.array(cut)))
        picked, n_tied = pick(all_of, "highest headline", "p")
        assert picked[cut.index(1)] == 1
        assert n_tied[cut.index(1)] == 2


def test_a_game_of_its_own_is_searched(tmp_path: Path) -> None:
    # A resolved challenger that pays for the act may be kept silent by the wrong belief.
    path = own_case(tmp_path / "own", BLUFF.replace("cost: -.05", "cost: .1"), "")
    asked = ask(brief_case(path), n_draws=3)
    low = under(asked.subject, "lowest headline").answer(asked.base, asked.given)
    high = under(asked.subject, "highest headline").answer(asked.base, asked.given)
    assert low.quantities["n_equilibria"][0] > 1
    assert low.probabilities[asked.subject.headline] < high.probabilities[asked.subject.headline]
    assert low.categories["regime"][0] in asked.subject.build().outcomes


def test_mistakes_are_named(asked: Asked) -> None:
    with pytest.raises(UnknownName, match="did you mean 'best for target'"):
        under(asked.subject, "best for targt")
    alone = under(ModelSubject(get("precedent")), "best for target")
    with pytest.raises(GameError, match="challenger and a target"):
        alone.answer(get("precedent").draws())
