"""Kuhn's poker: three cards, one each, ante 1, one bet of 1. Worth -1/18 to the first player."""

from __future__ import annotations

from itertools import permutations

from standoff.game import Game, GameBuilder, chance, end, move
from standoff.game.build import Sketch

PLAYERS = ("first", "second")


def kuhn() -> Game:
    deals = {f"{a}{b}": ("1 / 6", _deal("JQK", a, b)) for a, b in permutations("JQK", 2)}
    return GameBuilder("Kuhn poker").players(*PLAYERS).tree(chance("deal", deals))


def _deal(ranks: str, first: str, second: str) -> Sketch:
    wins = 1 if ranks.index(first) > ranks.index(second) else -1

    def show(stake: int) -> Sketch:
        return end("showdown", wins * stake, -wins * stake)

    def answer(player: int, said: str) -> Sketch:
        lost = -1 if player == 0 else 1
        return move(
            PLAYERS[player],
            {"fold": end("fold", lost, -lost), "call": show(2)},
            knows=f"{(first, second)[player]} after {said}",
        )

    return move(
        PLAYERS[0],
        {
            "check": move(
                PLAYERS[1],
                {"check": show(1), "bet": answer(0, "check, bet")},
                knows=f"{second} after check",
            ),
            "bet": answer(1, "bet"),
        },
        knows=f"{first} at the start",
    )
