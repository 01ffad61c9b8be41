"""From the kinds of equilibrium of a small game to the answers and the list that a model gives.

A small model writes one function, `solve`, from parameter columns to its kinds of equilibrium with
the draws in which each exists. Everything else is the same for all of them and stands here:
refusals, ties, the selection among several, and the masks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError, UnknownName
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.status import Status
from standoff.models.answers import Answers, Assessment, Bools, Category, Equilibrium, Floats
from standoff.models.base import Answer, ListEquilibria

Columns = Mapping[str, Floats]
Strategy = Mapping[tuple[str, str], Floats]
Belief = Mapping[tuple[str, tuple[str, ...]], Floats]

Key = TypeVar("Key")

#: Numbers this close, relative to their size, count as equal.
KNIFE_EDGE_TOLERANCE = 1e-12

#: What is closer than this to a chance is one, up to rounding.
_ROUNDING = 1e-9


def near(x: Floats, y: Floats | float) -> Bools:
    """Mark where two numbers are equal up to rounding; only zero is near zero."""
    return np.abs(x - y) <= KNIFE_EDGE_TOLERANCE * np.maximum(np.abs(x), np.abs(y))


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One kind of equilibrium in every draw; its numbers count only where it exists.

    Parameters
    ----------
    name : str
    exists : bool array, shape (n_draws,)
    probabilities, values, quantities : dict of str to float array
        As in `Answers`.
    strategy, belief : dict
        As in `Assessment`; empty for a model without a tree.
    write : function, optional
        Gives the strategies and beliefs only when they are asked for, in place of these two.
    removed_by : dict of str to bool array
        Refinement to the draws in which it removes this kind.
    continuum : bool array, optional
        Where it stands for infinitely many equilibria; nowhere if left out.
    note : str
        Which ones.
    merit : float array, optional
        The selection picks the kind with the largest; by default the first in the list.
    """

    name: str
    exists: Bools
    probabilities: Mapping[str, Floats]
    values: Mapping[str, Floats]
    strategy: Strategy = field(default_factory=dict[tuple[str, str], Floats])
    belief: Belief = field(default_factory=dict[tuple[str, tuple[str, ...]], Floats])
    quantities: Mapping[str, Floats] = field(default_factory=dict[str, Floats])
    removed_by: Mapping[str, Bools] = field(default_factory=dict[str, Bools])
    continuum: Bools | None = None
    note: str = ""
    merit: Floats | None = None
    write: Callable[[], Assessment] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """What a small model says about every draw.

    Parameters
    ----------
    kinds : tuple of Kind
        Always the same names in the same order, best first.
    quantities : dict of str to float array
        Numbers that do not depend on the equilibrium.
    broken : dict of str to bool array
        Assumption to the draws that break it.
    edge : bool array
        Draws on the border between two answers.
    infeasible : bool array, optional
        Draws whose parameters contradict each other, beyond being outside their bounds.
    not_found : bool array, optional
        Draws for which a numerical search failed.
    """

    kinds: Sequence[Kind]
    quantities: Mapping[str, Floats]
    broken: Mapping[str, Bools]
    edge: Bools
    infeasible: Bools | None = None
    not_found: Bools | None = None


Solve = Callable[[Columns, frozenset[str]], Kinds]


