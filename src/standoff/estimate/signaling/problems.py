"""What is wrong with parameters of signaling crises that only the model can see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from standoff.estimate.likelihood import Bools, Floats

if TYPE_CHECKING:
    from standoff.estimate.signaling.likelihood import SignalingLikelihood

#: Equilibria with a slope this near to 1 are about to merge.
_NEAR = 0.05
#: A second equilibrium this nearly as likely might as well have been played.
_CLOSE = 2.0
#: Payoffs this large leave nothing to the shocks.
_LARGE = 50.0


def problems(likelihood: SignalingLikelihood, theta: Floats) -> tuple[str, ...]:
    """Sentences about equilibria, folds, and payoffs out of all proportion to the shocks."""
    solved = likelihood.solve(theta)
    found: list[str] = []
    none = solved.n_equilibria == 0
    if none.any():
        found.append(
            f"no equilibrium in which all outcomes can happen in {_rows(likelihood, none)}"
        )
    several = solved.n_equilibria > 1
    if several.any():
        played = {
            "likeliest": "the one that makes its counts likeliest",
            "lowest": "the one with the least resistance",
            "highest": "the one with the most resistance",
        }[likelihood.selection]
        found.append(f"several equilibria in {_rows(likelihood, several)}; each plays {played}")
    close = several & (solved.lead < _CLOSE)
    if close.any():
        found.append(
            f"another equilibrium is nearly as likely in {_rows(likelihood, close)} (less than "
            f"{_CLOSE:g} in the log-likelihood)"
        )
    if not none.all():
        slope = likelihood.at(theta, solved.margin)[3]
        merging = np.abs(1.0 - slope) < _NEAR
        if merging.any():
            found.append(
                f"the equilibrium is about to merge with another in {_rows(likelihood, merging)}: "
                "standard errors do not hold there"
            )
    payoffs = likelihood.payoffs(theta)
    large = np.abs(payoffs).max(axis=1) > _LARGE
    if large.any():
        found.append(
            f"payoffs above {_LARGE:g} standard deviations of a shock in "
            f"{_rows(likelihood, large)}: some choices are all but certain"
        )
    return tuple(found)


def _rows(likelihood: SignalingLikelihood, which: Bools) -> str:
    rows = likelihood.rows[which]
    if len(rows) == len(likelihood.rows):
        return f"all {len(rows)} rows"
    shown = ", ".join(str(row) for row in rows[:5]) + (", ..." if len(rows) > 5 else "")
    return f"{len(rows)} of {len(likelihood.rows)} rows ({shown})"
