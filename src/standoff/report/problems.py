"""The problems of a file in a terminal: each with its line, and a count at the end."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from standoff.report.plain import line
from standoff.text.diagnostic import Diagnostic, DocumentText, Severity, render

_STYLES: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}


def page(diagnostics: Sequence[Diagnostic], document: DocumentText) -> RenderableType:
    """Show every problem and how many there are; to be printed without wrapping."""
    text = Text()
    heads = {f"{each.code} {each.name}": _STYLES[each.severity] for each in diagnostics}
    for row in render(diagnostics, document).splitlines():
        code = " ".join(row.split(" ", 2)[:2]).rstrip(":")
        text.append(f"{row}\n", style=heads.get(code, ""))
    if diagnostics:
        text.append("\n")
    text.append(f"{line(document.path)}: {_counted(diagnostics)}")
    return text


def _counted(diagnostics: Sequence[Diagnostic]) -> str:
    kinds: tuple[Severity, ...] = ("error", "warning", "note")
    counts = [(sum(each.severity == kind for each in diagnostics), kind) for kind in kinds]
    told = [f"{n} {kind}{'' if n == 1 else 's'}" for n, kind in counts if n]
    return ", ".join(told) or "nothing to complain about"
