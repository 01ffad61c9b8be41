"""Games from the literature with known equilibria."""

from __future__ import annotations

from standoff.game import Game, GameBuilder, chance, end, move
from standoff.game.build import Sketch


def beer_quiche() -> Game:
    """Cho and Kreps (1987), section II: a bully duels only weaklings; both poolings exist."""

    def breakfast(kind: str, likes: str, duel_pays: int) -> Sketch:
        def served(meal: str) -> Sketch:
            taste = 1 if meal == likes else 0
            return move(
                "B",
                {
                    "duel": end("duel", taste, duel_pays),
                    "leave": end("leave", taste + 2, 1 - duel_pays),
                },
                knows=meal,
            )

        return move("A", {"beer": served("beer"), "quiche": served("quiche")}, knows=kind)

    return (
        GameBuilder("beer and quiche")
        .players("A", "B")
        .parameter("p_surly", 0.9, low=0, high=1)
        .tree(
            chance(
                "type",
                {
                    "surly": ("p_surly", breakfast("surly", "beer", 0)),
                    "weak": ("1 - p_surly", breakfast("weak", "quiche", 1)),
                },
            )
        )
    )


def selten_horse() -> Game:
    """Selten (1975), figure 1: two components of Nash equilibria, one of them sequential."""
    left = {"l": end("3 3 2", 3, 3, 2), "r": end("0 0 0", 0, 0, 0)}
    right = {"l": end("4 4 0", 4, 4, 0), "r": end("0 0 1", 0, 0, 1)}
    second = move(
        "2",
        {"down": move("3", right, knows="3"), "across": end("1 1 1", 1, 1, 1)},
        knows="2",
    )
    return (
        GameBuilder("horse")
        .players("1", "2", "3")
        .tree(move("1", {"down": move("3", left, knows="3"), "across": second}, knows="1"))
    )


def mckelvey_mclennan() -> Game:
    """McKelvey and McLennan (1996): three players, two actions each, nine Nash equilibria."""
    pays = {
        (0, 0, 0): (9, 8, 12),
        (1, 1, 0): (9, 8, 2),
        (0, 1, 1): (3, 4, 6),
        (1, 0, 1): (3, 4, 4),
    }

    def third(a: int, b: int) -> Sketch:
        return move(
            "3",
            {str(c): end(f"{a}{b}{c}", *pays.get((a, b, c), (0, 0, 0))) for c in (0, 1)},
            knows="3",
        )

    return (
        GameBuilder("2x2x2")
        .players("1", "2", "3")
        .tree(
            move(
                "1",
                {
                    str(a): move("2", {str(b): third(a, b) for b in (0, 1)}, knows="2")
                    for a in (0, 1)
                },
                knows="1",
            )
        )
    )


def entry_deterrence() -> Game:
    """Selten (1978), one stage of the chain store: the threat to fight is not credible."""
    answer = {"fight": end("war", -1, -1), "accommodate": end("shared", 1, 1)}
    return (
        GameBuilder("entry")
        .players("entrant", "incumbent")
        .tree(move("entrant", {"out": end("monopoly", 0, 2), "enter": move("incumbent", answer)}))
    )


def guess_the_ace() -> Game:
    """Miltersen and Sorensen (2006): a card, a bet that need not be offered, and a guess.

    Player 1 may stop or offer; player 2 then guesses whether the card, one of 52, is the ace of
    spades. Offering is a mistake; after it a sensible guesser says "other".
    """

    def guess(is_ace: bool) -> Sketch:
        win = (-1000, 1000)
        return move(
            "2",
            {
                "ace": end("right" if is_ace else "wrong", *(win if is_ace else (0, 0))),
                "other": end("wrong" if is_ace else "right", *((0, 0) if is_ace else win)),
            },
            knows="guess",
        )

    def offer(is_ace: bool) -> Sketch:
        return move("1", {"stop": end("stopped", 0, 0), "offer": guess(is_ace)}, knows="1")

    return (
        GameBuilder("guess the ace")
        .players("1", "2")
        .tree(chance("card", {"ace": ("1/52", offer(True)), "other": ("51/52", offer(False))}))
    )


def private_or_public() -> Game:
    """Three types choose quiet, a private or a public threat (after Kurizaki 2007; M10)."""

    def crisis(kind: str, cost: str) -> Sketch:
        def threat(channel: str, audience: str, humiliation: str) -> Sketch:
            act = move(
                "C",
                {
                    "execute": end("executed", f"-({cost})", "-d"),
                    "back down": end("backed down", f"-{audience}", "r"),
                },
                knows=f"{kind} {channel}: act",
            )
            concede = end(f"conceded {channel}", "V", f"-L-{humiliation}")
            return move("T", {"concede": concede, "resist": act}, knows=channel)

        return move(
            "C",
            {
                "quiet": end("quiet", 0, 0),
                "private": threat("private", "0", "0"),
                "public": threat("public", "a", "m"),
            },
            knows=kind,
        )

    builder = GameBuilder("private or public").players("C", "T")
    for name, default in {
        "V": 1,
        "a": 0.3,
        "L": 0.4,
        "d": 1,
        "r": 0.05,
        "m": 0.2,
        "e_1": -0.05,
        "e_2": 0.1,
        "e_3": 0.9,
    }.items():
        builder = builder.parameter(name, default)
    return (
        builder.parameter("f_1", 0.5, low=0, high=1)
        .parameter("f_2", 0.05, low=0, high=1)
        .tree(
            chance(
                "type",
                {
                    "1": ("f_1", crisis("1", "e_1")),
                    "2": ("f_2", crisis("2", "e_2")),
                    "3": ("1 - f_1 - f_2", crisis("3", "e_3")),
                },
            )
        )
    )


def ratified_concession() -> Game:
    """A bluff game in which a third player must consent to the concession.

    Where the audience counts enough, nobody threatens in one component of equilibria, whatever the
    target and the ratifier would do within bounds, and the weak mix in the other.
    """

    def crisis(kind: str, cost: str) -> Sketch:
        def act(after: str) -> Sketch:
            return move(
                "Challenger",
                {
                    "fight": end("war", f".6 - {cost}", -1, -1.2),
                    "back down": end("backed down", "-audience", 0.1, 0),
                },
                knows=f"{kind}: {after}",
            )

        answer = {
            "concede": move(
                "Ratifier",
                {"ratify": end("conceded", 1, -0.4, -0.5), "block": act("blocked")},
                knows="concession proposed",
            ),
            "resist": act("resisted"),
        }
        return move(
            "Challenger",
            {"quiet": end("quiet", 0, 0, 0), "threaten": move("Target", answer, knows="a threat")},
            knows=kind,
        )

    return (
        GameBuilder("ratified concession")
        .players("Challenger", "Target", "Ratifier")
        .parameter("audience", 0.3, low=0.0)
        .tree(
            chance(
                "type",
                {"tough": (0.3, crisis("tough", ".75")), "weak": (0.7, crisis("weak", "1.2"))},
            )
        )
    )
