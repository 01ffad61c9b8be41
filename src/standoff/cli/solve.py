"""`standoff solve`: equilibria at one point, or one equilibrium for every row of a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from standoff.cli._options import Output, Retrace, Settings, Words

Method = Literal["auto", "backward", "sequential", "quantal", "lemke"]
SolveFormat = Literal["text", "json", "csv"]


def solve(
    game: str,
    /,
    *,
    set_: Settings = (),
    remove: Words = (),
    method: Method = "auto",
    precision: Annotated[tuple[float, ...], Parameter(consume_multiple=True, negative=())] = (),
    errors: Literal["logit", "probit"] = "logit",
    every: Annotated[bool, Parameter(name="--all", negative=(), show_default=False)] = False,
    draws: Path | None = None,
    retrace: Retrace = "sample",
    output: Output = None,
    format: SolveFormat = "text",
) -> int:
    """Solve a game: what each side does and believes, checked by other code.

    Parameters
    ----------
    game
        A game file (YAML, or .efg and .nfg of Gambit), a case file, or the name of a model.
    set_
        Values of parameters: --set prize=.3 damage=1. The others keep the values of the case, or
        their defaults.
    remove
        Moves that are taken away.
    method
        How a game is solved: backward (perfect information), sequential (any game), quantal
        (players who err; needs --precision), lemke (two players), or auto. A model has its own
        solution, which auto takes.
    precision
        For players who err: how sharply they see payoffs, in one over payoff units; one number, or
        one per player.
    errors
        The kind of errors.
    every
        Show every equilibrium: those that a model lists, or all sequential equilibria of a small
        game. Whether the list is known to be whole is said with it.
    draws
        A table (.csv or .parquet) with a column per parameter: one equilibrium for every row.
    retrace
        On how many rows of the table the logit branch is followed again by other code, where the
        answers lie on it: a sample of up to 20, or all of them, at some .05 s each or more. At one
        point it always is.
    output
        Write the table of answers to this file: .csv, .parquet or .json. Only with --draws.
    format
        text to read, json for other programs; csv with --draws.
    """
    from standoff.cli._equilibria import How
    from standoff.cli._solve_output import show_point, show_table
    from standoff.cli._subject import subject

    asked, how = subject(game), How(method, precision, errors)
    if draws is not None:
        return show_table(asked, draws, set_, remove, how, output, format, retrace)
    return show_point(asked, asked.point(set_), remove, how, every, output, format)
