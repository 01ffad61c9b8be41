"""From a table and formulas to the likelihood of signaling crises, with everything checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.data import Data
from standoff.estimate.formula import Design, designs
from standoff.estimate.formula_text import read_formulas
from standoff.estimate.likelihood import Bools, Floats, Ints, Likelihood
from standoff.estimate.prepared import Prepared
from standoff.estimate.signaling.likelihood import SELECTIONS, Selection, SignalingLikelihood
from standoff.estimate.weights import GivenWeights, Weighting, weigh
from standoff.solve.crisis_signaling import OUTCOMES, PAYOFFS

# What R's sigInt calls the payoffs.
_ALSO = {
    "S_A": "SA",
    "V_A": "VA",
    "C_B": "CB",
    "W_A": "barWA",
    "W_B": "barWB",
    "a": "bara",
    "V_B": "VB",
}
_A = ("S_A", "V_A", "W_A", "a")
_B = ("C_B", "W_B", "V_B")
_PLAYED = {
    "likeliest": "each row at its likeliest equilibrium",
    "lowest": "all rows at the equilibrium with the least resistance",
    "highest": "all rows at the equilibrium with the most resistance",
}
_RIGHT = "the counts of " + ", ".join(OUTCOMES) + ", or one column that says which was seen"


@dataclass(frozen=True, slots=True)
class SignalingRemake:
    """Asks a fitted signaling crisis about other rows (a `Remake`)."""

    parts: tuple[Design, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the data that it reads."""
        return tuple(dict.fromkeys(name for design in self.parts for name in design.columns))

    def designs(self, data: Data) -> tuple[Floats, ...]:
        """The regressors of other rows, one matrix per payoff."""
        return tuple(design.of(data) for design in self.parts)

    def actions(
        self, likelihood: Likelihood, theta: Floats, designs: object | None
    ) -> tuple[tuple[str, ...], Floats]:
        """Chances of a challenge, of resistance to it, and of a fight after that."""
        p = likelihood.probabilities(theta, designs)
        challenge = 1.0 - p[:, 0]
        resisted = p[:, 2] + p[:, 3]
        names = ("challenge", "resist", "fight")
        return names, np.column_stack([challenge, resisted / challenge, p[:, 2] / resisted])


