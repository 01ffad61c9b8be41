"""Find models by name; the folder is the list."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from standoff.errors import UnknownName
from standoff.models.base import Model

_PACKAGE = "standoff.models"


def get(name: str) -> Model:
    """Return the model with a name.

    Raises
    ------
    UnknownName
        If there is no such model; the message suggests the nearest.

    Examples
    --------
    >>> get("linkage-crisis").players
    ('Challenger', 'Target')
    """
    # The file is called like the model, so that one look-up need not import every model.
    module = name.replace("-", "_")
    if module in _modules() and (model := _declared(module)) is not None and model.name == name:
        return model
    raise UnknownName.among("model", name, names())


def names() -> tuple[str, ...]:
    """Return the names of all models, in alphabetical order."""
    found = (_declared(module) for module in _modules())
    return tuple(sorted(model.name for model in found if model is not None))


@cache
def _modules() -> frozenset[str]:
    package = importlib.import_module(_PACKAGE)
    return frozenset(found.name for found in pkgutil.iter_modules(package.__path__))


def _declared(module: str) -> Model | None:
    found = getattr(importlib.import_module(f"{_PACKAGE}.{module}"), "MODEL", None)
    return found if isinstance(found, Model) else None
