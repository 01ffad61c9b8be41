"""Comparative statics: how play changes with a regressor or a parameter, with a band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.bands import parameter_draws
from standoff.estimate.data import Data
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Bools, Floats, Ints
from standoff.estimate.signaling.choose import Rule, choose
from standoff.estimate.signaling.observed import SignalingRemake
from standoff.solve.crisis_signaling import OUTCOMES, CrisisEquilibria, crisis_equilibria

if TYPE_CHECKING:
    import pandas as pd

    from standoff.estimate.signaling.fit import SignalingFit
    from standoff.estimate.signaling.likelihood import SignalingLikelihood

#: What a curve shows, in order.
SHOWN = (*(f"Pr({name})" for name in OUTCOMES), "challenge", "resist", "fight")


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Play of one game along the values of a regressor or a parameter.

    Attributes
    ----------
    name : str
    values : float array, shape (n,)
    equilibria : CrisisEquilibria
        All of them at each value.
    chosen : int array, shape (n,)
        The one taken; where it jumps the followed equilibrium has vanished.
    shown : float array, shape (n, 7)
        Chances of the four outcomes, of a challenge, of resistance, of a fight if resisted.
    low, high : float arrays, shape (n, 7)
        Band of each value by itself; nan if none was asked for.
    jumps : bool array, shape (n,)
        Where the number of equilibria is another than at the value before.
    rule : str
    level : float
    n_lost : int
        Draws of parameters at which some game had no equilibrium to be found.
    n_draws : int
    """

    name: str
    values: Floats
    equilibria: CrisisEquilibria
    chosen: Ints
    shown: Floats
    low: Floats
    high: Floats
    jumps: Bools
    rule: Rule
    level: float
    n_lost: int
    n_draws: int = 0

    @property
    def problems(self) -> tuple[str, ...]:
        """What has to be said about the band, as a sentence; empty if there is nothing."""
        if not self.n_lost:
            return ()
        return (
            f"{self.n_lost:,} of {self.n_draws:,} draws have no equilibrium to be found and are "
            "left out of the band",
        )

    def frame(self) -> pd.DataFrame:
        """One row per value: chances, bands, number of equilibria."""
        with needs_extra():
            import pandas as pd
        columns: dict[str, object] = {self.name: self.values}
        for k, name in enumerate(SHOWN):
            columns |= {
                name: self.shown[:, k],
                f"{name} low": self.low[:, k],
                f"{name} high": self.high[:, k],
            }
        columns |= {"n_equilibria": self.equilibria.n_equilibria, "chosen": self.chosen + 1}
        frame = pd.DataFrame(columns)
        frame.attrs["problems"] = self.problems
        return frame


def vary(
    fit: SignalingFit,
    name: str,
    values: Sequence[float] | Floats,
    *,
    row: int | None = None,
    at: Mapping[str, float | str] | None = None,
    rule: Rule = "fit",
    n_draws: int = 500,
    level: float = 0.95,
    seed: int = 0,
) -> Curve:
    """Vary one regressor or one parameter, and follow play.

    Parameters
    ----------
    fit : SignalingFit
    name : str
        A column of the data, or a parameter such as "a:(Intercept)".
    values : sequence of float, shape (n,)
    row : int, optional
        Number of the row to start from; without it a typical one: means, medians of 0/1 columns,
        the most frequent word.
    at : mapping of column to value, optional
        Columns held at other values.
    rule : "fit", "nearest", "lowest" or "highest"
        "fit" follows the equilibrium of the fit from its starting point; "nearest" needs a row.
    n_draws : int
        Parameters drawn from the normal distribution of the estimates for the band; 0 for none.
    level : float
        Of the band, at each value by itself.
    seed : int

    Raises
    ------
    EstimationError, UnknownName
        If there is neither such a column nor such a parameter, or no such row.

    Notes
    -----
    Draws choose, by the same rule, among their own equilibria; under "fit" the one next to that of
    the estimates. So a band mixes what is not known about parameters with jumps among equilibria.
    """
    remake = fit.prepared.remake
    assert isinstance(remake, SignalingRemake), "made by fit_signaling"
    likelihood = fit.signaling
    grid = np.asarray(values, float).ravel()
    if not len(grid) or not np.isfinite(grid).all():
        raise EstimationError("the values to vary over are not finite numbers", found=str(values))
    base, position = _starting(fit.prepared.data, remake.columns, row)
    if at:
        base = base.replaced(**at)
    is_parameter = name in fit.names
    if not is_parameter:
        base.require([name], "the data, and no parameter has this name either")
    table = base.take(np.zeros(len(grid), dtype=np.int64))
    if not is_parameter:
        base.numbers(name)
        table = table.replaced(**{name: grid})
    matrices = remake.designs(table)

    def payoffs(theta: Floats) -> Floats:
        found = likelihood.payoffs(theta, matrices)
        if is_parameter:
            j = fit.names.index(name)
            block = int(likelihood.block_of[j])
            first = int(np.searchsorted(likelihood.block_of, block))
            found[:, block] += (grid - theta[j]) * matrices[block][:, j - first]
        return found

    equilibria = crisis_equilibria(payoffs(fit.theta))
    own = None if position is None else _repeated(fit, position, len(grid))
    if rule == "fit":
        chosen = _follow(fit, equilibria, base, position, grid, name)
    else:
        chosen = choose(equilibria, rule, likelihood=own)
    shown = _shown(equilibria, chosen)
    low, high = np.full_like(shown, np.nan), np.full_like(shown, np.nan)
    n_lost = 0
    if n_draws:
        followed = equilibria.margin[np.arange(len(grid)), chosen]
        draws = _drawn(fit, n_draws, seed)
        tables = [_draw(crisis_equilibria(payoffs(theta)), rule, followed, own) for theta in draws]
        whole = [each for each in tables if each is not None]
        n_lost = len(tables) - len(whole)
        if whole:
            tail = 0.5 * (1.0 - level)
            low, high = np.quantile(np.array(whole), [tail, 1.0 - tail], axis=0)
    jumps = np.zeros(len(grid), dtype=bool)
    jumps[1:] = np.diff(equilibria.n_equilibria) != 0
    return Curve(
        name, grid, equilibria, chosen, shown, low, high, jumps, rule, level, n_lost, n_draws
    )


