"""What a fitted signaling crisis says about rows: every equilibrium, and the one that is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.estimate.data import Data, read_data
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Bools, Floats, Ints
from standoff.estimate.signaling.choose import Rule, choose
from standoff.estimate.signaling.observed import SignalingRemake
from standoff.solve.crisis_signaling import OUTCOMES, CrisisEquilibria, crisis_equilibria

if TYPE_CHECKING:
    import pandas as pd

    from standoff.estimate.signaling.fit import SignalingFit
    from standoff.estimate.signaling.likelihood import SignalingLikelihood


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Chances under one rule, and the equilibria among which it chose.

    Attributes
    ----------
    rows : int array, shape (n,)
        Row numbers in the source.
    labels : pandas Index, shape (n,)
        What the data frame calls the rows; their places counted from 0 where it does not.
    rule : str
    chosen : int array, shape (n,)
        Position of the equilibrium taken, in rising order of resistance.
    equilibria : CrisisEquilibria
        All of them.
    payoffs : float array, shape (n, 7)
    """

    rows: Ints
    labels: Any
    rule: Rule
    chosen: Ints
    equilibria: CrisisEquilibria
    payoffs: Floats

    @property
    def p_outcomes(self) -> Floats:
        """Chances of status quo, concession, fight and backing down, shape (n, 4)."""
        return np.exp(_taken(self.equilibria.log_p, self.chosen))

    @property
    def p_resist(self) -> Floats:
        """Chance that a challenge is resisted, shape (n,)."""
        return _taken(self.equilibria.p_resist, self.chosen)

    @property
    def p_challenge(self) -> Floats:
        """Chance of a challenge, shape (n,)."""
        return _taken(self.equilibria.p_challenge, self.chosen)

    @property
    def p_fight(self) -> Floats:
        """Chance that a challenger who is resisted fights, shape (n,)."""
        return _taken(self.equilibria.p_fight, self.chosen)

    def frame(self) -> pd.DataFrame:
        """One row per game: chances, how many equilibria there are, which one was taken."""
        with needs_extra():
            import pandas as pd
        columns: dict[str, object] = {
            f"Pr({outcome})": p for outcome, p in zip(OUTCOMES, self.p_outcomes.T, strict=True)
        }
        columns |= {
            "challenge": self.p_challenge,
            "resist": self.p_resist,
            "fight": self.p_fight,
            "n_equilibria": self.equilibria.n_equilibria,
            "chosen": self.chosen + 1,
        }
        return pd.DataFrame(columns, index=self.labels)

    def all_equilibria(self) -> pd.DataFrame:
        """One row per equilibrium of each game, the one that was taken marked."""
        with needs_extra():
            import pandas as pd
        game, which = np.nonzero(~np.isnan(self.equilibria.p_resist))
        columns: dict[str, object] = {
            "row": self.labels[game],
            "equilibrium": which + 1,
            "chosen": which == self.chosen[game],
            "challenge": self.equilibria.p_challenge[game, which],
            "resist": self.equilibria.p_resist[game, which],
            "fight": self.equilibria.p_fight[game, which],
            "slope": self.equilibria.slope[game, which],
        }
        log_p = self.equilibria.log_p[game, which]
        columns |= {f"Pr({name})": np.exp(log_p[:, k]) for k, name in enumerate(OUTCOMES)}
        return pd.DataFrame(columns)


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """Chances of the outcomes of rows, shape (n, 4), and where there was something to choose."""

    p_outcomes: Floats
    may_be_several: Bools


def chances(
    likelihood: SignalingLikelihood,
    theta: Floats,
    designs: object,
    rule: Rule,
    followed: Floats | None = None,
) -> Chances:
    """Chances of the outcomes under a rule, at seven matrices of regressors.

    `followed` are the margins of the fit for the rule "fit", shape (n,).
    """
    assert isinstance(designs, Sequence), "made by SignalingRemake"
    matrices = [np.asarray(each, float) for each in designs]
    equilibria = crisis_equilibria(likelihood.payoffs(theta, matrices))
    chosen = choose(
        equilibria,
        rule,
        followed=followed,
        likelihood=likelihood if followed is not None else None,
    )
    return Chances(np.exp(_taken(equilibria.log_p, chosen)), equilibria.may_be_several)


def predict(
    fit: SignalingFit,
    data: object | None = None,
    *,
    rule: Rule = "fit",
    changes: Mapping[str, float | str] | None = None,
    theta: Floats | None = None,
) -> Prediction:
    """Say how crises would go, under a named rule of choosing among equilibria.

    Parameters
    ----------
    fit : SignalingFit
    data : anything `read_data` takes, optional
        Other rows; without it the rows used.
    rule : "fit", "nearest", "lowest" or "highest"
        The equilibrium of the fit, or the one next to it after a change; the one nearest to the
        row's own counts; the one with the least or the most resistance. Other rows than those of
        the fit have neither, and need "lowest" or "highest".
    changes : mapping of column to value, optional
        Counterfactuals: columns set to one value in all rows.
    theta : float array, shape (k,), optional
        Parameters other than the estimates.

    Raises
    ------
    EstimationError, UnknownName
        If a column is missing, a rule does not fit the rows, or there is no such rule.

    Notes
    -----
    It finds all equilibria of each game, the corner without challenges included. Which one would
    be played after a change is an assumption: compare rules.
    """
    remake = fit.prepared.remake
    assert isinstance(remake, SignalingRemake), "made by fit_signaling"
    likelihood = fit.signaling
    table: Data = fit.prepared.data if data is None else read_data(data)
    if changes:
        table = table.replaced(**changes)
    theta = fit.theta if theta is None else np.asarray(theta, float)
    matrices = None if data is None and not changes else remake.designs(table)
    payoffs = likelihood.payoffs(theta, matrices)
    equilibria = crisis_equilibria(payoffs)
    own = data is None
    chosen = choose(
        equilibria,
        rule,
        followed=likelihood.solve(fit.theta).margin if own and rule == "fit" else None,
        likelihood=likelihood if own else None,
    )
    return Prediction(table.rows, table.labels, rule, chosen, equilibria, payoffs)


def _taken(values: Floats, chosen: Ints) -> Floats:
    return values[np.arange(len(chosen)), chosen]
