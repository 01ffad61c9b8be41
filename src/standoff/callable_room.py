"""A room that is called like what it does: `standoff.solve` is a package and a function.

A function in the place of a package would be replaced by it once anything imports from the package,
and hide it until then. A package that can be called is one object, whatever was imported first.
"""

from __future__ import annotations

import sys
from inspect import Signature, signature
from types import ModuleType
from typing import Any


def callable_as(room: str, function: str) -> None:
    """Let a package be called like one of its functions.

    Parameters
    ----------
    room : str
        The full name of the package, which is being imported.
    function : str
        Looked up in it when it is called.
    """

    class CallableRoom(ModuleType):
        @property
        def __signature__(self) -> Signature:
            return signature(getattr(self, function))

        def __call__(self, *args: Any, **options: Any) -> Any:
            return getattr(self, function)(*args, **options)

    sys.modules[room].__class__ = CallableRoom
