"""A trace in a terminal: an indented tree, every step with its line in the case."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text
from rich.tree import Tree

from standoff.report.plain import line
from standoff.report.trace import Step


def page(step: Step) -> RenderableType:
    """Show a trace; what is told once is only named when it comes again."""
    root = Tree(_label(step), guide_style="dim")
    _grow(root, step, set())
    return root


def _grow(branch: Tree, step: Step, told: set[tuple[str, str]]) -> None:
    for below in step.below:
        key = (below.kind.split()[-1], below.name)
        if below.name and key in told:
            branch.add(Text.assemble((_title(below), "bold"), " (above)"))
            continue
        told.add(key)
        _grow(branch.add(_label(below)), below, told)


def _label(step: Step) -> Text:
    text = Text.assemble((_title(step), "bold"), ": ", line(step.text))
    for fact in step.facts:
        text.append(f"\n{line(fact)}")
    if step.where:
        text.append(f"\n{line(step.where)}", style="dim")
    return text


def _title(step: Step) -> str:
    return f"{step.kind} {line(step.name)}".strip()
