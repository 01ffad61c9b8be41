"""How an equilibrium of players who err moves with every parameter, by formula and by check."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from standoff.errors import NotConverged, UnknownName
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.answers import Floats
from standoff.solve.solution import Solution
from standoff.study.local import Local, Slope, State, size_of
from standoff.study.slope_check import LARGEST, N_STEPS, SlopeCheck, check_slope

#: Of the solved equations, relative to 1 or to the size of the number.
_ROUNDING = 1e-13
_STATES: Mapping[str, State] = {
    "agrees": "smooth",
    "differs": "disputed",
    "unclear": "unclear",
}


def logit_slopes(
    game: Game,
    draw: Draws,
    precision: float,
    *,
    parameters: Sequence[str] = (),
    of: Sequence[str] = (),
) -> Local:
    """Differentiate the agent logit equilibrium of a game by the implicit function theorem.

    Exact up to rounding where the equations are smooth and the branch is followed without a break.
    Each slope is checked: the equilibrium is solved again at four steps on either side (eight
    solutions per parameter, all at once), and the slope is compared with the differences.

    Parameters
    ----------
    game : Game
    draw : Draws
        One row.
    precision : float
        How sharply players see payoffs, in one over payoff units.
    parameters, of : sequence of str, optional
        Names of parameters, and of outcomes and players; by default all.

    Returns
    -------
    Local
        A slope that differs from the differences has the state "disputed", and its number stays.

    Raises
    ------
    NotConverged
        If no equilibrium is found, or the point lies on a fold.
    UnknownName
        If a name is not known.
    """
    from standoff.solve.gradient import gradients
    from standoff.solve.quantal import solve_quantal

    draw = draw.complete(game.parameters)
    solution = solve_quantal(game, draw, precision=precision)
    found = gradients(solution)
    if not np.isfinite(found.log_strategy).all():
        raise NotConverged.after(
            "the implicit function theorem", 1, 1, right="another precision, or other parameters"
        )
    numbers = {name: float(column[0]) for name, column in _numbers(solution).items()}
    for name in of:
        if name not in numbers:
            raise UnknownName.among("outcome or player", name, numbers)
    wanted = {game.parameter(name).name for name in parameters or found.parameters}
    kept = [each for each in game.parameters if each.name in wanted]
    beside = _Beside(game, draw, precision, kept)
    slopes: list[Slope] = []
    for parameter in kept:
        m = found.parameters.index(parameter.name)
        by = {outcome: float(d[0, m]) for outcome, d in found.p_outcome.items()}
        by |= {player: float(found.value[0, i, m]) for i, player in enumerate(game.players)}
        x = float(draw[parameter.name][0])
        for name, value in numbers.items():
            if of and name not in of:
                continue
            check = beside.check(parameter, name, value, by[name])
            # What a sum of terms that cancel leaves is rounding, and no slope.
            slope = by[name] if abs(by[name]) > _ROUNDING * max(1.0, abs(value)) else 0.0
            elasticity = slope * x / value if x and value else math.nan
            slopes.append(
                Slope(
                    name, parameter.name, value, slope, 0.0, elasticity, check.below,
                    check.above, _STATES[check.verdict], check=check,
                )
            )  # fmt: skip
    singular = float(found.smallest_singular[0])
    method = (
        f"implicit function theorem at precision {precision:g} (nearest to a fold {singular:.2g})"
    )
    return Local(solution.rule, method, "agent logit equilibrium", tuple(slopes), ())


class _Beside:
    """The equilibrium at ever smaller steps on both sides, by every parameter in turn."""

    def __init__(
        self, game: Game, draw: Draws, precision: float, parameters: Sequence[Parameter]
    ) -> None:
        from standoff.solve.quantal import solve_quantal

        self._steps: dict[tuple[str, float], tuple[slice, Floats]] = {}
        rows: list[Floats] = []
        n = 0
        for parameter in parameters:
            value = float(draw[parameter.name][0])
            for sign in (-1.0, 1.0):
                room = parameter.high - value if sign > 0 else value - parameter.low
                step = min(LARGEST * size_of(parameter, value), room)
                values = value + sign * step * 0.5 ** np.arange(N_STEPS if room > 0.0 else 0)
                table = np.repeat(draw.values, len(values), axis=0)
                table[:, draw.names.index(parameter.name)] = values
                # The step that is made in floating-point numbers, not the one that was wanted.
                self._steps[parameter.name, sign] = (
                    slice(n, n + len(values)),
                    np.abs(values - value),
                )
                rows.append(table)
                n += len(values)
        self._numbers: dict[str, Floats] = {}
        if n:
            draws = Draws(draw.names, np.concatenate(rows))
            self._numbers = _numbers(solve_quantal(game, draws, precision=precision))

    def check(self, parameter: Parameter, name: str, value: float, slope: float) -> SlopeCheck:
        """Check the slope of one number by one parameter."""
        at_low, below = self._steps[parameter.name, -1.0]
        at_high, above = self._steps[parameter.name, 1.0]
        column = self._numbers.get(name, np.empty(0))
        return check_slope(slope, value, column[at_low], column[at_high], (below, above))


def _numbers(solution: Solution) -> dict[str, Floats]:
    """Return the chances of outcomes and the values of players, per draw."""
    by_player = {name: solution.value[:, i] for i, name in enumerate(solution.game.players)}
    return {**solution.p_outcome, **by_player}
