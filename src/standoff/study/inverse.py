"""For which values of a parameter something holds: a question asked backwards.

"How large must the audience cost be for the threat to work?" has a set for an answer, a union of
intervals, at the analyst's values; and over the draws the chance that there is such a value at all,
and where the least one lies.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from standoff.brief.draw import Sampling
from standoff.errors import one_of
from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.models.answers import Bools, Floats
from standoff.result import Columns, Pictured, by_column, short
from standoff.study.along import found_on
from standoff.study.changes import Change, Lines
from standoff.study.condition import Condition
from standoff.study.interval import admissible
from standoff.study.labels import Labels
from standoff.study.margins import margins_of
from standoff.study.numbers import Numbers
from standoff.study.sampling_error import Estimated, quantile_of, share_of
from standoff.study.subject import Subject
from standoff.study.tie import as_tie

#: At most so many draws are asked.
MOST_DRAWS = 2_000
#: Values per draw at which a change is looked for: of fast answers, of draws solved one by one.
_N_SCANNED, _N_SCANNED_SLOW = 200, 12
#: The only category of the labels here is the condition, with the names "no" and "yes".
_YES = 2
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class End:
    """One end of an interval.

    Parameters
    ----------
    value, error : float
    closed : bool
        Whether what is asked holds at the end itself.
    at : str
        The answer there.
    cut : bool
        Whether the interval may go on: the search ends here, not what is asked.
    """

    value: float
    error: float
    closed: bool
    at: str
    cut: bool


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of values for which what is asked holds."""

    low: End
    high: End

    def __str__(self) -> str:
        left = "[" if self.low.closed else "("
        right = "]" if self.high.closed else ")"
        return f"{left}{self.low.value:.10g}, {self.high.value:.10g}{right}"


@dataclass(frozen=True, slots=True, repr=False)
class HowMuch(Pictured):
    """For which values of a parameter a condition holds.

    Parameters
    ----------
    parameter, condition, rule : str
    value : float
        The analyst's.
    holds_now : bool
        At the analyst's values.
    searched : (float, float)
    spans : tuple of Span
        At the analyst's values of everything else; empty if no value suffices.
    finest : float
        A span narrower than this may be missed; 0 if none is.
    n_draws : int
        Draws asked; 0 without any.
    share_now : Estimated
        Of the draws, as they are, in which the condition holds.
    share_some : Estimated
        In which some searched value makes it hold.
    share_always : Estimated
        In which every value between the ends of the search does.
    share_apart : Estimated
        In which the values that do are not one interval.
    least : tuple of (quantile, Estimated)
        Of the value from which on it holds: where its first interval begins, among the draws in
        which some value does. Where that end is open it is a limit, and does not suffice itself.
    share_at_low : Estimated
        Among the same draws, in which the low end of the search suffices.
    share_above_low : Estimated
        In which that end itself does not, and every value just above it does.
    sampling : {"random", "sobol"}
        How the draws were drawn. Ranges are those of independent draws, which evenly spread ones
        mostly undercut.
    """

    parameter: str
    condition: str
    rule: str
    value: float
    holds_now: bool
    searched: tuple[float, float]
    spans: tuple[Span, ...]
    finest: float
    n_draws: int
    share_now: Estimated
    share_some: Estimated
    share_always: Estimated
    share_apart: Estimated
    least: tuple[tuple[float, Estimated], ...]
    share_at_low: Estimated
    share_above_low: Estimated
    sampling: Sampling = "random"

    drawing: ClassVar[str] = "standoff.view.how_much:chart"

    @property
    def sentence(self) -> str:
        """The values for which the condition holds."""
        low, high = map(short, self.searched)
        spans = " and ".join(map(str, self.spans))
        holds = (
            f"holds for {self.parameter} in {spans}"
            if spans
            else (f"holds for no {self.parameter} from {low} to {high}")
        )
        return f"{self.condition} {holds}"

    def table(self) -> Columns:
        """Return one row per interval."""
        return by_column(
            ("low", "low_closed", "low_error", "high", "high_closed", "high_error"),
            (
                (s.low.value, s.low.closed, s.low.error, s.high.value, s.high.closed, s.high.error)
                for s in self.spans
            ),
        )

    def numbers(self) -> Numbers:
        """Give the values for which it holds, to be compared with those of another rule."""
        found: dict[str, float | str] = {
            f"{self.condition}, as it is": "holds" if self.holds_now else "does not hold",
            "number of spans": float(len(self.spans)),
        }
        for i, span in enumerate(self.spans, start=1):
            found[f"span {i}, from"], found[f"span {i}, to"] = span.low.value, span.high.value
        if self.n_draws:
            found["share of draws in which it holds"] = self.share_now.value
            found["share of draws in which it can hold"] = self.share_some.value
        return found


