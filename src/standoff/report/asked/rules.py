"""What depends on which equilibrium is played, in words."""

from __future__ import annotations

import math

from standoff.report.asked.page import Columns, Page, chance, number
from standoff.study.numbers import SHARE
from standoff.study.rule_dependence import Dependence, RuleDependence

#: Numbers that a short answer shows under every rule.
_MOST = 6
_UNKNOWN = (
    "Whether it depends on which equilibrium is played is not known: no other equilibria were "
    "looked for."
)


def page(found: RuleDependence) -> Page:
    """Put every number of the finding under every rule side by side."""
    told_first = [each for each in found.numbers if not each.name.startswith(SHARE)]
    shares = [each for each in found.numbers if each.name.startswith(SHARE)]
    same = [each.name for each in found.numbers if not each.depends]
    lines: list[str | Columns] = [
        "Does it depend on which equilibrium is played? " + ("Yes." if found.depends else "No."),
        f"One equilibrium only, so that no rule matters: in {chance(found.share_single)} of the "
        "draws with an answer."
        if found.is_known
        else _UNKNOWN,
        _by_rule(found.rules, told_first),
    ]
    if shares:
        lines += ["", "Shares of the draws with an answer:", _by_rule(found.rules, shares)]
    if same and found.depends:
        lines.append(f"The same under every rule: {', '.join(same)}.")
    tied = [f"{rule} {chance(share)}" for rule, share in found.share_tied if share.value > 0]
    if tied:
        lines.append(f"Ties by the rule's own measure, in shares of draws: {'; '.join(tied)}.")
    lines += ["", "What the rules pick:"]
    return [*lines, *(f"  {rule}: {words}" for rule, words in found.words)]


def short(found: RuleDependence, *, most: int = _MOST) -> Page:
    """Say in a few lines whether another finding depends on which equilibrium is played."""
    n = found.share_single.n
    if n == 0:
        return ()
    if not found.is_known:
        return (_UNKNOWN,)
    if not found.numbers:
        where = "there" if n == 1 else f"at any of the {n:,} points that were looked at"
        return (
            f"Only one equilibrium exists {where}, so that no rule of selection matters "
            f"({found.completeness}).",
        )
    if not found.depends:
        return ("The same under every rule that picks one of several equilibria.",)
    changed = [each for each in found.numbers if each.depends]
    first = found.numbers[0].by_rule[0][0]
    table = Columns(
        ("", f"under {first}", "under the rules"),
        tuple((each.name, told(each.by_rule[0][1]), across(each)) for each in changed[:most]),
    )
    left = len(changed) - most
    return (
        f"It depends on which equilibrium is played: {len(changed)} of {len(found.numbers)} "
        f"{'answer differs' if len(changed) == 1 else 'answers differ'} between rules.",
        *([table] if changed else []),
        *(f"Under {rule} there is no such answer: {why}" for rule, why in found.failed),
        (f"And {left} more. " if left > 0 else "")
        + "Under one rule: --rule NAME; under each: --format json.",
    )


def _by_rule(rules: tuple[str, ...], numbers: list[Dependence]) -> Columns:
    body = tuple(
        (rule, *(told(each.by_rule[i][1]) for each in numbers)) for i, rule in enumerate(rules)
    )
    return Columns(("rule", *(each.name.removeprefix(SHARE) for each in numbers)), body)


def across(found: Dependence) -> str:
    """Write the least and the largest number, or all names."""
    answers = dict.fromkeys(told(value) for _, value in found.by_rule)
    low, high = found.range
    if any(isinstance(value, str) for _, value in found.by_rule) or math.isnan(low):
        return "; ".join(answers)
    some = number(low) if low == high else f"{number(low)} to {number(high)}"
    return f"{some}, or none" if "–" in answers else some


def told(value: float | str) -> str:
    """Write a number or name."""
    return value if isinstance(value, str) else number(value)
