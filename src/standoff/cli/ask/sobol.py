"""`standoff ask CASE sobol`: where the doubt in an answer comes from."""

from __future__ import annotations

from functools import partial

from standoff.cli._options import AnyFormat, HowDrawn, Output, Rows, Target, WhichDraws, Words


def sobol(
    case: str,
    /,
    *,
    target: Target = None,
    group: Words = (),
    rule: str = "model",
    rows: Rows = None,
    sampling: HowDrawn = "sobol",
    seed: WhichDraws = 0,
    output: Output = None,
    format: AnyFormat = "text",
) -> None:
    """Share the variance of an answer among ranges and conflicts: each alone, and with all others.

    Parameters
    ----------
    case
        A case file; or a game file or the name of a model, for everything that is plausible in it.
    target
        A chance, quantity or value; a condition, such as "drop >= .5"; or answered: whether there
        is an answer. Without it the headline.
    group
        Parameters and conflicts that count as one: --group cost=X,psi "who=conflict cause".
    rule
        Which equilibrium is played where there are several; see `standoff ask CASE rules`.
    rows
        Rows of the design, at best a power of two (no other number is rounded); each is answered
        once for every source of doubt and twice more. A share needs 16 rows with all answers.
    output
        Write the answer to this file: .svg for a picture, .json or .csv.
    format
        text to read; json or csv for other programs.
    """
    from standoff.cli._progress import Progress
    from standoff.cli.ask._asking import note_on, ranges
    from standoff.cli.ask._by_rule import by_rule_over
    from standoff.cli.ask._output import put
    from standoff.report.asked import sobol as asked
    from standoff.study.groups import groups_of
    from standoff.study.parameters import parameters_used
    from standoff.study.sobol_indices import sobol_indices
    from standoff.view.sobol import chart

    brief, subject = ranges(case, rule=rule)
    question = partial(
        sobol_indices, brief, target=target, groups=groups_of(group), seed=seed, sampling=sampling
    )
    with Progress() as progress:
        found = question(subject=subject, n_rows=rows, progress=progress.step)
    # A row is answered many times; the largest power of two of a quarter as many rows as draws.
    rules = by_rule_over(
        lambda each, n: question(subject=each, n_rows=max(16, 2 ** (n.bit_length() - 3))),
        brief, subject, 4 * found.n_rows, seed,
    )  # fmt: skip
    picture = partial(chart, about=parameters_used(brief))
    put(
        found, asked.page, format=format, output=output, picture=picture,
        note=note_on(brief), rules=rules,
    )  # fmt: skip
