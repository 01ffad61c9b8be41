"""The headline of several versions under every rule of selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from standoff.study.evaluate import mean
from standoff.study.numbers import Numbers
from standoff.study.rule_dependence import SAME, RuleDependence, rule_dependence
from standoff.study.rules import own_of, rule_of, under
from standoff.study.version import Version

#: Draws that are asked again under every rule; few where each is solved by itself.
_N_BY_RULE, _FEW_BY_RULE = 2_000, 20


@dataclass(frozen=True, slots=True)
class Headlines:
    """The average headline of versions, by name."""

    means: tuple[tuple[str, float], ...]

    def numbers(self) -> Numbers:
        """Give the averages and how far they are from the first, to be compared across rules."""
        found: dict[str, float | str] = dict(self.means)
        first = self.means[0][1]
        return found | {f"{name}, difference": other - first for name, other in self.means[1:]}


def headlines(versions: Sequence[Version], rule: str, n_draws: int) -> Headlines:
    """Average the headline of every version under a rule of selection, over the first draws."""
    headline = versions[0].subject.headline
    found: list[tuple[str, float]] = []
    for each in versions:
        subject = under(own_of(each.about(headline).subject), rule)
        some = replace(each, subject=subject, draws=each.draws.rows(slice(0, n_draws)))
        found.append((each.name, mean(some.answer().probabilities[headline])))
    return Headlines(tuple(found))


def headlines_by_rule(versions: Sequence[Version]) -> RuleDependence:
    """Say whether the headlines of versions, and how far apart they are, depend on the rule."""
    first = versions[0]
    is_slow = any(each.subject.effort.solves_each for each in versions)
    n = _FEW_BY_RULE if is_slow else _N_BY_RULE
    return rule_dependence(
        first.subject,
        lambda subject: headlines(versions, rule_of(subject), n).numbers(),
        first.draws.rows(slice(0, n)),
        given=first.given,
        same=1e-6 if is_slow else SAME,
        always=False,
    )
