"""The listed equilibria of many draws as tables: who expects what where which one exists."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from standoff.game.draws import Draws
from standoff.models.answers import Bools, Floats
from standoff.study.game_subject import GameSubject
from standoff.study.model_subject import ModelSubject
from standoff.study.subject import Subject


class _Kind(Protocol):
    """What an equilibrium of a model and one on a tree have in common."""

    @property
    def name(self) -> str: ...
    @property
    def exists(self) -> Bools: ...
    @property
    def selected(self) -> Bools: ...
    @property
    def probabilities(self) -> Mapping[str, Floats]: ...
    @property
    def values(self) -> Mapping[str, Floats]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Equilibria by name, for many draws.

    Parameters
    ----------
    names : tuple of str
        Of a game that is searched, in every draw, the places in the draw's own list.
    exists, selected : bool array, shape (n_equilibria, n_draws)
    n_draws : int
    all_probabilities, all_values : dict of str to float array, same shape
        nan where an equilibrium has no such number.
    """

    names: tuple[str, ...]
    exists: Bools
    selected: Bools
    n_draws: int
    all_probabilities: Mapping[str, Floats]
    all_values: Mapping[str, Floats]

    @classmethod
    def of(cls, found: Sequence[_Kind], n_draws: int) -> Listed:
        """Gather equilibria that were listed for the same draws."""

        def table(columns: Sequence[Mapping[str, Floats]]) -> dict[str, Floats]:
            names = dict.fromkeys(name for each in columns for name in each)
            none = np.full(n_draws, np.nan)
            return {name: np.stack([c.get(name, none) for c in columns]) for name in names}

        none = np.zeros((0, n_draws), dtype=np.bool_)
        return cls(
            tuple(each.name for each in found),
            np.stack([each.exists for each in found]) if found else none,
            np.stack([each.selected for each in found]) if found else none,
            n_draws,
            table([each.probabilities for each in found]),
            table([each.values for each in found]),
        )

    @property
    def players(self) -> tuple[str, ...]:
        """Who expects something, in the order of the game."""
        return tuple(self.all_values)

    def probabilities(self, name: str) -> Floats:
        """Return one probability under every equilibrium, shape (n_equilibria, n_draws)."""
        return self._of(self.all_probabilities, name)

    def values(self, player: str) -> Floats:
        """Return what a player expects under every equilibrium, same shape."""
        return self._of(self.all_values, player)

    def probability(self, name: str, picked: NDArray[np.int64]) -> Floats:
        """Return one probability under the picked equilibrium of every draw."""
        return self._picked(self.probabilities(name), picked)

    def value(self, player: str, picked: NDArray[np.int64]) -> Floats:
        """Return what a player expects under the picked equilibrium of every draw."""
        return self._picked(self.values(player), picked)

    def selected_by_model(self, picked: NDArray[np.int64]) -> Bools:
        """Mark the draws in which the picked equilibrium is the model's own choice."""
        if not self.names:
            return np.zeros(self.n_draws, dtype=np.bool_)
        return self.selected[np.maximum(picked, 0), np.arange(self.n_draws)] & (picked >= 0)

    def _of(self, table: Mapping[str, Floats], name: str) -> Floats:
        none = np.full((len(self.names), self.n_draws), np.nan)
        return np.asarray(table.get(name, none))

    def _picked(self, table: Floats, picked: NDArray[np.int64]) -> Floats:
        if not self.names:
            return np.full(self.n_draws, np.nan)
        return table[np.maximum(picked, 0), np.arange(self.n_draws)]


def listed(
    subject: Subject,
    draws: Draws,
    given: Sequence[str] = (),
    remove: Collection[str] = (),
) -> Listed:
    """List the equilibria of many draws.

    Those of a model are listed for all draws at once, without putting them on its tree. Those of a
    game of its own are searched draw by draw, within the bounds of `Subject.every`; with moves
    taken away, and where nothing is searched, only the one that is found.
    """
    if isinstance(subject, ModelSubject):
        return Listed.of(subject.model.equilibria(draws, given, remove), len(draws))
    if remove or (isinstance(subject, GameSubject) and not subject.searches(given)):
        return Listed.of(subject.equilibria(draws, given, remove), len(draws))
    rows = [subject.every(draws.rows(slice(i, i + 1)), given)[0] for i in range(len(draws))]
    return _joined([Listed.of(row, 1) for row in rows])


def _joined(rows: Sequence[Listed]) -> Listed:
    """Put single draws side by side, each in its own order: no draw decides what another's is."""
    names = tuple(f"number {i + 1}" for i in range(max((len(r.names) for r in rows), default=0)))
    shape = len(names), len(rows)
    exists, selected = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    tables: tuple[dict[str, Floats], dict[str, Floats]] = ({}, {})
    for j, row in enumerate(rows):
        n = len(row.names)
        exists[:n, j], selected[:n, j] = row.exists[:, 0], row.selected[:, 0]
        for table, columns in zip(tables, (row.all_probabilities, row.all_values), strict=True):
            for key, column in columns.items():
                table.setdefault(key, np.full(shape, np.nan))[:n, j] = column[:, 0]
    return Listed(names, exists, selected, len(rows), *tables)
