"""One equilibrium of a two-player game by complementary pivoting on the sequence form.

With trembles the answer is quasi-perfect, hence sequential: it says what would be done, and what
would be believed, at sets that are never reached.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from standoff.game.draws import Draws
from standoff.game.lower import Floats, GameNumbers, numbers
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.evaluate import bayes, edge_probability, reach
from standoff.solve.lemke_exact import solve_exactly
from standoff.solve.sequence_form import SequenceForm, sequence_form
from standoff.solve.solution import Solution
from standoff.solve.verify import is_best, verify

if TYPE_CHECKING:
    from standoff.solve.kernels.lemke import Form

METHOD = {True: "Lemke with trembles", False: "Lemke"}
RULE = "the path that starts where both reply to random play"

#: An answer counts when no deviation gains more than this share of the largest payoff, and `verify`
#: finds no gain beside what is at stake at any set; without trembles, at any that one can get to.
TOLERANCE = 1e-10
#: Games with more actions are not solved again in exact arithmetic when rounding spoils an answer.
MOST_EXACT = 80
FEWEST_FOR_THREADS = 16


def solve_lemke(game: Game, draws: Draws, *, perturbed: bool = True) -> Solution:
    """Find one equilibrium of a two-player game for every draw, trembles included.

    Parameters
    ----------
    game : Game
        Two players, perfect recall.
    draws : Draws
    perturbed : bool
        With trembles (the default) the answer is a quasi-perfect equilibrium, hence sequential:
        play and beliefs at unreached sets are part of it. Without them it is a Nash equilibrium;
        what it plays at sets that its own plans never reach means nothing, and beliefs at unreached
        sets with several nodes are nan.

    Returns
    -------
    Solution
        Where some action that is not chosen is exactly as good, other equilibria may exist beside
        this one, and the status is `KNIFE_EDGE`.

    Raises
    ------
    GameError
        If the game does not have two players.

    Notes
    -----
    Every plan must put at least ``e**k`` on a sequence of k own choices; e is a symbol, smaller
    than any number, and only the limits are reported. The pivoting follows the linear tracing
    procedure from random play: at first both reply to a prior (all actions of a set equally
    likely), then the prior loses weight until it has none. The lexicographic rule makes it finite
    in exact arithmetic. It runs in floating point; draws in which a deviation would still gain are
    solved again in exact arithmetic where the game is small, and else are `NOT_CONVERGED`. At sets
    that only a chance of probability zero reaches, trembles of players say nothing: play there
    replies best to beliefs in which such chances are rarer than any tremble.

    Each draw is solved alone, in compiled code over threads. Cost per pivot: at most the square of
    the number of actions; pivots: mostly a few per action, exponentially many in the worst case.

    References
    ----------
    Koller, D., Megiddo, N. and von Stengel, B. (1996). Efficient computation of equilibria for
    extensive two-person games. Games and Economic Behavior 14. von Stengel, B., van den Elzen, A.
    and Talman, D. (2002). Computing normal form perfect equilibria for extensive two-person games.
    Econometrica 70. Miltersen, P. and Sorensen, T. (2010). Computing a quasi-perfect equilibrium
    of a two-player game. Economic Theory 42.
    """
    from standoff.solve.kernels import plans as kernel
    from standoff.solve.kernels.threads import one_at_a_time

    form, table = sequence_form(game), numbers(game, draws)
    n_draws, n_actions = len(draws), form.arrays.n_actions
    status = np.full(n_draws, Status.INFEASIBLE, dtype=np.uint8)
    strategy = np.full((n_draws, n_actions), np.nan)
    belief = np.full((n_draws, form.arrays.n_nodes), np.nan)
    gain = np.full(n_draws, np.inf)
    is_tied, n_pivots = np.zeros(n_draws, dtype=np.bool_), np.zeros(n_draws, dtype=np.int64)
    rows = np.flatnonzero(table.feasible)
    usable = table if len(rows) == n_draws else table.rows(rows)
    found = [strategy[rows], belief[rows], gain[rows], is_tied[rows], n_pivots[rows]]
    n_powers = 1 + max(1, int(form.n_choices.max(initial=0))) if perturbed else 1
    # Waking threads takes longer than solving a few small games.
    answer_all = kernel.answer_many if len(rows) >= FEWEST_FOR_THREADS else kernel.answer_few
    most_pivots = 1_000 + 50 * n_actions
    with one_at_a_time():
        answer_all(kernel_form(form), usable.payoff, usable.p_chance, n_powers, most_pivots, *found)
    strategy[rows], belief[rows], gain[rows], is_tied[rows], n_pivots[rows] = found
    claimed = Solution(game, draws, strategy, belief, status, METHOD[perturbed], RULE)
    left_with_gains = _left_with_gains if perturbed else left_with_gains_of_plans
    gain[left_with_gains(claimed, gain <= TOLERANCE)] = np.inf
    again = rows[~(gain[rows] <= TOLERANCE)]
    for draw in again:
        if n_actions <= MOST_EXACT:
            plan = solve_exactly(form, table, int(draw), n_powers)
            gain[draw], is_tied[draw] = read_plan(form, table, int(draw), plan, strategy, belief)
    if len(again):
        once_more = np.isin(np.arange(n_draws), again) & (gain <= TOLERANCE)
        gain[left_with_gains(claimed, once_more)] = np.inf
    status[rows] = np.where(is_tied[rows], Status.KNIFE_EDGE, Status.SOLVED)
    failed = rows[~(gain[rows] <= TOLERANCE)]
    status[failed], strategy[failed], belief[failed] = Status.NOT_CONVERGED, np.nan, np.nan
    if not perturbed:
        belief = beliefs_on_path(form, table, strategy)
    return Solution(game, draws, strategy, belief, status, METHOD[perturbed], RULE)


def _left_with_gains(claimed: Solution, among: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the draws in which somebody gains beside what is at stake at a set."""
    looked_at = np.flatnonzero(among)
    if not len(looked_at):
        return looked_at
    status = np.full(len(looked_at), Status.SOLVED, dtype=np.uint8)
    candidate = replace(claimed.rows(looked_at), status=status)
    return looked_at[~verify(candidate, ties=False).nobody_gains]