def prepare_signaling(
    data: Data,
    formulas: str | Sequence[str] | Mapping[str, str],
    *,
    outcome: str | Sequence[str] | None = None,
    pooled: Mapping[str, Sequence[str]] | None = None,
    selection: Selection | None = None,
    weights: GivenWeights | None = None,
    weighting: Weighting | None = None,
    also: Sequence[str] = (),
    fixed: Mapping[str, float] | None = None,
    equal: Sequence[Sequence[str]] = (),
) -> Prepared:
    """Make the crisis of Lewis and Schultz ready for its data.

    Parameters
    ----------
    data : Data
    formulas : str, sequence of str, or mapping of payoff to str
        Such as ``"sq + cd + sf + bd ~ x | 1 | 0 | x | z | 1 | 1"``, for S_A, V_A, C_B, W_A, W_B, a
        and V_B. Left of the tilde stand four columns of counts (status quo, concession, fight,
        backing down), or one column that names the outcome of the row: "sq", "cd", "sf", "bd", or
        several that could not be told apart, "sf|bd".
    outcome : str or sequence of str, optional
        These columns, where the formulas do not name them.
    pooled : mapping of column to outcomes, optional
        Columns that count events of which it is only known that one of some outcomes happened, such
        as ``{"threat": ("cd", "sf", "bd")}``.
    selection : "likeliest", "lowest" or "highest", optional
        Which equilibrium is played where there are several: the one that makes the counts of the
        row likeliest, or in all rows the one with the least or the most resistance. Without it the
        likeliest, unless no row was seen more than once: then "lowest".
    weights, weighting : optional
        A column, or one number per row, by which the counts of a row are multiplied; see `weigh`.
    also : sequence of str
        Further columns that a row must have.
    fixed : dict of parameter or payoff to float, optional
        A payoff's name holds it at a value as a whole.
    equal : sequence of groups of parameters

    Raises
    ------
    EstimationError, UnknownName
        Counts that are negative, rows in which nothing was seen, outcomes that never were,
        regressors that determine each other, or that are in all payoffs of a player.
    """
    read = read_formulas(formulas, PAYOFFS, _ALSO)
    response = _response(
        (outcome,) if isinstance(outcome, str) else tuple(outcome or read.response)
    )
    also_called = {name: payoff for payoff, name in _ALSO.items()}
    held = {also_called.get(name, name): value for name, value in (fixed or {}).items()}
    texts = dict(read.blocks)
    for payoff in PAYOFFS:
        if payoff in held:
            texts[payoff] = "1"
            held[f"{payoff}:(Intercept)"] = held.pop(payoff)
    seen = dict(pooled or {})
    for column, members in seen.items():
        data.require([column], "the columns of pooled outcomes")
        for member in members:
            if member not in OUTCOMES:
                raise UnknownName.among("outcome", member, OUTCOMES)
    data, weighed = weigh(data, weights, weighting)
    needed = [*response, *seen, *([weighed.name] if weighed else []), *also]
    built = designs(texts, data, PAYOFFS, also=needed, n_plays=_plays(data, [*response, *seen]))
    used = data.take(built.kept)
    events, counts = _counts(used, response, seen)
    if selection is None:
        # A single play would choose among three equilibria, and nothing would bound the likelihood.
        selection = "likeliest" if counts.sum(axis=1).max() > 1.0 else "lowest"
    elif selection not in SELECTIONS:
        raise UnknownName.among("selection", selection, SELECTIONS)
    weighted = weighed.of(used) if weighed else None
    if weighted is not None:
        counts = counts * weighted.values[:, None]
    _check_seen(events, counts)
    likelihood = SignalingLikelihood(built.designs, events, counts, used.rows, selection)
    for name in held:
        if name not in likelihood.names:
            raise UnknownName.among("parameter", name, likelihood.names)
    _check_identified(built.designs, held)
    n_free = len(likelihood.names) - len(held) - sum(len(group) - 1 for group in equal)
    if len(counts) * (len(OUTCOMES) - 1) < n_free:
        raise EstimationError(
            "there are more parameters than the rows can tell",
            found=f"{n_free} parameters, {len(counts)} rows of {len(OUTCOMES)} outcomes",
        )
    return Prepared(
        likelihood,
        used,
        built.kept,
        built.dropped,
        tuple((design.block, design.formula.strip()) for design in built.designs),
        SignalingRemake(built.designs),
        f"signaling crisis of Lewis and Schultz, probit, {_PLAYED[selection]}",
        held,
        equal,
        (*response, *seen),
        weighted,
    )


def _plays(data: Data, columns: Sequence[str]) -> Floats | None:
    """How often the game was played in each row, where counts say so."""
    data.require(columns, "the response")
    counts = [data.columns[name] for name in columns if name not in data.levels]
    return np.maximum(np.nansum(counts, axis=0), 1.0) if counts else None


def _response(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) not in (1, len(OUTCOMES)):
        raise EstimationError(
            "the formula does not say what was observed",
            found=" + ".join(names) or "nothing left of the tilde",
            right=_RIGHT,
        )
    return names


def _counts(
    data: Data, response: tuple[str, ...], pooled: Mapping[str, Sequence[str]]
) -> tuple[Bools, Floats]:
    singles = np.eye(len(OUTCOMES), dtype=bool)
    if len(response) == 1:
        events, counts = _from_words(data, response[0])
    else:
        events = singles
        counts = np.column_stack([data.numbers(name, "a count") for name in response])
        _refuse_negative(counts, response, data, "a count")
    if pooled:
        more = np.array([[name in each for name in OUTCOMES] for each in pooled.values()])
        extra = np.column_stack([data.numbers(name, "a count") for name in pooled])
        _refuse_negative(extra, tuple(pooled), data, "a count")
        events, counts = np.concatenate([events, more]), np.concatenate([counts, extra], axis=1)
    empty = np.flatnonzero(counts.sum(axis=1) == 0.0)
    if len(empty):
        raise EstimationError(
            "nothing was seen in some rows: all counts are 0",
            where=f"{data.source}, row {_listed(data.rows[empty])}",
            right="leave these rows out, or give their counts",
        )
    return events, counts


