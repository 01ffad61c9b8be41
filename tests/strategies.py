"""Small random games for property tests: trees with chance, types and perfect recall.

Perfect recall holds by construction: what a player knows is the list of branches it saw, and it
always sees its own, together with the information set it stood at.
"""

from hypothesis import strategies as st

from standoff.game import Draws, Game, GameBuilder, chance, end, move
from standoff.solve.solution import Solution, from_named

#: Few and coarse, so that ties between actions and payoffs occur.
payoffs = st.integers(-4, 4).map(lambda quarter: quarter / 4)


@st.composite
def games(draw, *, max_depth: int = 4, max_players: int = 3, n_players: int | None = None) -> Game:
    """Draw a game: hidden moves, private chance, payoffs on the way, mixed numbers of actions.

    Information sets may join nodes at different depths. Payoffs mention the parameters `stake`
    and `cost`; a chance may mention `p_luck`.
    """
    if n_players is None:
        n_players = draw(st.integers(min(2, max_players), max_players))
    players = tuple(f"P{i}" for i in range(n_players))
    actions: dict[tuple, tuple[str, ...]] = {}

    def pays():
        amounts = [draw(payoffs) for _ in players]
        whose = draw(st.integers(0, n_players - 1))
        how = draw(st.sampled_from(["{}", "{} * stake", "{} - cost", "cost + {}"]))
        return [how.format(a) if i == whose else a for i, a in enumerate(amounts)]

    def seen(event: tuple, by: set[int], known: tuple) -> tuple:
        return tuple((*k, event) if i in by else k for i, k in enumerate(known))

    def observers() -> set[int]:
        return draw(st.sets(st.integers(0, n_players - 1)))

    def subtree(depth: int, known: tuple):
        kinds = ["move", "move", "move", "chance"] + ["end"] * depth
        kind = draw(st.sampled_from(kinds)) if depth < max_depth else "end"
        if kind == "end":
            return end(f"outcome {draw(st.integers(0, 5))}", *pays())
        extra = pays() if draw(st.integers(0, 9)) == 0 else None
        if kind == "chance":
            odds = draw(st.sampled_from([(".5", ".5"), ("p_luck", "1 - p_luck"), ("0", "1")]))
            by = observers()
            return chance(
                f"chance {depth}",
                {
                    label: (p, subtree(depth + 1, seen(("chance", depth, label), by, known)))
                    for label, p in zip(("heads", "tails"), odds, strict=True)
                },
                pays=extra,
            )
        mover = draw(st.integers(0, n_players - 1))
        key = (mover, known[mover])
        if key not in actions:
            n = draw(st.sampled_from([1, 2, 2, 2, 3]))
            actions[key] = tuple("abc"[:n])
        name = f"set {list(actions).index(key)}"
        by = observers() | {mover}
        return move(
            players[mover],
            {a: subtree(depth + 1, seen((name, a), by, known)) for a in actions[key]},
            knows=name,
            pays=extra,
        )

    return (
        GameBuilder("random")
        .players(*players)
        .parameter("stake", 1.0)
        .parameter("cost", 0.25)
        .parameter("p_luck", 0.3, low=0, high=1)
        .tree(subtree(0, ((),) * n_players))
    )


@st.composite
def profiles(draw, game: Game, *, n_draws: int = 1) -> Solution:
    """Draw arbitrary strategies (with pure and zero parts) on a game; no equilibrium.

    Beliefs follow Bayes' rule where a set is reached and are uniform elsewhere.
    """
    strategy, belief = {}, {}
    for infoset in game.infosets:
        weights = draw(
            st.lists(
                st.sampled_from([0, 0, 1, 1, 3]),
                min_size=len(infoset.actions),
                max_size=len(infoset.actions),
            ).filter(any)
        )
        for action, weight in zip(infoset.actions, weights, strict=True):
            strategy[infoset.label, action] = weight / sum(weights)
        for node in infoset.nodes:
            belief[infoset.label, game.history(node)] = 1 / len(infoset.nodes)
    stake = draw(st.lists(payoffs, min_size=n_draws, max_size=n_draws))
    return from_named(game, Draws.from_columns({"stake": stake}), strategy, belief)
