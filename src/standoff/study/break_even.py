"""Where the answer changes along each parameter, everything else at the analyst's values."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.brief.claim_change import widest
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.models.answers import Category, Floats
from standoff.study.ask import pieces
from standoff.study.asked import Asked
from standoff.study.findings import BreakEvenFinding, Crossing
from standoff.study.parameters import spread

NO_ANSWER = "no answer"

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Bracket:
    """Two values of a parameter with different answers."""

    parameter: str
    low: float
    high: float
    below: int
    above: int


class _Labels:
    """Answers as single numbers: the positions in all categories, taken together."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.precision = asked.subject.effort.precision
        self.categories: dict[str, tuple[str, ...]] = {
            name: each.names for name, each in asked.base_answer.categories.items()
        }

    def of(self, parameters: list[str], values: Floats) -> Codes:
        """Answer one point per value: that parameter changed, all others at the base."""
        base = self.asked.base
        table = np.repeat(base.values, len(values), axis=0)
        columns = np.array([base.names.index(name) for name in parameters], dtype=np.int64)
        table[np.arange(len(values)), columns] = values
        draws = Draws(base.names, table)
        found = [
            self._codes(
                dict(self.asked.subject.answer(draws.rows(cut), self.asked.given).categories)
            )
            for cut in pieces(len(draws), self.asked.chunk)
        ]
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)

    def _codes(self, categories: dict[str, Category]) -> Codes:
        total = np.zeros(len(next(iter(categories.values())).codes), dtype=np.int64)
        for name, names in self.categories.items():
            total = total * (len(names) + 1) + categories[name].codes + 1
        return total

    def is_none(self, code: int) -> bool:
        """Say whether a number stands for no answer."""
        return code == 0

    def names(self, code: int) -> dict[str, str]:
        """Turn a number back into the name in each category."""
        found: dict[str, str] = {}
        for category, names in reversed(self.categories.items()):
            code, position = divmod(code, len(names) + 1)
            found[category] = names[position - 1] if position else NO_ANSWER
        return found


def break_evens(asked: Asked) -> tuple[BreakEvenFinding, ...]:
    """Search every parameter for the values at which the answer changes.

    A change is one of a category (the kind of equilibrium, the settlement, the arrest), or between
    an answer and none. Each searched interval is scanned at equal steps and every change between
    two neighbors is narrowed down by halving, so that two changes within one step may be missed.
    """
    labels = _Labels(asked)
    parameters = asked.subject.parameters
    searched = {each.name: _searched(asked, each) for each in parameters}
    brackets: list[_Bracket] = []
    for i, parameter in enumerate(parameters):
        asked.progress("break-even values", i, len(parameters))
        brackets += _scan(asked, labels, parameter.name, *searched[parameter.name])
    found = _narrow(asked, labels, brackets)
    asked.progress("break-even values", len(parameters), len(parameters))
    findings: list[BreakEvenFinding] = []
    for each in parameters:
        low, _, high = spread(asked.brief, each)
        own = sorted((b for b in found if b.parameter == each.name), key=lambda b: b.low)
        findings.append(
            BreakEvenFinding(
                parameter=each.name,
                value=float(asked.base[each.name][0]),
                low=low,
                high=high,
                searched=searched[each.name],
                crossings=tuple(
                    _crossing(labels, b, low, high)
                    for b in _bridged(
                        _merged(own, 10 * asked.subject.effort.precision),
                        labels,
                        asked.subject.effort.gap,
                        searched[each.name],
                    )
                ),
            )
        )
    return tuple(findings)


def _searched(asked: Asked, parameter: Parameter) -> tuple[float, float]:
    """Admissible values up to one width of the plausible range beyond it, or beyond the value."""
    value = float(asked.base[parameter.name][0])
    fallback = widest(parameter)
    plausible = (() if fallback is None else fallback.ends) + spread(asked.brief, parameter)
    least, most = min(value, *plausible), max(value, *plausible)
    width = max(most - least, abs(value)) or 1.0
    if math.isfinite(parameter.low) and math.isfinite(parameter.high):
        return parameter.low, parameter.high
    low, high = (float(f"{end:.12g}") for end in (least - width, most + width))
    return max(parameter.low, low), min(parameter.high, high)


