"""Directions of the parameters in which the data decide hardly anything."""

from __future__ import annotations

import numpy as np

from standoff.estimate.likelihood import Floats

# Condition number of the information above which estimates are called weakly identified.
_WEAK = 1e8
# Standard error of a combination of utilities, in shocks, above which it is called unknown.
_LOOSE = 25.0


def weak_directions(
    names: tuple[str, ...], hessian: Floats, outward: Floats, *, in_shocks: bool
) -> tuple[str, ...]:
    """Say which parameters the data hardly tell apart, as sentences.

    Parameters
    ----------
    names : tuple of str
    hessian : float array, shape (k, k)
        In the units of the search, in which regressors are of size one.
    outward : float array, shape (k, k)
        From those units to the user's.
    in_shocks : bool
        Whether utilities are in units of the shocks.
    """
    condition, flat = flat_directions(names, hessian, outward)
    if condition > _WEAK:
        return (
            f"weakly identified: the data hardly tell {', '.join(flat)} apart "
            f"(condition number {condition:.1e})",
        )
    if not in_shocks:
        return ()
    error, flat = loosest_direction(names, hessian, outward)
    if error < _LOOSE:
        return ()
    return (
        f"weakly identified: {', '.join(flat)} could move utilities by {error:.0f} and more, "
        "and the data would hardly object",
    )


def flat_directions(
    names: tuple[str, ...], hessian: Floats, outward: Floats
) -> tuple[float, tuple[str, ...]]:
    """Condition number of the information, and the parameters of its flattest direction.

    The information is scaled to a unit diagonal first.
    """
    diagonal = -np.diag(hessian)
    if not np.isfinite(hessian).all():
        return np.inf, names
    dead = diagonal <= 0
    if dead.any():
        return np.inf, tuple(name for name, flat in zip(names, dead, strict=True) if flat)
    scale = np.sqrt(diagonal)
    values, vectors = np.linalg.eigh(-hessian / np.outer(scale, scale))
    condition = np.inf if values[0] <= 0 else float(values[-1] / values[0])
    return condition, _involved(names, vectors[:, 0] / scale, scale, outward)


def loosest_direction(
    names: tuple[str, ...], hessian: Floats, outward: Floats
) -> tuple[float, tuple[str, ...]]:
    """Largest standard error of a combination of utilities, and the parameters that take part."""
    values, vectors = np.linalg.eigh(-hessian)
    error = np.inf if values[0] <= 0 else float(values[0] ** -0.5)
    return error, _involved(names, vectors[:, 0], np.ones(len(values)), outward)


def _involved(
    names: tuple[str, ...], direction: Floats, scale: Floats, outward: Floats
) -> tuple[str, ...]:
    """The user's parameters that move most along a direction, each in its own unit."""
    # One unit of a parameter is what its part of the search's own would be alone.
    unit = np.abs(np.diag(outward)) / scale
    share = np.abs(outward @ direction) / unit
    return tuple(name for name, s in zip(names, share, strict=True) if s > 0.3 * share.max())
