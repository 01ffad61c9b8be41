"""`standoff compare`: cases, versions of a case and what-ifs side by side."""

from __future__ import annotations

from pathlib import Path

from standoff.cli._options import Format, NDraws, Sampling, Seed, Switch, Words


def compare(
    case: Path,
    /,
    *others: Path,
    what_if: Words = (),
    group: Words = (),
    draws: NDraws = None,
    sampling: Sampling = "random",
    seed: Seed = 0,
    rule: str = "model",
    no_break_evens: Switch = False,
    format: Format = "text",
) -> None:
    """Compare cases, or versions of a case: what each says, and which difference matters how much.

    Every version is compared with the first one. Their differences are switched one at a time and
    in every combination, with the same random numbers.

    Parameters
    ----------
    case
        The case that the others are compared with.
    others
        Other cases about the same model or game, such as another version of the file.
    what_if
        What-ifs of the first case, by their ids: --what-if partner-told no-judge.
    group
        Differences that are switched together, under a name: --group army=prize,trial_cost.
    draws
        How many times the parameters are drawn from their ranges.
    sampling
        Draws at random, or evenly spread over the ranges.
    seed
        The same seed gives the same numbers.
    rule
        Which equilibrium is played where there are several; see `standoff ask CASE rules`.
    no_break_evens
        Do not look for the values at which the answers flip, which takes the most time.
    format
        A page for the terminal, or JSON for other programs.
    """
    from standoff.cli._progress import Progress
    from standoff.cli._screen import show, write
    from standoff.study.compare import compare as lay_side_by_side
    from standoff.study.groups import groups_of
    from standoff.study.headlines import headlines_by_rule
    from standoff.study.version import versions_of

    with Progress() as progress:
        versions = versions_of(
            (case, *others), what_if, n_draws=draws, seed=seed, rule=rule, sampling=sampling
        )
        found = lay_side_by_side(
            versions,
            groups=groups_of(group),
            with_break_evens=not no_break_evens,
            seed=seed,
            progress=progress.step,
        )
        rules = headlines_by_rule(versions)
    if format == "json":
        from standoff.report.as_json import finding_as_json

        write(finding_as_json(found, {"under_every_rule": rules}))
    else:
        from standoff.report.asked.page import render
        from standoff.report.asked.rules import short
        from standoff.report.side_by_side import side_by_side

        show(side_by_side(found), *render(["", *short(rules)]))
