"""What changes to several claims at once do to the assumptions that rest on them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import numpy as np
from numpy.typing import NDArray

from standoff.brief.brief import Brief
from standoff.brief.claim_change import Change, ClaimChange, widest
from standoff.brief.streams import uniforms
from standoff.case.distribution import Distribution
from standoff.case.schema import Assumption
from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter

Floats = NDArray[np.float64]
#: A claim with what becomes of it.
Fallen = tuple[str, Change]


class JointChange:
    """Draws of a case under changes to any number of claims, with common random numbers.

    Every parameter and every claim has its own stream, so that draws under two sets of changes
    differ only in the parameters that rest on what differs. A single change gives the digits of
    `draw_parameters` with that change.

    Parameters
    ----------
    brief : Brief
    n_draws : int
    seed : int

    Notes
    -----
    In a draw in which several claims of one assumption have fallen:

    - If no claim of the assumption is left, and none was denied with an entry that says what its
      denial means, nothing supports a value: the widest plausible range. (An assumption with one
      claim and an entry for it keeps the entry.) Entries are written for one claim that falls while
      the others stand, so that they say nothing then.
    - Otherwise the claims that have an entry each move the value by what they move it alone, at the
      rank of the draw: ``q0 + sum(q_c - q0)``. The sum is kept within the widest plausible range,
      or within the values that it is made of where those reach farther.

    A case does not say how reasons act together. Adding displacements treats the claims as
    separate reasons; where one only repeats another, their joint effect is overstated.
    """

    def __init__(self, brief: Brief, n_draws: int, seed: int = 0) -> None:
        if n_draws < 1:
            raise GameError(f"the number of draws must be at least 1, found {n_draws}")
        self.brief = brief
        self.n_draws = n_draws
        self.seed = seed
        self._columns: dict[tuple[str, frozenset[Fallen]], Floats] = {}
        self._falls: dict[str, NDArray[np.bool_]] = {}

    def resting(self, changes: Iterable[ClaimChange]) -> tuple[str, ...]:
        """Return the parameters whose assumptions cite a changed claim."""
        claims = {each.claim for each in changes}
        return tuple(
            name
            for name, assumption in self.brief.assumptions.items()
            if claims.intersection(assumption.claims)
        )

    def columns(self, changes: Iterable[ClaimChange]) -> dict[str, Floats]:
        """Return the columns of the parameters that rest on a changed claim.

        Raises
        ------
        UnknownName
            If the case has no such claim.
        GameError
            If one claim is changed in two ways.
        """
        listed = tuple(dict.fromkeys(changes))
        for each in listed:
            self.brief.case.claim(each.claim)
        claims = [each.claim for each in listed]
        twice = sorted({claim for claim in claims if claims.count(claim) > 1})
        if twice:
            raise GameError(
                f"claim {', '.join(twice)} is changed in two ways at once",
                right="deny it, downgrade it or drop it",
            )
        found: dict[str, Floats] = {}
        for name in self.resting(listed):
            cited = self.brief.assumptions[name].claims
            some: frozenset[Fallen] = frozenset(
                (each.claim, each.change) for each in listed if each.claim in cited
            )
            if (name, some) not in self._columns:
                self._columns[name, some] = self._column(name, some)
            found[name] = self._columns[name, some]
        return found

    def draws(self, changes: Iterable[ClaimChange]) -> Draws:
        """Return every parameter, drawn under the changes."""
        columns = {each.name: self._base(each.name) for each in self.brief.parameters}
        return Draws.from_columns({**columns, **self.columns(changes)}, self.n_draws)

    def _base(self, name: str) -> Floats:
        key = name, frozenset[Fallen]()
        if key not in self._columns:
            parameter, belief = self.brief.parameter(name), self.brief.distributions.get(name)
            self._columns[key] = (
                np.full(self.n_draws, parameter.default)
                if belief is None
                else self._quantile(parameter, belief)
            )
        return self._columns[key]

    def _quantile(self, parameter: Parameter, belief: Distribution) -> Floats:
        u = uniforms(self.seed, f"parameter {parameter.name}", self.n_draws)
        return belief.quantile(u, parameter.low, parameter.high)

    def _column(self, name: str, fallen: frozenset[Fallen]) -> Floats:
        """Put together the draws by which of the claims fall in them."""
        shares = {each: self._share(*each) for each in sorted(fallen)}
        sure = frozenset(each for each, share in shares.items() if share == 1.0)
        open_ = [each for each, share in shares.items() if 0.0 < share < 1.0]
        column = np.empty(self.n_draws)
        for falls in product((False, True), repeat=len(open_)):
            here = np.ones(self.n_draws, dtype=np.bool_)
            for each, does in zip(open_, falls, strict=True):
                here &= self._downgraded(each[0], shares[each]) == does
            some = frozenset(each for each, does in zip(open_, falls, strict=True) if does)
            if here.any():
                column[here] = self._without(name, sure | some)[here]
        return column

    def _share(self, claim: str, change: Change) -> float:
        return self.brief.case.claim(claim).grade.downgrade_share if change == "downgrade" else 1.0

    def _downgraded(self, claim: str, share: float) -> NDArray[np.bool_]:
        if claim not in self._falls:
            self._falls[claim] = uniforms(self.seed, f"claim {claim}", self.n_draws) < share
        return self._falls[claim]

    def _without(self, name: str, fallen: frozenset[Fallen]) -> Floats:
        parameter, assumption = self.brief.parameter(name), self.brief.assumptions[name]
        base = self._base(name)
        entries = {each: _entry(assumption, each) for each in sorted(fallen)}
        told = [belief for belief, _ in entries.values() if belief is not None]
        bare = {claim for claim, _ in fallen} >= set(assumption.claims)
        if bare and not any(is_denial for _, is_denial in entries.values()):
            fallback = widest(parameter)
            if fallback is not None and not (told and len(set(assumption.claims)) == 1):
                return self._quantile(parameter, fallback)
        if not told:
            return base
        columns = [self._quantile(parameter, belief) for belief in told]
        if len(columns) == 1:
            return columns[0]
        pieces = np.stack([base, *columns])
        low, high = parameter.wide or (parameter.low, parameter.high)
        joint = base + (pieces[1:] - base).sum(axis=0)
        return np.clip(joint, np.minimum(pieces.min(axis=0), low), np.maximum(pieces.max(0), high))


def _entry(assumption: Assumption, fallen: Fallen) -> tuple[Distribution | None, bool]:
    """Return what the case says without a claim, and whether that is what its denial means."""
    claim, change = fallen
    entries = {each.denied: each for each in assumption.without if each.claim == claim}
    for denied in (True, False) if change == "deny" else (False,):
        if denied in entries:
            return entries[denied].distribution, denied
    return None, False
