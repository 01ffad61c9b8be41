"""The checks of case files, one per file of this folder; there is no list to edit."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from standoff.case.rules.base import AbstractRule


@cache
def all_rules() -> tuple[AbstractRule, ...]:
    """Return one of every rule in this folder, by code."""
    found: list[AbstractRule] = []
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        members = vars(importlib.import_module(module.name)).values()
        found += [
            each()
            for each in members
            if isinstance(each, type)
            and issubclass(each, AbstractRule)
            and each is not AbstractRule
            and each.__module__ == module.name
        ]
    return tuple(sorted(found, key=lambda each: each.code))
