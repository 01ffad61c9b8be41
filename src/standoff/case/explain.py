"""What the codes of diagnostics mean: every kind of problem explained from its docstring."""

from __future__ import annotations

import inspect
import re
import textwrap
from functools import cache
from types import ModuleType

from standoff.case import shape_problems
from standoff.case.rules import all_rules
from standoff.errors import UnknownName
from standoff.text import document_problems
from standoff.text.diagnostic import Kind

_HEADING = re.compile(r"^(.+)\n-{3,}$", re.MULTILINE)
_BLOCK = re.compile(r"::\n\n((?:    .*\n?|\n)+)")

_PAGE_HEAD = """\
# Checks of case files

`standoff check case.yaml` reads a case and looks for the problems below; `standoff explain SC014`
shows one of them. An *error* keeps the case from being used, a *warning* wants a look, a *note*
informs. The examples hold only the keys that matter.

This page is written by `python -m standoff.case.generate` from the docstrings of the checks.
"""


@cache
def kinds() -> tuple[type[Kind], ...]:
    """Return every kind of problem that a case file can have, by code."""
    found = [
        *_kinds_in(document_problems),
        *_kinds_in(shape_problems),
        *(type(each) for each in all_rules()),
    ]
    return tuple(sorted(found, key=lambda each: each.code))


def _kinds_in(module: ModuleType) -> list[type[Kind]]:
    return [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Kind) and each.__module__ == module.__name__
    ]


def explain(name: str) -> str:
    """Explain a kind of problem as plain text.

    Parameters
    ----------
    name
        Its code, such as "SC014", or its name, such as "unknown-source".

    Raises
    ------
    UnknownName
        If there is no such kind.
    """
    for kind in kinds():
        if name.upper() == kind.code or name.lower() == kind.name:
            text = inspect.getdoc(kind) or ""
            return f"{kind.code} {kind.name} ({kind.severity})\n\n{text.strip()}\n"
    known = [each for kind in kinds() for each in (kind.code, kind.name)]
    raise UnknownName.among("diagnostic", name, known)


def rules_page() -> str:
    """Return the documentation page with one section per kind of problem, as Markdown."""
    rows = [f"| [{k.code}](#{k.code.lower()}) | {k.name} | {k.severity} |" for k in kinds()]
    table = "\n".join(["| code | name | severity |", "| --- | --- | --- |", *rows])
    return "\n".join([_PAGE_HEAD, table, *(_section(kind) for kind in kinds())]) + "\n"


def _section(kind: type[Kind]) -> str:
    text = inspect.getdoc(kind) or ""
    first, _, rest = text.partition("\n\n")
    rest = _HEADING.sub(r"**\1.**", rest).replace("``", "`")
    rest = _BLOCK.sub(_fence, rest)
    # A heading in bold and the paragraph below it would run together without the line between.
    rest = re.sub(r"^(\*\*.+\.\*\*)\n(?!\n)", r"\1\n\n", rest, flags=re.MULTILINE)
    rest = re.sub(r"\n{3,}", "\n\n", rest)
    head = f"\n({kind.code.lower()})=\n## {kind.code} {kind.name}\n"
    return f"{head}\n*{kind.severity.capitalize()}.* {first}\n\n{rest.strip()}"


def _fence(match: re.Match[str]) -> str:
    code = textwrap.dedent(match[1]).strip("\n")
    # "Write this::" keeps its colon, a "::" alone on its line leaves none.
    colon = ":" if match.string[: match.start()].rpartition("\n")[2] else ""
    return f"{colon}\n\n```yaml\n{code}\n```\n\n"