def _from_words(data: Data, column: str) -> tuple[Bools, Floats]:
    if column not in data.levels:
        raise EstimationError(
            f"column {column!r} does not say which outcome was seen",
            where=data.source,
            found="numbers",
            right=_RIGHT,
        )
    kinds: dict[tuple[str, ...], int] = {(name,): i for i, name in enumerate(OUTCOMES)}
    which = np.empty(data.n_rows, dtype=int)
    for i, word in enumerate(data[column]):
        names = [name.strip() for name in str(word).split("|")]
        for name in names:
            if name not in OUTCOMES:
                raise UnknownName.among("outcome", name, OUTCOMES)
        key = tuple(name for name in OUTCOMES if name in names)
        which[i] = kinds.setdefault(key, len(kinds))
    events = np.array([[name in key for name in OUTCOMES] for key in kinds])
    return events, np.eye(len(kinds))[which]


def _refuse_negative(table: Floats, names: Sequence[str], data: Data, meant: str) -> None:
    wrong = np.argwhere(~(np.isfinite(table) & (table >= 0.0)))
    if len(wrong):
        row, column = wrong[0]
        raise EstimationError(
            f"{meant} is negative or not finite",
            where=f"{data.source}, row {_listed(data.rows[wrong[:, 0]])}, {names[column]}",
            found=str(table[row, column]),
            right="numbers of at least 0",
        )


def _listed(rows: Ints) -> str:
    shown = ", ".join(str(row) for row in rows[:5])
    return shown if len(rows) <= 5 else f"{shown} and {len(rows) - 5} more"


def _check_seen(events: Bools, counts: Floats) -> None:
    totals = counts.sum(axis=0)
    for k, outcome in enumerate(OUTCOMES):
        if totals[events[:, k]].sum() == 0.0:
            raise EstimationError(
                f"the outcome {outcome!r} never happens in the rows that are used",
                found=", ".join(
                    f"{name} {total:g}" for name, total in zip(OUTCOMES, totals, strict=False)
                ),
                right="each outcome at least once",
            )


def _check_identified(parts: Sequence[Design], held: Mapping[str, float]) -> None:
    """Refuse what can be added to all payoffs of a player without changing anything."""
    by_name = {design.block: design for design in parts}
    for player, blocks in (("A", _A), ("B", _B)):
        found = _shared([by_name[block] for block in blocks], held)
        if not found:
            continue
        raise EstimationError(
            f"the payoffs of player {player} are not identified: the same regressor is in all of "
            + ", ".join(blocks),
            found=found,
            right="leave it out of one of them (0 for a payoff without regressors); only "
            "differences of payoffs matter",
        )


def _shared(group: Sequence[Design], held: Mapping[str, float]) -> str:
    """What the free columns of all blocks can make up; empty if there is nothing."""
    free = [[f"{design.block}:{name}" not in held for name in design.names] for design in group]
    if not all(any(each) for each in free):
        return ""
    names = [
        [name for name, is_free in zip(design.names, each, strict=True) if is_free]
        for design, each in zip(group, free, strict=True)
    ]
    common = [name for name in names[0] if all(name in each for each in names)]
    if common:
        return ", ".join(common)
    bases = [
        np.linalg.qr(design.matrix[:, np.array(each)])[0]
        for design, each in zip(group, free, strict=True)
    ]
    smallest = min(bases, key=lambda basis: basis.shape[1])
    left = np.zeros((smallest.shape[1], smallest.shape[1]))
    for basis in bases:
        rest = smallest - basis @ (basis.T @ smallest)
        left += rest.T @ rest
    if np.linalg.eigvalsh(left)[0] > 1e-10:
        return ""
    return "a combination of " + ", ".join(dict.fromkeys(name for each in names for name in each))
