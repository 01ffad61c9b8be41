"""The shape of what a model answers: one value per draw, everything by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from standoff.errors import UnknownName
from standoff.game.status import Status
from standoff.result import Result, counted
from standoff.text.names import apart

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int16 | np.int32]

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True, eq=False)
class Category:
    """One of a few names for every draw.

    Parameters
    ----------
    names : tuple of str
    codes : int16 array, shape (n_draws,)
        Position in `names`; -1 where there is no answer. int32 where there are too many names.
    """

    names: tuple[str, ...]
    codes: Codes

    @classmethod
    def of(cls, names: tuple[str, ...], codes: NDArray[np.integer]) -> Category:
        """Keep positions in the smallest integers that hold all of them."""
        wide = len(names) > np.iinfo(np.int16).max
        return cls(names, codes.astype(np.int32 if wide else np.int16))

    def __getitem__(self, draw: int) -> str:
        code = int(self.codes[draw])
        return self.names[code] if code >= 0 else ""

    def is_(self, name: str) -> Bools:
        """Mark the draws of one name.

        Raises
        ------
        UnknownName
            If the category has no such name.
        """
        if name not in self.names:
            raise UnknownName.among("answer", name, self.names)
        return self.codes == self.names.index(name)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Answers(Result):
    """What a model says for every draw; every array has the draws first.

    Parameters
    ----------
    rule : str
        Name of the rule that picks one of several equilibria.
    status : uint8 array, shape (n_draws,)
        `Status` of every draw.
    categories : dict of str to Category
        Kinds of equilibrium and kinds of outcome.
    probabilities : dict of str to float array
        Chances of what happens; nan where there is no answer.
    quantities : dict of str to float array
        Other numbers of interest; nan where there is no answer or the number has no meaning.
    values : dict of str to float array
        What each player expects.
    broken : dict of str to bool array
        Name of each assumption of the model to the draws that break it.
    """

    rule: str
    status: NDArray[np.uint8]
    categories: Mapping[str, Category]
    probabilities: Mapping[str, Floats]
    quantities: Mapping[str, Floats]
    values: Mapping[str, Floats]
    broken: Mapping[str, Bools] = field(default_factory=dict[str, Bools])

    @property
    def sentence(self) -> str:
        """How many draws have an answer, and by which rule."""
        n_answered, draws = int(self.has_answer.sum()), counted(len(self), "draw")
        return f"{n_answered:,} of {draws} with an answer; rule: {self.rule}"

    def table(self) -> dict[str, NDArray[Any]]:
        """Return one row per draw.

        The status, the categories, ``p_name`` for every chance, ``value_player`` for every player,
        and other numbers of interest.
        """
        wanted = [(name, "category") for name in self.categories]
        wanted += [(f"p_{name}", "probability") for name in self.probabilities]
        wanted += [(f"value_{name}", "value") for name in self.values]
        wanted += [(name, "quantity") for name in self.quantities]
        status = np.array([Status(int(each)).name.lower() for each in self.status])
        columns: list[NDArray[Any]] = [
            np.array([*each.names, ""])[each.codes] for each in self.categories.values()
        ]
        for kind in (self.probabilities, self.values, self.quantities):
            columns += kind.values()
        return {"status": status, **dict(zip(apart(wanted, ("status",)), columns, strict=True))}

    def __len__(self) -> int:
        return len(self.status)

    def rows(self, which: slice | Bools | NDArray[np.integer]) -> Answers:
        """Keep some of the draws: a slice, a mask or row numbers."""
        return Answers(
            rule=self.rule,
            status=self.status[which],
            categories={n: Category(c.names, c.codes[which]) for n, c in self.categories.items()},
            probabilities={name: column[which] for name, column in self.probabilities.items()},
            quantities={name: column[which] for name, column in self.quantities.items()},
            values={name: column[which] for name, column in self.values.items()},
            broken={name: column[which] for name, column in self.broken.items()},
        )

    @property
    def has_answer(self) -> Bools:
        """Mark the draws for which numbers are given."""
        return self.status <= Status.FOLD_CROSSED

    @property
    def numbers(self) -> Mapping[str, Floats]:
        """Probabilities, quantities and values by name."""
        return {**self.values, **self.quantities, **self.probabilities}

    def number(self, name: str) -> Floats:
        """Return a probability, quantity or value per draw; `UnknownName` if there is none."""
        numbers = self.numbers
        if name not in numbers:
            raise UnknownName.among("number", name, tuple(numbers))
        return numbers[name]


class _Later(Mapping[_Key, Floats]):
    """Columns by name that are made when they are first asked for; pickled as they are then."""

    def __init__(self, make: Callable[[], Mapping[_Key, Floats]]) -> None:
        self._make = make

    def __getitem__(self, key: _Key) -> Floats:
        return self._make()[key]

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._make())

    def __len__(self) -> int:
        return len(self._make())

    def __reduce__(self) -> tuple[type[dict[_Key, Floats]], tuple[dict[_Key, Floats]]]:
        return dict, (dict(self),)


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """Strategies and beliefs everywhere in a game, by name.

    Where the equilibrium does not exist the first move of the game, at least, is nan. Empty if the
    equilibrium cannot be put on a tree.

    Parameters
    ----------
    strategy : dict of (information set, action) to float array, shape (n_draws,)
    belief : dict of (information set, history) to float array, shape (n_draws,)
        For every node of the sets with several nodes, reached or not. A history is the tuple of
        branch labels that leads to the node.
    """

    strategy: Mapping[tuple[str, str], Floats]
    belief: Mapping[tuple[str, tuple[str, ...]], Floats]

    @classmethod
    def later(cls, write: Callable[[], Assessment]) -> Assessment:
        """Give what is written out when it is first looked at; most of it never is."""
        written: list[Assessment] = []

        def whole() -> Assessment:
            if not written:
                written.append(write())
            return written[0]

        return cls(_Later(lambda: whole().strategy), _Later(lambda: whole().belief))

    def where(self, exists: Bools) -> Assessment:
        """Put nan wherever the equilibrium does not exist."""
        return Assessment(
            {key: np.where(exists, column, np.nan) for key, column in self.strategy.items()},
            {key: np.where(exists, column, np.nan) for key, column in self.belief.items()},
        )

    def rows(self, which: slice | Bools | NDArray[np.integer]) -> Assessment:
        """Keep some of the draws: a slice, a mask or row numbers."""
        return Assessment(
            {key: column[which] for key, column in self.strategy.items()},
            {key: column[which] for key, column in self.belief.items()},
        )


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium:
    """One kind of equilibrium: the draws in which it exists, and how it is played there.

    Parameters
    ----------
    name : str
    exists : bool array, shape (n_draws,)
    selected : bool array, shape (n_draws,)
        Where the model's selection rule picks it.
    assessment : Assessment
    probabilities, values : dict of str to float array
        As in `Answers`, for this equilibrium.
    removed_by : dict of str to bool array
        Name of a refinement to the draws in which it removes this equilibrium.
    continuum : bool array, shape (n_draws,)
        Where it stands for infinitely many equilibria.
    continuum_note : str
        Which ones, in words.
    """

    name: str
    exists: Bools
    selected: Bools
    assessment: Assessment
    probabilities: Mapping[str, Floats]
    values: Mapping[str, Floats]
    removed_by: Mapping[str, Bools]
    continuum: Bools
    continuum_note: str
