"""Suggested models in a terminal: what the case shows, where, and which models are about that."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.models.base import FIDELITY_MEANING
from standoff.models.features import QUESTIONS, Feature
from standoff.report.plain import line
from standoff.study.suggest import Suggestion, Suggestions

#: So many models are told with their reasons, and the others by name.
_TOLD = 5
#: So many elements are named for each feature.
_NAMED = 2


def page(found: Suggestions) -> RenderableType:
    """Show what fits a case and why, or that nothing does."""
    told: list[RenderableType] = [Text(line(found.title), style="bold"), *_shown(found)]
    if found.fitting:
        told.append(Text("\nModels that fit, the best first", style="bold"))
        for i, each in enumerate(found.fitting[:_TOLD], start=1):
            told += _suggestion(i, each)
        others = ", ".join(each.model.name for each in found.fitting[_TOLD:])
        if others:
            told.append(Text(f"\nAlso, with less to say about this case: {others}"))
    else:
        told.append(Text("\nNone fits.", style="bold"))
        told.append(Text(_nothing(found)))
    told += [Text(), *(Text(each, style="dim") for each in _notes(found))]
    return Group(*told)


def _shown(found: Suggestions) -> list[RenderableType]:
    if not found.shown:
        return [Text("\nThe file shows nothing that a model is about.")]
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("the file shows", "line", "because"):
        rows.add_column(heading, justify="right" if heading == "line" else "left")
    for feature, traces in found.shown.items():
        for i, trace in enumerate(traces[:_NAMED]):
            rest = len(traces) - _NAMED
            more = f"; {rest} more" if i == _NAMED - 1 and rest > 0 else ""
            because = line(f"{trace.element} {trace.because}{more}")
            rows.add_row("" if i else feature, str(trace.line), because)
    return [Text(), rows]


def _suggestion(position: int, each: Suggestion) -> list[RenderableType]:
    model = each.model
    lines = [f"fits: {', '.join(each.found)}"]
    if each.missing:
        lines.append(f"not shown: {', '.join(each.missing)}")
    if each.untold:
        lines.append(f"ask yourself: {' '.join(map(_question, each.untold))}")
    head = Text(f"\n{position}. {model.name}", style="bold").append(
        f"  {model.title} ({model.fidelity}: {FIDELITY_MEANING[model.fidelity]})", style="not bold"
    )
    return [head, *(Padding(Text(told), (0, 0, 0, 3)) for told in lines)]


def _question(feature: Feature) -> str:
    return QUESTIONS[feature]


def _nothing(found: Suggestions) -> str:
    if not found.shown:
        return (
            "Events without a code, and claims without a kind, say nothing to these rules. Add "
            "them (standoff schema), or choose by the questions in docs/how-to/choose-a-model.md."
        )
    return "No model is about what the file shows. Write a game of your own: standoff new FOLDER."


def _notes(found: Suggestions) -> list[str]:
    notes: list[str] = []
    if found.named:
        places = [i for i, e in enumerate(found.fitting, start=1) if e.model.name == found.named]
        place = f"number {places[0]} here" if places else "not among those that fit"
        notes.append(f"The case names {found.named}, {place}.")
    notes.append(
        "These are rules about what is written in the file, not judgements of the crisis: what was "
        "not coded is not found. About one model: standoff models show NAME."
    )
    return notes
