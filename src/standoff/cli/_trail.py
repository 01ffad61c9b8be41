"""What can be followed in a case, and following it."""

from __future__ import annotations

from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from standoff.brief import brief_case
from standoff.brief.beliefs import beliefs_of, quantile
from standoff.errors import UnknownName
from standoff.report.plain import line
from standoff.report.trace import Step, Trail
from standoff.report.trace_finding import finding_names, follow_finding
from standoff.study.subject import subject_of


def follow(path: str, name: str) -> Step:
    """Follow a name of a case: something with an id, a parameter, or a finding.

    Raises
    ------
    UnknownName
        If it is none of them; suggests the nearest.
    """
    brief = brief_case(Path(path))
    trail = Trail(brief.case, brief.parameters)
    if name in trail.names():
        return trail.follow(name)
    asked = subject_of(brief)
    findings = finding_names(asked.answer(brief.base(), brief.given))
    if name not in findings:
        raise UnknownName.among("name", name, (*trail.names(), *findings))
    meanings = brief.model.meanings if brief.model else {}
    beliefs = beliefs_of(brief)
    spreads: dict[str, tuple[float, float]] = {}
    for disputed in beliefs.disputes:
        low, high = quantile(beliefs, brief.parameter(disputed), (0.05, 0.95)).tolist()
        spreads[disputed] = low, high
    return follow_finding(
        trail, name, lambda draws: asked.answer(draws, brief.given), meanings, spreads
    )


def listed(path: str) -> RenderableType:
    """List what can be followed in a case."""
    brief = brief_case(Path(path))
    case, text = brief.case, Text()
    groups = {
        "findings": finding_names(subject_of(brief).answer(brief.base(), brief.given)),
        "parameters": [each.name for each in brief.parameters],
        "claims": [each.id for each in case.claims],
        "sources": [each.id for each in case.sources],
        "actors": [each.id for each in case.actors],
        "events": [each.id for each in case.events],
        "conflicts": [each.id for each in case.conflicts],
        "fits": [each.id for each in case.estimates],
        "questions": [each.id for each in case.questions],
    }
    for title, names in groups.items():
        if names:
            text.append(f"{title}: ", style="bold").append(f"{line(', '.join(names))}\n")
    return text.append(f"Follow one: standoff explain {line(path)} NAME")
