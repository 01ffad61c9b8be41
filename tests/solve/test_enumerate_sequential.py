"""All sequential equilibria: games from the literature, closed forms, random games, Gambit."""

from __future__ import annotations

import io
import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.games import named
from tests.games.random_trees import random_tree, two_sided_crisis
from tests.solve.exact import worst
from tests.solve.listed import contains, holds
from tests.solve.plain import with_random_payoffs
from tests.solve.test_sequential import audience_costs
from tests.solve.trembling import Deviations
from tests.solve.wide_games import PAYOFFS, one_large_payoff, wide_game
from tests.strategies import games

from standoff.errors import GameError
from standoff.game import Draws, Game, GameBuilder, Status, chance, end, lower, move
from standoff.game.build import Sketch
from standoff.game.exchange import write_efg
from standoff.models import get
from standoff.solve.enumerate_sequential import ListedComponent, all_sequential
from standoff.solve.listing import Completeness, EquilibriumList
from standoff.solve.sequential import solve_sequential
from standoff.solve.solution import from_named
from standoff.solve.verify import verify


def components(found: EquilibriumList) -> list[ListedComponent]:
    listed = [c for c in found.equilibria if isinstance(c, ListedComponent)]
    assert len(listed) == len(found)
    assert all(verify(c.solution).ok[0] for c in listed)
    return listed


def choices(component: ListedComponent) -> dict[str, tuple[float, float]]:
    return {f"{c.infoset} > {c.what}": (c.low, c.high) for c in component.choices}


def beliefs(component: ListedComponent) -> dict[str, tuple[float, float]]:
    return {f"{c.infoset} > {c.what}": (c.low, c.high) for c in component.beliefs}


def near(low: float, high: float) -> Any:
    return pytest.approx((low, high), abs=1e-9)


def test_bluff_game_has_one_equilibrium_if_the_resolved_like_to_act() -> None:
    found = all_sequential(audience_costs(), Draws.point({"e_R": -0.05}))
    assert found.completeness is Completeness.PROVEN
    (only,) = components(found)
    assert only.is_isolated
    assert only.solution.probability("threat", "concede")[0] == pytest.approx(3 / 13, abs=1e-12)
    assert only.solution.probability("W", "threaten")[0] == pytest.approx(4 / 9, abs=1e-12)


@pytest.mark.parametrize(("phi", "threat"), [(0.25, 7 / 12), (0.6, 1.0)])
def test_bluff_game_has_two_components_if_they_do_not(phi: float, threat: float) -> None:
    """Semi-separating or pooling, and no threat: the answer to one may be anything that deters."""
    found = all_sequential(audience_costs(), Draws.point({"e_R": 0.1, "phi": phi}))
    assert found.completeness is Completeness.PROVEN
    quiet, loud = sorted(components(found), key=lambda c: -c.solution.p_outcome["quiet"][0])
    assert loud.solution.p_outcome["quiet"][0] == pytest.approx(1 - threat, abs=1e-12)
    assert quiet.solution.p_outcome["quiet"][0] == 1.0
    assert quiet.is_path_fixed
    assert choices(quiet)["threat > concede"] == near(0, 0.1 / 1.1)
    assert beliefs(quiet)["threat > R > threaten"] == near(0, 3 / 7)


def test_bluff_game_over_random_parameters() -> None:
    rng = np.random.default_rng(3)
    for _ in range(40):
        row = {
            "V": rng.uniform(0.5, 1.5),
            "a": rng.uniform(0.05, 0.6),
            "L": rng.uniform(0.1, 1.2),
            "r": rng.uniform(0, 0.2),
            "e_R": rng.uniform(-0.3, 0.04),
            "e_W": rng.uniform(0.7, 1.2),
            "phi": rng.uniform(0.05, 0.95),
        }
        found = all_sequential(audience_costs(), Draws.point(row))
        pi = (row["L"] + row["r"]) / (1 + row["r"])
        assert found.completeness is Completeness.PROVEN
        assert len(found) == (2 if row["e_R"] > 0 and pi < 1 else 1)