def how_much(
    subject: Subject,
    base: Draws,
    parameter: str,
    condition: Condition,
    searched: tuple[float, float],
    *,
    draws: Draws | None = None,
    sampling: Sampling = "random",
    given: Sequence[str] = (),
    remove: Collection[str] = (),
    n_scanned: int | None = None,
) -> HowMuch:
    """Find the values of a parameter for which a condition holds, at the base and over draws.

    At the base the search is that of break-even values (`changes`). In every draw the parameter
    takes all searched values while the others stay as drawn; there each line is scanned at 200
    values (12 where every draw is solved by itself), so that narrower spans may be missed.

    Parameters
    ----------
    subject : Subject
    base : Draws
        One row.
    parameter : str
        By name or symbol.
    condition : Condition
    searched : (float, float)
    draws : Draws, optional
        At most the first 2,000 are asked. Where every draw is solved by itself each costs a dozen
        solutions and more.
    sampling : {"random", "sobol"}
        How the draws were drawn; told in the finding, it changes no number.
    given, remove
        As in `Subject.answer`.
    n_scanned : int, optional
        Values at which a change is looked for at the base.

    Raises
    ------
    UnknownName
        If there is no such parameter.
    GameError
        If it can take at most one of the searched values.

    Notes
    -----
    The ranges beside shares and quantiles hold the number of an infinite sample with a chance of
    90 %: shares by Wilson's interval, quantiles between order statistics. They are about the number
    of draws alone; what the draws rest on is another matter.
    """
    one_of("way to sample", sampling, Sampling)
    name = subject.parameter(parameter).name
    searched = admissible(subject.parameter(parameter), searched)
    fast = not subject.effort.solves_each
    n = n_scanned or subject.effort.n_scanned
    labels = Labels(subject, given, remove, categories=(), conditions=(condition,))
    lines = Lines.along(base, name, *searched)
    margins = margins_of(subject, given, remove)
    is_named = condition.operator in ("is", "is not")
    found = found_on(lines, labels, n, margins if fast else None)
    spans = _spans(lines, labels, found)
    exact = margins is not None and is_named
    if draws is None:
        sample = _Sample.none()
    else:
        first = draws.rows(slice(0, MOST_DRAWS))
        sample = _sampled(
            Lines.along(first, name, *searched),
            labels,
            _N_SCANNED if fast else _N_SCANNED_SLOW,
        )
    some = sample.some
    least = sample.least[some]
    return HowMuch(
        parameter=name,
        condition=str(condition),
        rule=subject.rule,
        value=float(base[name][0]),
        holds_now=bool(condition.holds(labels.answer(base))[0]),
        searched=searched,
        spans=spans,
        finest=0.0 if exact else (searched[1] - searched[0]) / n,
        n_draws=len(some),
        share_now=share_of(sample.now),
        share_some=share_of(some),
        share_always=share_of(sample.always),
        share_apart=share_of(sample.apart),
        least=tuple((q, quantile_of(least, q)) for q in _QUANTILES),
        share_at_low=share_of(sample.at_low[some]),
        share_above_low=share_of(np.asarray((least <= searched[0]) & ~sample.at_low[some])),
        sampling=sampling,
    )


