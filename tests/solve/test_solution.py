"""Solutions travel: they pickle, and threads may solve and read them at the same time."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from tests.solve.test_sequential import audience_costs

from standoff.errors import UnknownName
from standoff.game import Draws, lower
from standoff.solve import from_named, verify
from standoff.solve.consistency import supporting_trembles
from standoff.solve.quantal import solve_quantal
from standoff.solve.sequential import solve_sequential


def test_games_draws_and_solutions_pickle() -> None:
    game = audience_costs()
    draws = Draws.from_columns({"phi": [0.2, 0.4]})
    for solution in (solve_sequential(game, draws), solve_quantal(game, draws, precision=3.0)):
        assert solution.value.shape == (2, 2)
        copy = pickle.loads(pickle.dumps(solution))
        assert copy.game == game
        assert copy.draws == solution.draws
        assert np.array_equal(copy.strategy, solution.strategy)
        assert verify(copy).ok.all()
    assert pickle.loads(pickle.dumps(lower(game))).n_nodes == len(game.nodes)


def test_threads_solve_the_same_game_at_the_same_time() -> None:
    game = audience_costs()
    batches = [Draws.from_columns({"phi": [0.1 + 0.05 * i, 0.5]}) for i in range(8)]
    alone = [solve_sequential(game, batch).strategy for batch in batches]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda batch: solve_sequential(game, batch).strategy, batches))
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))


def test_unknown_sets_and_actions_are_named() -> None:
    solution = solve_sequential(audience_costs(), Draws.point({}))
    with pytest.raises(UnknownName, match="information set"):
        solution.probability("thraet", "concede")
    with pytest.raises(UnknownName, match="did you mean 'concede'"):
        solution.probability("threat", "conceed")


def test_trembles_give_the_beliefs_in_the_limit() -> None:
    """Put the trembles in, make them small, and compare Bayes' rule with the beliefs."""
    game = audience_costs()
    quiet = {("R", "quiet"): 1.0, ("W", "quiet"): 1.0, ("threat", "resist"): 1.0}
    quiet |= {("R: act", "execute"): 1.0, ("W: act", "back"): 1.0}
    solution = from_named(
        game,
        Draws.point({"e_R": 0.1}),
        quiet,
        {("threat", ("R", "threaten")): 0.2, ("threat", ("W", "threaten")): 0.8},
    )
    trembles = supporting_trembles(solution)
    assert trembles is not None
    odds = {}
    for kind, chance in (("R", 0.25), ("W", 0.75)):
        tremble = next(t for t in trembles if (t.infoset, t.action) == (kind, "threaten"))
        odds[kind] = (tremble.order, chance * tremble.size)
    assert odds["R"][0] == odds["W"][0] >= 1.0
    assert odds["R"][1] / (odds["R"][1] + odds["W"][1]) == pytest.approx(0.2)


def test_beliefs_that_no_trembles_give_have_none() -> None:
    game = audience_costs()
    everybody = {("R", "threaten"): 1.0, ("W", "threaten"): 1.0, ("threat", "concede"): 1.0}
    everybody |= {("R: act", "execute"): 1.0, ("W: act", "back"): 1.0}
    solution = from_named(game, Draws.point({"phi": 0.9}), everybody)
    wrong = solution.belief.copy()
    nodes = list(game.infoset("threat").nodes)
    wrong[0, nodes] = [0.0, 1.0]
    changed = type(solution)(
        game, solution.draws, solution.strategy, wrong, solution.status, "", ""
    )
    assert supporting_trembles(solution) is not None
    assert supporting_trembles(changed) is None
