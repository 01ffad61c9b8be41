"""Whether findings depend on the rule of selection, against what they say rule by rule."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest

from standoff.brief import brief_case, draw_parameters
from standoff.errors import GameError, StandoffError
from standoff.game.draws import Draws
from standoff.models import get
from standoff.report.asked.rules import across, short
from standoff.study.along import along
from standoff.study.asked import Asked, ask
from standoff.study.claim_value import claim_values
from standoff.study.coalitions import Coalitions
from standoff.study.evaluate import Summary
from standoff.study.local import local
from standoff.study.model_subject import ModelSubject
from standoff.study.rule_dependence import Dependence, rule_dependence
from standoff.study.rules import RULES, RuleSubject, own_of, rule_of, under
from standoff.study.shares import answer_shares
from standoff.study.sobol_indices import sobol_indices
from standoff.study.subject import Subject


def test_the_numbers_are_those_that_each_rule_gives(asked: Asked) -> None:
    def question(subject: Subject):
        return answer_shares(asked.brief, subject=subject, n_draws=300)

    draws = draw_parameters(asked.brief, 300)
    found = rule_dependence(
        under(asked.subject, "best for target"),
        lambda each: question(each).numbers(),
        draws,
        given=asked.given,
        always=False,
    )
    assert found.depends
    assert found.is_known
    for each in found.numbers:
        for rule, value in each.by_rule:
            again = question(under(asked.subject, rule)).numbers().get(each.name)
            # A kind of answer that a rule never brings about has no share of its own.
            assert value == (0.0 if again is None else again)
    drop = next(each for each in found.numbers if each.name == "drop, mean")
    low, high = drop.range
    model = dict(drop.by_rule)["model"]
    assert isinstance(model, float)
    assert low < model <= high
    assert dict(drop.by_rule)["lowest headline"] == low
    assert dict(drop.by_rule)["highest headline"] == high


def test_where_one_equilibrium_exists_nothing_is_asked() -> None:
    n_asked = 0

    def finding(_: Subject):
        nonlocal n_asked
        n_asked += 1
        return {"a": 1.0}

    single = get("audience-costs")
    one, at = ModelSubject(single), single.draws()
    found = rule_dependence(one, finding, at, always=False)
    assert (n_asked, found.numbers, found.depends) == (0, (), False)
    assert found.share_single.value == 1.0
    assert "Only one equilibrium exists there" in str(short(found)[0])
    assert len(rule_dependence(one, finding, at).numbers) == 1
    assert n_asked == len(RULES)


def test_what_cannot_be_known_is_not_said_to_be_the_same(bluff: Path) -> None:
    brief = brief_case(bluff)
    subject = ask(brief, n_draws=1).subject

    class Narrow:
        def __getattr__(self, name: str):
            return getattr(subject, name)

        def every(self, draw: Draws, given: Sequence[str] = ()):
            return subject.equilibria(draw, given), ""

    found = rule_dependence(Narrow(), lambda _: {"a": 1.0}, brief.base(), always=False)  # type: ignore[arg-type]
    assert not found.is_known
    assert not found.numbers
    assert "is not known" in str(short(found)[0])


def test_a_rule_without_an_answer_is_told(asked: Asked) -> None:
    def finding(subject: Subject):
        if rule_of(subject) == "best for target":
            raise GameError("nothing to find")
        return {"a": 1.0}

    found = rule_dependence(asked.subject, finding, asked.base, given=asked.given)
    assert found.failed == (("best for target", "nothing to find"),)
    assert found.depends
    assert any("there is no such answer: nothing to find" in str(line) for line in short(found))

    def never(_: Subject):
        raise GameError("never")

    with pytest.raises(StandoffError, match="never"):
        rule_dependence(asked.subject, never, asked.base, given=asked.given)


def test_a_rule_is_known_by_its_subject(asked: Asked) -> None:
    subject = under(asked.subject, "worst for target")
    assert isinstance(subject, RuleSubject)
    assert own_of(subject) is asked.subject is own_of(asked.subject)
    assert (rule_of(subject), rule_of(asked.subject)) == ("worst for target", "model")


def test_break_evens_are_compared_by_kinds_of_play_alone(asked: Asked) -> None:
    """The model has other categories too, which no other rule knows."""
    whole = along(asked.subject, asked.base, "case_value", (0.0, 1.0), given=asked.given)
    numbers = whole.numbers()
    kinds = [each for each in whole.steps if any(name == "regime" for name, _, _ in each.changed)]
    jumps = [each for each in whole.steps if not each.changed]
    assert len(whole.steps) > len(kinds)
    assert numbers["number of changes"] == len(kinds) + len(jumps)
    assert numbers["change 1, at case_value"] == kinds[0].value


def test_slopes_and_indices_are_told_by_name(asked: Asked) -> None:
    found = local(asked.subject, asked.base, given=asked.given, of=("drop",))
    assert set(found.numbers()) == {f"drop by {each.name}" for each in asked.subject.parameters}
    indices = sobol_indices(asked.brief, n_rows=32)
    assert indices.numbers()["largest"] == indices.indices[0].name
    assert indices.numbers()["mean"] == indices.mean


def test_a_range_over_the_rules_in_words() -> None:
    def of(*values: float | str) -> Dependence:
        return Dependence("a", tuple(zip("xyz", values, strict=False)))

    assert across(of(0.25, 0.5)) == ".25 to .5"
    assert across(of(0.25, math.nan)) == ".25, or none"
    assert across(of("war", "peace")) == "war; peace"
    assert not of(0.25, 0.25 + 1e-12).depends
    assert of(0.25, math.nan).depends
    assert of("a", "b").depends


def test_coalitions_asked_together_are_worth_the_same(asked: Asked) -> None:
    together = claim_values(asked, "source", n_draws=200)

    def apart(self: Coalitions, masks: Iterable[int]) -> None:
        del self, masks

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Coalitions, "prepare", apart)
        alone = claim_values(asked, "source", n_draws=200)
    assert together == alone


def test_coalitions_are_asked_in_pieces() -> None:
    sizes: list[int] = []

    def one(parts: tuple[int, ...]) -> Summary:
        return Summary(np.full(3, float(sum(2**i for i in parts))), {})

    def some(several: Sequence[tuple[int, ...]]) -> list[Summary]:
        sizes.append(len(several))
        return [one(parts) for parts in several]

    worth = Coalitions(one, 3, None, some)
    worth.prepare(range(8))
    assert sizes == [8]
    assert [worth(mask)[0, 0] for mask in range(8)] == list(range(8))
    assert worth.n_asked == 8
    worth.prepare(range(8))
    assert sizes == [8]
