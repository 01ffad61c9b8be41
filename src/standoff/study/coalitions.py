"""What a case answers when several of its parts are changed at once, draw by draw."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.study.evaluate import Summary

Floats = NDArray[np.float64]

#: Coalitions whose answers are kept; orders ask for the same ones again.
_MOST_KEPT = 1_024


@dataclass(frozen=True, slots=True)
class Effect:
    """How far a number moves, with the error of that over the draws.

    Parameters
    ----------
    shift : float
    standard_error : float
        Of the shift, from the draw-by-draw differences under common random numbers; nan with one
        draw. It says how far the average over draws can be off, not how sure the analyst is.
    """

    shift: float
    standard_error: float


def measures(*summaries: Summary) -> tuple[str, ...]:
    """Name what is measured: the headline, then the shares of every category in any summary."""
    found = {"headline": None}
    for summary in summaries:
        for category, each in summary.categories.items():
            found |= {f"{category}: {name}": None for name in each.names}
    return tuple(found)


def influence(summary: Summary, names: Sequence[str] | None = None) -> Floats:
    """Return columns whose averages are the headline and the shares, shape (n_draws, n_measures).

    Averages are over draws with an answer, whose number may differ between two summaries. Each
    column is the average plus the influence of the draw on it, so that the spread of a difference
    of columns gives the error of the difference of averages (the delta method for a ratio).

    Parameters
    ----------
    summary : Summary
    names : sequence of str, optional
        What is measured, in this order; a kind of answer that the summary does not know never comes
        about in it. By default `measures` of the summary.
    """
    columns = {"headline": influence_of(summary.headline, np.isfinite(summary.headline))}
    for category, each in summary.categories.items():
        known = each.codes >= 0
        for code, name in enumerate(each.names):
            share = influence_of((each.codes == code).astype(np.float64), known)
            columns[f"{category}: {name}"] = share
    never = np.zeros(len(summary.headline))
    return np.column_stack([columns.get(name, never) for name in names or tuple(columns)])


def influence_of(column: Floats, known: NDArray[np.bool_]) -> Floats:
    """Return a column with the average of what is known, spread as that average is in doubt."""
    share = known.mean()
    if share == 0.0:
        return np.full(len(column), np.nan)
    mean = column[known].mean()
    return mean + np.where(known, column - mean, 0.0) / share


def effect(column: Floats, extra_variance: float = 0.0) -> Effect:
    """Average a column of differences.

    Parameters
    ----------
    column : float array, shape (n_draws,)
    extra_variance : float
        Of the average, from what is not seen in the draws.
    """
    n = len(column)
    error = float(column.std(ddof=1)) / n**0.5 if n > 1 else float("nan")
    return Effect(float(column.mean()), (error**2 + extra_variance) ** 0.5)


class Coalitions:
    """The worth of every coalition of parts, as columns of `influence`.

    Parameters
    ----------
    ask : callable
        Answers with the parts in a tuple of positions changed.
    n_parts : int
    names : sequence of str, optional
        What is measured, as in `influence`.
    ask_some : callable, optional
        Answers for several tuples of parts at once, which costs less than one after the other.
    """

    def __init__(
        self,
        ask: Callable[[tuple[int, ...]], Summary],
        n_parts: int,
        names: Sequence[str] | None = None,
        ask_some: Callable[[Sequence[tuple[int, ...]]], Sequence[Summary]] | None = None,
    ) -> None:
        self._ask = ask
        self._ask_some = ask_some
        self._names = names
        self.n_parts = n_parts
        self._kept: OrderedDict[int, Floats] = OrderedDict()
        self.n_asked = 0

    def __call__(self, mask: int) -> Floats:
        """Return the columns with the parts of a bit mask changed."""
        if mask in self._kept:
            self._kept.move_to_end(mask)
            return self._kept[mask]
        return self._keep(mask, self._ask(self._parts(mask)))

    def prepare(self, masks: Sequence[int]) -> None:
        """Ask for coalitions that will be wanted next, together if that is possible."""
        new = [mask for mask in masks if mask not in self._kept]
        if self._ask_some is not None and len(new) > 1:
            answered = self._ask_some([self._parts(mask) for mask in new])
            for mask, summary in zip(new, answered, strict=True):
                self._keep(mask, summary)

    def _parts(self, mask: int) -> tuple[int, ...]:
        return tuple(i for i in range(self.n_parts) if mask >> i & 1)

    def _keep(self, mask: int, summary: Summary) -> Floats:
        found = influence(summary, self._names)
        self.n_asked += 1
        self._kept[mask] = found
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return found

    def alone(self, part: int) -> Floats:
        """Return the difference that one part makes with all others as they are."""
        return self(1 << part) - self(0)

    def last(self, part: int) -> Floats:
        """Return the difference that one part makes with all others changed already."""
        everyone = 2**self.n_parts - 1
        return self(everyone) - self(everyone & ~(1 << part))

    def beyond(self, one: int, other: int) -> Floats:
        """Return what two parts do together beyond what each does alone."""
        both = self(1 << one | 1 << other)
        return both - self(1 << one) - self(1 << other) + self(0)


def by_name(names: Sequence[str], columns: Floats) -> Mapping[str, Effect]:
    """Average every measure but the headline."""
    return {name: effect(columns[:, i]) for i, name in enumerate(names) if i > 0}