def _draw(
    equilibria: CrisisEquilibria, rule: Rule, followed: Floats, own: SignalingLikelihood | None
) -> Floats | None:
    if not equilibria.is_found.all():
        return None
    return _shown(equilibria, choose(equilibria, rule, followed=followed, likelihood=own))


def _shown(equilibria: CrisisEquilibria, chosen: Ints) -> Floats:
    each = np.arange(len(chosen))
    return np.column_stack(
        [
            np.exp(equilibria.log_p[each, chosen]),
            equilibria.p_challenge[each, chosen],
            equilibria.p_resist[each, chosen],
            equilibria.p_fight[each, chosen],
        ]
    )


def _follow(
    fit: SignalingFit,
    equilibria: CrisisEquilibria,
    base: Data,
    position: int | None,
    grid: Floats,
    name: str,
) -> Ints:
    """Start next to the fit's own equilibrium, at the value nearest to its own; go step by step."""
    likelihood, theta = fit.signaling, fit.theta
    remake = fit.prepared.remake
    start = crisis_equilibria(likelihood.payoffs(theta, remake.designs(base)))  # pyright: ignore[reportArgumentType]
    if position is not None:
        from scipy.special import ndtr

        p = float(ndtr(likelihood.solve(theta).margin[position]))
    else:
        p = float(start.p_resist[0, _usual(fit, int(start.n_equilibria[0]))])
    is_parameter = name in fit.names
    own = theta[fit.names.index(name)] if is_parameter else float(base[name][0])
    middle = int(np.abs(grid - own).argmin())
    chosen = np.zeros(len(grid), dtype=np.int64)
    for way in (range(middle, len(grid)), range(middle - 1, -1, -1)):
        last = p if way.start == middle else float(equilibria.p_resist[middle, chosen[middle]])
        for i in way:
            away = np.abs(equilibria.p_resist[i] - last)
            chosen[i] = int(np.nanargmin(away))
            last = float(equilibria.p_resist[i, chosen[i]])
    return chosen


def _usual(fit: SignalingFit, n_equilibria: int) -> int:
    """Position that the fit's rows with as many equilibria most often take."""
    found = crisis_equilibria(fit.signaling.payoffs(fit.theta))
    same = found.n_equilibria == n_equilibria
    if n_equilibria == 1 or not same.any():
        return 0
    taken = choose(found, "nearest", likelihood=fit.signaling)[same]
    return int(np.bincount(taken).argmax())


def _repeated(fit: SignalingFit, position: int, n: int) -> SignalingLikelihood:
    likelihood = fit.signaling
    return replace(likelihood, counts=np.repeat(likelihood.counts[[position]], n, axis=0))


def _drawn(fit: SignalingFit, n_draws: int, seed: int) -> Floats:
    spread = fit.covariance()
    if not np.isfinite(spread).all():
        raise EstimationError(
            "there is no covariance to draw parameters from",
            found="; ".join(fit.problems) or "standard errors that are not numbers",
            right="n_draws=0 for curves without a band",
        )
    return parameter_draws(fit, n_draws, seed)


def _starting(data: Data, columns: Sequence[str], row: int | None) -> tuple[Data, int | None]:
    """One row of data to start from, and its position if it is one of those used."""
    if row is not None:
        where = np.flatnonzero(data.rows == row)
        if not len(where):
            raise EstimationError(
                "there is no such row among those used", found=f"row {row}", where=data.source
            )
        return data.take(where[:1]), int(where[0])
    typical = data.take(np.zeros(1, dtype=np.int64))
    values: dict[str, float | str] = {}
    for name in columns:
        column = data[name]
        if name in data.levels:
            words, counts = np.unique(column.astype(str), return_counts=True)
            values[name] = str(words[counts.argmax()])
        elif np.isin(column, (0.0, 1.0)).all():
            values[name] = float(np.median(column) > 0.5)
        else:
            values[name] = float(column.mean())
    return typical.replaced(**values), None