def left_with_gains_of_plans(
    claimed: Solution, among: NDArray[np.bool_], *, tolerance: float = 1e-9
) -> NDArray[np.int64]:
    """Return the draws in which somebody gains by another plan, beside what is at stake at a set.

    Sets that the other player and chance let a player get to are looked at, whether or not the
    player's own plan does: there play has to reply best, and then no other plan gains.
    """
    looked_at = np.flatnonzero(among)
    if not len(looked_at):
        return looked_at
    part = claimed.rows(looked_at)
    form, table = sequence_form(claimed.game), numbers(claimed.game, part.draws)
    belief, can_get_to = _whatever_the_own_plan(form, table, part.strategy)
    status = np.full(len(looked_at), Status.SOLVED, dtype=np.uint8)
    candidate = replace(part, belief=belief, status=status)
    check = verify(candidate, tolerance=tolerance, ties=False)
    best = is_best(check.gain, check.stake, check.rounding, tolerance)
    return looked_at[~np.all(best | ~can_get_to, axis=1)]


def _whatever_the_own_plan(
    form: SequenceForm, table: GameNumbers, strategy: Floats
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return beliefs as if players made for the set, and which sets they can get to then."""
    arrays = form.arrays
    belief = np.full((len(strategy), arrays.n_nodes), np.nan)
    can_get_to = np.zeros((len(strategy), arrays.n_infosets), dtype=np.bool_)
    p_edge = edge_probability(arrays, table, strategy)
    acted = arrays.edge_action >= 0
    mover = np.full(arrays.n_nodes, -1)
    mover[acted] = arrays.infoset_player[arrays.action_infoset[arrays.edge_action[acted]]]
    for player in range(2):
        p_reach = reach(arrays, np.where(mover == player, 1.0, p_edge))
        for infoset in form.infosets(player):
            nodes = np.flatnonzero(arrays.infoset == infoset)
            total = p_reach[:, nodes].sum(axis=1)
            can_get_to[:, infoset] = total > 0.0
            with np.errstate(invalid="ignore"):
                belief[:, nodes] = p_reach[:, nodes] / total[:, None]
    return belief, can_get_to


def read_plan(
    form: SequenceForm,
    table: GameNumbers,
    draw: int,
    plan: Floats,
    strategy: Floats,
    belief: Floats,
) -> tuple[float, bool]:
    """Turn the exact plans of one draw into its rows of strategies and beliefs.

    Returns
    -------
    gain : float
        What a deviation gains at most, as a share of the payoffs.
    is_tied : bool
        Whether some action that is not chosen is as good; not judged without trembles.
    """
    from standoff.solve.kernels import plans as kernel

    of_draw = kernel_form(form), table.payoff[draw], table.p_chance[draw]
    if plan.shape[1] == 1:
        return kernel.complete(*of_draw, plan, 0.0, strategy[draw]), False
    return kernel.assess(*of_draw, plan, 0.0, strategy[draw], belief[draw])


def beliefs_on_path(form: SequenceForm, table: GameNumbers, strategy: Floats) -> Floats:
    """Return beliefs by Bayes' rule; at sets that are not reached only where there is no choice."""
    arrays = form.arrays
    belief = bayes(arrays, reach(arrays, edge_probability(arrays, table, strategy)))
    moves = np.flatnonzero(arrays.infoset >= 0)
    n_nodes = np.bincount(arrays.infoset[moves], minlength=arrays.n_infosets)
    alone = moves[n_nodes[arrays.infoset[moves]] == 1]
    unsolved = np.isnan(strategy).any(axis=1, keepdims=True)
    belief[:, alone] = np.where(unsolved, np.nan, 1.0)
    return belief


def kernel_form(form: SequenceForm) -> Form:
    """Return the arrays of a sequence form as the kernels take them."""
    from standoff.solve.kernels.lemke import Form

    arrays = form.arrays
    return Form(
        arrays.parent,
        arrays.infoset,
        arrays.edge_action,
        arrays.edge_chance,
        arrays.payoff_row,
        arrays.first_action,
        arrays.infoset_player,
        arrays.action_infoset,
        form.n_sequences,
        form.sequence,
        form.action_sequence,
        form.parent_sequence,
        form.n_choices,
    )
