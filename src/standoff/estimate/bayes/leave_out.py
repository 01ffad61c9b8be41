"""How well rows would be predicted that were left out; and everything as ArviZ keeps it.

Vehtari, Gelman and Gabry (2017), Practical Bayesian model evaluation using leave-one-out
cross-validation and WAIC. Statistics and Computing 27, 1413-1432.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.bayes.posterior import picks, whole_rows
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Floats, Ints

if TYPE_CHECKING:
    from standoff.estimate.bayes.posterior import Posterior

_MOST_NUMBERS = 20_000_000


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """The expected log density of rows left out one at a time: higher is better.

    Attributes
    ----------
    elpd : float
    std_error : float
        Of `elpd`, from its differences among rows.
    p_loo : float
        How many parameters the model seems to have.
    by_row : float array, shape (n,)
    pareto_k : float array, shape (n,)
        Where it is above `limit` the row decides so much that its number cannot be trusted.
    limit : float
    rows : int array, shape (n,)
        Row numbers in the source.
    arviz : object
        ArviZ's own result, for its `compare`.
    """

    elpd: float
    std_error: float
    p_loo: float
    by_row: Floats
    pareto_k: Floats
    limit: float
    rows: Ints
    arviz: Any

    @property
    def problems(self) -> tuple[str, ...]:
        """Rows whose numbers cannot be trusted, as a sentence; empty if there are none."""
        bad = ~(self.pareto_k <= self.limit)
        if not bad.any():
            return ()
        listed = ", ".join(str(row) for row in self.rows[bad][:8])
        more = ", ..." if bad.sum() > 8 else ""
        return (
            f"{bad.sum()} of {len(bad)} rows decide too much to be left out by weighing draws "
            f"(Pareto k above {self.limit:.2f}): {listed}{more}",
        )

    def __str__(self) -> str:
        lines = [f"! {problem}" for problem in self.problems]
        return "\n".join(
            [
                *lines,
                f"expected log density of rows left out {self.elpd:.2f}, standard error "
                f"{self.std_error:.2f}; effective parameters {self.p_loo:.1f}",
            ]
        )


def leave_one_out(posterior: Posterior, n_draws: int | None = None) -> LeftOut:
    """See `Posterior.loo`."""
    with needs_extra():
        import arviz_stats
    arviz: Any = arviz_stats
    if not posterior.target.uses_data:
        raise EstimationError("the prior alone has seen no rows to leave out")
    tree = to_arviz(posterior, n_draws=n_draws)
    with warnings.catch_warnings():
        # What ArviZ warns of is said by `problems`, with row numbers.
        warnings.simplefilter("ignore")
        found = arviz.loo(tree, pointwise=True)
    return LeftOut(
        float(found.elpd),
        float(found.se),
        float(found.p),
        np.asarray(found.elpd_i, float),
        np.asarray(found.pareto_k, float),
        float(found.good_k),
        posterior.prepared.data.rows,
        found,
    )


def to_arviz(
    posterior: Posterior, *, log_likelihood: bool = True, n_draws: int | None = None
) -> Any:
    """See `Posterior.to_arviz`; `n_draws` are those per chain."""
    with needs_extra():
        import arviz_base
    sampled, target = posterior.sampled, posterior.target
    n_chains, n_all = sampled.diverging.shape
    if n_draws is None and log_likelihood:
        n_draws = max(4, _MOST_NUMBERS // (n_chains * posterior.n))
    kept = picks(n_all, n_draws if log_likelihood else None)
    groups: dict[str, dict[str, Any]] = {
        "posterior": {"parameter": posterior.chains[:, kept]},
        "sample_stats": {
            "diverging": sampled.diverging[:, kept],
            "n_steps": sampled.n_steps[:, kept],
            "energy": sampled.energy[:, kept],
            "acceptance_rate": sampled.accept_prob[:, kept],
        },
    }
    dims = {"parameter": ["name"]}
    coords: dict[str, Any] = {"name": list(posterior.names)}
    if target.groupings:
        groups["posterior"]["effect"] = sampled.effects[:, kept]
        dims["effect"], coords["effect_name"] = ["effect_name"], list(target.effects)
    if log_likelihood:
        free = target.free_parameters(sampled.theta[:, kept], sampled.effects[:, kept])
        whole = whole_rows(target.free, free)
        rows = [[posterior.likelihood.log_likelihoods(theta) for theta in chain] for chain in whole]
        groups["log_likelihood"] = {"play": np.array(rows)}
        dims["play"], coords["row"] = ["row"], posterior.prepared.data.rows
    return arviz_base.from_dict(groups, dims=dims, coords=coords)
