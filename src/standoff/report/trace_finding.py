"""Follow a finding back: which parameters move it, one at a time, and what those rest on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from standoff.case.schema import Assumption
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.models.answers import Answers
from standoff.report.plain import in_unit
from standoff.report.trace import Step, Trail

#: Parameters that move a finding are followed up to so many, the strongest first.
_MOST = 8
#: A number counts as moved when it changes by more than rounding does.
_MOVED = 1e-9

Answer = Callable[[Draws], Answers]


def finding_names(answers: Answers) -> tuple[str, ...]:
    """Return the names of everything that a model answers, names of categories included."""
    names = [*answers.probabilities, *answers.quantities, *answers.values]
    for category, found in answers.categories.items():
        names += [category, *found.names]
    return tuple(dict.fromkeys(names))


def follow_finding(
    trail: Trail,
    name: str,
    answer: Answer,
    meanings: Mapping[str, str],
    spreads: Mapping[str, tuple[float, float]] | None = None,
) -> Step:
    """Follow a finding to the parameters that move it between the ends of their ranges.

    Everything else stays at the analyst's values; a range's ends are its 5 % and 95 % points.

    Parameters
    ----------
    trail
        The case and the parameters.
    name
        A probability, quantity, value or category of the answers, or a name in a category.
    answer
        Answers draws.
    meanings
        Names in words.
    spreads
        The ends of ranges by parameter, where they are known better than from the assumption alone:
        of what depends on a conflict, over all of its positions.
    """
    assumptions = {trail.parameter_name(a): a for a in trail.case.assumptions}
    low, high = _ends(trail.parameters, assumptions, spreads or {})
    point = {p.name: p.default for p in trail.parameters}
    for each in trail.parameters:
        if each.name in assumptions:
            spread = assumptions[each.name].distribution
            point[each.name] = spread.point(each.low, each.high)
    rows = [point]
    for moved in trail.parameters:
        rows += [point | {moved.name: end[moved.name]} for end in (low, high)]
    draws = Draws.from_columns({n: np.array([row[n] for row in rows]) for n in point})
    answers = answer(draws)
    told = _told(answers, name)
    unit = "probability" if name in answers.probabilities else ""
    steps: list[tuple[float, Step]] = []
    for i, moved in enumerate(trail.parameters):
        at_low, at_high = told[1 + 2 * i], told[2 + 2 * i]
        size = max(_distance(told[0], at_low), _distance(told[0], at_high))
        if size > _MOVED:
            span = " to ".join(in_unit(end[moved.name], moved.unit) for end in (low, high))
            fact = f"{span}: from {_words(at_low, unit)} to {_words(at_high, unit)}"
            step = trail.parameter(moved)
            steps.append((size, replace(step, facts=(fact, *step.facts))))
    steps.sort(key=lambda each: -each[0])
    shown = [step for _, step in steps[:_MOST]]
    facts = [f"At the analyst's values: {_words(told[0], unit)}."]
    facts.append(f"Moved by {len(steps)} of {len(trail.parameters)} parameters, one at a time.")
    if len(steps) > _MOST:
        facts.append(f"Followed here: the {_MOST} that move it most.")
    text = meanings.get(name, name.replace("_", " "))
    return Step("finding", name, text, tuple(facts), "", tuple(shown))


def _ends(
    parameters: tuple[Parameter, ...],
    assumptions: Mapping[str, Assumption],
    spreads: Mapping[str, tuple[float, float]],
) -> tuple[dict[str, float], dict[str, float]]:
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    for each in parameters:
        if each.name in spreads:
            low[each.name], high[each.name] = spreads[each.name]
        elif each.name in assumptions:
            spread = assumptions[each.name].distribution
            ends = spread.quantile([0.05, 0.95], each.low, each.high)
            low[each.name], high[each.name] = float(ends[0]), float(ends[1])
        else:
            low[each.name], high[each.name] = each.wide or (each.default, each.default)
    return low, high


def _told(answers: Answers, name: str) -> list[str | float]:
    """Return what is answered under a name: words for a category, else numbers."""
    if name in answers.categories:
        category = answers.categories[name]
        return [category[draw] for draw in range(len(answers))]
    if name in answers.numbers:
        return [float(x) for x in answers.number(name)]
    category = next(c for c in answers.categories.values() if name in c.names)
    return ["yes" if chosen else "no" for chosen in category.is_(name)]


def _distance(one: str | float, other: str | float) -> float:
    """Return how far two answers lie apart; another word, or none, is farthest."""
    if isinstance(one, str) or isinstance(other, str):
        return 0.0 if one == other else math.inf
    if math.isnan(one) or math.isnan(other):
        return 0.0 if math.isnan(one) and math.isnan(other) else math.inf
    return abs(one - other)


def _words(told: str | float, unit: str) -> str:
    if isinstance(told, str):
        return told or "no answer"
    return "no answer" if math.isnan(told) else in_unit(told, unit)
