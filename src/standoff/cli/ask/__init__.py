"""`standoff ask`: one question about a case, each in a file of this folder.

A module whose name has no underscore in front is a question, and holds a function of its own name.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Annotated, Any

from cyclopts import App, Parameter

from standoff.cli._files import named_for

ask = App(
    help="Ask one question about a case, a game or a model: `standoff ask CASE QUESTION ...`",
    exit_on_error=False,
    suppress_keyboard_interrupt=False,
    print_error=False,
    result_action="return_value",
)


def _ready(question: Callable[..., None]) -> Callable[..., None]:
    """Refuse a file that cannot be written before anything is computed."""

    @wraps(question)
    def asked(case: str, *rest: Any, **options: Any) -> None:
        output, format = options.get("output"), options.get("format", "text")
        named_for(output, format, (".svg", ".json", ".csv"), given=case)
        question(case, *rest, **options)

    return asked


for _module in pkgutil.iter_modules(__path__):
    if not _module.name.startswith("_"):
        _found = getattr(import_module(f"{__name__}.{_module.name}"), _module.name)
        ask.command(_ready(_found), name=_module.name.replace("_", "-"), help_epilogue="")


@ask.default
def _of_case(
    case: str,
    question: str,
    /,
    *rest: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
) -> int | None:
    """Ask one question about a case, a game or a model.

    Parameters
    ----------
    case
        A case file, a game file, or the name of a model.
    question
        One of the questions below. About one of them: `standoff ask QUESTION --help`.
    """
    from standoff.errors import UnknownName

    known = tuple(name for name in ask if name[0] != "-")
    if question not in known:
        raise UnknownName.among("question", question, known)
    return ask([question, case, *rest])
