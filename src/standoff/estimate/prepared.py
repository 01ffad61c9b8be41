"""A model made ready for its data: what every model's file hands to `fit`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from standoff.estimate.data import Data
from standoff.estimate.likelihood import Floats, Ints, Likelihood
from standoff.estimate.weights import Weights


class Remake(Protocol):
    """How a fitted model is asked about other rows."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the data that it reads."""
        ...

    def designs(self, data: Data) -> object:
        """The regressors of other rows, as `Likelihood.probabilities` takes them."""
        ...

    def actions(
        self, likelihood: Likelihood, theta: Floats, designs: object | None
    ) -> tuple[tuple[str, ...], Floats]:
        """Names and probabilities of what is done at each move once it is reached."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A likelihood, and how it came out of the data.

    Parameters
    ----------
    likelihood : Likelihood
        In all parameters, the fixed ones included.
    data : Data
        The rows that are used.
    kept : int array
        Their positions among all rows.
    dropped : dict of column to int array
        Row numbers left out for want of a value.
    formulas : tuple of pairs
        What each block is called, and its formula.
    remake : Remake
    described : str
        What was fitted, in a few words.
    fixed : dict of parameter to float
        What the model's own options hold fixed.
    equal : sequence of groups of parameters
    response : tuple of str
        Columns that say what happened.
    weights : Weights or None
    """

    likelihood: Likelihood
    data: Data
    kept: Ints
    dropped: Mapping[str, Ints]
    formulas: tuple[tuple[str, str], ...]
    remake: Remake
    described: str
    fixed: Mapping[str, float]
    equal: Sequence[Sequence[str]] = ()
    response: tuple[str, ...] = ()
    weights: Weights | None = None

    def parts(self, name: str) -> tuple[str, str]:
        """The utility and the regressor of a parameter; an outcome may have a colon in its name."""
        known = [label for label, _ in self.formulas if name.startswith(f"{label}:")]
        block = max(known, key=len, default=name.partition(":")[0])
        return block, name[len(block) + 1 :]
