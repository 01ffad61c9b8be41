"""The findings on one page of a terminal: the bottom line, what it rests on, what would flip it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from standoff.case.schema import Case
from standoff.report.plain import in_unit, line, percent, percent_span, points, tiny
from standoff.report.verdict import Verdict, verdict
from standoff.report.words import SideNames, capital, chance_that, count, named
from standoff.study.findings import ClaimEffect, Findings, ThreatFinding
from standoff.view.numerals import unit_of

_MOST = 3
_MOST_QUESTIONS = 4
_BAR = 20
_CHANGES = {"deny": "if false", "downgrade": "if graded lower", "drop": "if left out"}


def page(findings: Findings, case: Case, *, report: str = "") -> RenderableType:
    """Show what was found on one page.

    Parameters
    ----------
    findings
        What was found.
    case
        The case, for the words of its claims and the names of its sides.
    report
        Where the whole report is, if it was written.
    """
    told = named(findings, SideNames.of(case))
    read = verdict(told, case)
    return Group(
        *_bottom_line(told, read),
        *_part("How it is played", "share of the draws", _kinds(told)),
        *_part("Is the threat credible?", "carried out by; belief needed and held", _threats(told)),
        *_part("What would flip it", "today's value, and the other side", _flips(told, read)),
        *_part("Which assumption matters most", "chance at its two ends", _swings(told)),
        *_part("Which claim matters most", "chance without it", _claims(told, case)),
        *_part("What if", "chance then", _questions(told)),
        *_small_print(told, report),
    )


def _part(title: str, key: str, rows: Table) -> list[RenderableType]:
    if not rows.row_count:
        return []
    return [Text(), Text.assemble((title, "bold"), (f"  ({key})", "dim")), rows]


def _grid(*columns: str) -> Table:
    """Return a table without lines; `fit` columns are cut to what is left of the width."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=False)
    for column in columns:
        if column == "fit":
            table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        else:
            table.add_column(no_wrap=True, justify="right" if column == "right" else "left")
    return table


def _bottom_line(findings: Findings, read: Verdict) -> list[RenderableType]:
    estimate = read.headline
    what = findings.headline_meaning or findings.headline.replace("_", " ")
    kinds = ", ".join(f"{category}: {line(name)}" for category, name in findings.base)
    n_given = sum(each.origin == "assumption" for each in findings.parameters)
    n_default = len(findings.parameters) - n_given
    rests = f"Rests on {count(n_given, 'assumption')} of the case"
    rests += f" and {count(n_default, 'default')} of the model" if n_default else ""
    weight = read.weight
    worst = f"; {count(weight.n_flips, 'range')} in it can flip it" if weight.n_flips else ""
    given = f", given {', '.join(map(line, findings.given))}" if findings.given else ""
    return [
        Text(line(findings.title), style="bold", overflow="ellipsis", no_wrap=True),
        Text(f"{line(findings.provenance.model)}{given}", style="dim"),
        Text(),
        Text(f"{capital(chance_that_plain(estimate.mean))} {line(what)}.", style="bold"),
        Text(
            f"Over the plausible ranges: {percent_span(estimate.interval)} (nine in ten draws). "
            f"At the analyst's values: {percent(estimate.base)}."
        ),
        Text(f"There, {kinds}.") if kinds else Text(),
        Text(f"{rests}, {count(weight.n_claims, 'claim')}{worst}."),
        Text(f"Analytic confidence: {weight.level}."),
    ]


def chance_that_plain(p: float) -> str:
    """Begin a sentence about a chance, with ordinary spaces."""
    return chance_that(p).replace("\u202f", " ")


def _kinds(findings: Findings) -> Table:
    table = _grid("left", "right", "left", "fit")
    if not findings.shares:
        return table
    category, shares = findings.shares[0]
    base = dict(findings.base).get(category)
    ordered = sorted(shares, key=lambda each: -each.share)
    shown = [each for each in ordered if each.share > 0 or each.name == base][:4]
    for each in shown:
        bar = "█" * max(round(each.share * _BAR), 1 if each.share > 0 else 0)
        here = "at the analyst's values" if each.name == base else ""
        table.add_row(f"  {line(each.name)}", percent(each.share), bar.ljust(_BAR), here)
    return table


