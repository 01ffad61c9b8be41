"""The units in which a likelihood is searched: no user's column decides whether a search arrives.

Inside, the regressors of each utility are orthogonal to each other and of size one, so that
centering, scaling or a power of a column changes nothing. Estimates, gradients and curvature are
handed out in the user's own units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy import linalg

from standoff.estimate.egame import Block, TreeLikelihood
from standoff.estimate.game_likelihood import Block as GameBlock
from standoff.estimate.game_likelihood import GameLikelihood
from standoff.estimate.likelihood import Floats, Likelihood
from standoff.estimate.maximize import MAX_STEPS, Inner, Maximum, Penalty, maximize
from standoff.estimate.penalty import Firth
from standoff.estimate.restrict import Restricted
from standoff.estimate.signaling.likelihood import SignalingLikelihood
from standoff.estimate.ultimatum import UltimatumLikelihood

#: Columns of which less than this is their own cannot be told apart at all.
_OWN = 1e-13
#: Sizes and condition numbers up to which units do no harm.
_MILD = 1e4


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """A likelihood in the units of the search.

    Parameters
    ----------
    likelihood : Restricted
        The same function of other parameters.
    outward, inward : float array, shape (k, k)
        From parameters of the search to the user's free ones, and back.
    is_mild : bool
        Whether the user's own units would do as well.
    """

    likelihood: Restricted
    outward: Floats
    inward: Floats
    is_mild: bool

    def out(self, found: Maximum) -> Maximum:
        """What a search in these units found, in the user's."""
        inner = Inner(self.likelihood, found.theta, found.hessian, self.outward)
        return replace(
            found,
            theta=self.outward @ found.theta,
            gradient=self.inward.T @ found.gradient,
            hessian=self.inward.T @ found.hessian @ self.inward,
            inner=inner,
        )


def maximize_scaled(
    free: Restricted,
    *,
    n_starts: int = 1,
    seed: int = 0,
    start: Floats | None = None,
    penalty: Penalty | None = None,
    max_steps: int = MAX_STEPS,
    retry: bool = True,
) -> Maximum:
    """See `maximize`: the search goes on in units of its own, start and result are the user's."""
    units = scaled(free)
    if units is None:
        return maximize(
            free,
            n_starts=n_starts,
            seed=seed,
            start=start,
            penalty=penalty,
            max_steps=max_steps,
            retry=retry,
        )
    if start is not None:
        begin = np.atleast_2d(start) @ units.inward.T
    elif isinstance(_base(free), GameLikelihood):
        # The game's own defaults come first, and they are in the user's units.
        begin = units.likelihood.starts(n_starts, seed)
        first = free.starts(1, seed)[:1] @ units.inward.T
        begin = first + begin - begin[:1]
    else:
        begin = units.likelihood.starts(n_starts, seed)
    found = maximize(
        units.likelihood,
        start=begin,
        penalty=None if penalty is None else _Outward(penalty, free, units),
        max_steps=max_steps,
        retry=retry,
    )
    return units.out(found)


@dataclass(frozen=True, slots=True)
class _Outward:
    """A penalty on the user's parameters, as one on those of the search."""

    penalty: Penalty
    free: Restricted
    units: Scaled

    @property
    def name(self) -> str:
        return self.penalty.name

    @property
    def curved(self) -> bool:
        return self.penalty.curved

    def value(self, likelihood: Likelihood, theta: Floats) -> float:
        if isinstance(self.penalty, Firth):
            # Half the log determinant changes by a constant.
            shift = float(np.linalg.slogdet(self.units.inward)[1])
            return self.penalty.value(likelihood, theta) + shift
        return self.penalty.value(self.free, self.units.outward @ theta)

    def gradient(self, likelihood: Likelihood, theta: Floats) -> Floats:
        if isinstance(self.penalty, Firth):
            return self.penalty.gradient(likelihood, theta)
        out = self.units.outward
        return out.T @ self.penalty.gradient(self.free, out @ theta)

    def hessian(self, likelihood: Likelihood, theta: Floats) -> Floats:
        if isinstance(self.penalty, Firth):
            return self.penalty.hessian(likelihood, theta)
        out = self.units.outward
        return out.T @ self.penalty.hessian(self.free, out @ theta) @ out


def scaled(free: Restricted) -> Scaled | None:
    """A likelihood in parameters whose regressors are orthogonal in each utility and of size one.

    None where the model is of no known kind, or its regressors determine each other.
    """
    base, spread, held = free.base, free.spread, free.held
    while isinstance(base, Restricted):
        spread, held, base = base.spread @ spread, base.held + base.spread @ held, base.base
    matrices = _matrices(base)
    if matrices is None:
        return None
    edges = np.cumsum([0, *(1 if each is None else each.shape[1] for each in matrices)])
    parts = [slice(first, last) for first, last in pairwise(edges)]
    pieces = _pieces(matrices, [spread[part] for part in parts])
    groups = _connected(pieces, spread.shape[1])
    inward, is_mild = _inward(pieces, groups)
    if inward is None:
        return None
    outward = np.zeros_like(inward)
    for group in groups:
        place = np.ix_(group, group)
        outward[place] = linalg.solve_triangular(inward[place], np.eye(len(group)))
    through = spread @ outward
    new: list[Floats | None] = []
    rows: list[Floats] = []
    offsets: list[float] = []
    identity = np.eye(spread.shape[1])
    for matrix, part in zip(matrices, parts, strict=True):
        if matrix is None:
            new.append(None)
            rows.append(through[part])
            offsets += held[part].tolist()
            continue
        own = set(np.flatnonzero((spread[part] != 0).any(0)).tolist())
        here = [group for group in groups if own & set(group)]
        used = [j for group in here for j in group]
        columns = _solved(inward, matrix @ spread[part], here, isinstance(base, GameLikelihood))
        rows.append(identity[used])
        offsets += [0.0] * len(used)
        if held[part].any():
            columns = np.column_stack([columns, matrix @ held[part]])
            rows.append(np.zeros((1, spread.shape[1])))
            offsets.append(1.0)
        new.append(columns)
    inner = Restricted(
        _with_matrices(base, new), free.names, np.concatenate(rows), np.array(offsets)
    )
    return Scaled(inner, outward, inward, is_mild)


