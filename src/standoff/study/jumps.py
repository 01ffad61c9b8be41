"""Sudden changes along a line that no category shows: of chances, and of how many equilibria."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.game.draws import Draws
from standoff.models.answers import Answers, Floats
from standoff.study.changes import Change, Lines, Positions
from standoff.study.game_subject import GameSubject
from standoff.study.labels import Labels
from standoff.study.listed import listed
from standoff.study.model_subject import ModelSubject
from standoff.study.rules import own_of, rule_of

#: A smaller jump of a chance is not told from a steep slope.
SMALLEST_JUMP = 1e-6
_N_HALVINGS = 50
#: After so many halvings a smooth step has lost nearly all of its height.
_N_TRIED, _LEFT = 12, 0.05
#: A step that cannot be narrowed is a jump if it is this much steeper than the stretch around it.
_STEEPER = 4.0
#: Where to look next if there is no answer in the middle between two values.
_BESIDE = (0.5, 0.25, 0.75, 0.125, 0.875, 0.0625, 0.9375, 0.03125, 0.96875)
#: Steps in which equilibria are counted where each list takes a second or so.
N_COUNTED = 12
#: How far from a step they are counted then, as a share of what is searched.
_APART = 0.01

Counts = NDArray[np.int64]


def answers_at(
    labels: Labels, lines: Lines, on: Positions, values: Sequence[float] | Floats
) -> Answers:
    """Ask about values of the parameters on some of the lines."""
    return labels.answer(lines.points(on, np.asarray(values, dtype=np.float64)))


def jumps(
    lines: Lines, labels: Labels, found: Sequence[Change], n: int, precision: float
) -> list[Change]:
    """Find where some chance jumps although no category changes, between scanned values.

    All lines are searched together. Near a jump there may be no answer; its ends are then the two
    closest values that have one.
    """
    on, values = _scanned(lines, found, n)
    if not len(on):
        return []
    answers = answers_at(labels, lines, on, values)
    codes, height = labels.codes(answers), _chances(labels, answers)
    line, a, b = on[:-1], values[:-1], values[1:]
    at_a, at_b = height[:, :-1], height[:, 1:]
    kept = (on[1:] == line) & (codes[1:] == codes[:-1]) & (codes[1:] != 0)
    kept &= _rise(at_a, at_b) > SMALLEST_JUMP
    line, code = line[kept], codes[:-1][kept]
    a, b, at_a, at_b = a[kept], b[kept], at_a[:, kept], at_b[:, kept]
    before, width = _rise(at_a, at_b), b - a
    is_stuck = np.zeros(len(a), dtype=np.bool_)
    for i in range(_N_HALVINGS):
        live = np.flatnonzero(~is_stuck & (b - a > precision))
        if not len(live):
            break
        middle, at = _between(labels, lines, line[live], a[live], b[live], len(height))
        none = np.isnan(middle)
        is_stuck[live[none]] = True
        live, middle, at = live[~none], middle[~none], at[:, ~none]
        left = _rise(at_a[:, live], at) >= _rise(at, at_b[:, live])
        b[live[left]], a[live[~left]] = middle[left], middle[~left]
        at_b[:, live[left]], at_a[:, live[~left]] = at[:, left], at[:, ~left]
        rise = _rise(at_a, at_b)
        keep = rise > SMALLEST_JUMP
        if i == _N_TRIED:
            keep &= rise > _LEFT * before
        a, b, at_a, at_b = a[keep], b[keep], at_a[:, keep], at_b[:, keep]
        line, code, is_stuck = line[keep], code[keep], is_stuck[keep]
        before, width = before[keep], width[keep]
    steep = _rise(at_a, at_b) / np.where(before > 0.0, before, 1.0)
    sure = ~is_stuck | (steep > np.maximum(_LEFT, _STEEPER * (b - a) / width))
    # Numerical answers close to a change of the answer are not sure on which side they are.
    gap = labels.subject.effort.gap if labels.subject.effort.solves_each else 0.0
    for each in found:
        apart = gap * float(lines.high[each.line] - lines.low[each.line])
        sure &= (line != each.line) | (b < each.low - apart) | (a > each.high + apart)
    return [
        Change(int(where), float(x), float(y), int(c), int(c))
        for where, x, y, c in zip(line[sure], a[sure], b[sure], code[sure], strict=True)
    ]


def _scanned(lines: Lines, found: Sequence[Change], n: int) -> tuple[Positions, Floats]:
    """Return the values looked at first, in the order of the lines and along each of them."""
    values = [
        np.unique(
            np.concatenate(
                [
                    np.linspace(low, high, n + 2)[1:-1],
                    *[[each.low, each.high] for each in found if each.line == line],
                ]
            )
        )
        for line, (low, high) in enumerate(zip(lines.low, lines.high, strict=True))
        if low < high
    ]
    searched = np.flatnonzero(lines.low < lines.high)
    if not values:
        return searched, np.empty(0)
    return np.repeat(searched, [len(each) for each in values]), np.concatenate(values)


class JumpedChance(NamedTuple):
    """A chance just below and just above a jump."""

    name: str
    below: float
    above: float


def jumped(lines: Lines, labels: Labels, changed: Sequence[Change]) -> list[JumpedChance | None]:
    """Return the chance that jumps most at every change, the headline if it does; None if none."""
    if not changed:
        return []
    on = np.repeat(np.array([each.line for each in changed], dtype=np.int64), 2)
    values = np.array([end for each in changed for end in (each.low, each.high)])
    found = answers_at(labels, lines, on, values).probabilities
    return [
        _jumped(
            {name: (float(p[2 * i]), float(p[2 * i + 1])) for name, p in found.items()},
            labels.subject.headline,
        )
        for i in range(len(changed))
    ]


def _jumped(chances: Mapping[str, tuple[float, float]], headline: str) -> JumpedChance | None:
    known = [
        JumpedChance(name, below, above)
        for name, (below, above) in chances.items()
        if abs(above - below) > SMALLEST_JUMP
    ]
    first = [each for each in known if each.name == headline]
    return max(first or known, key=lambda each: abs(each.above - each.below), default=None)


def _between(
    labels: Labels, lines: Lines, on: Positions, a: Floats, b: Floats, n_chances: int
) -> tuple[Floats, Floats]:
    """Return a value between each two at which there is an answer, with its chances; else nan."""
    middle = np.full(len(a), np.nan)
    at = np.full((n_chances, len(a)), np.nan)
    for share in _BESIDE:
        wanted = np.flatnonzero(np.isnan(middle))
        if not len(wanted):
            break
        values = a[wanted] + share * (b[wanted] - a[wanted])
        inner = (values > a[wanted]) & (values < b[wanted])
        wanted, values = wanted[inner], values[inner]
        if not len(wanted):
            break
        height = _chances(labels, answers_at(labels, lines, on[wanted], values))
        known = ~np.isnan(height).all(axis=0)
        middle[wanted[known]] = values[known]
        at[:, wanted[known]] = height[:, known]
    return middle, at


def _chances(labels: Labels, found: Answers) -> Floats:
    """Return every chance of every answer, shape (n_chances, n_answers); nan without an answer.

    Only the headline where every answer is a search for all equilibria: each chance that rises
    smoothly takes a dozen answers until that is clear.
    """
    is_search = labels.subject.effort.solves_each and rule_of(labels.subject) != "model"
    names = [labels.subject.headline] if is_search else list(found.probabilities)
    table = np.array([np.asarray(found.probabilities[name]) for name in names])
    return np.where(found.has_answer, table, np.nan)


def _rise(one: Floats, other: Floats) -> Floats:
    """Return the largest difference of any chance; of those that both know."""
    if not one.size:
        return np.zeros(one.shape[1])
    return np.nan_to_num(np.abs(other - one), nan=0.0).max(axis=0)


@dataclass(frozen=True, slots=True)
class CountChange:
    """Two neighboring values between which the number of known equilibria changes."""

    low: float
    high: float
    below: int
    above: int


def count_changes(
    lines: Lines, labels: Labels, steps: Sequence[Change], n: int, gap: float
) -> list[CountChange]:
    """Find where other equilibria appear or vanish.

    Parameters
    ----------
    lines : Lines
        One.
    labels : Labels
    steps : sequence of Change
        Where something else changes, and the number is likely to change as well.
    n : int
        Values at which equilibria are counted; fewer where each list is a search of its own.
    gap : float
        How narrow a change is made.
    """
    count = _counter(labels)
    low, high = float(lines.low[0]), float(lines.high[0])
    if count is None or not low < high:
        return []
    is_slow = labels.subject.effort.solves_each
    inside = np.linspace(low, high, (min(n, N_COUNTED) if is_slow else n) + 2)[1:-1]
    # Not at the steps themselves, where there may be many, and a search takes long.
    apart = _APART * (high - low) if is_slow else 0.0
    beside = [x for each in steps for x in (each.low - apart, each.high + apart)]
    values = np.unique(np.concatenate([inside, beside]))
    values = values[(values > low) & (values < high)]
    if is_slow:
        near = [(each.low - apart, each.high + apart) for each in steps]
        values = values[[all(not a < x < b for a, b in near) for x in values]]
    counts = count(_points(lines, values))
    known = counts > 0
    values, counts = values[known], counts[known]
    found: list[CountChange] = []
    for i in np.flatnonzero(counts[1:] != counts[:-1]):
        a, b, at_a, at_b = values[i], values[i + 1], int(counts[i]), int(counts[i + 1])
        at_step = any(a - apart <= each.value <= b + apart for each in steps)
        while not at_step and b - a > gap:
            middle = (a + b) / 2
            at = int(count(_points(lines, [middle]))[0])
            if at == 0 or not a < middle < b:
                break
            if at == at_a:
                a = middle
            else:
                b, at_b = middle, at
        found.append(CountChange(float(a), float(b), at_a, at_b))
    return found


def _counter(labels: Labels) -> Callable[[Draws], Counts] | None:
    """Return how equilibria are counted; None where others are not looked for."""
    own, given, remove = own_of(labels.subject), labels.given, labels.remove
    if isinstance(own, GameSubject):
        if remove or not own.searches(given):
            return None
    elif not isinstance(own, ModelSubject):
        return None

    def count(draws: Draws) -> Counts:
        return listed(own, draws, given, remove).exists.sum(axis=0)

    return count


def _points(lines: Lines, values: Sequence[float] | Floats) -> Draws:
    column = np.asarray(values, dtype=np.float64)
    return lines.points(np.zeros(len(column), dtype=np.int64), column)
