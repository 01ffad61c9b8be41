"""All agent logit equilibria of a game at a precision, each certified, and whether that is all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.game.lower import Floats, lower, numbers
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.interval import Interval
from standoff.solve.listing import Completeness, EquilibriumList, ListedEquilibrium
from standoff.solve.logit_box import Box, LogitGame, contracted, first_box, has_one_root
from standoff.solve.quantal import log_chance, shape_of, solve_quantal
from standoff.solve.solution import Solution

METHOD = "many starts, Krawczyk's test, branch and prune"
#: Two roots are one when no probability differs by more.
SAME = 1e-9
#: Largest half-width of the box in which a root is certified to be the only one.
RADIUS = 1e-6


def all_quantal(
    game: Game,
    draw: Draws | None = None,
    *,
    precision: float | Sequence[float],
    n_starts: int = 64,
    seed: int = 0,
    most_boxes: int = 2_000,
) -> EquilibriumList:
    """List agent logit equilibria of one draw, on all branches.

    Parameters
    ----------
    game : Game
    draw : Draws, optional
        One draw; the defaults of the game when left out.
    precision : float or one per player
        In units of one over payoffs.
    n_starts : int
        Sobol' points from which Newton's method is started.
    seed : int
        Of the Sobol' points.
    most_boxes : int
        Boxes that are looked at to prove the list whole; 0 leaves that out.

    Returns
    -------
    EquilibriumList
        The equilibrium on the branch from random play first. The note of each says whether it is
        certified: proven to exist, and to be the only one nearby.

    Raises
    ------
    GameError
        If there are several draws, or the draw makes no game.

    Notes
    -----
    Finds roots by Newton's method from many starts. A root is certified by Krawczyk's test in
    interval arithmetic. The list is proven whole by branch and prune: a box that holds every root
    is cut up until each part is empty or proven to hold one root. Cost: about a millisecond per
    box and ten nodes; games with more than about six coupled unknowns run into `most_boxes`, and
    the list then says that it is not proven whole.

    References
    ----------
    Krawczyk, R. (1969). Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken.
    Computing 4. Neumaier, A. (1990). Interval Methods for Systems of Equations. Cambridge.
    """
    if draw is None:
        draw = Draws.point({p.name: p.default for p in game.parameters})
    draw = draw.complete(game.parameters)
    table = numbers(game, draw)
    if len(draw) != 1 or not table.feasible[0]:
        raise GameError(
            f"game {game.name!r}: all equilibria are listed for one draw that is a game"
        )
    principal = solve_quantal(game, draw, precision=precision)
    assert principal.precision is not None
    arrays = lower(game)
    read = LogitGame(
        arrays,
        table.payoff[0],
        log_chance(table)[0],
        principal.precision[0],
        arrays.first_action[:-1].astype(np.int64),
    )
    strategies = [principal.strategy[0]] if principal.status[0] <= Status.FOLD_CROSSED else []
    start = first_box(read)
    for scores in _starts(start, n_starts, seed):
        found = _newton(read, scores)
        if found is not None and not _is_known(found, strategies):
            strategies.append(found)
    completeness, boxes = _prune(read, start, most_boxes)
    certain: list[Floats] = []
    for box in boxes:
        found = _newton(read, np.array([each.middle for each in box]))
        if found is None or not _holds(read, box, found):
            completeness = Completeness.NOT_PROVEN  # its one root exists, and was not reached
        elif not _is_known(found, certain):
            certain.append(found)
    if completeness is Completeness.PROVEN and not all(_is_known(s, certain) for s in strategies):
        completeness = Completeness.NOT_PROVEN
    strategies += [each for each in certain if not _is_known(each, strategies)]
    return EquilibriumList(
        tuple(_listed(principal, read, s, i == 0) for i, s in enumerate(strategies)),
        completeness,
        "agent logit equilibria",
        METHOD,
    )


def _starts(box: Box, n_starts: int, seed: int) -> Floats:
    from scipy.stats import qmc

    low, high = np.array([i.lo for i in box]), np.array([i.hi for i in box])
    free = np.flatnonzero(high > low)
    if not len(free) or n_starts < 1:
        return np.zeros((min(n_starts, 1), len(box)))
    n_points = 1 << (n_starts - 1).bit_length()
    unit = qmc.Sobol(len(free), rng=seed).random(n_points)[:n_starts]
    starts = np.zeros((n_starts, len(box)))
    starts[:, free] = low[free] + unit * (high[free] - low[free])
    return starts


def _newton(game: LogitGame, scores: Floats) -> Floats | None:
    """Return the strategy that Newton's method reaches from scores, if it converges."""
    from standoff.solve.kernels import branch, equations

    arrays = game.arrays
    shape = shape_of(arrays)
    work = equations.workspace(shape, arrays.n_players)
    free = np.empty(arrays.n_actions, dtype=np.int64)
    equations.number_free(shape, game.anchor, free)
    scale = max(float(np.abs(game.payoff).max(initial=0.0)), 1e-300)
    x: Floats = np.array(scores, dtype=np.float64)
    x = x - x[game.anchor][arrays.action_infoset]
    used, _, _ = branch.newton(
        shape, game.payoff, game.log_chance, game.precision, x, game.anchor, free, scale, work, 40
    )
    if used < 0:
        return None
    equations.expect(shape, game.payoff, game.log_chance, x, work)
    return work.p.copy()