def _pieces(matrices: Sequence[Floats | None], spreads: Sequence[Floats]) -> list[Floats]:
    """The triangles of each utility's regressors, as they follow from the free parameters."""
    pieces: list[Floats] = []
    for matrix, spread in zip(matrices, spreads, strict=True):
        if matrix is None:
            pieces.append(spread)
        elif matrix.shape[1]:
            size = np.sqrt((matrix**2).mean(0))
            triangle = np.linalg.qr(matrix / np.where(size > 0, size, 1.0), mode="r")
            pieces.append(triangle / np.sqrt(len(matrix)) * size @ spread)
    return pieces


def _inward(pieces: Sequence[Floats], groups: Sequence[list[int]]) -> tuple[Floats | None, bool]:
    """From the free parameters to those of the search, and whether the two are alike."""
    k = sum(len(group) for group in groups)
    inward, is_mild = np.zeros((k, k)), True
    for group in groups:
        stacked = np.concatenate([piece[:, group] for piece in pieces])
        size = np.sqrt((stacked**2).sum(0))
        if not (np.isfinite(size).all() and (size > 0).all()):
            return None, False
        triangle = np.linalg.qr(stacked / size, mode="r")
        own = np.abs(np.diag(triangle))
        if own.min() < _OWN:
            return None, False
        # A positive diagonal keeps the direction of each parameter.
        inward[np.ix_(group, group)] = triangle * np.sign(np.diag(triangle))[:, None] * size
        is_mild &= own.min() > 1 / _MILD and size.min() > 1 / _MILD and size.max() < _MILD
    return inward, bool(is_mild)


def _connected(pieces: Sequence[Floats], k: int) -> list[list[int]]:
    """Free parameters in groups that share no utility."""
    groups: list[set[int]] = [{j} for j in range(k)]
    for piece in pieces:
        here = set(np.flatnonzero((piece != 0).any(0)).tolist())
        touched = [group for group in groups if group & here]
        rest = [group for group in groups if not group & here]
        groups = [*rest, set().union(*touched)] if touched else rest
    return sorted(sorted(group) for group in groups)


def _solved(
    inward: Floats, matrix: Floats, groups: Sequence[list[int]], keep_equal: bool
) -> Floats:
    """The regressors of the search; rows that are equal stay equal to the last digit if asked."""
    back = None
    if keep_equal:
        matrix, back = np.unique(matrix, axis=0, return_inverse=True)
    columns = [
        linalg.solve_triangular(inward[np.ix_(group, group)].T, matrix[:, group].T, lower=True).T
        for group in groups
    ]
    found = np.concatenate([*columns, np.zeros((len(matrix), 0))], axis=1)
    return np.ascontiguousarray(found if back is None else found[back.ravel()])


def _base(likelihood: Likelihood) -> Likelihood:
    while isinstance(likelihood, Restricted):
        likelihood = likelihood.base
    return likelihood


def _matrices(base: Likelihood) -> list[Floats | None] | None:
    """Regressors in the order of the parameters; None for a parameter that has none."""
    if isinstance(base, TreeLikelihood):
        return [block.matrix for block in base.blocks]
    if isinstance(base, GameLikelihood):
        return [block.matrix for block in base.blocks.values()]
    if isinstance(base, SignalingLikelihood):
        return list(base.matrices)
    if isinstance(base, UltimatumLikelihood):
        return [base.proposer, base.receiver, None, None]
    return None


def _with_matrices(base: Likelihood, new: Sequence[Floats | None]) -> Likelihood:
    """The same model with other regressors, which go by numbers."""
    named = [
        (tuple(str(j) for j in range(each.shape[1])), each) for each in new if each is not None
    ]
    if isinstance(base, TreeLikelihood):
        blocks = tuple(
            Block(block.id, block.label, names, matrix, block.players)
            for block, (names, matrix) in zip(base.blocks, named, strict=True)
        )
        return replace(base, blocks=blocks, _last={})
    if isinstance(base, GameLikelihood):
        parts = zip(base.blocks.items(), named, strict=True)
        return replace(
            base,
            blocks={
                name: GameBlock(names, matrix, block.link)
                for (name, block), (names, matrix) in parts
            },
        )
    if isinstance(base, SignalingLikelihood):
        designs = tuple(
            replace(design, names=names, matrix=matrix)
            for design, (names, matrix) in zip(base.designs, named, strict=True)
        )
        return replace(base, designs=designs)
    assert isinstance(base, UltimatumLikelihood), "the kinds of `_matrices`"
    (first, proposer), (second, receiver) = named
    return replace(base, regressors=(first, second), proposer=proposer, receiver=receiver, _last={})
