"""Leduc hold'em: six cards of three ranks, ante 1, two rounds of betting with a card in between.

Southey et al. (2005), Bayes' bluff, UAI. Bets are 2 and 4, at most two in a round, and the first
player begins both. Worth -0.085606424078 to the first player (Lanctot et al. 2017, appendix E.2).
"""

from __future__ import annotations

from standoff.game import Game, GameBuilder, chance, end, move
from standoff.game.build import Sketch

PLAYERS = ("first", "second")
CARDS = ("Ja", "Jb", "Qa", "Qb", "Ka", "Kb")
RANK = {"J": 0, "Q": 1, "K": 2}
BETS = (2, 4)


def leduc(*, suits: bool = False) -> Game:
    """The whole tree; with `suits` the players look at suits, which do not matter."""
    deals = {
        f"{a} {b}": ("1 / 30", _bet((a, b), "", "", (1, 1), suits))
        for a in CARDS
        for b in CARDS
        if a != b
    }
    return GameBuilder("Leduc hold'em").players(*PLAYERS).tree(chance("deal", deals))


def _bet(
    cards: tuple[str, str], board: str, said: str, paid: tuple[int, int], suits: bool
) -> Sketch:
    """One player's turn; `said` is the betting so far, rounds parted by a slash."""
    so_far = said.rsplit("/", 1)[-1]
    player = len(so_far) % 2
    own, other = paid[player], paid[1 - player]

    def pay(amount: int) -> tuple[int, int]:
        return (amount, other) if player == 0 else (other, amount)

    actions: dict[str, Sketch] = {}
    if other > own:
        lost = -own if player == 0 else own
        actions["fold"] = end("fold", lost, -lost)
    if so_far:
        actions["call"] = _next(cards, board, said + "c", pay(other), suits)
    else:
        actions["call"] = _bet(cards, board, said + "c", paid, suits)
    if so_far.count("r") < 2:
        raised = pay(other + BETS[bool(board)])
        actions["raise"] = _bet(cards, board, said + "r", raised, suits)
    seen = [cards[player], board] if suits else [cards[player][:1], board[:1]]
    return move(PLAYERS[player], actions, knows=f"{' '.join(seen)} after {said or 'nothing'}")


def _next(
    cards: tuple[str, str], board: str, said: str, paid: tuple[int, int], suits: bool
) -> Sketch:
    """The betting of a round is over: a card is turned up, or the hands are compared."""
    if not board:
        left = [card for card in CARDS if card not in cards]
        turned = {card: ("1 / 4", _bet(cards, card, said + "/", paid, suits)) for card in left}
        return chance("board", turned)
    hands = [10 * (c[0] == board[0]) + RANK[c[0]] for c in cards]
    sign = (hands[0] > hands[1]) - (hands[0] < hands[1])
    return end("showdown", sign * paid[0], -sign * paid[0])