def _spans(lines: Lines, labels: Labels, found: Sequence[Change]) -> tuple[Span, ...]:
    """Put together the stretches between changes in which the condition holds."""
    low, high = float(lines.low[0]), float(lines.high[0])
    middles = np.array([low, *(each.value for each in found), high])
    inside = (middles[1:] + middles[:-1]) / 2
    held = labels.of(_points(lines, inside)) == _YES
    spans: list[Span] = []
    for i in map(int, np.flatnonzero(held)):
        start = _end(lines, labels, low) if i == 0 else _between(lines, labels, found[i - 1])
        stop = _end(lines, labels, high) if i == len(found) else _between(lines, labels, found[i])
        spans.append(Span(start, stop))
    return tuple(spans)


def _points(lines: Lines, values: Floats) -> Draws:
    return lines.points(np.zeros(len(values), dtype=np.int64), values)


def _between(lines: Lines, labels: Labels, change: Change) -> End:
    change = as_tie(lines, labels, change)
    return _end(lines, labels, change.value, change.error, cut=False)


def _end(
    lines: Lines, labels: Labels, value: float, error: float = 0.0, *, cut: bool = True
) -> End:
    answer = labels.answer(_points(lines, np.array([value])))
    closed = bool(labels.conditions[0].holds(answer)[0])
    tie = " (a tie)" if answer.status[0] == Status.KNIFE_EDGE else ""
    told = ", ".join(each[0] for each in answer.categories.values()) or "no answer"
    parameter = labels.subject.parameters[lines.columns[0]]
    is_bound = value in (parameter.low, parameter.high)
    return End(value + 0.0, error, closed, told.strip(", ") + tie, cut and not is_bound)


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """Per draw: whether it holds now, for some, for all, apart, at the low end; and from where."""

    now: Bools
    some: Bools
    always: Bools
    apart: Bools
    at_low: Bools
    least: Floats

    @classmethod
    def none(cls) -> _Sample:
        no = np.zeros(0, dtype=np.bool_)
        return cls(no, no, no, no, no, np.zeros(0))


def _sampled(lines: Lines, labels: Labels, n: int) -> _Sample:
    found = found_on(lines, labels, n, None)
    middle = _first_inside(lines, labels, found)
    n_lines = len(lines)
    n_changes = np.zeros(n_lines, dtype=np.int64)
    n_begins = middle.astype(np.int64)
    least = np.where(middle, lines.low, np.inf)
    for each in found:
        n_changes[each.line] += 1
        if each.above == _YES:
            n_begins[each.line] += 1
            least[each.line] = min(least[each.line], each.value)
    now = np.asarray(labels.of(lines.base) == _YES)
    # Between two scanned values a draw itself may be all there is.
    own = lines.base.values[np.arange(n_lines), lines.columns]
    inside = now & (own >= lines.low) & (own <= lines.high)
    least = np.where(inside, np.minimum(least, own), least)
    some = np.asarray(np.isfinite(least))
    at_low = np.asarray(least <= lines.low)
    begins = np.flatnonzero(at_low).astype(np.int64)
    at_low[begins] = labels.of(lines.points(begins, lines.low[begins])) == _YES
    always = np.asarray(middle & (n_changes == 0))
    return _Sample(now, some, always, n_begins > 1, at_low, least)


def _first_inside(lines: Lines, labels: Labels, found: Sequence[Change]) -> Bools:
    """Whether the condition holds just above the low end of every line."""
    first = np.full(len(lines), -1, dtype=np.int64)
    for each in reversed(found):
        first[each.line] = each.below
    unknown = np.flatnonzero(first < 0)
    values = lines.low[unknown] + 0.381966011250105 * (lines.high - lines.low)[unknown]
    first[unknown] = labels.of(lines.points(unknown.astype(np.int64), values))
    return np.asarray(first == _YES)
