"""What a public data set on crises looks like, and the ways in which its outcomes can be coded.

The files themselves stay with their users. A data set is declared by the names of its columns, so
that its importer survives a new release; a coding of success is a choice and has a name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.data import Data, read_data
from standoff.estimate.likelihood import Bools, Floats

Codes = Mapping[str, Floats]
#: Outcome of every row from its columns by role; None where it cannot be told.
Rule = Callable[[Codes], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Coding:
    """One way to read the outcomes of a data set.

    Parameters
    ----------
    name : str
    means : str
        Which rows become what, in words.
    outcomes : tuple of str
        In order of the game.
    needs : tuple of str
        Roles of the columns that it reads.
    rule : callable
    """

    name: str
    means: str
    outcomes: tuple[str, ...]
    needs: tuple[str, ...]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Dataset:
    """A public data set, by the names of its columns.

    Parameters
    ----------
    name, title, citation, unit : str
        `unit` is what one row is.
    columns : mapping of role to tuple of str
        The names under which a column is known; upper and lower case are the same.
    codings : tuple of Coding
        The first is the default.
    traps : tuple of str
        What goes wrong with these data, as sentences.
    missing : mapping of role to tuple of float
        Codes that say that a value is not known.
    always : tuple of str
        Roles that must be there whatever is asked.
    """

    name: str
    title: str
    citation: str
    unit: str
    columns: Mapping[str, tuple[str, ...]]
    codings: tuple[Coding, ...]
    traps: tuple[str, ...]
    missing: Mapping[str, tuple[float, ...]] = field(default_factory=dict[str, "tuple[float, ...]"])
    always: tuple[str, ...] = ()

    def coding(self, name: str | None) -> Coding:
        """Return a coding by its name, or the default.

        Raises
        ------
        UnknownName
            If there is none of that name.
        """
        for coding in self.codings:
            if name in (None, coding.name):
                return coding
        known = tuple(each.name for each in self.codings)
        raise UnknownName.among(f"coding of {self.name}", str(name), known)


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Rows of a data set with their outcomes.

    Parameters
    ----------
    data : Data
        The user's columns and, by role, `outcome` and (where known) `challenger`, `target`,
        `dyad`, `year`, `start`. Rows without an outcome are left out.
    dataset : Dataset
    coding : Coding
    counts : mapping of outcome to int
    n_left_out : int
        Rows whose outcome cannot be told.
    """

    data: Data
    dataset: Dataset
    coding: Coding
    counts: Mapping[str, int]
    n_left_out: int

    @property
    def shares(self) -> dict[str, float]:
        """The share of every outcome: the base rate."""
        n = sum(self.counts.values())
        return {name: count / n for name, count in self.counts.items()}


