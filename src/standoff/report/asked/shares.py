"""How often each kind of answer comes about, in words."""

from __future__ import annotations

from standoff.report.asked.page import Columns, Page, chance
from standoff.study.drawn import Drawn
from standoff.study.no_answer import MOST
from standoff.study.shares import NamedShare, ShareFinding

_SAMPLING = {"random": "at random", "sobol": "evenly spread"}


def page(found: ShareFinding) -> Page:
    """Put chances first, then the shares of every category."""
    told: list[str | Columns] = ["How often does each answer come about?"]
    if found.n_answered:
        told.append(_table("averaged over the draws", "chance", found.chances))
        for category, shares in found.categories:
            told += ["", _table(category, "share of the draws", shares)]
        told.append("")
    told.append(f"No answer: {chance(found.no_answer)} of all draws.")
    told += [
        f"There is no game to solve in {each.n_draws:,} draws: {each.text}."
        for each in found.infeasible[:MOST]
    ]
    told += _ties(found)
    method = (
        "over independent draws"
        if found.method == "independent"
        else f"over {found.n_replicates} scramblings of evenly spread draws"
    )
    told += [
        f"In brackets what endless draws would give, with nine chances in ten ({method}). The "
        "doubt that the ranges of the case express is in the shares themselves.",
        f"{found.n_draws:,} draws, {found.n_answered:,} with an answer, seed {found.seed}. Rule: "
        f"{found.rule}.",
    ]
    return told


def _ties(found: ShareFinding) -> list[str]:
    """Say how many answers a rule for ties decides."""
    if not found.tied.value > 0.0:
        return []
    return [f"Exact ties, which a rule decides: {chance(found.tied)} of the answers."]


def asked_for(drawn: Drawn | None) -> list[str]:
    """Say over which draws, and under which rule, a question was asked."""
    if drawn is None:
        return []
    return [
        f"{drawn.n_draws:,} draws {_SAMPLING[drawn.sampling]}, seed {drawn.seed}. Rule: "
        f"{drawn.rule}."
    ]


def _table(heading: str, of: str, shares: tuple[NamedShare, ...]) -> Columns:
    shown = [each for each in shares if each.estimate.value > 0.0]
    return Columns((heading, of), tuple((each.name, chance(each.estimate)) for each in shown))
