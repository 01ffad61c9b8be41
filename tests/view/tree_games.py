"""Games whose pictures are tested: a threat, a signal, and a crisis with 58 ends."""

from standoff.game import Draws, Game, GameBuilder, chance, end, move
from standoff.solve.solution import Solution, from_named


def threat_game() -> tuple[Game, Solution]:
    """Return the threat game and the equilibrium in which the threat works."""
    answer = move(
        "Target",
        {
            "concede": end("concession", "prize", "-loss"),
            "resist": move(
                "Challenger",
                {
                    "execute": end("executed", "-cost", "-damage"),
                    "back down": end("backed down", "-audience_cost", 0),
                },
            ),
        },
    )
    game = (
        GameBuilder("threat")
        .players("Challenger", "Target")
        .parameter("prize", 1.0)
        .parameter("loss", 0.6)
        .parameter("cost", 0.2)
        .parameter("damage", 0.7)
        .parameter("audience_cost", 0.3, low=0)
        .tree(move("Challenger", {"quiet": end("quiet", 0, 0), "threaten": answer}))
    )
    chosen = [("start", "threaten"), ("threaten", "concede"), ("threaten > resist", "execute")]
    return game, from_named(game, Draws.point({}), dict.fromkeys(chosen, 1.0))


def signal_game() -> tuple[Game, Solution]:
    """Return a game of two types and its semi-separating profile."""

    def challenger(kind: str):
        last = move(
            "Challenger",
            {
                "execute": end("executed", f"-cost_{kind}", "-damage"),
                "back down": end("backed down", "-audience_cost", 0),
            },
            knows=f"{kind}: act",
        )
        answer = move(
            "Target",
            {"concede": end("concession", "prize", "-loss"), "resist": last},
            knows="threatened",
        )
        return move(
            "Challenger", {"quiet": end("quiet", 0, 0), "threaten": answer}, knows=f"{kind}: threat"
        )

    game = GameBuilder("signal").players("Challenger", "Target")
    for name, value in (
        ("prize", 1.0), ("loss", 0.6), ("damage", 0.7), ("audience_cost", 0.3),
        ("cost_resolved", 0.2), ("cost_bluffer", 0.9), ("p_resolved", 0.45),
    ):  # fmt: skip
        game = game.parameter(name, value)
    game = game.tree(
        chance(
            "type",
            {
                "resolved": ("p_resolved", challenger("resolved")),
                "bluffer": ("1 - p_resolved", challenger("bluffer")),
            },
        )
    )
    strategy = {
        ("resolved: threat", "threaten"): 1.0,
        ("bluffer: threat", "threaten"): 0.135,
        ("bluffer: threat", "quiet"): 0.865,
        ("threatened", "concede"): 0.23,
        ("threatened", "resist"): 0.77,
        ("resolved: act", "execute"): 1.0,
        ("bluffer: act", "back down"): 1.0,
    }
    return game, from_named(game, Draws.point({}), strategy)


def crisis_game() -> tuple[Game, Solution]:
    """Return a crisis after a secret or a notified arrest, with 58 ends, and one profile."""

    def dropped(where: str, kind: str, channel: str):
        settle = move(
            "Challenger",
            {
                "honor": end("honored", 0.1, 0.33),
                "scapegoat": end("scapegoat", 0.22, 0.138),
                "exonerate": end("exonerated", 0.48, 0.05),
            },
            knows=f"{where} {kind} {channel}: settle",
        )
        refused = end("court refuses", 0, 0.4)
        return chance("court", {"refused": (0.03, refused), "agreed": (0.97, settle)})

    def severe(where: str, kind: str, channel: str):
        held = move(
            "Challenger",
            {"execute": end("executed", -0.1, -0.55), "back down": end("backed down", -0.15, 0.47)},
            knows=f"{where} {kind} {channel}: act",
        )
        return move(
            "Target",
            {"drop": dropped(where, kind, channel), "hold": held},
            knows=f"{where} {channel}: answer",
        )

    def crisis(where: str, p: float):
        def respond(kind: str):
            return move(
                "Challenger",
                {
                    "quiet": end("quiet", 0, 0.45),
                    "review": end("review", 0.05, 0.42),
                    "private": severe(where, kind, "private"),
                    "public": severe(where, kind, "public"),
                },
                knows=f"{where} {kind}: respond",
            )

        return chance(
            "type", {"resolved": (p, respond("resolved")), "bluffer": (1 - p, respond("bluffer"))}
        )

    leak = chance(
        "leak", {"escape": (0.8, end("escape", 0, 0)), "arrest": (0.2, crisis("notified", 0.15))}
    )
    game = (
        GameBuilder("crisis")
        .players("Challenger", "Target")
        .tree(
            move(
                "Target",
                {"forgo": end("no arrest", 0, 0), "secret": crisis("secret", 0.45), "notify": leak},
                knows="arrest",
            )
        )
    )
    strategy = {("arrest", "secret"): 1.0}
    for infoset in game.infosets:
        last = infoset.label.rsplit(" ", 1)[-1]
        if last == "answer":
            strategy[infoset.label, "drop" if "private" in infoset.label else "hold"] = 1.0
        elif last == "act":
            strategy[infoset.label, "execute" if "resolved" in infoset.label else "back down"] = 1.0
        elif last in ("settle", "respond"):
            strategy[infoset.label, {"settle": "exonerate", "respond": "private"}[last]] = 1.0
    belief = {
        (infoset.label, game.history(node)): 0.5
        for infoset in game.infosets
        for node in infoset.nodes
    }
    return game, from_named(game, Draws.point({}), strategy, belief)