def _is_known(strategy: Floats, known: Sequence[Floats]) -> bool:
    return any(np.abs(strategy - each).max() <= SAME for each in known)


def _holds(game: LogitGame, box: Box, strategy: Floats) -> bool:
    scores = _scores(game, strategy)
    return all(side.lo <= x <= side.hi for side, x in zip(box, scores, strict=True))


def _scores(game: LogitGame, strategy: Floats) -> Floats:
    log_p = np.log(np.maximum(strategy, 1e-300))
    anchors: Floats = log_p[game.anchor]
    return log_p - anchors[game.arrays.action_infoset]


def _box_around(game: LogitGame, scores: Floats, radius: float) -> Box:
    free = set(game.free)
    return [
        Interval(float(x) - radius, float(x) + radius) if a in free else Interval(0.0, 0.0)
        for a, x in enumerate(scores)
    ]


def _listed(
    principal: Solution, game: LogitGame, strategy: Floats, is_first: bool
) -> ListedEquilibrium:
    scores = _scores(game, strategy)
    radius = RADIUS
    while radius >= 1e-9 and not has_one_root(game, _box_around(game, scores, radius)):
        radius /= 10.0
    note = (
        f"certified: the only root within {radius:.0e} of its log-odds"
        if radius >= 1e-9
        else "not certified"
    )
    solution = principal if is_first else _solution(principal, strategy)
    return ListedEquilibrium(solution, note=note + (", on the branch from random play" * is_first))


def _solution(principal: Solution, strategy: Floats) -> Solution:
    from standoff.solve.evaluate import bayes, edge_probability, reach

    arrays = lower(principal.game)
    table = numbers(principal.game, principal.draws)
    p_reach = reach(arrays, edge_probability(arrays, table, strategy[None, :]))
    return Solution(
        principal.game,
        principal.draws,
        strategy[None, :],
        bayes(arrays, p_reach),
        principal.status,
        principal.method,
        "another branch",
        precision=principal.precision,
        errors=principal.errors,
    )


def _prune(game: LogitGame, start: Box, most_boxes: int) -> tuple[Completeness, list[Box]]:
    """Cut up the first box; return whether all of it was decided, and the parts with one root."""
    waiting: list[Box] = [start]
    proven: list[Box] = []
    n_boxes = 0
    while waiting:
        if n_boxes >= most_boxes:
            return Completeness.NOT_PROVEN, proven
        n_boxes += 1
        box = _shrunk(game, waiting.pop())
        if box is None:
            continue
        if has_one_root(game, _opened(box)):
            proven.append(_opened(box))
            continue
        widths = [side.width for side in box]
        widest = widths.index(max(widths))
        if widths[widest] < 1e-9:
            return Completeness.NOT_PROVEN, proven
        middle = box[widest].middle
        for half in (Interval(box[widest].lo, middle), Interval(middle, box[widest].hi)):
            waiting.append([half if a == widest else side for a, side in enumerate(box)])
    return Completeness.PROVEN, proven


def _shrunk(game: LogitGame, box: Box) -> Box | None:
    """Contract a box for as long as that pays."""
    while True:
        before = max(side.width for side in box)
        narrower = contracted(game, box)
        if narrower is None or max(side.width for side in narrower) > 0.7 * before:
            return narrower
        box = narrower
        if before < 1e-8:
            return box


def _opened(box: Box) -> Box:
    """Return a box a little larger, so that a root on its rim lies inside."""
    return [
        side
        if side.lo == side.hi == 0.0
        else Interval(side.lo - 1e-7 - 0.01 * side.width, side.hi + 1e-7 + 0.01 * side.width)
        for side in box
    ]
