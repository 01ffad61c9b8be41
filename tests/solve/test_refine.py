"""Refinements: textbook verdicts, the closed form's D1, and games that are no signaling games."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.games import named
from tests.solve.listed import holds
from tests.solve.test_enumerate_sequential import ROWS, components
from tests.solve.test_sequential import audience_costs

from standoff.errors import GameError
from standoff.game import Draws, Game, GameBuilder, chance, end, move
from standoff.models import get
from standoff.solve.enumerate_sequential import all_sequential
from standoff.solve.listing import EquilibriumList
from standoff.solve.refine import CRITERIA, Verdict, refine
from standoff.solve.solution import from_named


def verdict(verdicts: list[Verdict], equilibrium: int, criterion: str) -> Verdict:
    (found,) = [v for v in verdicts if (v.equilibrium, v.criterion) == (equilibrium, criterion)]
    return found


def test_intuitive_criterion_removes_pooling_on_quiche() -> None:
    """Cho and Kreps (1987): the weak have nothing to gain from beer, the surly have."""
    game = named.beer_quiche()
    found = all_sequential(game)
    verdicts = refine(game, found)
    assert len(verdicts) == len(found) * len(CRITERIA)
    for k, component in enumerate(components(found)):
        on_quiche = component.solution.probability("surly", "quiche")[0] == 1.0
        for criterion in ("intuitive criterion", "D1"):
            said = verdict(verdicts, k, criterion)
            assert said.is_removed == on_quiche
            if on_quiche:
                assert (said.message, said.by, said.not_by) == ("beer", ("surly",), ("weak",))
                assert "'weak'" in said.because
        # Neither defeats the other: the surly like one better, the weak the other.
        assert not verdict(verdicts, k, "undefeated").is_removed


def test_d1_removes_the_bluff_game_without_threats() -> None:
    """M04: the resolved gain from q > e_R/(V+e_R), bluffers only from q > a/(a+V)."""
    draw = Draws.point({"e_R": 0.1})
    found = all_sequential(audience_costs(), draw)
    verdicts = refine(audience_costs(), found)
    for k, component in enumerate(components(found)):
        is_quiet = component.solution.p_outcome["quiet"][0] == 1.0
        said = verdict(verdicts, k, "D1")
        assert said.is_removed == is_quiet
        assert not verdict(verdicts, k, "intuitive criterion").is_removed
        if is_quiet:
            assert (said.message, said.by, said.not_by) == ("threaten", ("R",), ("W",))


def test_pooling_defeats_the_bluff_game_without_threats() -> None:
    draw = Draws.point({"e_R": 0.1, "phi": 0.6})
    found = all_sequential(audience_costs(), draw)
    verdicts = refine(audience_costs(), found)
    quiet = [c.solution.p_outcome["quiet"][0] == 1.0 for c in components(found)].index(True)
    said = verdict(verdicts, quiet, "undefeated")
    assert said.is_removed
    assert said.defeated_by == 1 - quiet
    assert said.by == ("R", "W")
    assert not verdict(verdicts, 1 - quiet, "undefeated").is_removed


@pytest.mark.parametrize("row", ROWS)
def test_d1_agrees_with_the_linkage_crisis(row: str) -> None:
    model, removed = get("linkage-crisis"), ("forgo", "notify")
    game = model.build(removed)
    changed = {game.parameter(name).name: value for name, value in ROWS[row].items()}
    draw = Draws.point({"damage": 1.0, **changed})
    found = all_sequential(game, draw)
    verdicts = refine(game, found)
    for kind in model.equilibria(draw, ("secret",), removed):
        written = from_named(game, draw, kind.assessment.strategy, kind.assessment.belief)
        (k,) = [k for k, c in enumerate(components(found)) if holds(c, written.strategy[0], 1e-9)]
        assert verdict(verdicts, k, "D1").is_removed == kind.removed_by["D1"][0], kind.name


def test_d1_agrees_with_the_linkage_crisis_at_random() -> None:
    model, removed = get("linkage-crisis"), ("forgo", "notify")
    game = model.build(removed)
    rng = np.random.default_rng(11)
    n_removed = 0
    for _ in range(25):
        draw = Draws.point(
            {
                "p_resolved_secret": rng.uniform(0.1, 0.6),
                "public_humiliation": rng.uniform(0, 0.7),
                "case_value": rng.uniform(0.2, 0.9),
                "execution_cost_resolved": rng.uniform(-0.1, 0.3),
            }
        )
        found = all_sequential(game, draw)
        verdicts = refine(game, found)
        for kind in model.equilibria(draw, ("secret",), removed):
            if not kind.exists[0]:
                continue
            written = from_named(game, draw, kind.assessment.strategy, kind.assessment.belief)
            where = [k for k, c in enumerate(components(found)) if holds(c, written.strategy[0])]
            assert len(where) == 1
            expected = bool(kind.removed_by["D1"][0])
            n_removed += expected
            assert verdict(verdicts, where[0], "D1").is_removed == expected, kind.name
    assert n_removed > 5


def test_an_empty_list_has_no_verdicts() -> None:
    game = named.beer_quiche()
    found = all_sequential(game)
    assert refine(game, EquilibriumList((), found.completeness, found.concept, found.method)) == []


def test_a_message_that_a_component_sends_is_not_held_against_it() -> None:
    """In the continuum on both channels either one may be unsent, and neither is a surprise."""
    model, removed = get("linkage-crisis"), ("forgo", "notify")
    game = model.build(removed)
    draw = Draws.point({"retaliation_share": 1.0, "trial_cost": 0.2})
    found = all_sequential(game, draw)
    (pooling,) = [k for k, c in enumerate(components(found)) if not c.is_path_fixed]
    assert not any(v.is_removed for v in refine(game, found) if v.equilibrium == pooling)


def two_answers() -> Game:
    def after(kind: str) -> dict[str, object]:
        last = move(
            "C",
            {"x": end("x", 1, 1, 2), "y": end("y", 0, 0, 1 if kind == "good" else 3)},
            knows="third",
        )
        return {
            "quiet": end("quiet", 0.5, 0, 0),
            "speak": move("B", {"a": last, "b": end("b", 0, 0.5, 0)}, knows="second"),
        }

    types = {kind: ("0.5", move("A", after(kind), knows=kind)) for kind in ("good", "bad")}
    return GameBuilder("two answers").players("A", "B", "C").tree(chance("type", types))


@pytest.mark.parametrize(
    ("game", "reason"),
    [
        (named.selten_horse(), "does not start with a draw"),
        (named.guess_the_ace(), "does not know its own type"),
        (two_answers(), "more than one answer follows"),
    ],
)
def test_other_games_are_refused_with_the_reason(game: Game, reason: str) -> None:
    with pytest.raises(GameError, match=reason):
        refine(game, all_sequential(game))


def test_verdicts_do_not_depend_on_units() -> None:
    game = named.beer_quiche()
    found = all_sequential(game)
    scaled = replace(
        game,
        nodes=tuple(
            node
            if node.pays is None
            else replace(node, pays=tuple(_times(expression) for expression in node.pays))
            for node in game.nodes
        ),
    )
    assert refine(scaled, all_sequential(scaled)) == refine(game, found)


def _times(expression: object) -> object:
    from standoff.text.expression import parse

    return parse(f"1000 * ({expression})")
