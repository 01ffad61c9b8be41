"""What a finding is under each rule of selection, and whether it depends on the rule."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Answers
from standoff.study.ask import answer_all, mean
from standoff.study.listed import listed
from standoff.study.rules import RULES, under
from standoff.study.sampling_error import Estimated, share_of
from standoff.study.subject import Subject

#: Numbers of a finding, or names, by what they are about.
Numbers = Mapping[str, float | str]

#: Numbers that differ by less are the same.
SAME = 1e-9
_SHARE = "share of "


@dataclass(frozen=True, slots=True)
class Dependence:
    """One number or name of a finding under every rule.

    Parameters
    ----------
    name : str
    by_rule : tuple of (rule, number or name)
    """

    name: str
    by_rule: tuple[tuple[str, float | str], ...]

    @property
    def depends(self) -> bool:
        """Whether two rules give different answers."""
        first = self.by_rule[0][1]
        return any(not _same(first, each) for _, each in self.by_rule)

    @property
    def range(self) -> tuple[float, float]:
        """The least and the largest number; nan of names and where nothing is a number."""
        known = [
            value for _, value in self.by_rule if isinstance(value, float) and math.isfinite(value)
        ]
        return (min(known), max(known)) if known else (math.nan, math.nan)

    def __str__(self) -> str:
        if not self.depends:
            return f"{self.name}: the same under every rule"
        groups: dict[str, list[str]] = {}
        for rule, value in self.by_rule:
            told = value if isinstance(value, str) else f"{value:.4g}"
            groups.setdefault(told, []).append(rule)
        return f"{self.name}: " + "; ".join(
            f"{told} under {', '.join(rules)}" for told, rules in groups.items()
        )


@dataclass(frozen=True, slots=True)
class RuleDependence:
    """A finding under every rule.

    Parameters
    ----------
    rules : tuple of str
        Those that were asked.
    words : tuple of (rule, what it picks)
    numbers : tuple of Dependence
    share_single : Estimated
        Of the draws with an answer, those with one equilibrium only, where no rule matters.
    share_tied : tuple of (rule, Estimated)
        Of the draws with an answer, those in which the rule's own measure leaves several.
    """

    rules: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    numbers: tuple[Dependence, ...]
    share_single: Estimated
    share_tied: tuple[tuple[str, Estimated], ...]

    @property
    def depends(self) -> bool:
        """Whether anything does."""
        return any(each.depends for each in self.numbers)


def rule_dependence(
    subject: Subject,
    finding: Callable[[Subject], Numbers],
    draws: Draws,
    *,
    given: Sequence[str] = (),
    rules: Sequence[str] = (),
) -> RuleDependence:
    """Compute a finding under every rule, and say whether and how it depends on the rule.

    Parameters
    ----------
    subject : Subject
    finding : function
        From a subject to numbers or names, such as `averages` gives.
    draws : Draws
        For the shares of draws in which there is something to pick at all.
    given : sequence of str
    rules : sequence of str, optional
        By default all that the game's players allow.
    """
    asked = tuple(rules) or rules_for(subject)
    found = {rule: finding(under(subject, rule)) for rule in asked}
    names = dict.fromkeys(name for numbers in found.values() for name in numbers)
    answered = subject.answer(draws, given).has_answer
    n_equilibria = listed(subject, draws, given).exists.sum(axis=0)
    tied: list[tuple[str, Estimated]] = []
    for rule in asked:
        if rule != "model":
            answers = under(subject, rule).answer(draws, given)
            tied.append((rule, share_of(answers.quantities["n_tied"][answers.has_answer] > 1)))
    return RuleDependence(
        rules=asked,
        words=tuple((rule, under(subject, rule).rule) for rule in asked),
        numbers=tuple(
            Dependence(name, tuple((rule, found[rule].get(name, _missing(name))) for rule in asked))
            for name in names
        ),
        share_single=share_of(np.asarray(n_equilibria[answered] == 1)),
        share_tied=tuple(tied),
    )


def rules_for(subject: Subject) -> tuple[str, ...]:
    """Return the rules that make sense: those of two sides only where there are two players."""
    n_players = len(subject.answer(_one(subject)).values)
    return tuple(r for r in RULES if n_players > 1 or r == "model" or r.endswith("headline"))


def averages(base: Draws, draws: Draws, given: Sequence[str] = ()) -> Callable[[Subject], Numbers]:
    """Return a finding: the headline and the regime at the base, and averages over draws.

    Averages are over draws with an answer; shares of regimes are among them.
    """

    def finding(subject: Subject) -> Numbers:
        at_base = subject.answer(base, given)
        answers = answer_all(subject, draws, given, chunk=subject.effort.chunk)
        found: dict[str, float | str] = {
            f"{subject.headline}, base": float(at_base.probabilities[subject.headline][0]),
            "regime, base": _regime(at_base),
            f"{subject.headline}, mean": mean(answers.probabilities[subject.headline]),
        }
        found |= {f"{name}, mean": mean(v) for name, v in answers.values.items()}
        regimes = answers.categories.get("regime")
        if regimes is not None:
            n = max(int(answers.has_answer.sum()), 1)
            counts = np.bincount(regimes.codes[regimes.codes >= 0], minlength=len(regimes.names))
            found |= {
                f"{_SHARE}{name}": float(count / n)
                for name, count in zip(regimes.names, counts.tolist(), strict=True)
                if count
            }
        return found

    return finding


def _regime(answers: Answers) -> str:
    return answers.categories["regime"][0] if "regime" in answers.categories else ""


def _one(subject: Subject) -> Draws:
    return Draws.point({each.name: each.default for each in subject.parameters})


def _missing(name: str) -> float:
    """A kind of answer that a rule never picks has a share of zero."""
    return 0.0 if name.startswith(_SHARE) else math.nan


def _same(one: float | str, other: float | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return abs(one - other) <= SAME * max(1.0, abs(one))
