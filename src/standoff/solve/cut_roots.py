"""Roots of a game's equations on its cut, block after block, each with what is proven about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from standoff.game.lower import Floats, GameArrays
from standoff.solve.reduced import BlockRange, Reduced

if TYPE_CHECKING:
    from standoff.solve.kernels.cut import Numbers, Registers

#: Boxes between two looks at the clock, the keyboard and the caller's progress.
BATCH = 256
#: Boxes that wait at most, and roots of one block at most.
MOST_WAITING = 4_096
MOST_ROOTS = 1_024
#: Newton steps from a start, and the distance at which two reached points are one.
MOST_STEPS = 100
MOST_ROUNDS = 60
SAME = 1e-7
RADII = (3.0, 1.0, 0.3, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class CutRoot:
    """Scores at the cut that solve the equations.

    Parameters
    ----------
    low, high : float arrays, shape (n_actions,)
        Bounds of the scores at the cut; 0 elsewhere. Equal where nothing is proven.
    radius : float
        No other root has all its scores at the cut within this distance; 0 when not certified.
    sign : float
        Sign of the determinant of the equations; 0 when not certified.
    """

    low: Floats
    high: Floats
    radius: float = np.inf
    sign: float = 1.0

    @property
    def is_certified(self) -> bool:
        """Whether a root is proven to lie between the bounds."""
        return self.sign != 0.0


@dataclass(slots=True)
class Budget:
    """Boxes that may still be looked at; shared by all blocks."""

    most: int
    progress: Progress | None = None
    n_seen: int = 0

    @property
    def left(self) -> int:
        """How many more."""
        return max(0, self.most - self.n_seen)

    def spend(self, n: int) -> None:
        """Take some off, and tell the caller."""
        self.n_seen += n
        if self.progress is not None:
            self.progress(self.n_seen, self.most)


@dataclass(frozen=True, slots=True, eq=False)
class CutSystem:
    """The equations of one draw on the cut.

    Parameters
    ----------
    reduced : Reduced
    numbers : Numbers
    reach : float array, shape (n_actions,)
        No root has a score larger than this in size.
    """

    reduced: Reduced
    numbers: Numbers
    reach: Floats

    def registers(self, root: CutRoot, n_blocks: int) -> Registers:
        """Compute the first blocks for given scores at their cuts."""
        from standoff.solve.kernels import cut

        program = self.reduced.program
        reg = cut.registers(program, self.numbers, self.reduced.n_unknowns)
        n = self.reduced.n_unknowns
        out, slope = np.empty(n), np.empty((n, n))
        for each in self.reduced.ranges[:n_blocks]:
            low, high = root.low[each.unknowns], root.high[each.unknowns]
            cut.run(
                program,
                self.numbers,
                reg,
                each.start,
                each.stop,
                low,
                high,
                0,
                out,
                out.copy(),
                slope,
                slope,
            )
        cut.forget_slopes(reg)
        return reg

    def enclosed(self, root: CutRoot) -> tuple[Floats, Floats, Floats]:
        """Return the middle of all scores, and bounds of all probabilities."""
        reg = self.registers(root, len(self.reduced.ranges))
        return 0.5 * (reg.x_low + reg.x_high), reg.p_low.copy(), reg.p_high.copy()

    def roots(self, n_starts: int, seed: int, budget: Budget) -> tuple[list[CutRoot], bool]:
        """Return the roots that were found, and whether these are proven to be all."""
        nothing = np.zeros(self.reduced.arrays.n_actions)
        found, is_whole = [CutRoot(nothing, nothing)], True
        for position, block in enumerate(self.reduced.ranges):
            if not len(block.unknowns):
                continue
            longer: list[CutRoot] = []
            for before in found:
                reg = self.registers(before, position)
                more, is_proven = self._pruned(reg, block, budget)
                if not is_proven:
                    is_whole = False
                    reached = self._searched(reg, block, n_starts, seed)
                    more += [each for each in reached if not _is_listed(each, more)]
                longer += [_joined(before, block, each) for each in more]
            found = longer
        return found, is_whole

    def _pruned(
        self, reg: Registers, block: BlockRange, budget: Budget
    ) -> tuple[list[CutRoot], bool]:
        """Find all roots of a block by branch and prune."""
        from standoff.solve.kernels import prune

        n = len(block.unknowns)
        boxes, roots = np.empty((MOST_WAITING, 2, n)), np.empty((MOST_ROOTS, 2, n))
        boxes[0, 0], boxes[0, 1] = -self.reach[block.unknowns], self.reach[block.unknowns]
        n_waiting, n_roots, n_stuck = 1, 0, 0
        while n_waiting and budget.left and not n_stuck:
            n_waiting, n_roots, n_seen, n_stuck = prune.prune(
                self.reduced.program,
                self.numbers,
                reg,
                block.start,
                block.stop,
                boxes,
                n_waiting,
                roots,
                n_roots,
                min(BATCH, budget.left),
            )
            budget.spend(n_seen)
            if not n_seen:
                break
        listed: list[CutRoot] = []
        is_proven = not n_waiting and not n_stuck
        for low, high in roots[:n_roots]:
            root = self._certified(reg, block, low, high, is_given=True)
            if root is None:
                is_proven = False
            elif not (same := [each for each in listed if _touch(each, root)]):
                listed.append(root)
            elif not all(_is_within(each, low, high) for each in same):
                is_proven = False
        return listed, is_proven

    def _searched(
        self, reg: Registers, block: BlockRange, n_starts: int, seed: int
    ) -> list[CutRoot]:
        """Find roots of a block by Newton's method from many starts, and certify them."""
        from standoff.solve.kernels import prune

        starts = spread_out(self.reach[block.unknowns], n_starts, seed)
        found = np.empty_like(starts)
        reached = prune.search(
            self.reduced.program,
            self.numbers,
            reg,
            block.start,
            block.stop,
            starts,
            found,
            MOST_STEPS,
        )
        listed: list[CutRoot] = []
        for x in found[reached]:
            if not any(np.abs(x - 0.5 * (r.low + r.high)).max() <= SAME for r in listed):
                radius = 1e-8 * (1.0 + np.abs(x))
                root = self._certified(reg, block, x - radius, x + radius, is_given=False)
                listed.append(CutRoot(x, x, 0.0, 0.0) if root is None else root)
        return listed

    def _certified(
        self, reg: Registers, block: BlockRange, low: Floats, high: Floats, *, is_given: bool
    ) -> CutRoot | None:
        """Prove that a box holds one root, unless given; enclose it; see how far it is alone."""
        from standoff.solve.kernels import prune

        at = (self.reduced.program, self.numbers, reg, block.start, block.stop)
        low, high = low.copy(), high.copy()
        sign = float(prune.certify(*at, low, high, is_given, MOST_ROUNDS))
        if sign == 0.0:
            return None
        middle = 0.5 * (low + high)
        for radius in RADII:
            if radius > np.max(high - low) and prune.certify(
                *at, middle - radius, middle + radius, False, 1
            ):
                return CutRoot(low, high, radius, sign)
        return CutRoot(low, high, float(np.max(high - low)), sign)


