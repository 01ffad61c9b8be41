"""From formulas and data to the likelihood of a tree of two-way moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.data import Data
from standoff.estimate.egame import Block, TreeLikelihood
from standoff.estimate.formula import Design, designs
from standoff.estimate.formula_text import read_formulas, read_response
from standoff.estimate.identification import check_identified
from standoff.estimate.likelihood import Floats, Likelihood
from standoff.estimate.links import Link
from standoff.estimate.move_tree import End, Errors, Move, MoveTree, moves
from standoff.estimate.prepared import Prepared
from standoff.estimate.response import Observed, observe
from standoff.estimate.restrict import Restricted
from standoff.estimate.weights import GivenWeights, Weighting, weigh


@dataclass(frozen=True, slots=True, eq=False)
class TreeRemake:
    """Asks a fitted tree about other rows (a `Remake`)."""

    tree: MoveTree
    parts: tuple[tuple[Design, Block], ...]
    outcomes: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the data that it reads."""
        return tuple(dict.fromkeys(name for design, _ in self.parts for name in design.columns))

    def designs(self, data: Data) -> tuple[Block, ...]:
        """The regressors of other rows."""
        return tuple(replace(block, matrix=design.of(data)) for design, block in self.parts)

    def actions(
        self, likelihood: Likelihood, theta: Floats, designs: object | None
    ) -> tuple[tuple[str, ...], Floats]:
        """Probabilities of left and right at each move once it is reached."""
        while isinstance(likelihood, Restricted):
            theta, likelihood = likelihood.whole(theta), likelihood.base
        assert isinstance(likelihood, TreeLikelihood), "made by prepare_tree"
        right = likelihood.action_probabilities(theta, designs)
        left = likelihood.action_probabilities(theta, designs, side="left")
        names = action_names(self.tree, self.outcomes)
        return names, np.stack([left, right], axis=2).reshape(len(right), -1)


def prepare_tree(
    tree: MoveTree,
    data: Data,
    formulas: str | Sequence[str] | Mapping[str, str],
    *,
    outcome: str | Sequence[str] | None = None,
    outcomes: Sequence[str] | None = None,
    errors: Errors = "agent",
    link: Link = "probit",
    scale: str | Mapping[int, str] | None = None,
    fixed: Mapping[str, float] | None = None,
    equal: Sequence[Sequence[str]] = (),
    weights: GivenWeights | None = None,
    weighting: Weighting | None = None,
    also: Sequence[str] = (),
    partial: bool = False,
) -> Prepared:
    """Make a tree ready for its data.

    Parameters
    ----------
    tree : MoveTree
    data : Data
    formulas
        See `read_formulas`.
    outcome, outcomes, partial
        See `observe`.
    errors : "agent" or "private"
    link : "probit" or "logit"
    scale : str or dict of player to str, optional
        Formula of the log of the shocks' scale, common to all or by player. With all utilities
        fixed it is a constant, else the scale is one.
    fixed : dict of str to float, optional
        Parameters held at a value. A block's name ("u11" or "u1(war)") holds the whole utility.
    equal : sequence of groups of parameters
    weights, weighting : optional
        See `weigh`.
    also : sequence of str
        Further columns that a row must have.

    Raises
    ------
    EstimationError, UnknownName
        If data, formulas and tree do not go together.
    """
    if link == "logit" and errors == "private":
        raise EstimationError(
            "private information needs normal shocks",
            found='link="logit" with errors="private"',
            right='link="probit", or errors="agent": sums of logistic shocks are not logistic',
        )
    # The response stands left of the first tilde; the blocks are sorted out once it is known.
    response = [outcome] if isinstance(outcome, str) else list(outcome or read_response(formulas))
    fixed = dict(fixed or {})
    data, weighed = weigh(data, weights, weighting)
    observed = observe(data, response, tree, outcomes=outcomes, partial=partial)
    labels = _labels(tree, observed.outcomes)
    texts, held = _texts(tree, formulas, fixed, labels)
    scales = _scales(tree, scale, link, all(block in held for block in tree.blocks))
    labels |= {block: label for block, (label, _, _) in scales.items()}
    texts |= {block: text for block, (_, text, _) in scales.items()}
    found = designs(
        texts,
        data,
        [*tree.blocks, *scales],
        labels=labels,
        also=[*also, *([weighed.name] if weighed else [])],
        usable=observed.usable,
        n_plays=np.where(observed.counts.any(1), observed.counts.sum(1), 1.0),
    )
    used = data.take(found.kept)
    counted = weighed.of(used) if weighed else None
    blocks = tuple(
        Block(
            design.block,
            labels[design.block],
            design.names,
            design.matrix,
            scales[design.block][2] if design.block in scales else (),
        )
        for design in found.designs
    )
    for id, value in held.items():
        fixed[f"{labels[id]}:(Intercept)"] = value
    likelihood = _likelihood(
        tree,
        blocks,
        observed,
        found.kept,
        link,
        errors,
        np.ones(used.n_rows) if counted is None else counted.values,
    )
    unknown = [name for name in fixed if name not in likelihood.names]
    if unknown:
        raise UnknownName.among("parameter", unknown[0], likelihood.names)
    check_identified(tree, blocks, fixed)
    n_free = len(likelihood.names) - len(fixed) - sum(len(group) - 1 for group in equal)
    _check_enough(likelihood, n_free)
    return Prepared(
        likelihood,
        used,
        found.kept,
        {**observed.dropped, **found.dropped},
        tuple((labels[design.block], design.formula.strip()) for design in found.designs),
        TreeRemake(tree, tuple(zip(found.designs, blocks, strict=True)), observed.outcomes),
        f"{tree.name}, {link}, {errors} error; endings from left to right: {_seen(likelihood)}",
        fixed,
        equal,
        tuple(response),
        counted,
    )


