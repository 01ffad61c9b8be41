"""`standoff ask CASE claims`: what each claim and each source is worth."""

from __future__ import annotations

from functools import partial
from typing import Literal

from standoff.cli._options import AnyFormat, Count, HowDrawn, NDraws, Output, WhichDraws

# As in `study.claim_groups` and `brief.claim_change`, whose rooms are not loaded for help.
GroupBy = Literal["claim", "source", "speaker", "status", "kind", "grade"]
Change = Literal["deny", "downgrade", "drop"]


def claims(
    case: str,
    /,
    *,
    by: GroupBy = "source",
    change: Change = "drop",
    rule: str = "model",
    draws: NDraws = None,
    sampling: HowDrawn = "random",
    seed: WhichDraws = 0,
    orders: Count = 64,
    output: Output = None,
    format: AnyFormat = "text",
) -> None:
    """Change claims or whole sources, alone and together, and share what they do among them.

    Parameters
    ----------
    case
        A case file.
    by
        What claims are grouped by.
    change
        What is done to them: taken to be false, graded one step lower, or left out.
    rule
        Which equilibrium is played where there are several; see `standoff ask CASE rules`.
    draws
        How many draws of the parameters every combination is asked for, at most 100,000.
    orders
        How many orders of changing are looked at where there are too many combinations.
    output
        Write the answer to this file: .svg for a picture, .json or .csv.
    format
        text to read; json or csv for other programs.
    """
    from standoff.cli._progress import Progress
    from standoff.cli.ask._asking import a_case
    from standoff.cli.ask._by_rule import by_rule_over
    from standoff.cli.ask._output import put
    from standoff.report.asked.claims import page
    from standoff.study.asked import ask
    from standoff.study.claim_value import claim_values, default_draws
    from standoff.view.claim_value import chart

    brief, subject = a_case(case, rule=rule)
    n = min(draws or default_draws(subject), 100_000)
    with Progress() as progress:
        asked = ask(
            brief, subject=subject, n_draws=n, seed=seed, sampling=sampling,
            progress=progress.step,
        )  # fmt: skip
        found = claim_values(asked, by, change, n_draws=n, n_orders=orders)
    says = {each.id: each.title for each in brief.case.sources} if by == "source" else {}
    says |= {each.id: each.says for each in brief.case.claims} if by == "claim" else {}
    rules = by_rule_over(
        lambda each, few: claim_values(
            asked.under(each, few), by, change, n_draws=few, n_orders=orders
        ),
        brief, subject, min(n, 200), seed,
    )  # fmt: skip
    picture = partial(chart, says=says)
    put(found, page, format=format, output=output, picture=picture, rules=rules)