@dataclass(frozen=True, slots=True)
class Theory:
    """The closed form of a small model, as the `answer` and `equilibria` of a `Model`.

    Parameters
    ----------
    solve : function
        From columns and removed actions to `Kinds`.
    parameters : tuple of Parameter
    rule : str
        Name of the selection rule.
    removable : tuple of str
    keep_one : tuple of str
        Removable actions of which at least one must be left.
    """

    solve: Solve
    parameters: tuple[Parameter, ...]
    rule: str
    removable: tuple[str, ...] = ()
    keep_one: tuple[str, ...] = ()

    @property
    def answer(self) -> Answer:
        """The selected equilibrium of every draw."""
        return self._answer

    @property
    def equilibria(self) -> ListEquilibria:
        """Every kind of equilibrium."""
        return self._equilibria

    def check_removed(self, remove: Collection[str]) -> frozenset[str]:
        """Return the actions to take away.

        Raises
        ------
        UnknownName
            If one of them cannot be taken away.
        GameError
            If nothing would be left to study.
        """
        for action in remove:
            if action not in self.removable:
                raise UnknownName.among("action that can be taken away", action, self.removable)
        if self.keep_one and set(self.keep_one) <= set(remove):
            names = " and without ".join(map(repr, self.keep_one))
            raise GameError(
                f"without {names} nothing is left to study",
                right="leave at least one of them",
            )
        return frozenset(remove)

    def _run(
        self, draws: Draws, given: Sequence[str], remove: Collection[str]
    ) -> tuple[Kinds, NDArray[np.int64], NDArray[np.uint8], dict[str, Bools]]:
        for move in given:
            raise UnknownName.among("move that can be given", move, ())
        removed = self.check_removed(remove)
        columns = draws.complete(self.parameters).columns()
        infeasible = np.zeros(len(draws), dtype=np.bool_)
        for parameter in self.parameters:
            column = columns[parameter.name]
            infeasible |= ~np.isfinite(column)
            infeasible |= (column < parameter.low) | (column > parameter.high)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found = self.solve(columns, removed)
        if found.infeasible is not None:
            infeasible |= found.infeasible
        broken = {name: where & ~infeasible for name, where in found.broken.items()}
        status = np.full(len(draws), Status.SOLVED, dtype=np.uint8)
        status[found.edge] = Status.KNIFE_EDGE
        if found.not_found is not None:
            status[found.not_found] = Status.NOT_CONVERGED
        chosen = selected(found.kinds)
        status[_is_unsound(found.kinds, chosen)] = Status.NOT_CONVERGED
        for where in broken.values():
            status[where] = Status.OUTSIDE_ASSUMPTIONS
        status[infeasible] = Status.INFEASIBLE
        return found, chosen, status, broken

    def _answer(
        self, draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
    ) -> Answers:
        found, chosen, status, broken = self._run(draws, given, remove)
        keep = status <= Status.FOLD_CROSSED
        read = [(chosen == i) & keep for i in range(len(found.kinds))]
        n_kinds = np.sum([kind.exists for kind in found.kinds], axis=0).astype(np.float64)
        shared = {**found.quantities, "n_equilibria": n_kinds}
        quantities = {name: np.where(keep, column, np.nan) for name, column in shared.items()}
        quantities |= _picked([kind.quantities for kind in found.kinds], read)
        names = tuple(kind.name for kind in found.kinds)
        codes = np.where(keep, chosen, -1)
        return Answers(
            rule=self.rule,
            status=status,
            categories={"regime": Category.of(names, codes)},
            probabilities=_picked([kind.probabilities for kind in found.kinds], read),
            quantities=quantities,
            values=_picked([kind.values for kind in found.kinds], read),
            broken=broken,
        )

    def _equilibria(
        self, draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
    ) -> tuple[Equilibrium, ...]:
        found, chosen, status, _ = self._run(draws, given, remove)
        keep = status <= Status.FOLD_CROSSED
        listed: list[Equilibrium] = []
        for i, kind in enumerate(found.kinds):
            exists = kind.exists & keep
            if not exists.any():
                continue
            listed.append(
                Equilibrium(
                    name=kind.name,
                    exists=exists,
                    selected=exists & (chosen == i),
                    assessment=Assessment.later(
                        lambda kind=kind, exists=exists: _written(kind).where(exists)
                    ),
                    probabilities=_masked(kind.probabilities, exists),
                    values=_masked(kind.values, exists),
                    removed_by={name: r & exists for name, r in kind.removed_by.items()},
                    continuum=np.zeros_like(exists)
                    if kind.continuum is None
                    else kind.continuum & exists,
                    continuum_note=kind.note,
                )
            )
        return tuple(listed)


def selected(kinds: Sequence[Kind]) -> NDArray[np.int64]:
    """Position of the selected kind of every draw: of the largest merit, then the first."""
    merits = [
        np.where(kind.exists, -float(i) if kind.merit is None else kind.merit, -np.inf)
        for i, kind in enumerate(kinds)
    ]
    return np.argmax(np.stack(merits), axis=0)


def _is_unsound(kinds: Sequence[Kind], chosen: NDArray[np.int64]) -> Bools:
    """Mark draws with nothing to select, or with numbers that overflowed or lost all digits."""
    unsound = np.zeros(len(chosen), dtype=np.bool_)
    for i, kind in enumerate(kinds):
        here = chosen == i
        if not here.any():
            continue
        sound = kind.exists.copy()
        for chance in kind.probabilities.values():
            sound &= (chance >= -_ROUNDING) & (chance <= 1.0 + _ROUNDING)
        for value in kind.values.values():
            sound &= np.isfinite(value)
        unsound |= here & ~sound
    return unsound


def _written(kind: Kind) -> Assessment:
    return Assessment(kind.strategy, kind.belief) if kind.write is None else kind.write()


def _masked(columns: Mapping[Key, Floats], keep: Bools) -> dict[Key, Floats]:
    return {key: np.where(keep, column, np.nan) for key, column in columns.items()}


def _picked(of_kinds: Sequence[Mapping[str, Floats]], read: Sequence[Bools]) -> dict[str, Floats]:
    names = dict.fromkeys(name for columns in of_kinds for name in columns)
    picked = {name: np.full(len(read[0]), np.nan) for name in names}
    for columns, here in zip(of_kinds, read, strict=True):
        for name, column in columns.items():
            picked[name] = np.where(here, column, picked[name])
    return picked
