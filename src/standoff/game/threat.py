"""A threat as part of a game: who makes it by which move, and which move would carry it out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Threat:
    """A move that says what its maker will do unless the other side gives in.

    Parameters
    ----------
    by : str
        The player who makes it.
    move : str
        The move by which it is made, wherever that player has it.
    carried_out_by : str
        The move by which the same player would later carry it out.
    withdrawn_by : str
        The move by which it would back down; empty where that is any other move.
    answered_at : tuple of str
        Labels of the information sets at which the other side answers; empty where it decides next,
        chance apart.
    """

    by: str
    move: str
    carried_out_by: str
    withdrawn_by: str = ""
    answered_at: tuple[str, ...] = ()
