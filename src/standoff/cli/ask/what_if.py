"""`standoff ask CASE what-if`: the game with another structure."""

from __future__ import annotations

from functools import partial

from standoff.cli._options import AnyFormat, InOrder, Output, Settings, Switch, Text, Words


def what_if(
    case: str,
    /,
    *,
    remove: Words = (),
    ratifier: InOrder = (),
    drop_player: Words = (),
    plays: InOrder = (),
    reveal: Words = (),
    seeing: InOrder = (),
    hide: Words = (),
    first: Text = "",
    unseen: Switch = False,
    set_: Settings = (),
    rule: str = "model",
    output: Output = None,
    format: AnyFormat = "text",
) -> None:
    """Solve the game with a player less or more, other information or another order of moves.

    Parameters
    ----------
    case
        A case file, a game file, or the name of a model with a whole tree.
    remove
        Moves that are taken away.
    ratifier
        Somebody who must agree: NAME MOVE OTHERWISE, and what it gets: RATIFIED REFUSED.
    drop_player
        Players who do not choose.
    plays
        Moves made for them. Where none is offered known moves stay made, and else chance decides.
    reveal
        Information sets that see more.
    seeing
        The branches that are seen there; without it everything.
    hide
        Information sets that look the same.
    first
        An information set that is decided at the start, for all to see.
    unseen
        Nobody sees what is decided first.
    set_
        Values of parameters: --set prize=.3 damage=1.
    rule
        Which equilibrium is played where there are several; see `standoff ask CASE rules`.
    output
        Write the answer to this file: .svg for a picture, .json or .csv.
    """
    from standoff.cli.ask._asking import asking
    from standoff.cli.ask._by_rule import by_rule
    from standoff.cli.ask._output import put
    from standoff.errors import GameError
    from standoff.game.structure import Structure, structure_from
    from standoff.report.asked.what_if import page
    from standoff.study.counterfactual import WhatIf, counterfactuals
    from standoff.view.what_ifs import chart

    change = structure_from(
        remove=remove, ratifier=ratifier, drop=drop_player, plays=plays, reveal=reveal,
        seeing=seeing, hide=hide, first=first, unseen=unseen,
    )  # fmt: skip
    if change == Structure():
        raise GameError("nothing is changed", right="--remove, --ratifier, --reveal, --hide ...")
    asked = asking(case, set_=set_, rule=rule)
    question = partial(
        counterfactuals, base=asked.base, what_ifs=[WhatIf("changed", change)], given=asked.given
    )
    rules = by_rule(question, asked.subject, asked.base, asked.given)
    found = question(asked.subject)
    put(found, page, format=format, output=output, picture=chart, rules=rules)
