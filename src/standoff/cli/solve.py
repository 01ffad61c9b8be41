"""`standoff solve`: an equilibrium at one point."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from standoff.cli._options import Format, Settings, Words

Method = Literal["auto", "backward", "sequential"]


def solve(
    game: str,
    /,
    *,
    set_: Settings = (),
    remove: Words = (),
    method: Method = "auto",
    every: Annotated[bool, Parameter(name="--all", negative=(), show_default=False)] = False,
    format: Format = "text",
) -> int:
    """Solve a game at one point: what each side does and believes, checked by other code.

    Parameters
    ----------
    game
        A game file (YAML, or .efg of Gambit), a case file, or the name of a model.
    set_
        Values of parameters: --set prize=.3 damage=1. The others keep the values of the case, or
        their defaults.
    remove
        Moves that are taken away.
    method
        How a game is solved: backward (perfect information), sequential (any game), or auto. A
        model has its own solution, which auto takes.
    every
        Show every equilibrium, where the model lists them.
    format
        text to read, json for other programs.
    """
    import dataclasses
    import json

    from standoff.cli._equilibria import equilibria
    from standoff.cli._screen import show, write
    from standoff.cli._subject import subject
    from standoff.report.play import page, play

    asked = subject(game)
    found = equilibria(asked, asked.point(set_), remove, method=method, every=every)
    plays = [play(solution) for solution in found]
    if format == "json":
        write(json.dumps([dataclasses.asdict(each) for each in plays], indent=2))
    else:
        for i, each in enumerate(plays):
            show(*([""] if i else []), page(each, asked.defaults))
    return 0 if all(each.verified for each in plays) else 1