def test_beer_and_quiche_has_both_poolings() -> None:
    found = all_sequential(named.beer_quiche())
    assert found.completeness is Completeness.PROVEN
    by_meal = {
        meal: next(
            c
            for c in components(found)
            if c.solution.probability("surly", meal)[0] == 1.0
            and c.solution.probability("weak", meal)[0] == 1.0
        )
        for meal in ("beer", "quiche")
    }
    assert len(found) == 2
    for meal, other in (("beer", "quiche"), ("quiche", "beer")):
        component = by_meal[meal]
        assert component.is_path_fixed
        assert choices(component)[f"{other} > duel"] == near(0.5, 1)
        assert beliefs(component)[f"{other} > weak > {other}"] == near(0.5, 1)


def test_selten_horse_keeps_the_sequential_component_only() -> None:
    found = all_sequential(named.selten_horse())
    assert found.completeness is Completeness.PROVEN
    (only,) = components(found)
    assert only.solution.p_outcome["1 1 1"][0] == 1.0
    assert choices(only)["3 > l"] == near(0, 1 / 4)
    assert beliefs(only)["3 > down"] == near(0, 1 / 3)


def test_mckelvey_mclennan_has_nine() -> None:
    found = all_sequential(named.mckelvey_mclennan())
    assert found.completeness is Completeness.PROVEN
    assert len(components(found)) == 9
    assert all(c.is_isolated for c in components(found))
    mixed = [c for c in components(found) if (c.solution.strategy > 0).all()]
    assert len(mixed) == 2


def test_entry_is_not_deterred() -> None:
    (only,) = components(all_sequential(named.entry_deterrence()))
    assert only.solution.p_outcome["shared"][0] == 1.0


def test_a_guess_that_is_never_asked_for_is_sensible() -> None:
    found = all_sequential(named.guess_the_ace())
    (only,) = components(found)
    assert only.is_isolated
    assert only.solution.p_outcome["stopped"][0] == 1.0
    assert only.solution.probability("guess", "other")[0] == 1.0


def test_private_and_public_threats() -> None:
    """M10 where the private channel does not suffice and the public one does."""
    found = all_sequential(named.private_or_public(), Draws.point({"f_1": 0.2, "f_2": 0.5}))
    assert found.completeness is Completeness.PROVEN
    pooled = from_named(
        named.private_or_public(),
        Draws.point({"f_1": 0.2, "f_2": 0.5}),
        {
            **{(kind, "public"): 1.0 for kind in "123"},
            ("private", "resist"): 1.0,
            ("public", "concede"): 1.0,
            ("1 private: act", "execute"): 1.0,
            ("1 public: act", "execute"): 1.0,
            ("2 private: act", "back down"): 1.0,
            ("2 public: act", "execute"): 1.0,
            ("3 private: act", "back down"): 1.0,
            ("3 public: act", "back down"): 1.0,
        },
        {("private", ("3", "private")): 1.0, ("private", ("1", "private")): 0.0}
        | {("private", ("2", "private")): 0.0},
    )
    assert verify(pooled).ok[0]
    assert contains(found, pooled)


ROWS: dict[str, dict[str, float]] = {
    "private pooling": {},
    "public semi": {"phi_S": 0.30},
    "private semi": {"phi_S": 0.30, "m_u": 0.70},
    "public pooling": {"a_p": 0.05, "m_u": 0},
    "prosecution stands": {"X": 1.2},
    "rupture": {"X": 1.2, "e_R": -0.15},
    "honored": {"x": 1, "h": 0.2},
    "fall guy": {"omega": 0.1, "x": 0.6},
}


