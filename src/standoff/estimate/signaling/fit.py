"""Fit the crisis of Lewis and Schultz: full likelihood, pseudo-likelihood, or nested."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.covariance import (
    Kind,
    check_clusters,
    cluster_columns,
    read_groups,
    read_members,
    usual_kind,
)
from standoff.estimate.data import read_data
from standoff.estimate.likelihood import Floats
from standoff.estimate.maximize import Maximum
from standoff.estimate.restrict import Restricted, read_start, restrict
from standoff.estimate.result import Fit
from standoff.estimate.signaling.ascend import Climb
from standoff.estimate.signaling.beliefs import (
    Beliefs,
    frequency_beliefs,
    given_beliefs,
    smooth_beliefs,
)
from standoff.estimate.signaling.choose import Rule
from standoff.estimate.signaling.likelihood import Selection, SignalingLikelihood, Solved
from standoff.estimate.signaling.maximum import Found, Search, search_maximum
from standoff.estimate.signaling.observed import prepare_signaling
from standoff.estimate.signaling.pseudo import maximize_pseudo, nest
from standoff.estimate.signaling.two_step import nested_covariance, pseudo_covariance
from standoff.estimate.units import scaled
from standoff.estimate.weights import GivenWeights, Weighting
from standoff.solve.crisis_signaling import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

Method = Literal["ml", "pl", "npl"]
METHODS = ("ml", "pl", "npl")
FirstStage = Literal["smooth", "frequencies"]

#: Largest squared gradient, in standard errors, of a maximum of the pseudo-likelihood.
_ARRIVED = 1e-8


@dataclass(frozen=True, eq=False, repr=False)
class SignalingFit(Fit):
    """A fitted signaling crisis: a `Fit` that knows its equilibria.

    Its log-likelihood is what its method maximized: that of "pl" and "npl" takes beliefs as given,
    and `full_log_likelihood` is comparable among methods.

    Attributes
    ----------
    method : "ml", "pl" or "npl"
    others : tuple of Found
        Other ends of the search, those that are higher but no regular maximum included.
    beliefs : Beliefs or None
        Those that "pl" and "npl" end with.
    n_rounds : int
        Of "npl".
    two_step : float array or None, shape (k_free, k_free)
        Covariance of "pl" or "npl".
    """

    method: Method = "ml"
    others: tuple[Found, ...] = ()
    beliefs: Beliefs | None = None
    n_rounds: int = 0
    two_step: Floats | None = None

    @property
    def signaling(self) -> SignalingLikelihood:
        """The full likelihood in all parameters."""
        assert isinstance(self.likelihood, SignalingLikelihood), "made by fit_signaling"
        return self.likelihood

    @property
    def described(self) -> str:
        """What was fitted, and by which method."""
        names = {"ml": "maximum likelihood", "pl": "pseudo-likelihood", "npl": "nested"}
        return f"{super().described}; {names[self.method]}"

    @property
    def full_log_likelihood(self) -> float:
        """Log-likelihood at the equilibria, whatever the method."""
        return float(self.log_likelihoods().sum())

    @property
    def solved(self) -> Solved:
        """The equilibrium of each row at the estimates, and how many there are."""
        return self.signaling.solve(self.theta)

    @cached_property
    def _wrong(self) -> tuple[str, ...]:
        """What is wrong whatever the covariance."""
        found = list(super()._wrong)
        higher = [each for each in self.others if each.log_likelihood > self.llf + 1e-6]
        if self.method == "ml" and self.converged and higher:
            top = higher[0]
            found.append(
                f"the search saw a log-likelihood of {top.log_likelihood:.3f}, but no maximum "
                f"there: {top.reason}; see `others`"
            )
        return tuple(found)

    def predict(
        self, data: object | None = None, *, kind: str = "outcome", rule: Rule | None = None
    ) -> pd.DataFrame:
        """Chances of the outcomes, or of a challenge, of resistance and of a fight ("action").

        `standoff.estimate.signaling.predict` has all equilibria, and counterfactuals.

        Parameters
        ----------
        data : anything `read_data` takes, optional
            Other rows; without it the rows used.
        kind : "outcome" or "action"
        rule : "fit", "nearest", "lowest" or "highest", optional
            Which equilibrium is taken. Without it the one that was fitted; of other rows that is
            known only if all rows were fitted at the lowest or at the highest.

        Raises
        ------
        EstimationError
            If other rows have several equilibria and no rule is named.
        """
        from standoff.estimate.signaling.prediction import predict

        known = rule or self._usual_rule(own=data is None)
        found = predict(self, data, rule=known or "lowest")
        several = found.rows[found.equilibria.may_be_several]
        if known is None and len(several):
            raise _several(len(several), several[0])
        table = found.frame()
        if kind == "outcome":
            return table.loc[:, [f"Pr({name})" for name in OUTCOMES]]
        if kind == "action":
            return table.loc[:, ["challenge", "resist", "fight"]]
        raise EstimationError(
            "there is no such prediction", found=repr(kind), right='"outcome" or "action"'
        )

    def check_own_likelihood(self) -> None:
        """Refuse a pseudo-likelihood where the likelihood would be maximized again.

        Raises
        ------
        EstimationError
            Unless the method is "ml".
        """
        if self.method != "ml":
            raise EstimationError(
                f"method {self.method!r} does not maximize the likelihood",
                found="fits to resampled data, or with a parameter held, would be of another kind",
                right='method "ml"',
            )

    def answers(
        self, designs: Sequence[object], *, rule: Rule | None = None, own: bool = False
    ) -> Callable[[Floats], list[Floats]]:
        """How parameters answer for rows, as in `Fit.answers`, under a rule of `predict`."""
        from standoff.estimate.signaling.prediction import chances

        followed = self.solved.margin if own else None
        rule = rule or self._usual_rule(own=own)
        if rule is None:
            for each in designs:
                several = chances(self.signaling, self.theta, each, "lowest").may_be_several
                if several.any():
                    raise _several(int(several.sum()), int(np.flatnonzero(several)[0]) + 1)
            rule = "lowest"
        asked: Rule = rule
        return lambda theta: [
            chances(self.signaling, theta, each, asked, followed).p_outcomes for each in designs
        ]

    def _usual_rule(self, *, own: bool) -> Rule | None:
        """The rule where none is named: that of the fit, if it says anything about these rows."""
        if self.signaling.selection != "likeliest":
            return self.signaling.selection
        return "fit" if own else None

    def _computed(self, kind: Kind) -> Floats:
        if self.two_step is None:
            return super()._computed(kind)
        if kind != "observed":
            raise EstimationError(
                f"method {self.method!r} has no such covariance",
                found=repr(kind),
                right='"observed", which is its two-step covariance, or method "ml"',
            )
        return self.two_step


def fit_signaling(
    data: object,
    formulas: str | Sequence[str] | Mapping[str, str],
    *,
    method: Method = "ml",
    outcome: str | Sequence[str] | None = None,
    pooled: Mapping[str, Sequence[str]] | None = None,
    selection: Selection | None = None,
    weights: GivenWeights | None = None,
    weighting: Weighting | None = None,
    beliefs: FirstStage | tuple[str, str] = "smooth",
    beliefs_covariance: Floats | None = None,
    fixed: Mapping[str, float] | None = None,
    equal: Sequence[Sequence[str]] = (),
    covariance: Kind | None = None,
    cluster: str | tuple[str, ...] | None = None,
    n_starts: int = 4,
    seed: int = 0,
    start: Sequence[float] | Floats | None = None,
    max_rounds: int = 1000,
) -> SignalingFit:
    """Estimate the payoffs of a challenger and a target from how their crises went.

    Parameters
    ----------
    data : path, data frame, Arrow table, or mapping of columns
        A row is a game that was played once or many times.
    formulas, outcome, pooled, selection, weights, weighting, fixed, equal
        See `prepare_signaling`.
    method : "ml", "pl" or "npl"
        "ml" solves every game, and is the one to use. "pl" takes beliefs from a first stage as they
        are, and is far off if they are noisy; "npl" repeats it until beliefs answer to themselves.
    beliefs : "smooth", "frequencies", or two columns
        First stage of "pl" and "npl": a flexible logit, each row's own frequencies, or columns with
        the chances of resistance and of a fight.
    beliefs_covariance : float array, shape (2n,) or (2n, 2n), optional
        Of the first stage of "pl": all chances of resistance, then all of a fight.
    covariance : "observed", "sandwich", "cluster" or "dyadic", optional
        Of "ml". Games that are close to losing their equilibrium make all of them doubtful.
    cluster : str or tuple of str, optional
        Columns that say which rows belong together; two columns name a dyad.
    n_starts, seed : int
        Relaxed paths that lead to starts.
    start : sequence of float, optional
        Climb from these values of all parameters instead ("ml").
    max_rounds : int
        Of "npl".

    Returns
    -------
    SignalingFit
        Look at `converged`, `problems` and `others` first.

    Raises
    ------
    EstimationError, UnknownName
        If data, formulas and model do not go together.

    Notes
    -----
    It finds a local maximum from every start. That the best is the global one is not proved; the
    likelihood may even rise without end along folds, where games lose their equilibria.

    References
    ----------
    Lewis and Schultz (2003), Political Analysis 11. Crisman-Cox and Gibilisco (2021), Political
    Science Research and Methods 9.
    """
    if method not in METHODS:
        raise UnknownName.among("method", method, METHODS)
    columns = cluster_columns(cluster)
    if covariance == "bootstrap":
        raise EstimationError(
            "replicates are drawn from a fit", right="fit first, then call bootstrap(fit, ...)"
        )
    check_clusters(covariance, columns)
    named = beliefs if not isinstance(beliefs, str) else ()
    if isinstance(beliefs, str) and beliefs not in ("smooth", "frequencies"):
        raise UnknownName.among("first stage", beliefs, ("smooth", "frequencies"))
    if not isinstance(beliefs, str) and len(beliefs) != 2:
        raise EstimationError(
            "the first stage needs two columns",
            found=", ".join(beliefs),
            right="the chance of resistance, the chance of a fight",
        )
    prepared = prepare_signaling(
        read_data(data),
        formulas,
        outcome=outcome,
        pooled=pooled,
        selection=selection,
        weights=weights,
        weighting=weighting,
        also=[*columns, *named],
        fixed=fixed,
        equal=equal,
    )
    likelihood = prepared.likelihood
    assert isinstance(likelihood, SignalingLikelihood)
    free = restrict(likelihood, prepared.fixed, prepared.equal)
    kind = usual_kind(covariance, columns, prepared.weights)
    groups = read_groups(prepared.data, columns) if columns else None
    members = None
    if len(columns) == 2:
        members = read_members(prepared.data, (columns[0], columns[1]))
    units = scaled(free)
    if units is not None and units.is_mild:
        units = None
    # Where the user's units are harsh, the search goes on in others.
    inside = free if units is None else units.likelihood
    searched = inside.base
    assert isinstance(searched, SignalingLikelihood)
    if method == "ml":
        begin = [read_start(start, likelihood.names)] if start is not None else []
        if units is not None:
            begin = [inside.whole(units.inward @ _free(free, each)) for each in begin]
        search = search_maximum(
            inside, searched, n_starts=0 if begin else n_starts, seed=seed, starts=begin
        )
        if units is not None:
            search = Search(
                units.out(search.maximum),
                tuple(
                    replace(e, theta=free.whole(units.outward @ _free(inside, e.theta)))
                    for e in search.found
                ),
            )
        return SignalingFit(
            "lewis_schultz",
            prepared,
            free,
            search.maximum,
            kind,
            groups,
            members,
            cluster=columns,
            method=method,
            others=search.found,
        )
    if prepared.weights is not None and prepared.weights.kind == "sampling":
        raise EstimationError(
            f"method {method!r} takes no sampling weights", right='method "ml", or frequencies'
        )
    if kind != "observed":
        raise EstimationError(
            f"method {method!r} has no {kind} covariance", right='leave it out, or use method "ml"'
        )
    if not isinstance(beliefs, str):
        first = given_beliefs(prepared.data, (beliefs[0], beliefs[1]))
    else:
        first = (smooth_beliefs if beliefs == "smooth" else frequency_beliefs)(likelihood)
    n_rounds, reason = 0, "the gradient is zero"
    if method == "pl":
        climb = maximize_pseudo(inside, searched, first, seed=seed)
        spread = pseudo_covariance(inside, searched, climb.theta, first, beliefs_covariance)
        settled = True
    else:
        nested = nest(inside, searched, first, seed=seed, max_rounds=max_rounds)
        climb, first, n_rounds = nested.climb, nested.beliefs, nested.n_rounds
        spread = nested_covariance(inside, searched, climb.theta, first)
        settled = nested.change <= 1e-7
        reason = f"beliefs still changed by {nested.change:.1e} after {n_rounds} rounds"
    maximum = _maximum(climb, settled, reason)
    if units is not None:
        maximum = units.out(maximum)
        spread = units.outward @ spread @ units.outward.T
    return SignalingFit(
        "lewis_schultz",
        prepared,
        free,
        maximum,
        kind,
        cluster=columns,
        method=method,
        beliefs=first,
        n_rounds=n_rounds,
        two_step=spread,
    )


def _several(n: int, first: int) -> EstimationError:
    return EstimationError(
        "there are several equilibria, and nothing says which is played",
        found=f"{n} rows, the first is row {first}",
        right='rule="lowest" or rule="highest" resistance',
    )


def _free(restricted: Restricted, theta: Floats) -> Floats:
    """The free parameters from all of them."""
    return np.linalg.pinv(restricted.spread) @ (theta - restricted.held)


def _maximum(climb: Climb, settled: bool, reason: str) -> Maximum:
    arrived = climb.gain < _ARRIVED
    if not arrived:
        reason = "the pseudo-likelihood was still rising when the search was stopped"
    elif settled:
        reason = "the gradient is zero"
    return Maximum(
        climb.theta,
        climb.value,
        climb.gradient,
        -climb.information,
        arrived and settled,
        reason,
        climb.n_evaluations,
        (climb.value,),
    )
