"""Everything that changes along one parameter: kinds of answer, levels passed, sudden jumps."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.models.answers import Floats
from standoff.result import Columns, Pictured, by_column, short
from standoff.study.changes import Change, Lines, Margins, bridged, changes, merged
from standoff.study.condition import Condition
from standoff.study.interval import admissible
from standoff.study.jumps import SMALLEST_JUMP, CountChange, count_changes, jumped, jumps
from standoff.study.labels import NO_ANSWER, Labels
from standoff.study.margins import margins_of
from standoff.study.numbers import Numbers
from standoff.study.rules import rule_of
from standoff.study.subject import Subject
from standoff.study.tie import as_tie

#: Two changes this close are one, such as through the answer at a tie that holds up to rounding.
NEAR = 1e-11
#: What a step is called at which other equilibria appear or vanish.
NUMBER = "number of equilibria found"
#: Values per stretch at which the headline is given; odd, so that one is the middle.
_N_SHOWN = 17


@dataclass(frozen=True, slots=True)
class Step:
    """A value of the parameter at which something changes.

    Parameters
    ----------
    value : float
    error : float
        The change lies no farther from `value`.
    changed : tuple of (category or condition, name below, name above)
        Empty where only the headline jumps. Also another chance that jumps, and the number of
        equilibria that are known.
    at : str
        The answer at `value` itself, and whether it is a tie.
    headline_below, headline_above : float
        Of the headline, just beside.
    """

    value: float
    error: float
    changed: tuple[tuple[str, str, str], ...]
    at: str
    headline_below: float
    headline_above: float

    @property
    def jump(self) -> float:
        """How much higher the headline is above; nan beside a stretch without an answer."""
        return self.headline_above - self.headline_below


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values of the parameter between two steps, all with the same kind of answer."""

    low: float
    high: float
    answer: str
    #: The headline at equal steps from just inside the low to just inside the high end.
    headline: tuple[float, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Along(Pictured):
    """The answer along one parameter, everything else at the analyst's values.

    Parameters
    ----------
    parameter, headline, rule : str
    value : float
        The analyst's.
    searched : (float, float)
    steps : tuple of Step
        In order.
    stretches : tuple of Stretch
        One more than steps that change the answer; together they fill what was searched.
    finest : float
        Two changes of the kind of answer that are nearer to each other than this may be missed; 0
        where the model names its margins, so that none is.
    finest_level : float
        The same for passing a level and back, and for jumps.
    n_asked : int
    """

    parameter: str
    headline: str
    rule: str
    value: float
    searched: tuple[float, float]
    steps: tuple[Step, ...]
    stretches: tuple[Stretch, ...]
    finest: float
    finest_level: float
    n_asked: int

    drawing: ClassVar[str] = "standoff.view.along:chart"

    @property
    def sentence(self) -> str:
        """Where the answer changes."""
        places = ", ".join(short(step.value) for step in self.steps)
        low, high = map(short, self.searched)
        changes = f"changes at {places}" if places else "does not change"
        return f"The answer along {self.parameter}, from {low} to {high}, {changes}"

    def table(self) -> Columns:
        """Return one row per change."""
        return by_column(
            ("value", "error", "below", "above", "headline_below", "headline_above", "at"),
            (
                (
                    step.value,
                    step.error,
                    ", ".join(below for _, below, _ in step.changed),
                    ", ".join(above for _, _, above in step.changed),
                    step.headline_below,
                    step.headline_above,
                    step.at,
                )
                for step in self.steps
            ),
        )

    def numbers(self) -> Numbers:
        """Give the changes one by one, to be compared with those of another rule."""
        told: list[tuple[float, str]] = []
        jumps: list[float] = []
        for step in self.steps:
            # How many equilibria there are does not depend on which of them is played.
            changed = [each for each in step.changed if each[0] != NUMBER]
            # Under other rules a model has no categories but the regime; conditions are no names.
            kinds = [
                f"{below} to {above}"
                for name, below, above in changed
                if name in ("regime", "answer") or not name.isidentifier()
            ]
            if kinds:
                told.append((step.value, "; ".join(kinds)))
            elif not changed and abs(step.jump) > SMALLEST_JUMP:
                jumps.append(step.value)
        # Where a kind of play changes, the jump is that change, and is not told again.
        known = [value for value, _ in told]
        told += [(x, "a jump") for x in jumps if not any(math.isclose(x, y) for y in known)]
        told.sort()
        found: dict[str, float | str] = {"number of changes": float(len(told))}
        for i, (value, kind) in enumerate(told, start=1):
            found |= {f"change {i}, at {self.parameter}": value, f"change {i}": kind}
        chances = [x for each in self.stretches for x in each.headline if not math.isnan(x)]
        if chances:
            found |= {
                f"lowest chance of {self.headline}": min(chances),
                f"highest chance of {self.headline}": max(chances),
            }
        return found


def along(
    subject: Subject,
    base: Draws,
    parameter: str,
    searched: tuple[float, float],
    *,
    given: Sequence[str] = (),
    remove: Collection[str] = (),
    conditions: Sequence[Condition] = (),
    n_scanned: int | None = None,
) -> Along:
    """Find every value of a parameter at which the answer changes, a level is passed or it jumps.

    Parameters
    ----------
    subject : Subject
    base : Draws
        One row.
    parameter : str
        By name or symbol.
    searched : (float, float)
    given, remove
        As in `Subject.answer`.
    conditions : sequence of Condition
        Where one begins or ceases to hold is a step too.
    n_scanned : int, optional
        More finds narrower stretches where the model names no margins.

    Raises
    ------
    UnknownName
        If there is no such parameter.
    GameError
        If it can take at most one of the searched values.
    """
    name = subject.parameter(parameter).name
    low, high = searched = admissible(subject.parameter(parameter), searched)
    n = n_scanned or subject.effort.n_scanned
    precision = finest_precision(subject)
    lines = Lines.along(base, name, low, high)
    labels = Labels(subject, given, remove, conditions=conditions)
    margins = margins_of(subject, given, remove)
    found = found_on(lines, labels, n, margins)
    gap = subject.effort.gap * (high - low) if subject.effort.solves_each else 0.0
    # Close to a tie a search for all equilibria takes long.
    narrow = max(precision, gap if rule_of(subject) != "model" else 0.0)
    sudden = jumps(lines, labels, found, n, narrow)
    both = sorted([*found, *sudden], key=lambda each: each.low)
    counts = count_changes(lines, labels, both, n, max(precision, gap))
    steps = [_step(lines, labels, each) for each in both]
    return Along(
        parameter=name,
        headline=subject.headline,
        rule=subject.rule,
        value=float(base[name][0]),
        searched=searched,
        steps=tuple(_with_counts(lines, labels, steps, counts)),
        stretches=_stretches(lines, labels, found),
        finest=0.0 if margins is not None else (high - low) / n,
        finest_level=(high - low) / n,
        n_asked=labels.n_asked,
    )


def found_on(lines: Lines, labels: Labels, n_scanned: int, margins: Margins | None) -> list[Change]:
    """Find the changes on lines, with those at one value joined and short gaps passed over."""
    precision = finest_precision(labels.subject)
    found = changes(lines, labels, n_scanned=n_scanned, precision=precision, margins=margins)
    return bridged(merged(found, max(10 * precision, NEAR)), lines, labels.subject.effort.gap)


def finest_precision(subject: Subject) -> float:
    """Return how narrow a change is made: with closed answers two neighboring numbers, else 1e-10.

    Numerical answers near a tie may be missing; how wide such a stretch is shows in the error.
    """
    return 1e-10 if subject.effort.solves_each else 0.0


def _step(lines: Lines, labels: Labels, change: Change) -> Step:
    beside = change
    change = as_tie(lines, labels, change)
    at = labels.answer(_at(lines, [change.value]))
    words = labels.words(int(labels.codes(at)[0]))
    tie = " (a tie)" if at.status[0] == Status.KNIFE_EDGE else ""
    below, above = _headline(lines, labels, [beside.low, beside.high])
    changed = _changed(labels, change)
    if not changed:
        (chance,) = jumped(lines, labels, [beside])
        if chance is not None and chance.name != labels.subject.headline:
            ends = f"{chance.below:.4g}", f"{chance.above:.4g}"
            changed = ((f"chance of {chance.name}", *ends),)
    return Step(
        value=change.value,
        error=change.error,
        changed=changed,
        at=words + tie,
        headline_below=float(below),
        headline_above=float(above),
    )


def _with_counts(
    lines: Lines, labels: Labels, steps: Sequence[Step], counts: Sequence[CountChange]
) -> list[Step]:
    """Add where the number of equilibria changes: to a step there, or as one of its own."""
    found = list(steps)
    for each in counts:
        changed = ((NUMBER, f"{each.below}", f"{each.above}"),)
        near = [i for i, step in enumerate(steps) if each.low <= step.value <= each.high]
        if near:
            step = found[near[0]]
            found[near[0]] = replace(step, changed=(*step.changed, *changed))
            continue
        change = Change(0, each.low, each.high, 0, 0)
        at = labels.codes(labels.answer(_at(lines, [change.value])))
        beside = _headline(lines, labels, [each.low, each.high])
        found.append(
            Step(change.value, change.error, changed, labels.words(int(at[0])), *map(float, beside))
        )
    return sorted(found, key=lambda each: each.value)


def _changed(labels: Labels, change: Change) -> tuple[tuple[str, str, str], ...]:
    below, above = labels.names(change.below), labels.names(change.above)
    if 0 in (change.below, change.above) and change.below != change.above:
        return (("answer", labels.words(change.below), labels.words(change.above)),)
    return tuple((name, below[name], above[name]) for name in below if below[name] != above[name])


def _stretches(lines: Lines, labels: Labels, found: Sequence[Change]) -> tuple[Stretch, ...]:
    low, high = float(lines.low[0]), float(lines.high[0])
    ends = [low, *(x for each in found for x in (each.low, each.high)), high]
    pieces = list(zip(ends[::2], ends[1::2], strict=True))
    inset = 1e-9 * (high - low)
    points = np.concatenate(
        [
            np.linspace(min(a + inset, (a + b) / 2), max(b - inset, (a + b) / 2), _N_SHOWN)
            for a, b in pieces
        ]
    )
    middle = labels.of(_at(lines, points[_N_SHOWN // 2 :: _N_SHOWN]))
    headline = _headline(lines, labels, points).reshape(-1, _N_SHOWN)
    return tuple(
        Stretch(
            _joint(found, i - 1, a),
            _joint(found, i, b),
            labels.words(int(middle[i])) or NO_ANSWER,
            tuple(headline[i].tolist()),
        )
        for i, (a, b) in enumerate(pieces)
    )


def _joint(found: Sequence[Change], i: int, end: float) -> float:
    return found[i].value if 0 <= i < len(found) else end


def _at(lines: Lines, values: Sequence[float] | Floats) -> Draws:
    column = np.asarray(values, dtype=np.float64)
    return lines.points(np.zeros(len(column), dtype=np.int64), column)


def _headline(lines: Lines, labels: Labels, values: Sequence[float] | Floats) -> Floats:
    return np.asarray(labels.answer(_at(lines, values)).probabilities[labels.subject.headline])
