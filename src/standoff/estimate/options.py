"""Which options of `fit` belong to which models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.covariance import Kind

_ALL = (
    "outcome",
    "fixed",
    "equal",
    "weights",
    "weighting",
    "covariance",
    "cluster",
    "n_replicates",
    "workers",
    "n_starts",
    "seed",
    "start",
)
_TREE = (*_ALL, "outcomes", "errors", "link", "scale", "partial", "penalty")
_OWN: Mapping[str, tuple[str, ...]] = {
    "egame12": _TREE,
    "egame122": _TREE,
    "egame123": _TREE,
    "ultimatum": (*_ALL, "penalty", "min_offer", "max_offer", "observed"),
    "lewis_schultz": (
        *_ALL,
        "method",
        "pooled",
        "selection",
        "beliefs",
        "beliefs_covariance",
        "max_rounds",
    ),
    "a game": (*_ALL, "errors", "penalty", "moves", "links", "precision"),
}
_TREE_VALUES = {"errors": ("agent", "private"), "link": ("probit", "logit")}
_VALUES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "egame12": _TREE_VALUES,
    "egame122": _TREE_VALUES,
    "egame123": _TREE_VALUES,
    "a game": {"errors": ("logit", "probit")},
}
_KINDS: tuple[str, ...] = get_args(Kind)
# The smallest that each may be.
_WHOLE = {"n_starts": 1, "seed": 0, "n_replicates": 2, "workers": 1, "max_rounds": 1}


def check_options(model: str, given: Mapping[str, object]) -> dict[str, object]:
    """Return the options that were given, that is those that are not None or empty.

    Parameters
    ----------
    model : str
        A model, or "a game" for a tree of one's own.
    given : mapping of str to object

    Raises
    ------
    EstimationError
        With every option that the model does not have, and the models that have it; or if a number
        that counts is not whole, or too small.
    UnknownName
        If an option has a value of another model.
    """
    asked = {name: value for name, value in given.items() if not _is_nothing(value)}
    strange = [name for name in asked if name not in _OWN[model]]
    if strange:
        homes = [
            f"{name} belongs to "
            + ", ".join(other for other, names in _OWN.items() if name in names)
            for name in strange
        ]
        raise EstimationError(
            f"{model} has no option {', '.join(strange)}",
            found="; ".join(homes),
            right="leave it out; options of this model: " + ", ".join(_OWN[model]),
        )
    for name, smallest in _WHOLE.items():
        value = asked.get(name, smallest)
        if not isinstance(value, int | np.integer) or value < smallest:
            raise EstimationError(
                f"{name} is no such number",
                found=repr(value),
                right=f"a whole number of at least {smallest}",
            )
    for name, known in {"covariance": _KINDS, **_VALUES.get(model, {})}.items():
        if name in asked and str(asked[name]) not in known:
            raise UnknownName.among(f"kind of {name} of {model}", str(asked[name]), known)
    return asked


def _is_nothing(value: object) -> bool:
    return value is None or value is False or (isinstance(value, tuple) and not len(value))
