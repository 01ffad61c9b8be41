"""`standoff compare`: cases, versions of a case and what-ifs side by side."""

from __future__ import annotations

from pathlib import Path

from standoff.cli._options import Format, NDraws, Output, Sampling, Seed, Switch, Words


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
    output: Output = None,
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
    output
        Write the answer to this file: .svg for a picture, or .json.
    format
        A page for the terminal, or JSON for other programs.
    """
    from standoff.cli._compare import put
    from standoff.cli._files import named_for
    from standoff.cli._progress import Progress
    from standoff.study.comparison import compare as lay_side_by_side
    from standoff.study.groups import groups_of
    from standoff.study.headlines import headlines_by_rule
    from standoff.study.version import versions_of

    named_for(output, format, (".svg", ".json"), given=str(case))
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
    put(found, rules, format, output)
