"""Under which circumstances something happens: boxes like "p above .4 and X below .5"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.models.answers import Bools, Floats
from standoff.result import Columns, Pictured, by_column, short
from standoff.study.box_search import LEAST_HITS, BoxSearch
from standoff.study.drawn import Drawn, check_lengths
from standoff.study.numbers import Numbers
from standoff.study.peel import Bounds, quality, quasi_p
from standoff.study.sampling_error import Estimated, share_of

#: A further box is told if it holds at least this share of all hits.
LEAST_COVERAGE = 0.05


@dataclass(frozen=True, slots=True)
class Limit:
    """The bounds of one parameter in a box.

    Parameters
    ----------
    parameter : str
    low, high : float
        Infinite where there is no bound.
    low_rank, high_rank : float
        Share of the draws below each bound.
    quasi_p : float
        How likely so many hits were in the held-out draws without the bound (Bryant and Lempert).
    stability : float
        Share of the resamples whose box bounds this parameter too.
    """

    parameter: str
    low: float
    high: float
    low_rank: float
    high_rank: float
    quasi_p: float
    stability: float


@dataclass(frozen=True, slots=True)
class TradeOff:
    """One box of the trajectory, on the held-out draws.

    Parameters
    ----------
    coverage : float
        Hits inside, as a share of all hits.
    density : float
        Hits, as a share of the draws inside; nan where none is.
    mass : float
        Draws inside, as a share of all draws.
    parameters : tuple of str
        Those with a bound.
    """

    coverage: float
    density: float
    mass: float
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScenarioBox:
    """Circumstances under which something mostly happens.

    Parameters
    ----------
    limits : tuple of Limit
        All hold at once; the one that counts most first. Of a further box, outside those before it.
    coverage, density, mass : Estimated
        On held-out draws that were not used to find the box. Of a further box, draws in an earlier
        one do not count as inside.
    trajectory : tuple of TradeOff
        From everything to the smallest box, before pasting and simplifying.
    """

    limits: tuple[Limit, ...]
    coverage: Estimated
    density: Estimated
    mass: Estimated
    trajectory: tuple[TradeOff, ...]

    @property
    def words(self) -> str:
        """The bounds as a sentence, such as "p_resolved above 0.4 and prize below 0.5"."""
        return " and ".join(_limit_words(each) for each in self.limits)


@dataclass(frozen=True, slots=True, repr=False)
class BoxFinding(Pictured):
    """Boxes that together hold most of what happens.

    Parameters
    ----------
    event : str
        What a hit is.
    boxes : tuple of ScenarioBox
        The first is found among all draws, each further one among those that are left.
    together : tuple of Estimated
        Coverage and density of all boxes together.
    p_event : float
        Share of hits among the draws with an answer.
    n_learned, n_held_out, n_left_out : int
        Draws to find the boxes, draws to judge them, and draws without an answer.
    alpha : float
    seed : int
        Of the halves.
    notes : tuple of str
    drawn : Drawn or None
        Which draws they were, where that is known.
    """

    event: str
    boxes: tuple[ScenarioBox, ...]
    together: tuple[Estimated, Estimated]
    p_event: float
    n_learned: int
    n_held_out: int
    n_left_out: int
    alpha: float
    seed: int
    notes: tuple[str, ...] = ()
    drawn: Drawn | None = None

    drawing: ClassVar[str] = "standoff.view.boxes:chart"

    @property
    def sentence(self) -> str:
        """What is explained, and the first box."""
        inside = f"; mostly where {self.boxes[0].words}" if self.boxes else ""
        return f"{self.event} in {short(self.p_event)} of the draws{inside}"

    def table(self) -> Columns:
        """Return one row per bounded parameter, box by box."""
        head = ("box", "parameter", "low", "high", "low_rank", "high_rank", "quasi_p", "stability")
        return by_column(
            (*head, "coverage", "density", "mass"),
            (
                (
                    *(number, each.parameter, each.low, each.high, each.low_rank, each.high_rank),
                    *(each.quasi_p, each.stability, box.coverage.value, box.density.value),
                    box.mass.value,
                )
                for number, box in enumerate(self.boxes, 1)
                for each in box.limits
            ),
        )

    def numbers(self) -> Numbers:
        """Give every box with what it covers, to be compared with those under another rule."""
        found: dict[str, float | str] = {self.event: self.p_event}
        for i, box in enumerate(self.boxes, start=1):
            found[f"box {i}, bounds"] = ", ".join(each.parameter for each in box.limits)
            found[f"box {i}, covers"] = box.coverage.value
            found[f"box {i}, pure"] = box.density.value
        return found


def find_boxes(
    draws: Draws,
    y: Floats,
    event: str,
    *,
    parameters: Sequence[str] | None = None,
    n_boxes: int = 3,
    least_density: float | None = None,
    alpha: float = 0.05,
    least_mass: float = 0.02,
    n_resamples: int = 10,
    seed: int = 0,
    n_most: int = 10_000,
) -> BoxFinding:
    """Find boxes of parameters in which an event mostly happens.

    Parameters
    ----------
    draws : Draws
    y : float array, shape (n_draws,)
        1 where the event happens, 0 where it does not, nan where there is no answer
        (`standoff.study.target`).
    event : str
        What it is, in words.
    parameters : sequence of str, optional
        Those that may be bounded; by default all that vary.
    n_boxes : int
        At most so many. A further box must hold at least 5 % of all hits, and be denser than all
        draws are.
    least_density : float, optional
        Take the box with the highest coverage among those with this density; by default the best
        compromise: the highest harmonic mean of both, or, of what happens in more than half of the
        draws, that of the draws outside and of what does not happen.
    alpha : float
        Share of a box that one slice takes off.
    least_mass : float
        Share of the draws that a box has at least.
    n_resamples : int
        Halves of the draws on which the search is repeated, to see which bounds come again.
    seed : int
        Of the halves.
    n_most : int
        At most so many draws, from the first.

    Returns
    -------
    BoxFinding

    Raises
    ------
    GameError
        If `alpha`, `least_mass` or `least_density` is not between 0 and 1, `n_boxes` below 1, or
        the numbers of `y` are neither 0 nor 1 or not one per draw.
    UnknownName
        If a parameter is unknown.

    Notes
    -----
    The patient rule induction method: take off thin slices, one at a time, until little is left;
    choose a box on the way; widen it where that raises its density; take away bounds that do not
    matter. Half of the draws find the box. The other half judges it, so that coverage, density and
    quasi-p-values are not flattered by the search; their ranges are Wilson's (nine of ten).

    A box is a rectangle: where an event needs a sum or a ratio of two parameters to be large, the
    boxes are a staircase under a slope, and their density stays below 1.

    The cost grows with draws times parameters: about half a second for 20,000 draws of 25
    parameters, and as much again for every two resamples.

    References
    ----------
    Friedman, J. H. and Fisher, N. I. (1999). Bump hunting in high-dimensional data. Statistics and
    Computing 9.
    Bryant, B. P. and Lempert, R. J. (2010). Thinking inside the box: a participatory,
    computer-assisted approach to scenario discovery. Technological Forecasting and Social
    Change 77.
    """
    _check(alpha, least_mass, least_density, n_boxes, y)
    check_lengths(draws, y)
    used = slice(0, n_most)
    y = y[used]
    known = np.isfinite(y)
    names = [
        name
        for name in (draws.names if parameters is None else parameters)
        if known.any() and np.ptp(draws[name][used][known]) > 0.0
    ]
    x = np.column_stack([draws[name][used][known] for name in names]) if names else np.empty((0, 0))
    hit = y[known] > 0.5
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(hit))
    learn, judge = np.sort(order[: len(hit) // 2]), np.sort(order[len(hit) // 2 :])
    search = BoxSearch(alpha, least_density)
    found: list[tuple[Bounds, list[Bounds], Floats]] = []
    left = np.ones(len(hit), dtype=np.bool_)
    base = float(hit.mean()) if len(hit) else float("nan")
    note = ""
    while len(found) < n_boxes:
        rows = learn[left[learn]]
        n_hits = int(hit[rows].sum())
        if not names or min(n_hits, len(rows) - n_hits) < LEAST_HITS:
            note = _too_few(n_hits, len(rows)) if not found else ""
            break
        least = max(int(np.ceil(least_mass * len(learn))), LEAST_HITS)
        box, path = search.box(x[rows], hit[rows], least)
        inside = box.holds(x) & left
        share = hit[judge][inside[judge]].sum() / max(hit[judge].sum(), 1)
        rate = hit[judge][inside[judge]].mean() if inside[judge].any() else 0.0
        if not box.limited or rate <= base or (found and share < LEAST_COVERAGE):
            note = _no_box(box, base, least_density) if not found else ""
            break
        again = search.again(x[rows], hit[rows], least, n_resamples, rng)
        found.append((box, path, again))
        left &= ~inside
    boxes: list[ScenarioBox] = []
    left = np.ones(len(hit), dtype=np.bool_)
    for box, path, again in found:
        boxes.append(_judged(names, x, hit, judge, left, box, path, again))
        left &= ~box.holds(x)
    inside = ~left[judge]
    return BoxFinding(
        event=event,
        boxes=tuple(boxes),
        together=(share_of(inside[hit[judge]]), share_of(hit[judge][inside])),
        p_event=base,
        n_learned=len(learn),
        n_held_out=len(judge),
        n_left_out=int((~known).sum()),
        alpha=alpha,
        seed=seed,
        notes=(note,) if note else (),
    )


def _judged(
    names: Sequence[str],
    x: Floats,
    hit: Bools,
    judge: NDArray[np.int64],
    left: Bools,
    box: Bounds,
    path: Sequence[Bounds],
    again: Floats,
) -> ScenarioBox:
    held_x, held = x[judge], hit[judge]
    still = left[judge]
    inside = box.holds(held_x) & still
    limits = [
        Limit(
            names[column],
            float(box.low[column]),
            float(box.high[column]),
            float(np.mean(x[:, column] < box.low[column])),
            float(np.mean(x[:, column] <= box.high[column])),
            quasi_p(held_x[still], held[still], box, column),
            float(again[column]),
        )
        for column in box.limited
    ]
    loss = {
        names[column]: quality(held_x[still], held[still], box.without(column))
        for column in box.limited
    }
    return ScenarioBox(
        limits=tuple(sorted(limits, key=lambda each: loss[each.parameter])),
        coverage=share_of(inside[held]),
        density=share_of(held[inside]),
        mass=share_of(inside),
        trajectory=tuple(_trade_off(names, held_x, held, still, each) for each in path),
    )


def _trade_off(names: Sequence[str], x: Floats, hit: Bools, still: Bools, box: Bounds) -> TradeOff:
    inside = box.holds(x) & still
    n_hits = int(hit[inside].sum())
    return TradeOff(
        coverage=n_hits / max(int(hit.sum()), 1),
        density=n_hits / int(inside.sum()) if inside.any() else float("nan"),
        mass=float(inside.mean()),
        parameters=tuple(names[column] for column in box.limited),
    )


def _limit_words(limit: Limit) -> str:
    low, high = np.isfinite(limit.low), np.isfinite(limit.high)
    if low and high:
        return f"{limit.parameter} between {limit.low:.3g} and {limit.high:.3g}"
    if low:
        return f"{limit.parameter} above {limit.low:.3g}"
    return f"{limit.parameter} below {limit.high:.3g}"


def _too_few(n_hits: int, n: int) -> str:
    return (
        f"the event happens in {n_hits} of {n} draws to learn from; at least {LEAST_HITS} with it"
        " and as many without it are needed"
    )


def _no_box(box: Bounds, base: float, least_density: float | None) -> str:
    if box.limited:
        told = "the box that was found does not hold the event more often than all draws do"
        return f"{told}, in the draws held out"
    if least_density is not None and base >= least_density:
        return "no bounds are called for: all draws together are as pure as that"
    if least_density is not None:
        return "no bounds were found that make it more frequent than luck would"
    told = "the best compromise of coverage and density is all draws, without a bound"
    return f"{told}; for purer and smaller boxes name a density (--density .95)"


def _check(
    alpha: float, least_mass: float, least_density: float | None, n_boxes: int, y: Floats
) -> None:
    for name, value in (("alpha", alpha), ("least_mass", least_mass), ("density", least_density)):
        if value is not None and not 0.0 < value < 1.0:
            raise GameError(f"{name} must lie between 0 and 1, found {value:g}")
    if n_boxes < 1:
        raise GameError(f"the number of boxes must be at least 1, found {n_boxes}")
    known = y[np.isfinite(y)]
    if not np.isin(known, (0.0, 1.0)).all():
        raise GameError(
            "a box is about what happens or does not, and some draws have another number",
            right='a condition, such as "drop >= .5" or "regime is private pooling"',
        )
