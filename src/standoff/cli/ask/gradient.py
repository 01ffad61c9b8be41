"""`standoff ask CASE gradient`: how a number moves with every parameter."""

from __future__ import annotations

from functools import partial

from standoff.cli._options import AnyFormat, Output, Settings, Words


def gradient(
    case: str,
    /,
    *,
    of: Words = (),
    by: Words = (),
    set_: Settings = (),
    rule: str = "model",
    precision: float | None = None,
    output: Output = None,
    format: AnyFormat = "text",
) -> None:
    """Say how probabilities and values move with small changes of parameters.

    Parameters
    ----------
    case
        A case file, a game file, or the name of a model.
    of
        Names of probabilities, quantities or values; without it the headline. `all` for all.
    by
        Names of parameters; without it all.
    set_
        Values of parameters: --set prize=.3 damage=1.
    rule
        Which equilibrium is played where there are several; see `standoff ask CASE rules`.
    precision
        For players who err: the agent logit equilibrium of the game tree at this precision, by the
        implicit function theorem and checked by differences. Then --of names outcomes and players.
    output
        Write the answer to this file: .svg for a picture, .json or .csv.
    format
        text to read; json or csv for other programs.
    """
    from standoff.cli.ask._asking import asking
    from standoff.cli.ask._by_rule import by_rule
    from standoff.cli.ask._output import put
    from standoff.errors import GameError
    from standoff.report.asked.gradient import page
    from standoff.study.local import local
    from standoff.study.logit_slopes import logit_slopes
    from standoff.view.slopes import chart

    asked = asking(case, set_=set_, rule=rule)
    wanted = () if tuple(of) == ("all",) else tuple(of)
    rules = None
    if precision is not None:
        if rule != "model":
            raise GameError(
                f"--rule {rule!r} picks one of several equilibria, and players who err play the "
                "one that --precision follows",
                right="--precision or --rule, not both",
            )
        found = logit_slopes(*asked.on_tree(), precision, parameters=by, of=wanted)
    else:
        wanted = wanted or (() if of else (asked.subject.headline,))
        question = partial(local, base=asked.base, given=asked.given, parameters=by, of=wanted)
        found = question(asked.subject)
        rules = by_rule(question, asked.subject, asked.base, asked.given, same=1e-4)
    picture = partial(chart, parameters=asked.subject.parameters)
    put(found, page, format=format, output=output, picture=picture, rules=rules)
