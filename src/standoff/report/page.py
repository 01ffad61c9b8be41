"""The report: one HTML file that opens offline, prints, and links every number to its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from standoff.brief import Brief
from standoff.case.schema import Case
from standoff.models.base import FIDELITY_MEANING, Promise
from standoff.report import words
from standoff.report.asked.rules import across, told
from standoff.report.check_words import check_words
from standoff.report.evidence import STATUSES, evidence
from standoff.report.figures import figures
from standoff.report.ties import chances, ties
from standoff.report.trees import trees
from standoff.report.verdict import verdict
from standoff.study.findings import Findings
from standoff.study.further import Further
from standoff.text.file import write_text
from standoff.view import boundaries, numerals, timeline
from standoff.view.lettering import amount, clean

#: Templates in the order of the page: id, title.
SECTIONS: tuple[tuple[str, str], ...] = (
    ("bottom-line", "The bottom line"),
    ("rests-on", "What the answer rests on"),
    ("timeline", "What happened, and who says so"),
    ("forecast", "What was to be expected when"),
    ("tree", "The crisis as a game"),
    ("equilibria", "Every stable way of playing it"),
    ("threat", "Was the threat believed strongly enough?"),
    ("regimes", "Where the answer changes: a map"),
    ("tornado", "Which numbers move the answer"),
    ("break-even", "What would flip the answer"),
    ("boxes", "Under which circumstances"),
    ("promise", "What the promise was worth"),
    ("questions", "What if?"),
    ("claims", "The claims, and what each is worth"),
    ("record", "What each source is worth"),
    ("parameters", "Every number used"),
    ("sources", "Sources"),
    ("limits", "What this cannot say"),
    ("provenance", "How to repeat it"),
)


def write_report(findings: Findings, brief: Brief, path: Path | str) -> Path:
    """Write the report as one HTML file without scripts or outside addresses.

    The file appears whole or not at all.

    Parameters
    ----------
    findings : Findings
        As `standoff.study.analyze` returns them.
    brief : Brief
        The case and its model, for the words and the reasons.
    path : path
        Where to write; a file that is there is replaced.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FileProblem
        If it cannot be written.
    """
    target = Path(path)
    write_text(target, render(findings, brief))
    return target


def render(findings: Findings, brief: Brief) -> str:
    """Return the report as text."""
    case, model = brief.case, brief.model
    names = words.SideNames.of(case)
    named = words.named(findings, names)
    meanings: Mapping[str, str] = (
        {name: names.put(text) for name, text in model.meanings.items()} if model else {}
    )
    promise = model.promise if model else None
    reported = evidence(named, case)
    traced = named.further.boundaries if named.further else None
    template = _ENVIRONMENT.get_template("page.html.j2")
    return template.render(
        findings=named,
        case=case,
        model=model,
        names=names,
        meanings=meanings,
        promise=promise,
        verdict=verdict(named, case, promise),
        evidence=reported,
        claim_ids=reported.ids,
        source_ids=frozenset(each.id for each in case.sources),
        parameter_names=frozenset(p.name for p in named.parameters),
        figures=figures(named, case, meanings, promise),
        trees=trees(named, brief),
        under_rules=dict(named.further.by_rule) if named.further else {},
        regions=boundaries.key(traced) if traced else [],
        ties=ties(case, brief.parameters),
        labels={p.name: p.meaning for p in named.parameters},
        units={p.name: p.unit for p in named.parameters},
        statuses=STATUSES,
        fidelity=FIDELITY_MEANING,
        sections=[each for each in SECTIONS if _has(each[0], named, case, promise)],
        style=Markup(_STYLE),
    )


def _has(section: str, findings: Findings, case: Case, promise: Promise | None) -> bool:
    """Say whether there is anything to show in a section that not every case has."""
    further = findings.further or Further()
    return {
        "forecast": further.forecast is not None,
        "boxes": further.boxes is not None,
        "record": further.record is not None,
        "rests-on": bool(findings.swings),
        "tornado": bool(findings.swings),
        "break-even": bool(findings.break_evens),
        "equilibria": bool(findings.equilibria),
        "timeline": bool(case.events),
        "threat": bool(findings.threats),
        "regimes": further.boundaries is not None,
        "promise": promise is not None and promise.category in dict(findings.shares),
        "questions": bool(findings.questions),
        "claims": bool(case.claims),
        "sources": bool(case.sources),
    }.get(section, True)


def _shown(value: Any) -> Any:
    """Clean what strangers wrote of anything that could reorder or break the text around it."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    inside = value.strip(" ")
    start, end = value[: len(value) - len(value.lstrip(" "))], value[len(value.rstrip(" ")) :]
    # The narrow space before a percent sign must not become one at which a line may break.
    return start + "\u202f".join(clean(part) for part in inside.split("\u202f")) + end


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("standoff.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    filters: dict[str, Any] = environment.filters
    filters.update(
        percent=numerals.percent,
        percent_span=numerals.percent_span,
        points=numerals.points,
        amount=amount,
        tiny=words.tiny,
        check_words=check_words,
        capital=words.capital,
        uncapital=words.uncapital,
        listed=words.listed,
        web_address=words.web_address,
        chance_that=words.chance_that,
        heading=lambda text: text.rstrip(" ."),
        day=timeline.day_text,
    )
    functions: dict[str, Any] = environment.globals
    functions.update(
        in_unit=numerals.in_unit,
        rough=numerals.rough,
        count=words.count,
        dict=dict,
        by_answer=words.by_answer,
        told=told,
        across=across,
        chances=chances,
    )
    return environment


_ENVIRONMENT = _environment()
_STYLE = resources.files("standoff.report").joinpath("style.css").read_text("utf-8")