def farthest_scores(arrays: GameArrays, payoff: Floats, precision: Floats) -> Floats:
    """Return the largest size that scores can have: precision times the range of payoffs."""
    total = np.zeros((arrays.n_nodes, arrays.n_players))
    for node in range(arrays.n_nodes):
        if node:
            total[node] = total[arrays.parent[node]]
        if arrays.payoff_row[node] >= 0:
            total[node] += payoff[arrays.payoff_row[node]]
    ends = np.setdiff1d(np.arange(arrays.n_nodes), arrays.parent)
    spread = total[ends].max(axis=0) - total[ends].min(axis=0)
    size = np.abs(total[ends]).max(axis=0)
    reach: Floats = precision * (spread + 1e-9 * size) + 1e-9
    return reach[arrays.infoset_player[arrays.action_infoset]]


def spread_out(reach: Floats, n_starts: int, seed: int) -> Floats:
    """Return Sobol' points in a box, dense in the middle where choices are open."""
    from scipy.stats import qmc

    n_points = 1 << max(0, n_starts - 1).bit_length()
    unit = qmc.Sobol(len(reach), rng=seed).random(n_points)[:n_starts]
    return np.sinh(np.arcsinh(reach) * (2.0 * unit - 1.0))


def _is_within(root: CutRoot, low: Floats, high: Floats) -> bool:
    return bool(np.all(root.low >= low) and np.all(root.high <= high))


def _touch(one: CutRoot, other: CutRoot) -> bool:
    return bool(np.all(one.low <= other.high) and np.all(other.low <= one.high))


def _is_listed(root: CutRoot, listed: list[CutRoot]) -> bool:
    middle = 0.5 * (root.low + root.high)
    return any(np.abs(middle - 0.5 * (r.low + r.high)).max() <= SAME for r in listed)


def _joined(before: CutRoot, block: BlockRange, root: CutRoot) -> CutRoot:
    low, high = before.low.copy(), before.high.copy()
    low[block.unknowns], high[block.unknowns] = root.low, root.high
    sign = before.sign * root.sign
    return CutRoot(low, high, min(before.radius, root.radius) if sign else 0.0, sign)
