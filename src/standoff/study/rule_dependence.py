"""What a finding is under each rule of selection, and whether it depends on the rule."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from standoff.errors import StandoffError
from standoff.game.draws import Draws
from standoff.models.answers import Answers
from standoff.result import Columns, Pictured, by_column, counted
from standoff.study.evaluate import answer_all, mean
from standoff.study.numbers import AREA, SHARE, Numbers
from standoff.study.rules import RULES, own_of, pick, under
from standoff.study.sampling_error import Estimated, share_of
from standoff.study.subject import Subject
from standoff.study.tables import Tables

#: Numbers that differ by less are the same.
SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Dependence:
    """One number or name of a finding under every rule.

    Parameters
    ----------
    name : str
    by_rule : tuple of (rule, number or name)
    same : float
        Numbers that differ by no more, relative to 1 or their size, are the same.
    """

    name: str
    by_rule: tuple[tuple[str, float | str], ...]
    same: float = SAME

    @property
    def depends(self) -> bool:
        """Whether two rules give different answers."""
        first = self.by_rule[0][1]
        return any(not _same(first, each, self.same) for _, each in self.by_rule)

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
            groups.setdefault(_told(value), []).append(rule)
        return f"{self.name}: " + "; ".join(
            f"{told} under {', '.join(rules)}" for told, rules in groups.items()
        )


@dataclass(frozen=True, slots=True, repr=False)
class RuleDependence(Pictured):
    """A finding under every rule.

    Parameters
    ----------
    rules : tuple of str
        Those that were asked.
    words : tuple of (rule, what it picks)
    numbers : tuple of Dependence
        Empty where nothing was asked, since there is nothing to pick or it cannot be known.
    share_single : Estimated
        Of the draws with an answer, those with one equilibrium only, where no rule matters.
    share_tied : tuple of (rule, Estimated)
        Of the draws with an answer, those in which the rule's own measure leaves several.
    completeness : str
        How sure it is that no equilibrium is missing; empty where none but the one that is found
        were looked for, so that nothing can be said about rules.
    failed : tuple of (rule, why)
        Rules under which there is no such finding.
    """

    rules: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    numbers: tuple[Dependence, ...]
    share_single: Estimated
    share_tied: tuple[tuple[str, Estimated], ...]
    completeness: str = ""
    failed: tuple[tuple[str, str], ...] = ()

    drawing: ClassVar[str] = "standoff.view.equilibria:chart"

    @property
    def sentence(self) -> str:
        """How many numbers depend on which equilibrium is played."""
        if not self.is_known:
            return "Other equilibria were not looked for, so rules cannot be compared"
        n = sum(each.depends for each in self.numbers)
        numbers = counted(len(self.numbers), "number")
        return f"{n:,} of {numbers} differ between {counted(len(self.rules), 'rule')} of selection"

    def table(self) -> Columns:
        """Return one row per number."""
        return by_column(
            ("name", "depends", *self.rules),
            ((each.name, each.depends, *(v for _, v in each.by_rule)) for each in self.numbers),
        )

    @property
    def depends(self) -> bool:
        """Whether anything does."""
        return bool(self.failed) or any(each.depends for each in self.numbers)

    @property
    def is_known(self) -> bool:
        """Whether other equilibria were looked for at all, or there is an answer to depend."""
        return bool(self.completeness) and self.share_single.n > 0


def rule_dependence(
    subject: Subject,
    finding: Callable[[Subject], Numbers],
    draws: Draws,
    *,
    given: Sequence[str] = (),
    rules: Sequence[str] = (),
    same: float = SAME,
    always: bool = True,
) -> RuleDependence:
    """Compute a finding under every rule, and say whether and how it depends on the rule.

    Parameters
    ----------
    subject : Subject
        Under whichever rule.
    finding : function
        From a subject to numbers or names, such as `averages` gives, or
        ``lambda subject: along(subject, ...).numbers()``.
    draws : Draws
        For the shares of draws in which there is something to pick at all.
    given : sequence of str
    rules : sequence of str, optional
        By default all that the game's players allow.
    same : float
        Numbers that differ by no more, relative to 1 or their size, are the same.
    always : bool
        Without it the finding is asked for only where some of `draws` have several equilibria, and
        other equilibria can be known.

    Examples
    --------
    >>> from standoff.models import get
    >>> from standoff.study.along import along
    >>> from standoff.study.model_subject import ModelSubject
    >>> model = get("linkage-crisis")
    >>> subject, base = ModelSubject(model), model.draws()
    >>> found = rule_dependence(
    ...     subject, lambda each: along(each, base, "case_value", (0.0, 1.0)).numbers(), base
    ... )
    >>> found.depends
    True
    """
    own = own_of(subject)
    asked = tuple(dict.fromkeys(rules)) or rules_for(own)
    tables = Tables(own)
    table = tables.of(draws, given)
    answered, all_of = table.answers.has_answer, table.listed
    single = share_of(np.asarray(all_of.exists.sum(axis=0)[answered] == 1))
    completeness = own.every(draws.rows(slice(0, 1)), given)[1]
    nothing_to_pick = not completeness or single.n == 0 or single.value == 1.0
    if nothing_to_pick and not always:
        return RuleDependence(asked, (), (), single, (), completeness)
    found: dict[str, Numbers] = {}
    failed: list[tuple[str, str]] = []
    for rule in asked:
        try:
            found[rule] = finding(under(own, rule, tables))
        except StandoffError as error:
            failed.append((rule, str(error)))
    if not found:
        raise StandoffError(failed[0][1])
    names = dict.fromkeys(name for numbers in found.values() for name in numbers)
    tied = tuple(
        (rule, share_of(np.asarray(pick(all_of, rule, own.headline)[1][answered] > 1)))
        for rule in asked
        if rule != "model"
    )
    return RuleDependence(
        rules=asked,
        words=tuple((rule, under(own, rule).rule) for rule in asked),
        numbers=tuple(
            Dependence(
                name,
                tuple((rule, each.get(name, _missing(name))) for rule, each in found.items()),
                same,
            )
            for name in names
        ),
        share_single=single,
        share_tied=tied,
        completeness=completeness,
        failed=tuple(failed),
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
                f"{SHARE}{name}": float(count / n)
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
    return 0.0 if name.startswith((SHARE, AREA)) else math.nan


def _told(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return "none" if math.isnan(value) else f"{value:.4g}"


def _same(one: float | str, other: float | str, same: float) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return abs(one - other) <= same * max(1.0, abs(one))