@pytest.mark.parametrize("row", ROWS)
def test_linkage_crisis_has_the_kinds_of_its_closed_form(row: str) -> None:
    """One crisis at the reference rows (models.md, section E); continua join kinds."""
    model, removed = get("linkage-crisis"), ("forgo", "notify")
    game = model.build(removed)
    changed = {game.parameter(name).name: value for name, value in ROWS[row].items()}
    draw = Draws.point({"damage": 1.0, **changed})
    found = all_sequential(game, draw)
    assert found.completeness is Completeness.PROVEN
    listed = components(found)
    holding: list[list[str]] = [[] for _ in listed]
    for kind in model.equilibria(draw, ("secret",), removed):
        written = from_named(game, draw, kind.assessment.strategy, kind.assessment.belief)
        where = [k for k, c in enumerate(listed) if holds(c, written.strategy[0], 1e-9)]
        assert len(where) == 1, kind.name
        holding[where[0]].append(kind.name)
        if kind.continuum[0]:
            assert not listed[where[0]].is_path_fixed
    # No component without a kind; two kinds in one only where the model calls both continua.
    assert all(holding)
    assert [len(k) for k in holding if len(k) > 1] == [2] * (
        row in ("rupture", "honored", "fall guy")
    )


def test_both_crises_and_the_arrest() -> None:
    """The whole game: every pair of kinds, with the arrest that is best under the pair."""
    model = get("linkage-crisis")
    draw = Draws.point({"p_resolved_secret": 0.3, "public_humiliation": 0.7})
    found = all_sequential(model.build(), draw)
    assert found.completeness is Completeness.PROVEN
    listed = components(found)
    for kind in model.equilibria(draw):
        written = from_named(model.build(), draw, kind.assessment.strategy, kind.assessment.belief)
        assert sum(holds(c, written.strategy[0], 1e-9) for c in listed) == 1
    assert len(listed) == len(model.equilibria(draw))


def test_a_subgame_whose_value_varies_is_solved_with_what_surrounds_it() -> None:
    """The last mover is indifferent; whether the first one goes on depends on the mix."""
    last = move("B", {"left": end("left", 2, 1), "right": end("right", 0, 1)}, knows="B")
    game = (
        GameBuilder("tie")
        .players("A", "B")
        .tree(move("A", {"stop": end("stop", 1, 0), "go": last}, knows="A"))
    )
    found = all_sequential(game)
    assert found.completeness is Completeness.PROVEN
    (only,) = components(found)
    assert choices(only) == {
        "A > stop": near(0, 1),
        "A > go": near(0, 1),
        "B > left": near(0, 1),
        "B > right": near(0, 1),
    }


def two_receivers() -> Game:
    """B and then C, who does not see B's answer, doubt or trust the same unexpected signal."""

    def answers(sign: int) -> Sketch:
        def third(gain_a: int, gain_b: int) -> Sketch:
            return move(
                "C",
                {
                    "trust": end("trusted", gain_a + 1, gain_b, sign),
                    "doubt": end("doubted", gain_a, gain_b, 0.2),
                },
                knows="C",
            )

        return move("B", {"trust": third(1, sign), "doubt": third(0, 0)}, knows="B")

    def sender(kind: str, sign: int) -> Sketch:
        return move("A", {"quiet": end("quiet", 1.5, 0, 0), "signal": answers(sign)}, knows=kind)

    return (
        GameBuilder("two receivers")
        .players("A", "B", "C")
        .tree(chance("type", {"good": (0.5, sender("good", 1)), "bad": (0.5, sender("bad", -1))}))
    )