def _threats(findings: Findings) -> Table:
    table = _grid("left", "left", "left", "left", "fit")
    for each in findings.threats:
        doers = ", ".join(f"{line(kind)} {percent(share)}" for kind, _, _, share in each.credible)
        table.add_row(
            f"  {line(each.channel)}",
            doers,
            f"needed {_belief(each, needed=True)}",
            f"held {_belief(each, needed=False)}",
            f"enough in {percent(each.share_enough)}",
        )
    return table


def _belief(threat: ThreatFinding, *, needed: bool) -> str:
    base = (threat.belief_needed if needed else threat.belief_held).base
    if math.isnan(base):
        return "undefined"
    return "over 100 %" if base > 1 else percent(base)


def _flips(findings: Findings, read: Verdict) -> Table:
    table = _grid("left", "right", "fit")
    for flip in read.flips[:_MOST]:
        unit = flip.parameter.unit
        side = "above" if flip.is_above else "below"
        edge = in_unit(flip.crossing.value, unit)
        table.add_row(
            f"  {line(flip.parameter.name)}",
            in_unit(flip.parameter.value, unit),
            f"{side} {edge}: {line(flip.other)}",
        )
    if not read.flips:
        table.add_row("  nothing inside the plausible ranges, one parameter at a time")
    return _more(table, len(read.flips) + read.n_more_flips - _MOST)


def _swings(findings: Findings) -> Table:
    table = _grid("left", "left", "left", "fit")
    for swing in findings.swings[:_MOST]:
        unit = unit_of(findings, swing.parameter)
        share = max(swing.variance_share, 0.0)
        table.add_row(
            f"  {line(swing.parameter)}",
            f"{in_unit(swing.low, unit)} to {in_unit(swing.high, unit)}",
            f"{percent(swing.headline_low)} to {percent(swing.headline_high)}",
            "" if math.isnan(share) else f"{percent(share)} of the spread",
        )
    return table


def _claims(findings: Findings, case: Case) -> Table:
    table = _grid("left", "left", "right", "fit")
    says = {claim.id: claim.says for claim in case.claims}
    for effect in _strongest(findings.claim_effects):
        table.add_row(
            f"  {line(effect.claim)} {_CHANGES[effect.change]}",
            f"{percent(effect.headline_before)} → {percent(effect.headline)}",
            points(effect.shift),
            line(says.get(effect.claim, "")),
        )
    return table


def _strongest(effects: Sequence[ClaimEffect]) -> list[ClaimEffect]:
    """Return the strongest effect of each claim, the strongest claims first."""
    best: dict[str, ClaimEffect] = {}
    known = [each for each in effects if not math.isnan(each.shift)]
    for each in sorted(known, key=lambda effect: -abs(effect.shift)):
        if abs(each.shift) >= 0.005:
            best.setdefault(each.claim, each)
    return list(best.values())[:_MOST]


def _questions(findings: Findings) -> Table:
    table = _grid("fit", "left", "right")
    by_shift = sorted(
        findings.questions, key=lambda q: -abs(_number(q.headline - q.headline_before))
    )
    for each in by_shift[:_MOST_QUESTIONS]:
        table.add_row(
            f"  {line(each.ask)}",
            f"{percent(each.headline_before)} → {percent(each.headline)}",
            points(each.headline - each.headline_before),
        )
    return _more(table, len(findings.questions) - _MOST_QUESTIONS)


def _number(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _more(table: Table, n_more: int) -> Table:
    if n_more > 0:
        table.add_row(f"  and {n_more} more")
    return table


def _small_print(findings: Findings, report: str) -> list[RenderableType]:
    checked, ran = findings.verification, findings.provenance
    solved = sum(each.exists_share > 0 for each in findings.equilibria)
    state = "Verified" if not checked.n_failed else f"{checked.n_failed:,} FAILED VERIFICATION"
    rest = ", ".join(f"{s.n_draws:,} {line(s.status)}" for s in findings.statuses if s.n_draws)
    versions = ", ".join(f"{line(name)} {line(of)}" for name, of in ran.versions[:1])
    rows = [
        f"Selected among {count(solved, 'kind')} of equilibrium: {line(findings.rule)}.",
        f"{state}: {checked.n_checked:,} checked by other code, largest gain from another choice "
        f"{tiny(checked.max_gain)}. Draws: {rest}.",
        f"Repeat with --seed {ran.seed} --draws {ran.n_draws} ({versions}, case "
        f"{line(ran.case_hash)[:12]}).",
    ]
    told: list[RenderableType] = [Text(), *(Text(row, style="dim") for row in rows)]
    if report:
        told.append(Text(f"Report: {line(report)}"))
    return told
