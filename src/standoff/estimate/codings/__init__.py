"""Importers by column name for public data sets on crises: a module of this folder is one of them.

Examples
--------
>>> from standoff.estimate import codings
>>> codings.names()
('icb', 'icow', 'mct', 'mid', 'ties')
>>> episodes = {"finaloutcome": [1, 6, 8, 3], "imposition": [0, 1, 1, 0]}
>>> codings.read("ties", episodes).counts
{'CD': 1, 'SF': 2, 'BD': 1}
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence

from standoff.errors import UnknownName
from standoff.estimate.codings.coding import Coded as Coded
from standoff.estimate.codings.coding import Coding as Coding
from standoff.estimate.codings.coding import Dataset as Dataset
from standoff.estimate.codings.coding import read_dataset as read_dataset


def names() -> tuple[str, ...]:
    """Return the names of the data sets."""
    modules = (found.name for found in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in modules if name != "coding"))


def get(name: str) -> Dataset:
    """Return the data set with a name.

    Raises
    ------
    UnknownName
        If there is no such data set.
    """
    if name not in names():
        raise UnknownName.among("data set", name, names())
    return importlib.import_module(f"{__name__}.{name}").DATASET


def read(
    name: str,
    given: object,
    *,
    coding: str | Mapping[str, Sequence[float]] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Coded:
    """Read a user's copy of a data set by its name; see `read_dataset`."""
    return read_dataset(get(name), given, coding=coding, columns=columns)