def _labels(tree: MoveTree, outcomes: Sequence[str]) -> dict[str, str]:
    homes = {block: tree.block_home(block) for block in tree.blocks}
    return {block: f"u{player}({outcomes[end]})" for block, (player, end) in homes.items()}


def _texts(
    tree: MoveTree,
    formulas: str | Sequence[str] | Mapping[str, str],
    fixed: dict[str, float],
    labels: Mapping[str, str],
) -> tuple[dict[str, str], dict[str, float]]:
    """Formula by block, and blocks held fixed as a whole (taken out of `fixed`)."""
    held: dict[str, float] = {}
    for block in tree.blocks:
        for name in (block, labels[block]):
            if name in fixed:
                held[block] = fixed.pop(name)
    if len(held) == len(tree.blocks):
        return dict.fromkeys(tree.blocks, "1"), held
    texts = dict(read_formulas(formulas, tree.blocks, labels).blocks)
    return texts | dict.fromkeys(held, "1"), held


def _scales(
    tree: MoveTree, scale: str | Mapping[int, str] | None, link: Link, all_held: bool
) -> dict[str, tuple[str, str, tuple[int, ...]]]:
    """Label, formula and players of each scale."""
    word = "sigma" if link == "probit" else "lambda"
    if scale is None:
        scale = "1" if all_held else {}
    if isinstance(scale, str):
        return {"scale": (f"log({word})", scale.partition("~")[2] or scale, tree.players)}
    for player in scale:
        if player not in tree.players:
            raise UnknownName.among("player", str(player), [str(p) for p in tree.players])
    return {
        f"scale{player}": (f"log({word}{player})", text.partition("~")[2] or text, (player,))
        for player, text in sorted(scale.items())
    }


def _likelihood(
    tree: MoveTree,
    blocks: tuple[Block, ...],
    observed: Observed,
    kept: np.ndarray,
    link: Link,
    errors: Errors,
    weights: Floats,
) -> TreeLikelihood:
    counts = observed.counts[kept] * weights[:, None]
    sets = None if observed.sets is None else observed.sets[kept]
    if sets is not None and not sets.any():
        sets = None
    of_sets = None if sets is None else np.where(sets.any(1), weights, 0.0)
    seen = counts.sum(0)
    if sets is not None:
        seen = seen + sets.sum(0)
    never = [name for name, n in zip(observed.outcomes, seen, strict=True) if n == 0]
    if never:
        raise EstimationError(
            f"the outcome {never[0]!r} never happens in the rows that are used",
            found=", ".join(
                f"{name} {n:g}" for name, n in zip(observed.outcomes, seen, strict=True)
            ),
            right="each outcome at least once",
        )
    return TreeLikelihood(tree, blocks, observed.outcomes, counts, link, errors, sets, of_sets)


def _seen(likelihood: TreeLikelihood) -> str:
    """How often each ending was seen, in the order of the tree."""
    totals = likelihood.counts.sum(0)
    named = [f"{name} {n:g}" for name, n in zip(likelihood.outcomes, totals, strict=True)]
    n_sets = 0 if likelihood.sets is None else int(likelihood.sets.any(1).sum())
    return ", ".join(named + ([f"known in part {n_sets}"] if n_sets else []))


def _check_enough(likelihood: TreeLikelihood, n_free: int) -> None:
    n = likelihood.n_observations
    if n <= 1 and likelihood.counts.sum() <= 1:
        raise EstimationError("one observation is not enough", found=f"{n} row")
    # A row of counts informs about as many parameters as it has endings less one.
    n_informative = n * (len(likelihood.outcomes) - 1)
    if n_informative < n_free:
        raise EstimationError(
            "there are more parameters than observations",
            found=f"{n_free} parameters, {n} rows",
        )


def action_names(tree: MoveTree, outcomes: Sequence[str]) -> tuple[str, ...]:
    """What is done at each move, left then right: "Pr(esc)", "Pr(esc,war|esc)".

    A subtree goes by its ending, or by what its sister is not, or by its endings.
    """
    names: list[str] = []
    given: dict[int, str] = {id(tree.root): ""}
    for move in moves(tree.root):
        left, right = _branch(move.left, move.right, outcomes), ""
        right = _branch(move.right, move.left, outcomes)
        condition = given[id(move)]
        for name, child in ((left, move.left), (right, move.right)):
            names.append(f"Pr({name}|{condition})" if condition else f"Pr({name})")
            if isinstance(child, Move):
                given[id(child)] = f"{condition},{name}" if condition else name
    return tuple(names)


def _branch(side: Move | End, sister: Move | End, outcomes: Sequence[str]) -> str:
    if isinstance(side, End):
        return outcomes[side.outcome]
    if isinstance(sister, End):
        other = outcomes[sister.outcome]
        last = other.rsplit(",", 1)
        if last[-1].startswith("~"):
            return ",".join([*last[:-1], last[-1][1:]])
        return f"~{other}"
    return " or ".join(outcomes[end] for end in _ends(side))


def _ends(side: Move | End) -> list[int]:
    if isinstance(side, End):
        return [side.outcome]
    return [*_ends(side.left), *_ends(side.right)]
