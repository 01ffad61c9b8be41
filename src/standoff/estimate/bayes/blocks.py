"""The utilities of a likelihood and their regressors, whatever model it is of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.egame import Block, TreeLikelihood
from standoff.estimate.game_likelihood import Block as GameBlock
from standoff.estimate.game_likelihood import GameLikelihood
from standoff.estimate.likelihood import Floats, Likelihood
from standoff.estimate.signaling.likelihood import SignalingLikelihood
from standoff.estimate.ultimatum import UltimatumLikelihood

Kind = Literal["utility", "log", "logit"]

#: Standard deviation of an extreme value shock of scale one.
_EXTREME = math.pi / math.sqrt(6)


@dataclass(frozen=True, slots=True, eq=False)
class BlockView:
    """What one utility, scale or parameter of a game is made of.

    Attributes
    ----------
    label : str
        As it stands before the colon of its parameters' names.
    aliases : tuple of str
        What else it is called.
    parameters : tuple of str
        Full names.
    matrix : float array, shape (n, n_parameters)
    kind : "utility", "log" or "logit"
        The sum is the number itself, its logarithm, or its log odds.
    size : float
        Standard deviation of what it competes with: the shocks, for a utility.
    center : float
        Where a constant lies when nothing is known.
    """

    label: str
    aliases: tuple[str, ...]
    parameters: tuple[str, ...]
    matrix: Floats
    kind: Kind = "utility"
    size: float = 1.0
    center: float = 0.0


def read_blocks(likelihood: Likelihood) -> tuple[BlockView, ...]:
    """The blocks of a likelihood in the order of its parameters, empty ones included."""
    if isinstance(likelihood, TreeLikelihood):
        # A logit move is decided by shocks of scale sqrt(2) at each action.
        size = 1.0 if likelihood.link == "probit" else math.sqrt(2) * _EXTREME
        return tuple(
            BlockView(
                block.label,
                (block.id,),
                block.parameters,
                block.matrix,
                "log" if block.players else "utility",
                1.0 if block.players else size,
            )
            for block in likelihood.blocks
        )
    if isinstance(likelihood, GameLikelihood):
        size = (1.0 if likelihood.errors == "probit" else _EXTREME) / likelihood.precision
        return tuple(
            BlockView(
                name,
                (),
                tuple(f"{name}:{regressor}" for regressor in block.regressors),
                block.matrix,
                "utility" if block.link == "identity" else block.link,
                size if block.link == "identity" else 1.0,
            )
            for name, block in likelihood.blocks.items()
        )
    if isinstance(likelihood, SignalingLikelihood):
        return tuple(
            BlockView(
                design.block,
                (),
                tuple(f"{design.block}:{name}" for name in design.names),
                design.matrix,
            )
            for design in likelihood.designs
        )
    if isinstance(likelihood, UltimatumLikelihood):
        return _ultimatum(likelihood)
    return _unknown(likelihood)


def _ultimatum(likelihood: UltimatumLikelihood) -> tuple[BlockView, ...]:
    offers = likelihood.offers
    spread = float(offers.std()) or (likelihood.max_offer - likelihood.min_offer) / 4
    ones = np.ones((likelihood.n_observations, 1))
    k = len(likelihood.regressors[0])
    names = likelihood.names
    kept = likelihood.max_offer - float(offers.mean())
    middle = float(offers.mean())
    return (
        BlockView("R1", (), names[:k], likelihood.proposer, "utility", spread, kept),
        BlockView("R2", (), names[k:-2], likelihood.receiver, "utility", spread, middle),
        BlockView("log(s1)", (), names[-2:-1], ones, "log", 1.0, math.log(spread)),
        BlockView("log(s2)", (), names[-1:], ones, "log", 1.0, math.log(spread)),
    )


def _unknown(likelihood: Likelihood) -> tuple[BlockView, ...]:
    """Blocks as the names say, with regressors of size one."""
    found: dict[str, list[str]] = {}
    for name in likelihood.names:
        found.setdefault(name.partition(":")[0], []).append(name)
    n = likelihood.n_observations
    return tuple(
        BlockView(label, (), tuple(names), np.ones((n, len(names))))
        for label, names in found.items()
    )


def widen(
    likelihood: Likelihood, label: str, regressors: Sequence[str], matrix: Floats
) -> Likelihood:
    """The same model with further regressors at the end of one utility, shape (n, n_regressors).

    Raises
    ------
    EstimationError
        If the model has no regressors that can be added to.
    """
    new = tuple(regressors)
    if isinstance(likelihood, TreeLikelihood):
        blocks = tuple(
            replace(b, names=(*b.names, *new), matrix=np.hstack([b.matrix, matrix]))
            if b.label == label
            else b
            for b in likelihood.blocks
        )
        return replace(likelihood, blocks=blocks, _last={})
    if isinstance(likelihood, GameLikelihood):
        old = likelihood.blocks[label]
        wide = GameBlock((*old.regressors, *new), np.hstack([old.matrix, matrix]), old.link)
        return replace(likelihood, blocks={**likelihood.blocks, label: wide})
    if isinstance(likelihood, SignalingLikelihood):
        designs = tuple(
            replace(d, names=(*d.names, *new), matrix=np.hstack([d.matrix, matrix]))
            if d.block == label
            else d
            for d in likelihood.designs
        )
        return replace(likelihood, designs=designs)
    if isinstance(likelihood, UltimatumLikelihood) and label in ("R1", "R2"):
        first, second = likelihood.regressors
        if label == "R1":
            wide = np.hstack([likelihood.proposer, matrix])
            names = ((*first, *new), second)
            return replace(likelihood, regressors=names, proposer=wide, _last={})
        wide = np.hstack([likelihood.receiver, matrix])
        return replace(likelihood, regressors=(first, (*second, *new)), receiver=wide, _last={})
    raise EstimationError(
        f"{label!r} of this model cannot have effects of groups", right="a utility or a payoff"
    )


def widen_designs(likelihood: Likelihood, designs: object, label: str, matrix: Floats) -> object:
    """The regressors of other rows with further ones at the end of one utility."""
    if isinstance(likelihood, TreeLikelihood) and isinstance(designs, Sequence):
        found: list[Block] = []
        for block in designs:
            assert isinstance(block, Block), "made by this model's remake"
            if block.label == label:
                new = (*block.names, *(str(j) for j in range(matrix.shape[1])))
                block = replace(block, names=new, matrix=np.hstack([block.matrix, matrix]))
            found.append(block)
        return tuple(found)
    if isinstance(likelihood, GameLikelihood) and isinstance(designs, dict):
        return {**designs, label: np.hstack([designs[label], matrix])}
    labels = [block.label for block in read_blocks(likelihood)]
    assert isinstance(designs, Sequence), "made by this model's remake"
    return tuple(
        np.hstack([each, matrix]) if name == label else each
        for name, each in zip(labels, designs, strict=False)
    )
