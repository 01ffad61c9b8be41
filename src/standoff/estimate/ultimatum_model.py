"""From formulas and data to the likelihood of the ultimatum game."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.data import Data
from standoff.estimate.formula import Design, designs
from standoff.estimate.formula_text import read_formulas
from standoff.estimate.likelihood import Floats, Likelihood
from standoff.estimate.prepared import Prepared
from standoff.estimate.restrict import Restricted
from standoff.estimate.ultimatum import UltimatumLikelihood
from standoff.estimate.weights import GivenWeights, Weighting, weigh

BLOCKS = ("R1", "R2")


@dataclass(frozen=True, slots=True, eq=False)
class UltimatumRemake:
    """Asks a fitted ultimatum about other rows (a `Remake`)."""

    parts: tuple[Design, Design]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the data that it reads."""
        return tuple(dict.fromkeys(name for design in self.parts for name in design.columns))

    def designs(self, data: Data) -> tuple[Floats, Floats]:
        """The regressors of other rows."""
        return self.parts[0].of(data), self.parts[1].of(data)

    def actions(
        self, likelihood: Likelihood, theta: Floats, designs: object | None
    ) -> tuple[tuple[str, ...], Floats]:
        """Expected offer, and the probabilities of the smallest and of the largest."""
        while isinstance(likelihood, Restricted):
            theta, likelihood = likelihood.whole(theta), likelihood.base
        assert isinstance(likelihood, UltimatumLikelihood), "made by prepare_ultimatum"
        names = (
            "E(offer)",
            f"Pr(offer={likelihood.min_offer:g})",
            f"Pr(offer={likelihood.max_offer:g})",
        )
        return names, likelihood.offer_moments(theta, designs)


def prepare_ultimatum(
    data: Data,
    formulas: str | Sequence[str] | Mapping[str, str],
    *,
    outcome: str | Sequence[str] | None = None,
    min_offer: float = 0.0,
    max_offer: float | None = None,
    observed: Literal["both", "offer"] | None = None,
    fixed: Mapping[str, float] | None = None,
    equal: Sequence[Sequence[str]] = (),
    weights: GivenWeights | None = None,
    weighting: Weighting | None = None,
    also: Sequence[str] = (),
) -> Prepared:
    """Make an ultimatum game ready for its data; the parameters are those of `fit`.

    Raises
    ------
    EstimationError, UnknownName
        If data, formulas and bounds do not go together.
    """
    read = read_formulas(formulas, BLOCKS)
    response = [outcome] if isinstance(outcome, str) else list(outcome or read.response)
    if not 1 <= len(response) <= 2:
        raise EstimationError(
            "an ultimatum needs the column of offers, and perhaps that of acceptances",
            found=", ".join(response) or "none",
            right="offer + accept ~ ...",
        )
    if observed == "both" and len(response) < 2:
        raise EstimationError(
            'observed="both" needs the column of acceptances', right="offer + accept ~ ..."
        )
    if observed == "offer":
        response = response[:1]
    if max_offer is None or not min_offer < max_offer < np.inf:
        raise EstimationError(
            "an ultimatum needs its largest offer",
            found=f"min_offer={min_offer}, max_offer={max_offer}",
            right="min_offer < max_offer",
        )
    data.require(response, "the response")
    data, weighed = weigh(data, weights, weighting)
    found = designs(
        read.blocks, data, BLOCKS, also=[*response, *also, *([weighed.name] if weighed else [])]
    )
    used = data.take(found.kept)
    counted = weighed.of(used) if weighed else None
    offers = used.numbers(response[0], "an offer")
    outside = np.flatnonzero((offers < min_offer - 1e-8) | (offers > max_offer + 1e-8))
    if len(outside):
        raise EstimationError(
            f"column {response[0]!r} has an offer outside its bounds",
            where=f"{used.source}, row {used.rows[outside[0]]}"
            + (f", and {len(outside) - 1} more" if len(outside) > 1 else ""),
            found=f"{offers[outside[0]]:g}",
            right=f"from {min_offer:g} to {max_offer:g}",
        )
    if not np.ptp(offers):
        raise EstimationError(
            f"column {response[0]!r} never changes",
            found=f"{offers[0]:g} in all {len(offers)} rows",
            right="offers that differ",
        )
    accepted = None
    if len(response) == 2:
        column = used.numbers(response[1], "an answer, 0 or 1,")
        bad = np.flatnonzero((column != 0) & (column != 1))
        if len(bad):
            raise EstimationError(
                f"column {response[1]!r} is not an answer",
                where=f"{used.source}, row {used.rows[bad[0]]}",
                found=f"{column[bad[0]]:g}",
                right="0 (refused) or 1 (accepted)",
            )
        accepted = column == 1
        if accepted.all() or not accepted.any():
            raise EstimationError(
                f"column {response[1]!r} never changes",
                found=f"{'all' if accepted.all() else 'no'} offers accepted",
                right='some of each, or observed="offer"',
            )
    first, second = found.designs
    likelihood = UltimatumLikelihood(
        (first.names, second.names),
        first.matrix,
        second.matrix,
        offers,
        accepted,
        float(min_offer),
        float(max_offer),
        np.ones(used.n_rows) if counted is None else counted.values,
    )
    fixed = dict(fixed or {})
    for name in fixed:
        if name not in likelihood.names:
            raise UnknownName.among("parameter", name, likelihood.names)
    n_free = len(likelihood.names) - len(fixed) - sum(len(group) - 1 for group in equal)
    if used.n_rows < max(n_free, 2):
        raise EstimationError(
            "there are more parameters than observations",
            found=f"{n_free} parameters, {used.n_rows} rows",
        )
    return Prepared(
        likelihood,
        used,
        found.kept,
        found.dropped,
        tuple((design.block, design.formula.strip()) for design in found.designs),
        UltimatumRemake((first, second)),
        f"ultimatum from {min_offer:g} to {max_offer:g}, "
        + ("offers and answers" if accepted is not None else "offers only"),
        fixed,
        equal,
        tuple(response),
        counted,
    )
