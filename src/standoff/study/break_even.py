"""Where the answer changes along each parameter, everything else at the analyst's values."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from standoff.brief.brief import Brief
from standoff.brief.claim_change import widest
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.study.asked import Asked
from standoff.study.changes import Change, Lines, bridged, changes, merged
from standoff.study.findings import BreakEvenFinding, Crossing
from standoff.study.jumps import JumpedChance, jumped, jumps
from standoff.study.labels import NO_ANSWER, Labels
from standoff.study.margins import margins_of
from standoff.study.parameters import written_span
from standoff.study.tie import as_tie

#: Digits beyond this would be rounding.
_EXACT = 1e-12
#: What changes where the kind of answer does not, and a chance does at once.
JUMP = "chance"


def break_evens(asked: Asked, *, n_scanned: int | None = None) -> tuple[BreakEvenFinding, ...]:
    """Search every parameter for the values at which the answer changes.

    A change is one of a category (the kind of equilibrium, the settlement, the arrest), one between
    an answer and none, or a jump of some chance. How each searched interval is scanned, and what
    may be missed, is told at `changes` and `jumps`.
    """
    subject, parameters = asked.subject, asked.subject.parameters
    searched = [searched_values(asked.brief, each) for each in parameters]
    lines = Lines(
        Draws(asked.base.names, np.repeat(asked.base.values, len(parameters), axis=0)),
        np.array([asked.base.names.index(each.name) for each in parameters], dtype=np.int64),
        np.array([low for low, _ in searched]),
        np.array([high for _, high in searched]),
    )
    labels = Labels(subject, asked.given, chunk=asked.chunk)
    asked.progress("break-even values", 0, 1)
    n = n_scanned or subject.effort.n_scanned
    found = changes(
        lines,
        labels,
        n_scanned=n,
        precision=subject.effort.precision,
        margins=margins_of(subject, asked.given),
    )
    found = bridged(merged(found, 10 * subject.effort.precision), lines, subject.effort.gap)
    found = [as_tie(lines, labels, each) for each in found]
    sudden = jumps(lines, labels, found, n, subject.effort.precision)
    chances = jumped(lines, labels, sudden)
    asked.progress("break-even values", 1, 1)
    findings: list[BreakEvenFinding] = []
    for i, each in enumerate(parameters):
        low, high = written_span(asked.brief, each)
        crossings = [_crossing(labels, change, low, high) for change in found if change.line == i]
        crossings += [
            _jump(labels, change, chance, low, high)
            for change, chance in zip(sudden, chances, strict=True)
            if change.line == i and chance is not None
        ]
        findings.append(
            BreakEvenFinding(
                parameter=each.name,
                value=float(asked.base[each.name][0]),
                low=low,
                high=high,
                searched=searched[i],
                crossings=tuple(sorted(crossings, key=lambda each: each.value)),
            )
        )
    return tuple(findings)


def searched_values(brief: Brief, parameter: Parameter) -> tuple[float, float]:
    """Admissible values up to one width of the plausible range beyond it, or beyond the value."""
    value = float(brief.base()[parameter.name][0])
    return searched_around(parameter, (value, *written_span(brief, parameter)))


def searched_around(parameter: Parameter, known: Sequence[float]) -> tuple[float, float]:
    """Admissible values up to one width beyond known ones and the plausible range."""
    fallback = widest(parameter)
    around = (() if fallback is None else fallback.ends) + tuple(known)
    least, most = min(around), max(around)
    width = max(most - least, abs(known[0])) or 1.0
    if math.isfinite(parameter.low) and math.isfinite(parameter.high):
        return parameter.low, parameter.high
    low, high = (float(f"{end:.12g}") for end in (least - width, most + width))
    return max(parameter.low, low), min(parameter.high, high)


def _jump(
    labels: Labels, change: Change, chance: JumpedChance, low: float, high: float
) -> Crossing:
    value = rounded(change, labels.subject.effort.precision)
    below, above = (f"{chance.name} {100 * p:.0f} %" for p in (chance.below, chance.above))
    return Crossing(value, below, above, low <= value <= high, JUMP)


def _crossing(labels: Labels, change: Change, low: float, high: float) -> Crossing:
    value = rounded(change, labels.subject.effort.precision)
    below, above = labels.names(change.below), labels.names(change.above)
    changed = [name for name in below if below[name] != above[name]]
    if NO_ANSWER in (*below.values(), *above.values()):
        changed = changed[:1]
    return Crossing(
        value=value,
        below=", ".join(below[name] for name in changed),
        above=", ".join(above[name] for name in changed),
        in_range=low <= value <= high,
        category=", ".join(changed),
    )


def rounded(change: Change, precision: float) -> float:
    """Return the value of a change; digits beyond the precision would only look like knowledge."""
    width = change.high - change.low
    # Narrower than halving goes: a tie that was found exactly.
    width = max(width, precision if width > _EXACT else _EXACT)
    return round(change.value, math.floor(-math.log10(width) + 1e-9)) + 0.0
