"""`standoff ask CASE rules`: what depends on which equilibrium is played."""

from __future__ import annotations

from functools import partial

from standoff.cli._options import AnyFormat, NDraws, Output, Settings, WhichDraws, Words


def rules(
    case: str,
    /,
    *,
    only: Words = (),
    set_: Settings = (),
    draws: NDraws = None,
    seed: WhichDraws = 0,
    output: Output = None,
    format: AnyFormat = "text",
) -> None:
    """Answer under every rule that picks one of several equilibria, and say what depends on it.

    Parameters
    ----------
    case
        A case file, a game file, or the name of a model.
    only
        Names of rules: --only "best for target" "worst for target".
    set_
        Values of parameters: --set prize=.3 damage=1.
    draws
        How many draws of the parameters are asked.
    output
        Write the answer to this file: .svg for a picture, .json or .csv.
    format
        text to read; json or csv for other programs.
    """
    from standoff.brief import draw_parameters
    from standoff.cli.ask._asking import asking, note_on
    from standoff.cli.ask._output import put
    from standoff.report.asked.rules import page
    from standoff.study.rule_dependence import averages, rule_dependence
    from standoff.view.equilibria import chart

    asked = asking(case, set_=set_)
    most = 20 if asked.subject.effort.solves_each else 20_000
    n = draws or min(asked.subject.effort.n_draws, most)
    drawn = draw_parameters(asked.known_ranges(), n, seed)
    found = rule_dependence(
        asked.subject,
        averages(asked.base, drawn, asked.given),
        drawn,
        given=asked.given,
        rules=only,
    )
    picture = partial(chart, headline=asked.subject.headline)
    note = note_on(asked.known_ranges())
    put(found, page, format=format, output=output, picture=picture, note=note)
