"""How uncertain estimates are: from the curvature of the likelihood, or from the rows themselves.

"observed" trusts the model, and "penalized" a penalty as a prior too. "sandwich" does not need the
variance of the shocks to be right (Huber 1967; White 1982, *Econometrica* 50:1). "cluster" lets the
rows of a group depend on each other, with the factor G/(G-1) for G groups. "dyadic" lets rows
depend that share a member (Aronow, Samii and Assenova 2015, *Political Analysis* 23:564).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.data import Data
from standoff.estimate.likelihood import Floats, Ints
from standoff.estimate.weights import Weights

Kind = Literal["observed", "penalized", "sandwich", "cluster", "dyadic", "bootstrap"]


def observed_covariance(hessian: Floats) -> Floats:
    """Inverse of the observed information, shape (k, k); NaN where it is not definite."""
    k = len(hessian)
    if not np.isfinite(hessian).all():
        return np.full((k, k), np.nan)
    scale = np.sqrt(np.maximum(-np.diag(hessian), 0))
    if (scale == 0).any():
        return np.full((k, k), np.nan)
    information = -hessian / np.outer(scale, scale)
    values, vectors = np.linalg.eigh(information)
    if values[0] <= values[-1] * 1e-14:
        return np.full((k, k), np.nan)
    return (vectors / values) @ vectors.T / np.outer(scale, scale)


def sandwich(scores: Floats, hessian: Floats, frequencies: Floats | None = None) -> Floats:
    """Covariance from each row's own score, shape (k, k).

    Scores of rows that stand for several are sums over them, and `frequencies` says how many.
    """
    bread = observed_covariance(hessian)
    if frequencies is not None:
        scores = scores / np.sqrt(frequencies)[:, None]
    return bread @ (scores.T @ scores) @ bread


def clustered(scores: Floats, hessian: Floats, groups: Ints) -> Floats:
    """Covariance from the summed scores of each group, shape (k, k)."""
    n_groups = int(groups.max()) + 1
    sums = group_sums(scores, groups)
    bread = observed_covariance(hessian)
    return bread @ (sums.T @ sums) @ bread * (n_groups / (n_groups - 1))


def dyadic(scores: Floats, hessian: Floats, members: Ints) -> Floats:
    """Covariance when any two rows may depend on each other that share a member, shape (k, k).

    Not definite in every sample; a variance that comes out negative is NaN.
    """
    pairs = np.sort(members, axis=1)
    _, dyads = np.unique(pairs, axis=0, return_inverse=True)
    n_members = int(members.max()) + 1
    sums = np.zeros((n_members, scores.shape[1]))
    np.add.at(sums, members[:, 0], scores)
    two = members[:, 0] != members[:, 1]
    np.add.at(sums, members[two, 1], scores[two])
    # Two rows of one dyad share both members and were counted twice.
    twice = group_sums(np.where(two[:, None], scores, 0.0), dyads.ravel())
    bread = observed_covariance(hessian)
    found = bread @ (sums.T @ sums - twice.T @ twice) @ bread
    bad = np.diag(found) < 0
    found[bad] = np.nan
    found[:, bad] = np.nan
    return found


def group_sums(rows: Floats, groups: Ints) -> Floats:
    """Sum of the rows of each group, shape (n_groups, k)."""
    sums = np.zeros((int(groups.max()) + 1, rows.shape[1]))
    np.add.at(sums, groups, rows)
    return sums


def usual_kind(given: Kind | None, clusters: tuple[str, ...], weights: Weights | None) -> Kind:
    """The covariance that was asked for, or the usual one.

    Raises
    ------
    EstimationError
        If errors from the curvature are asked for with sampling weights.
    """
    is_sample = weights is not None and weights.kind == "sampling"
    if is_sample and given in ("observed", "penalized"):
        raise EstimationError(
            "the curvature says nothing about errors under sampling weights",
            found=f'covariance="{given}"',
            right='"sandwich" (the usual one), "cluster", "dyadic" or "bootstrap"',
        )
    return given or ("cluster" if clusters else "sandwich" if is_sample else "observed")


def cluster_columns(cluster: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """The columns that say which rows belong together, however they were given."""
    return (cluster,) if isinstance(cluster, str) else tuple(cluster or ())


def check_clusters(kind: Kind | None, columns: tuple[str, ...]) -> None:
    """Refuse a covariance of groups without the columns that say which."""
    if kind in ("cluster", "dyadic") and not columns:
        raise EstimationError(f"a {kind} covariance needs groups", right="give cluster=")
    if kind == "dyadic" and len(columns) != 2:
        raise EstimationError(
            "a dyadic covariance needs the two members of each row",
            found=", ".join(columns),
            right="cluster= two columns",
        )


def read_groups(data: Data, columns: str | tuple[str, ...]) -> Ints:
    """Number the groups of rows, shape (n,).

    Two columns name a dyad: rows with the same two values, in either order, are one group.

    Raises
    ------
    EstimationError
        If all rows are one group.
    """
    if isinstance(columns, str):
        columns = (columns,)
    if len(columns) == 2:
        numbered = np.sort(read_members(data, columns), 1)
    else:
        numbered = np.stack([_numbered(data.identities(name)) for name in columns], 1)
    groups = np.unique(numbered, axis=0, return_inverse=True)[1].ravel()
    if not groups.any():
        raise EstimationError(
            "one cluster tells nothing about how clusters differ",
            where=", ".join(columns),
            right="a column with at least two values in the rows that are used",
        )
    return groups


def read_members(data: Data, columns: tuple[str, ...]) -> Ints:
    """Number the members of each row's dyad, shape (n, 2)."""
    both = [data.identities(name) for name in columns[:2]]
    if {column.dtype == object for column in both} == {True, False}:
        both = [np.array(written(column), object) for column in both]
    return _numbered(np.concatenate(both)).reshape(2, -1).T


def written(values: np.ndarray) -> list[str]:
    """Labels as text: 2 and 2.0 are the same, and no digit is lost."""
    return [
        str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        for value in values.tolist()
    ]


def _numbered(values: np.ndarray) -> Ints:
    labels = np.array(written(values)) if values.dtype == object else values
    return np.unique(labels, return_inverse=True)[1].ravel()
