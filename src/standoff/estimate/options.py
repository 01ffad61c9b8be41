"""Which options of `fit` belong to which models."""

from __future__ import annotations

from collections.abc import Mapping

from standoff.errors import EstimationError, UnknownName

_ALL = (
    "outcome",
    "fixed",
    "equal",
    "weights",
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
    "lewis_schultz": (*_ALL, "method", "pooled", "beliefs", "beliefs_covariance", "max_rounds"),
    "a game": (*_ALL, "errors", "penalty", "moves", "links", "precision"),
}
_TREE_VALUES = {"errors": ("agent", "private"), "link": ("probit", "logit")}
_VALUES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "egame12": _TREE_VALUES,
    "egame122": _TREE_VALUES,
    "egame123": _TREE_VALUES,
    "a game": {"errors": ("logit", "probit")},
}


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
        With every option that the model does not have, and the models that have it.
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
    for name, known in _VALUES.get(model, {}).items():
        if name in asked and asked[name] not in known:
            raise UnknownName.among(f"kind of {name} of {model}", str(asked[name]), known)
    return asked


def _is_nothing(value: object) -> bool:
    return value is None or value is False or (isinstance(value, tuple) and not value)