def test_two_receivers_of_one_signal_share_their_doubts() -> None:
    """C needs a belief of .6 in the good type to trust, B one of .5: nobody trusts below .5."""
    found = all_sequential(two_receivers())
    assert found.completeness is Completeness.PROVEN
    game = two_receivers()
    (quiet,) = [c for c in components(found) if c.solution.p_outcome["quiet"][0] == 1.0]
    believed = quiet.solution.belief[0]
    good_b = believed[game.infoset("B").nodes[0]]
    good_c = sum(believed[n] for n in game.infoset("C").nodes if "good" in game.history(n))
    assert good_b == pytest.approx(good_c, abs=1e-9)
    # Only both together make the signal worth while, so C must not trust too often.
    assert beliefs(quiet)["B > good > signal"] == near(0, 0.6)
    assert choices(quiet)["C > trust"] == near(0, 0.5)
    assert choices(quiet)["B > trust"] == near(0, 1)


def test_pieces_that_only_samples_tell_of_touch_what_lies_at_their_border() -> None:
    # Where the ratifier would block, the target may do either; its doubts and its choice are then
    # tied by a product of unknowns, which has no corners.
    game = named.ratified_concession()
    quiet, bluffing = components(all_sequential(game))
    assert not quiet.is_isolated
    assert quiet.solution.p_outcome["quiet"][0] == pytest.approx(1.0, abs=1e-12)
    told = choices(quiet)
    assert told["a threat > concede"] == near(0.0, 1.0)
    assert told["concession proposed > block"] == near(0.0, 1.0)
    # The target gives in to tough ones only if they are likely: (1 - .4) p <= .5 (1 - p).
    assert beliefs(quiet)["a threat > tough > threaten"] == near(0.0, 5 / 11)
    assert bluffing.is_isolated
    assert bluffing.solution.p_outcome["quiet"][0] == pytest.approx(0.34, abs=1e-9)
    (alone,) = components(all_sequential(game, Draws.point({"audience": 0.1})))
    assert alone.solution.p_outcome["quiet"][0] == pytest.approx(1.0, abs=1e-12)


def test_only_one_draw_at_a_time() -> None:
    with pytest.raises(GameError, match="one draw at a time"):
        all_sequential(audience_costs(), Draws.from_columns({"phi": [0.2, 0.3]}))
    with pytest.raises(GameError, match="cannot be played"):
        all_sequential(audience_costs(), Draws.point({"phi": 1.5}))


def test_stopping_early_is_said() -> None:
    found = all_sequential(named.beer_quiche(), most_systems=1)
    assert found.completeness is Completeness.CUT_OFF


@settings(max_examples=80)
@given(games(max_depth=4), st.integers(0, 2**32 - 1))
def test_random_games_hold_the_limit_of_the_logit_branch(game: Game, seed: int) -> None:
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    found = all_sequential(game, Draws.point({}))
    components(found)
    solution = solve_sequential(game, Draws.point({}))
    assert solution.status[0] == Status.SOLVED
    assert contains(found, solution)


@settings(max_examples=80)
@given(games(max_depth=4))
def test_games_with_ties_hold_the_limit_of_the_logit_branch(game: Game) -> None:
    assume(game.infosets)
    found = all_sequential(game)
    assert len(components(found)) >= 1
    solution = solve_sequential(game, Draws.point({}))
    if solution.status[0] == Status.SOLVED:
        assert contains(found, solution)


@pytest.mark.parametrize("n_players", [2, 3])
def test_larger_random_games(n_players: int) -> None:
    for seed in range(25):
        game = random_tree(np.random.default_rng(seed), n_players=n_players, depth=4)
        found = all_sequential(game)
        assert found.completeness is Completeness.PROVEN
        components(found)
        assert contains(found, solve_sequential(game, Draws.point({})))


def gambit_profile(game: Game, profile: Any) -> np.ndarray:
    arrays = lower(game)
    strategy = np.zeros(arrays.n_actions)
    for player, sets in enumerate(profile):
        own = [i for i in game.infosets if i.player == player]
        for infoset, (_, p) in zip(own, sets, strict=True):
            first = arrays.first_action[infoset.index]
            strategy[first : first + len(infoset.actions)] = [float(x) for _, x in p]
    return strategy


