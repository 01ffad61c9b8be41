"""The search for one box: a path of ever smaller boxes, a choice among them, and its repetition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.models.answers import Bools, Floats
from standoff.study.peel import Bounds, density, paste, peel, quality, simplify

#: A bound stays if so many hits would be less likely than this without it.
LEVEL = 0.05
#: Fewer hits (or misses) to learn from say nothing.
LEAST_HITS = 20


@dataclass(frozen=True, slots=True)
class BoxSearch:
    """How a box is looked for.

    Parameters
    ----------
    alpha : float
        Share of a box that one slice takes off.
    least_density : float or None
        Wanted share of hits inside; None for the best compromise (`quality`) of coverage and
        density.
    """

    alpha: float
    least_density: float | None

    def box(self, x: Floats, hit: Bools, least: int) -> tuple[Bounds, list[Bounds]]:
        """Return the chosen box and all boxes on the way; the last has `least` rows or more."""
        path = peel(x, hit, alpha=self.alpha, least=least)
        wanted = self.least_density
        if wanted is None:
            chosen = max(path, key=lambda box: quality(x, hit, box))
            return simplify(x, hit, paste(x, hit, chosen, alpha=self.alpha), level=LEVEL), path
        # The first that stays dense enough when it is made simple has the highest coverage.
        for box in path:
            if density(x, hit, box) >= wanted:
                simple = simplify(x, hit, box, level=LEVEL, least_density=wanted)
                if density(x, hit, simple) >= wanted:
                    return simple, path
        densest = max(path, key=lambda box: density(x, hit, box))
        return simplify(x, hit, densest, level=LEVEL), path

    def again(
        self, x: Floats, hit: Bools, least: int, n_resamples: int, rng: np.random.Generator
    ) -> Floats:
        """Return for each column the share of halves of the rows whose box bounds it.

        The halves are drawn without replacement; nan without resamples.
        """
        counts = np.zeros(x.shape[1])
        for _ in range(n_resamples):
            rows = np.sort(rng.permutation(len(x))[: len(x) // 2])
            box, _path = self.box(x[rows], hit[rows], max(least // 2, LEAST_HITS // 2))
            counts[list(box.limited)] += 1
        return counts / n_resamples if n_resamples else np.full(x.shape[1], np.nan)
