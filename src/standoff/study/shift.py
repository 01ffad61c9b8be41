"""What a change does that was asked of the first draws only, told from the answer of all draws.

The average under a change is the average of all draws, plus the difference that the change makes on
the draws that were asked both ways. Every change then starts from the one number that stands
everywhere else, and with common random numbers the difference is nearly as exact as with all draws.
"""

from __future__ import annotations

import numpy as np

from standoff.models.answers import Category
from standoff.study.asked import Asked
from standoff.study.coalitions import Effect, effect, influence_of
from standoff.study.evaluate import Summary, shares, summary_of
from standoff.study.findings import Share


class Shifts:
    """The answer of all draws, and how changes asked of the first `n` of them move it.

    Parameters
    ----------
    asked : Asked
    n : int
    """

    def __init__(self, asked: Asked, n: int) -> None:
        self.n = n
        self._all = summary_of(asked.subject, asked.answers)
        self._some = self._all.rows(slice(n))
        self._is_all = n == len(asked.draws)
        self._shares = self._all.shares()
        self._whole, self._before = (
            {name: {each.name: each.share for each in found} for name, found in told}
            for told in (self._shares, self._some.shares())
        )

    @property
    def mean(self) -> float:
        """Average of the headline over all draws with an answer."""
        return self._all.mean

    def headline(self, after: Summary) -> float:
        """Return the average of the headline under a change; nan without any answer."""
        if self._is_all:
            return after.mean
        return self.mean + after.mean - self._some.mean

    def effect(self, after: Summary) -> Effect:
        """Return how far the headline moves, with its error from draw-by-draw differences."""
        old, new = (influence_of(s.headline, np.isfinite(s.headline)) for s in (self._some, after))
        return effect(new - old)

    def shares(self) -> tuple[tuple[str, tuple[Share, ...]], ...]:
        """Return how often each kind of answer comes about in all draws."""
        return self._shares

    def shares_after(self, after: Summary) -> tuple[tuple[str, tuple[Share, ...]], ...]:
        """Return how often each kind of answer comes about under a change."""
        if self._is_all:
            return after.shares()
        return tuple((name, self._moved(name, each)) for name, each in after.categories.items())

    def _moved(self, name: str, after: Category) -> tuple[Share, ...]:
        whole, before = self._whole.get(name, {}), self._before.get(name, {})
        return tuple(
            Share(
                each.name,
                float(
                    np.clip(
                        whole.get(each.name, 0.0) + each.share - before.get(each.name, 0.0),
                        0.0,
                        1.0,
                    )
                ),
            )
            for each in shares(after)
        )