def completions(game: Game, strategy: np.ndarray) -> list[np.ndarray]:
    """Fill sets that a profile is silent about with every pure choice."""
    arrays = lower(game)
    spans = [slice(*arrays.first_action[i : i + 2]) for i in range(arrays.n_infosets)]
    silent = [span for span in spans if strategy[span].sum() < 0.5]
    filled = []
    for chosen in itertools.product(*(range(span.start, span.stop) for span in silent)):
        each = strategy.copy()
        each[list(chosen)] = 1.0
        filled.append(each)
    return filled


GAMES = {
    "two players": lambda rng: random_tree(rng, depth=3),
    "three players": lambda rng: random_tree(rng, depth=3, n_players=3),
    "crisis": lambda rng: two_sided_crisis(rng, n_challengers=2, n_targets=2, n_threats=1),
}


@pytest.mark.oracle
@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("enumpoly", "two players"),
        ("enumpoly", "three players"),
        ("enumpoly", "crisis"),
        ("enummixed", "two players"),
        ("enummixed", "crisis"),
    ],
)
def test_nash_equilibria_of_gambit_are_listed_or_not_sequential(method: str, kind: str) -> None:
    pygambit = pytest.importorskip("pygambit")
    n_listed = n_refused = 0
    for seed in range(25):
        rng = np.random.default_rng(seed)
        game = GAMES[kind](rng)
        if not game.infosets:
            continue
        found = all_sequential(game)
        witness = pygambit.read_efg(io.StringIO(write_efg(game)))
        if method == "enumpoly":
            profiles = list(pygambit.nash.enumpoly_solve(witness).equilibria)
        else:
            solved = pygambit.nash.enummixed_solve(witness, rational=False)
            profiles = [profile.as_behavior() for profile in solved.equilibria]
        for profile in profiles:
            for strategy in completions(game, gambit_profile(game, profile)):
                if any(holds(c, strategy, 1e-5) for c in components(found)):
                    n_listed += 1
                    continue
                n_refused += 1
                deviations = Deviations(game, Draws.point({}), strategy)
                assert not (
                    deviations.any_belief_does() and deviations.some_trembles_do(rng, 300)
                ), (kind, seed)
    assert n_listed > 5
    assert n_refused > 5


@pytest.mark.oracle
def test_gambit_finds_no_regret_in_ours() -> None:
    pygambit = pytest.importorskip("pygambit")
    for seed in range(15):
        game = random_tree(np.random.default_rng(seed), depth=4)
        witness = pygambit.read_efg(io.StringIO(write_efg(game)))
        arrays = lower(game)
        for component in components(all_sequential(game)):
            strategy = component.solution.strategy[0]
            nested = [
                [
                    strategy[arrays.first_action[i.index] : arrays.first_action[i.index + 1]]
                    for i in game.infosets
                    if i.player == player
                ]
                for player in range(len(game.players))
            ]
            profile = witness.mixed_behavior_profile([[list(p) for p in own] for own in nested])
            assert profile.agent_max_regret() < 1e-8


def test_one_large_payoff_makes_no_component_of_what_is_settled() -> None:
    """Tolerances belong to a set: u is better than d by one, whatever B may be paid elsewhere."""
    listing = all_sequential(one_large_payoff())
    assert listing.completeness is Completeness.PROVEN
    (only,) = listing.equilibria
    assert only.is_isolated
    assert only.solution.probability("B", "u")[0] == 1.0


@pytest.mark.parametrize("kind", PAYOFFS)
def test_no_listed_equilibrium_of_a_wide_game_leaves_a_gain(kind: str) -> None:
    rng = np.random.default_rng(PAYOFFS.index(kind))
    for shape in ("table", "signal", "hidden moves"):
        listing = all_sequential(wide_game(shape, kind, rng))
        assert listing.equilibria
        assert all(worst(each.solution) <= 1e-6 for each in listing.equilibria)
