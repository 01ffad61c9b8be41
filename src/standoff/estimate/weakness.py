"""Directions of the parameters in which the data decide hardly anything."""

from __future__ import annotations

import numpy as np

from standoff.estimate.likelihood import Floats

# Condition number of the information above which estimates are called weakly identified.
_WEAK = 1e8
# Standard error of a combination of utilities, in shocks, above which it is called unknown.
_LOOSE = 30.0


def weak_directions(
    names: tuple[str, ...], hessian: Floats, sizes: Floats | None
) -> tuple[str, ...]:
    """Say which parameters the data hardly tell apart, as sentences.

    Parameters
    ----------
    names : tuple of str
    hessian : float array, shape (k, k)
    sizes : float array, shape (k,), or None
        Typical size of each parameter's regressor, where utilities are in units of the shocks.
    """
    condition, flat = flat_directions(names, hessian)
    if condition > _WEAK:
        return (
            f"weakly identified: the data hardly tell {', '.join(flat)} apart "
            f"(condition number {condition:.1e})",
        )
    if sizes is None:
        return ()
    error, flat = loosest_direction(names, hessian, sizes)
    if error < _LOOSE:
        return ()
    return (
        f"weakly identified: {', '.join(flat)} could move utilities by {error:.0f} and more, "
        "and the data would hardly object",
    )


def flat_directions(names: tuple[str, ...], hessian: Floats) -> tuple[float, tuple[str, ...]]:
    """Condition number of the information, and the parameters of its flattest direction.

    The information is scaled to a unit diagonal first, so the units of the regressors play no part.
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
    share = np.abs(vectors[:, 0])
    flat = tuple(name for name, s in zip(names, share, strict=True) if s > 0.3 * share.max())
    return condition, flat


def loosest_direction(
    names: tuple[str, ...], hessian: Floats, sizes: Floats
) -> tuple[float, tuple[str, ...]]:
    """Largest standard error of a combination of utilities, and the parameters that take part.

    Parameters
    ----------
    names : tuple of str
    hessian : float array, shape (k, k)
    sizes : float array, shape (k,)
        Typical size of each parameter's regressor.
    """
    scale = np.where(sizes > 0, sizes, 1.0)
    values, vectors = np.linalg.eigh(-hessian / np.outer(scale, scale))
    error = np.inf if values[0] <= 0 else float(values[0] ** -0.5)
    share = np.abs(vectors[:, 0])
    flat = tuple(name for name, s in zip(names, share, strict=True) if s > 0.3 * share.max())
    return error, flat