def read_dataset(
    dataset: Dataset,
    given: object,
    *,
    coding: str | Mapping[str, Sequence[float]] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Coded:
    """Read a user's copy of a data set, and code its outcomes.

    Parameters
    ----------
    dataset : Dataset
    given : path, data frame or mapping of columns
        See `standoff.estimate.read_data`.
    coding : str or mapping of outcome to codes, optional
        The name of a coding; or an own one: which codes of the column in the role "outcome" mean
        which outcome. Default: the first of `dataset.codings`.
    columns : mapping of role to str, optional
        Names of columns in this copy where they differ from the usual ones.

    Raises
    ------
    EstimationError
        If a column is missing, a code is in two outcomes, or no row has an outcome.
    UnknownName
        If there is no such coding or role.
    """
    data = read_data(given)
    chosen = _own(coding) if isinstance(coding, Mapping) else dataset.coding(coding)
    names = _found(dataset, data, columns or {}, {*chosen.needs, *dataset.always})
    codes = {role: _codes(dataset, data, role, name) for role, name in names.items()}
    outcome = np.asarray(chosen.rule({role: codes[role] for role in chosen.needs}), object)
    known: Bools = np.array([each is not None for each in outcome], bool)
    if not known.any():
        raise EstimationError(
            f"no row of {data.source} has an outcome under the coding {chosen.name!r}",
            right=f"columns in the role of {', '.join(chosen.needs)}; found {_shown(names)}",
        )
    added = {"outcome": outcome, **_identity(codes)}
    coded = replace(
        data,
        columns={**data.columns, **added},
        levels={**data.levels, **_levels(chosen, added)},
        exact={name: column for name, column in data.exact.items() if name not in added},
        ordered=data.ordered | {"outcome"},
    )
    counts = {name: int((outcome == name).sum()) for name in chosen.outcomes}
    return Coded(coded.take(known), dataset, chosen, counts, int((~known).sum()))


def by_code(role: str, outcomes: Mapping[str, Collection[float]]) -> Rule:
    """Return the rule that reads one column of codes."""
    of_code = {code: name for name, codes in outcomes.items() for code in codes}

    def rule(columns: Codes) -> NDArray[Any]:
        return np.array([of_code.get(code) for code in columns[role].tolist()], object)

    return rule


def _own(outcomes: Mapping[str, Sequence[float]]) -> Coding:
    codes = [code for each in outcomes.values() for code in each]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise EstimationError(
            "one code means two outcomes", found=", ".join(f"{code:g}" for code in twice)
        )
    listed = "; ".join(
        f"{name}: {', '.join(f'{code:g}' for code in each)}" for name, each in outcomes.items()
    )
    return Coding("own", listed, tuple(outcomes), ("outcome",), by_code("outcome", outcomes))


def _found(
    dataset: Dataset, data: Data, given: Mapping[str, str], needed: Collection[str]
) -> dict[str, str]:
    for role in given:
        if role not in dataset.columns:
            raise UnknownName.among(f"role of {dataset.name}", role, tuple(dataset.columns))
    data.require(given.values())
    lower = {name.lower(): name for name in data.names}
    found = {
        role: next((lower[each] for each in names if each in lower), "")
        for role, names in dataset.columns.items()
    } | dict(given)
    absent = [role for role in dataset.columns if role in needed and not found[role]]
    if absent:
        wanted = "; ".join(f"{role}: {' or '.join(dataset.columns[role])}" for role in absent)
        raise EstimationError(
            f"{data.source} does not look like {dataset.title}",
            found=f"columns {', '.join(data.names[:20])}",
            right=f"a column for {wanted}",
            more='name it: columns={"' + absent[0] + '": "..."}',
        )
    return {role: name for role, name in found.items() if name}


def _codes(dataset: Dataset, data: Data, role: str, name: str) -> Floats:
    column = data.numbers(name, f"the code of {role!r}").copy()
    column[np.isin(column, dataset.missing.get(role, ()))] = np.nan
    return column


def _identity(codes: Codes) -> dict[str, NDArray[Any]]:
    """Say who and when in the same words for every data set."""
    found: dict[str, NDArray[Any]] = {
        role: codes[role] for role in ("challenger", "target", "year") if role in codes
    }
    if "challenger" in found and "target" in found:
        pairs = zip(found["challenger"].tolist(), found["target"].tolist(), strict=True)
        found["dyad"] = np.array(
            [None if np.isnan(a) or np.isnan(b) else f"{a:.15g}-{b:.15g}" for a, b in pairs],
            object,
        )
    if "year" in found:
        parts = [codes.get(role, np.full_like(found["year"], np.nan)) for role in ("month", "day")]
        found["start"] = np.array(
            [_date(*each) for each in zip(found["year"], *parts, strict=True)], object
        )
    return found


def _date(year: float, month: float, day: float) -> str | None:
    """Write a date as precisely as it is known."""
    if np.isnan(year):
        return None
    if not 1 <= month <= 12:
        return f"{year:04.0f}"
    return f"{year:04.0f}-{month:02.0f}" + (f"-{day:02.0f}" if 1 <= day <= 31 else "")


def _levels(coding: Coding, added: Mapping[str, NDArray[Any]]) -> dict[str, tuple[str, ...]]:
    levels = {"outcome": coding.outcomes}
    for name in ("dyad", "start"):
        if name in added:
            levels[name] = tuple(sorted({each for each in added[name] if each is not None}))
    return levels


def _shown(names: Mapping[str, str]) -> str:
    return ", ".join(f"{name} as {role}" for role, name in names.items())
