"""The findings on one page of a terminal: the bottom line, what it rests on, what would flip it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from standoff.case.schema import Case
from standoff.report.check_words import check_words
from standoff.report.confidence import Confidence
from standoff.report.plain import in_unit, line, percent, percent_span, points, spaced
from standoff.report.verdict import Answer, Verdict, verdict
from standoff.report.words import SideNames, capital, chance_that, count, named, uncapital
from standoff.study.findings import ClaimEffect, Estimate, Findings
from standoff.view.numerals import rough, unit_of

_MOST = 3
_MOST_KINDS = 4
_BAR = 20
_NO_MEANINGS: Mapping[str, str] = MappingProxyType({})
_ANSWERS: Mapping[Answer, str] = {
    "yes": "yes",
    "barely": "at the analyst's values yes, but not safely",
    "doubtful": "not at the analyst's values, though it may be",
    "no": "no",
}
_CHANGES = {"deny": "if false", "downgrade": "if graded lower", "drop": "if left out"}


def page(
    findings: Findings,
    case: Case,
    *,
    meanings: Mapping[str, str] = _NO_MEANINGS,
    report: str = "",
) -> RenderableType:
    """Show what was found on one page.

    Parameters
    ----------
    findings
        What was found.
    case
        The case, for the words of its claims and the names of its sides.
    meanings
        The model's names in words.
    report
        Where the whole report is, if it was written.
    """
    names = SideNames.of(case)
    told = named(findings, names)
    read = verdict(told, case)
    kinds = {name: names.put(text) for name, text in meanings.items()}
    answer = _ANSWERS[read.answer] if read.answer else ""
    n_more_flips = _more(len(read.flips) + read.n_more_flips)
    n_more_questions = _more(len(told.questions))
    fewer = _fewer(told)
    return Group(
        *_bottom_line(told, read, kinds),
        *_part("How it is played", "share of the plausible sets of numbers", _kinds(told)),
        *_part("Is the threat credible enough?", answer, _threats(told)),
        *_part("What would flip it", f"one number at a time{n_more_flips}", _flips(read)),
        *_part("Which number matters most", "the chance at its two ends", _swings(told)),
        *_part("Which claim matters most", f"the chance without it{fewer}", _claims(told, case)),
        *_part("What if", f"the chance then{fewer}{n_more_questions}", _questions(told)),
        *_small_print(told, report),
    )


def _part(title: str, key: str, rows: Table) -> list[RenderableType]:
    if not rows.row_count:
        return []
    head = Text.assemble((title, "bold"), (f"  ({key})" if key else "", "dim"))
    return [Text(), head, rows]


def _grid(*columns: str) -> Table:
    """Return a table without lines; `fit` columns are cut to what is left of the width."""
    table = Table.grid(padding=(0, 2, 0, 0), expand="fit" in columns)
    for column in columns:
        if column == "fit":
            table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        else:
            table.add_column(no_wrap=True, justify="right" if column == "right" else "left")
    return table


def _bottom_line(
    findings: Findings, read: Verdict, kinds: Mapping[str, str]
) -> list[RenderableType]:
    estimate, weight = read.headline, read.weight
    what = line(findings.headline_meaning or findings.headline.replace("_", " "))
    model = f"the model {line(findings.provenance.model)}"
    given = f", given {', '.join(map(line, findings.given))}," if findings.given else ""
    kind = findings.base[0][1] if findings.base else ""
    played = f": {line(kind)}" + (f" ({line(kinds[kind])})" if kind in kinds else "")
    n_given = sum(each.origin == "assumption" for each in findings.parameters)
    n_default = len(findings.parameters) - n_given
    rests = count(n_given, "assumption")
    rests += f", {count(n_default, 'default')}" if n_default else ""
    return [
        Text(line(findings.title), style="dim", overflow="ellipsis", no_wrap=True),
        Text(f"In {model}{given} {spaced(chance_that(estimate.mean))} {what}.", style="bold"),
        Text(
            "Nine plausible sets of numbers in ten give "
            f"{percent_span(estimate.interval)}; the analyst's own values give "
            f"{percent(estimate.base)}{played if kind else ''}."
        ),
        Text(
            f"Rests on {rests} and {count(weight.n_claims, 'claim')}, "
            f"{weight.n_strong} of them graded B2 or better."
        ),
        Text(f"Confidence: {read.confidence.level}.{_reasons(read.confidence)}"),
        *(
            Text(
                f"In data: {uncapital(line(each.says))} in {each.n_happened:,.0f} of "
                f"{each.n_among:,.0f} ({percent(each.share)})."
            )
            for each in findings.base_rates
        ),
    ]


def _kinds(findings: Findings) -> Table:
    table = _grid("left", "right", "left", "fit")
    if not findings.shares:
        return table
    category, shares = findings.shares[0]
    base = dict(findings.base).get(category)
    ordered = sorted(shares, key=lambda each: -each.share)
    shown = [each for each in ordered if each.share > 0 or each.name == base][:_MOST_KINDS]
    for each in shown:
        bar = Text("█" * max(round(each.share * _BAR), 1 if each.share > 0 else 0), style="cyan")
        bar.pad_right(_BAR - len(bar))
        here = "at the analyst's values" if each.name == base else ""
        table.add_row(f"  {line(each.name)}", percent(each.share), bar, here)
    return table


def _reasons(found: Confidence) -> str:
    told = "; ".join(map(spaced, found.reasons))
    return f" {capital(told)}." if told else ""


def _threats(findings: Findings) -> Table:
    table = _grid("left", "left", "right", "right", "right", "fit")
    if findings.threats:
        heads = ("", "would be carried out by", "belief needed", "held", "enough in", "")
        table.add_row(*(Text(head, style="dim") for head in heads))
    for each in findings.threats:
        doers = ", ".join(f"{line(who.who)} {percent(who.share)}" for who in each.credible)
        table.add_row(
            f"  {line(each.name)}",
            doers,
            _belief(each.belief_needed),
            _belief(each.believed),
            percent(each.share_enough),
            "",
        )
    return table


def _belief(estimate: Estimate) -> str:
    if math.isnan(estimate.base):
        return "none"
    if estimate.base > 1:
        return "over 100 %"
    return percent(max(estimate.base, 0.0))


def _flips(read: Verdict) -> Table:
    table = _grid("left", "right", "fit")
    for flip in read.flips[:_MOST]:
        unit = flip.parameter.unit
        today, edge = in_unit(flip.parameter.value, unit), _edge(flip.crossing.value, unit)
        side = "above" if flip.is_above else "below"
        near = "just " if edge == today else ""
        table.add_row(
            f"  {line(flip.parameter.name)}", today, f"{near}{side} {edge}: {line(flip.other)}"
        )
    if not read.flips:
        table.add_row("  nothing inside the plausible ranges")
    return table


def _edge(value: float, unit: str) -> str:
    return spaced(rough(value, unit))


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
    for each in by_shift[:_MOST]:
        has_answer = not math.isnan(each.headline)
        shift = points(each.headline - each.headline_before) if has_answer else ""
        then = f"{percent(each.headline_before)} → {percent(each.headline)}"
        table.add_row(f"  {line(each.ask)}", then if has_answer else "no answer", shift)
    return table


def _number(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _more(n: int) -> str:
    return f"; {n - _MOST} more in the report" if n > _MOST else ""


def _fewer(findings: Findings) -> str:
    """Say so where changes are judged on fewer draws than the headline is."""
    mean = findings.estimate(findings.headline).mean
    before = [each.headline_before for each in (*findings.claim_effects, *findings.questions)]
    return ", on fewer draws" if any(abs(each - mean) >= 0.005 for each in before) else ""


def _other_method(findings: Findings) -> str:
    """Say where the numerical method ends, if that is not the equilibrium that was picked."""
    other = findings.cross_check
    picked = [each.name for each in findings.equilibria if each.selected]
    if not other.method or other.matches in picked:
        return ""
    where = line(other.matches) or "an equilibrium that is not among them"
    chance = "" if math.isnan(other.headline) else f" ({percent(other.headline)})"
    return f" Numerically: {where}{chance}."


def _other_rules(findings: Findings) -> str:
    """Say between what the answer would lie if another rule picked the equilibrium."""
    found = findings.further.rules if findings.further else None
    if found is None or not found.depends:
        return ""
    name = f"{findings.headline}, mean"
    ranges = [each.range for each in found.numbers if each.name == name and each.depends]
    # Where every answer is a search of its own, rules are tried on the first few draws only.
    few = found.share_single.n < 0.5 * sum(each.n_draws for each in findings.statuses[:1])
    over = f" (first {found.share_single.n} draws)" if few else ""
    return "".join(
        f" Other rules: {percent(low).removesuffix(' %')} to {percent(high)}{over}."
        for low, high in ranges
    )


def _small_print(findings: Findings, report: str) -> list[RenderableType]:
    checked, ran = findings.verification, findings.provenance
    state = line(check_words(checked))
    rest = ", ".join(f"{s.n_draws:,} {line(s.status)}" for s in findings.statuses if s.n_draws)
    versions = ", ".join(f"{line(name)} {line(of)}" for name, of in ran.versions[:1])
    rows = [
        f"Picked from {count(len(findings.equilibria), 'equilibrium', 'equilibria')}: "
        f"{line(findings.rule)}.{_other_rules(findings)}{_other_method(findings)}",
        f"{state} Draws: {rest}.",
        f"Repeat with {ran.options} ({versions}, case {line(ran.case_hash)[:12]}).",
    ]
    told: list[RenderableType] = [Text(), *(Text(row, style="dim") for row in rows)]
    if report:
        told.append(Text(f"Report: {line(report)}"))
    return told