def _scan(asked: Asked, labels: _Labels, name: str, low: float, high: float) -> list[_Bracket]:
    if not low < high:
        return []
    n = asked.subject.effort.n_scanned
    # Off round numbers, where ties are; just inside the ends, where they are as well.
    inner = low + (high - low) * (np.arange(n) + 0.381966) / n
    edge = 1e-7 * (high - low)
    values = np.concatenate([[low + edge], inner[(inner > low) & (inner < high)], [high - edge]])
    codes = labels.of([name] * len(values), values)
    return [
        _Bracket(name, float(values[i]), float(values[i + 1]), int(codes[i]), int(codes[i + 1]))
        for i in np.flatnonzero(codes[1:] != codes[:-1])
    ]


def _narrow(asked: Asked, labels: _Labels, brackets: list[_Bracket]) -> list[_Bracket]:
    """Halve all brackets at once; one that hides a third answer is split in two."""
    done: list[_Bracket] = []
    precision = asked.subject.effort.precision
    while brackets:
        low = np.array([b.low for b in brackets])
        high = np.array([b.high for b in brackets])
        below = np.array([b.below for b in brackets])
        above = np.array([b.above for b in brackets])
        names = [b.parameter for b in brackets]
        while True:
            middle = (low + high) / 2
            open_ = (high - low > precision) & (low < middle) & (middle < high)
            if not open_.any():
                break
            rows = np.flatnonzero(open_)
            codes = labels.of([names[i] for i in rows], middle[rows])
            same = codes == below[rows]
            low[rows[same]] = middle[rows[same]]
            high[rows[~same]] = middle[rows[~same]]
            above[rows[~same]] = codes[~same]
        again: list[_Bracket] = []
        for i, bracket in enumerate(brackets):
            done.append(
                _Bracket(names[i], float(low[i]), float(high[i]), int(below[i]), int(above[i]))
            )
            if above[i] != bracket.above:
                again.append(
                    _Bracket(names[i], float(high[i]), bracket.high, int(above[i]), bracket.above)
                )
        brackets = again
    return done


def _merged(brackets: list[_Bracket], near: float) -> list[_Bracket]:
    """Join changes at the same value, such as through the answer at a tie."""
    found: list[_Bracket] = []
    for each in brackets:
        if found and each.low - found[-1].high <= near:
            each = _Bracket(each.parameter, found[-1].low, each.high, found.pop().below, each.above)
        if each.below != each.above:
            found.append(each)
    return found


def _bridged(
    brackets: list[_Bracket], labels: _Labels, gap: float, searched: tuple[float, float]
) -> list[_Bracket]:
    """Pass over short stretches without an answer, between two answers or at the very ends."""
    low, high = searched
    short = gap * (high - low)
    found: list[_Bracket] = []
    for each in brackets:
        if labels.is_none(each.below) and each.high - low <= short:
            continue
        if labels.is_none(each.above) and high - each.low <= short:
            continue
        if found and labels.is_none(each.below) and each.high - found[-1].low <= short:
            before = found.pop()
            if before.below == each.above:
                continue
            each = _Bracket(each.parameter, before.low, each.high, before.below, each.above)
        found.append(each)
    return found


def _crossing(labels: _Labels, bracket: _Bracket, low: float, high: float) -> Crossing:
    # Digits beyond the precision would only look like knowledge.
    width = max(bracket.high - bracket.low, labels.precision)
    value = round((bracket.low + bracket.high) / 2, math.floor(-math.log10(width) + 1e-9)) + 0.0
    below, above = labels.names(bracket.below), labels.names(bracket.above)
    changed = [name for name in labels.categories if below[name] != above[name]]
    if NO_ANSWER in (*below.values(), *above.values()):
        changed = changed[:1]
    return Crossing(
        value=value,
        below=", ".join(below[name] for name in changed),
        above=", ".join(above[name] for name in changed),
        in_range=low <= value <= high,
        category=", ".join(changed),
    )
