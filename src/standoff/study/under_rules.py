"""Whether the deeper answers of an analysis depend on which equilibrium is played."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from standoff.study.asked import Asked
from standoff.study.boundary import Care
from standoff.study.findings import BreakEvenFinding
from standoff.study.map_axes import CATEGORY
from standoff.study.numbers import Finding, Numbers
from standoff.study.rule_dependence import SAME, RuleDependence, rule_dependence

#: Of fewer draws only the headline is asked again.
_LEAST_DRAWS = 100
#: At most so many draws are asked again under every rule.
_MOST_BY_RULE = 500
_N_BY_RULE = {"record": 100}
#: How closely lines and the map are looked at under every rule.
N_SCANNED = 200
COARSE = Care(32, 1e-5, 1e-7, 1e-4, 200, 20_000)
#: As exact as a map is traced and values are searched; where a number is not named, to rounding.
_SAME = {"boundaries": 1e-4, "break_evens": 1e-6}


@dataclass(frozen=True, slots=True)
class Flips:
    """Break-even values of all parameters, as numbers."""

    found: tuple[BreakEvenFinding, ...]

    def numbers(self) -> Numbers:
        """Give the values at which the kind of play changes; other rules know no other kinds."""
        told: dict[str, float | str] = {}
        for each in self.found:
            flips = [flip for flip in each.crossings if CATEGORY in flip.category.split(", ")]
            told |= {
                f"{each.parameter}, flip {i}": flip.value for i, flip in enumerate(flips, start=1)
            }
        return told


def by_rule(
    asked: Asked, questions: Mapping[str, Callable[[Asked], Finding | None]]
) -> tuple[tuple[str, RuleDependence], ...]:
    """Ask again under every rule.

    Not of a handful of draws, nor where every answer under a rule is a search of its own.
    """
    is_slow = asked.subject.effort.solves_each
    if is_slow or not asked.has_base or len(asked.draws) < _LEAST_DRAWS:
        return ()
    found: list[tuple[str, RuleDependence]] = []
    for i, (name, question) in enumerate(questions.items()):
        asked.progress("rules of selection", i, len(questions))
        n = min(len(asked.draws), _N_BY_RULE.get(name, _MOST_BY_RULE))
        found.append(
            (
                name,
                rule_dependence(
                    asked.subject,
                    lambda each, question=question, n=n: _numbers(question(asked.under(each, n))),
                    asked.draws.rows(slice(0, n)),
                    given=asked.given,
                    same=_SAME.get(name, SAME),
                    always=False,
                ),
            )
        )
    asked.progress("rules of selection", len(questions), len(questions))
    return tuple(found)


def _numbers(found: Finding | None) -> Numbers:
    return {} if found is None else found.numbers()
