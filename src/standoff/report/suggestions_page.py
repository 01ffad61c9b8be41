"""Models beside a case in a terminal: what the file shows, what fits and why, what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.models.base import FIDELITY_MEANING
from standoff.models.features import Feature
from standoff.report.plain import line
from standoff.study.case_reading import Trace
from standoff.study.model_fit import VERDICTS, Evidence, ModelFit
from standoff.study.suggestions import OpenQuestion, Shift, Suggestions

#: So many models are explained in full, and so many questions asked.
_IN_FULL = 5
#: So many elements are named for each feature.
_NAMED = 2
#: So many models are named for each answer.
_MOVED = 4


def page(suggestions: Suggestions, *, everything: bool = False) -> RenderableType:
    """Explain every model: the best ones in full, the others in one line.

    Parameters
    ----------
    suggestions : Suggestions
    everything : bool
        Explain all models in full, and name every element and question.
    """
    parts: list[RenderableType] = [Text(line(suggestions.title), style="bold")]
    parts += _answers(suggestions)
    parts += _signs(suggestions.evidence, everything)
    parts += _models(suggestions, everything)
    parts += _questions(suggestions.questions, everything)
    parts += [Text(), *(Text(note, style="dim") for note in _notes(suggestions, everything))]
    return Group(*parts)


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _answers(suggestions: Suggestions) -> list[RenderableType]:
    if not suggestions.answers:
        return []
    parts: list[RenderableType] = [_heading("Your answers, which count before the file")]
    for answer in suggestions.answers:
        against = [
            trace.element
            for feature in answer.features
            for trace in suggestions.evidence.overruled(feature)
        ]
        overruled = f"; the file says otherwise: {', '.join(against)}" if against else ""
        text = line(f"{answer.question.id}={answer.word}{overruled}")
        parts.append(Padding(Text(text), (0, 0, 0, 3)))
    return parts


def _signs(evidence: Evidence, everything: bool) -> list[RenderableType]:
    if not evidence.shown and not evidence.denied:
        return [Text("\nThe file shows nothing that a model is about.")]
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("the file shows", "line", "because"):
        rows.add_column(heading, justify="right" if heading == "line" else "left")
    for feature, traces in evidence.shown.items():
        _rows(rows, feature + _overruled(feature, evidence), traces, everything)
    for feature, traces in evidence.denied.items():
        name = f"against: {feature}{_overruled(feature, evidence)}"
        _rows(rows, name, traces, everything)
    return [Text(), rows]


def _overruled(feature: Feature, evidence: Evidence) -> str:
    return " (your answer differs)" if evidence.overruled(feature) else ""


def _rows(rows: Table, name: str, traces: Sequence[Trace], everything: bool) -> None:
    named = traces if everything else traces[:_NAMED]
    for i, trace in enumerate(named, start=1):
        rest = len(traces) - len(named)
        more = f"; {rest} more" if i == len(named) and rest else ""
        because = line(f"{trace.element} {trace.because}{more}")
        rows.add_row(name if i == 1 else "", str(trace.line), because)


def _models(suggestions: Suggestions, everything: bool) -> list[RenderableType]:
    fitting = suggestions.fitting
    full = suggestions.models if everything else fitting[:_IN_FULL]
    parts: list[RenderableType] = []
    if fitting:
        parts.append(_heading("Models that fit, the best of each kind first"))
    else:
        parts += [_heading("None fits."), Text(_nothing(suggestions))]
    for i, fit in enumerate(full, start=1):
        parts += _in_full(i, fit, suggestions.evidence)
    rest = suggestions.models[len(full) :]
    if rest:
        parts += [_heading("The other models"), _one_line_each(len(full) + 1, rest)]
    used = {fit.verdict for fit in suggestions.models} - {"fits"}
    parts.append(Text())
    parts += [Text(f"{v}: {says}", style="dim") for v, says in VERDICTS.items() if v in used]
    return parts


def _in_full(place: int, fit: ModelFit, evidence: Evidence) -> list[RenderableType]:
    model = fit.model
    head = Text(f"\n{place}. {model.name}", style="bold").append(
        f"  {model.title} ({model.fidelity}: {FIDELITY_MEANING[model.fidelity]})", style="not bold"
    )
    return [head, *(Padding(Text(reason), (0, 0, 0, 3)) for reason in _reasons(fit, evidence))]


def _reasons(fit: ModelFit, evidence: Evidence) -> list[str]:
    optional = set(fit.model.optional)
    named: list[tuple[str, Iterable[Feature]]] = [
        ("present", fit.shown),
        ("contradicted", [f for f in fit.contradicted if f not in optional]),
        ("contradicted, and not needed", [f for f in fit.contradicted if f in optional]),
        ("present, and the model has no room for it", fit.against),
        ("missing", [f for f in fit.missing if f not in optional]),
        ("missing, and not needed", [f for f in fit.missing if f in optional]),
        ("unknown, for no file can say", fit.unknown),
    ]
    listed = [(label, ", ".join(_marked(f, evidence) for f in which)) for label, which in named]
    return [fit.verdict, *(f"{label}: {which}" for label, which in listed if which)]


def _marked(feature: Feature, evidence: Evidence) -> str:
    return f"{feature} (your answer)" if feature in evidence.answers else feature


def _one_line_each(first: int, fits: Iterable[ModelFit]) -> Table:
    rows = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    for heading in ("", "model", "verdict", "shown"):
        rows.add_column(heading, no_wrap=True, justify="left" if heading else "right")
    rows.add_column("why not more")
    for place, fit in enumerate(fits, start=first):
        present = f"{len(fit.shown)} of {len(fit.model.features)}"
        rows.add_row(str(place), fit.model.name, fit.verdict, present, _lacking(fit))
    return rows


def _lacking(fit: ModelFit) -> str:
    """Name what speaks most against a model: what it is about first, then what it needs."""
    if fit.against:
        return f"no room for: {fit.against[0]}"
    for needed in (True, False):
        for feature in fit.model.features:
            if feature in fit.shown or (feature in fit.model.optional) == needed:
                continue
            if feature in fit.contradicted:
                return f"against: {feature}"
            return f"{'missing' if feature in fit.missing else 'unknown'}: {feature}"
    return ""


def _questions(asked: Sequence[OpenQuestion], everything: bool) -> list[RenderableType]:
    if not asked:
        return []
    parts: list[RenderableType] = [_heading("What the file does not say: --answers QUESTION=WORD")]
    for open_question in asked if everything else asked[:_IN_FULL]:
        question = open_question.question
        head = Text(f"\n{question.id}", style="bold")
        parts.append(head.append(f"  {question.text}", style="not bold"))
        for word, shifts in open_question.shifts.items():
            text = f"{word}: {_moves(shifts, everything)}"
            parts.append(Padding(Text(text), (0, 0, 0, 3)))
    return parts


def _moves(shifts: Sequence[Shift], everything: bool) -> str:
    if not shifts:
        return "moves no model that is about it"
    telling = sorted(shifts, key=lambda shift: (min(shift.before, shift.after), shift.model))
    named = telling if everything else telling[:_MOVED]
    rest = len(telling) - len(named)
    return "; ".join(map(_move, named)) + (f"; {rest} more" if rest else "")


def _move(shift: Shift) -> str:
    place = f"{shift.model} from {shift.before} to {shift.after}"
    same = shift.verdict_before == shift.verdict_after
    return place if same else f"{place} ({shift.verdict_after})"


def _nothing(suggestions: Suggestions) -> str:
    if not suggestions.shown:
        return (
            "Events without a code, and claims without a kind, say nothing to these rules. Add "
            "them (standoff schema), answer the questions below, or choose by the questions in "
            "docs/how-to/choose-a-model.md."
        )
    return (
        "No model is about what the file shows. Answer the questions below, or write a game of "
        "your own: standoff new FOLDER."
    )


def _notes(suggestions: Suggestions, everything: bool) -> list[str]:
    notes: list[str] = []
    named = suggestions.named
    if named:
        places = {fit.model.name: i for i, fit in enumerate(suggestions.models, start=1)}
        notes.append(f"The case names {named}, number {places[named]} here.")
    if not everything:
        rest = len(suggestions.questions) - _IN_FULL
        more = f" and {rest} more questions" if rest > 0 else ""
        notes.append(f"All models in full{more}: --all, or --format json.")
    notes.append(
        "These are rules about what is written in the file, not judgments of the crisis: what was "
        "not coded is not found. About one model: standoff models show NAME."
    )
    return notes
