"""Draws from a table in a file: one row per draw, columns named after parameters."""

from __future__ import annotations

from pathlib import Path

from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.game.tree import Game
from standoff.text.table import read_table


def read_draws(path: Path | str, game: Game) -> Draws:
    """Read draws of a game's parameters from a CSV or Parquet file.

    Parameters
    ----------
    path : path
    game : Game
        Columns are its parameters, by name or by symbol; missing ones take their defaults.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    GameError
        If cells are no numbers, or two columns mean the same parameter.
    UnknownName
        If a column is not a parameter.
    """
    columns = read_table(path)
    names = [game.parameter(name).name for name in columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise GameError(f"{path}: two columns for {', '.join(twice)}")
    return Draws.from_columns(dict(zip(names, columns.values(), strict=True))).complete(
        game.parameters
    )
