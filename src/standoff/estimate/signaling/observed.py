"""From a table and formulas to the likelihood of signaling crises, with everything checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.data import Data, read_data
from standoff.estimate.formula import Design, Formulas, designs, read_formulas
from standoff.estimate.likelihood import Bools, Floats, Ints
from standoff.estimate.signaling.likelihood import SignalingLikelihood
from standoff.solve.crisis_signaling import OUTCOMES, PAYOFFS

_A = ("S_A", "V_A", "W_A", "a")
_B = ("C_B", "W_B", "V_B")
_RIGHT = "the counts of " + ", ".join(OUTCOMES) + ", or one column that says which was seen"


@dataclass(frozen=True, slots=True, eq=False)
class SignalingModel:
    """A likelihood, and the table that it came from.

    Attributes
    ----------
    likelihood : SignalingLikelihood
    data : Data
        The rows used.
    formulas : mapping of payoff to str
    dropped : mapping of column to int array
        Row numbers left out because this column has no value there.
    """

    likelihood: SignalingLikelihood
    data: Data
    formulas: Mapping[str, str]
    dropped: Mapping[str, Ints]


def signaling_model(
    formulas: str | Sequence[str] | Mapping[str, str],
    data: object,
    *,
    pooled: Mapping[str, Sequence[str]] | None = None,
    weights: str | None = None,
) -> SignalingModel:
    """Read observations of signaling crises.

    Parameters
    ----------
    formulas : str, sequence of str, or mapping of payoff to str
        Such as ``"sq + cd + sf + bd ~ x | 1 | 0 | x | z | 1 | 1"``, for S_A, V_A, C_B, W_A, W_B, a
        and V_B. Left of the tilde stand four columns of counts (status quo, concession, fight,
        backing down), or one column that names the outcome of the row: "sq", "cd", "sf", "bd", or
        several that could not be told apart, "sf|bd".
    data : path, data frame, Arrow table, mapping of columns, or Data
    pooled : mapping of column to outcomes, optional
        Columns that count events in which it is only known that one of some outcomes happened, such
        as ``{"threat": ("cd", "sf", "bd")}``.
    weights : str, optional
        A column by which the counts of a row are multiplied.

    Raises
    ------
    EstimationError, UnknownName
        Counts that are negative, rows in which nothing was seen, regressors that determine each
        other, or that cannot be told apart because they are in all payoffs of a player.
    """
    table = read_data(data)
    read = read_formulas(formulas, PAYOFFS)
    response = _response(read)
    seen = dict(pooled or {})
    for column, outcomes in seen.items():
        table.require([column], "the columns of pooled outcomes")
        for outcome in outcomes:
            if outcome not in OUTCOMES:
                raise UnknownName.among("outcome", outcome, OUTCOMES)
    also = [*response, *seen, *([weights] if weights else [])]
    built = designs(read.blocks, table, PAYOFFS, also=also)
    used = table.take(built.kept)
    events, counts = _counts(used, response, seen)
    if weights is not None:
        factor = used.numbers(weights)
        _refuse_negative(factor[:, None], [weights], used, "a weight")
        counts = counts * factor[:, None]
    _check_identified(built.designs)
    likelihood = SignalingLikelihood(built.designs, events, counts, used.rows)
    return SignalingModel(likelihood, used, read.blocks, built.dropped)


def _response(read: Formulas) -> tuple[str, ...]:
    if len(read.response) not in (1, len(OUTCOMES)):
        raise EstimationError(
            "the formula does not say what was observed",
            found=" + ".join(read.response) or "nothing left of the tilde",
            right=_RIGHT,
        )
    return read.response


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
    kinds = {(name,): i for i, name in enumerate(OUTCOMES)}
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


def _check_identified(parts: Sequence[Design]) -> None:
    """Refuse what can be added to all payoffs of a player without changing anything."""
    by_name = {design.block: design for design in parts}
    for player, blocks in (("A", _A), ("B", _B)):
        group = [by_name[block] for block in blocks]
        found = _shared(group)
        if not found:
            continue
        raise EstimationError(
            f"the payoffs of player {player} are not identified: the same regressor is in all of "
            + ", ".join(blocks),
            found=found,
            right="leave it out of one of them (0 for a payoff without regressors); only "
            "differences of payoffs matter",
        )


def _shared(group: Sequence[Design]) -> str:
    """What the columns of all blocks can make up; empty if there is nothing."""
    if any(design.matrix.shape[1] == 0 for design in group):
        return ""
    common = [name for name in group[0].names if all(name in design.names for design in group)]
    if common:
        return ", ".join(common)
    bases = [np.linalg.qr(design.matrix)[0] for design in group]
    smallest = min(bases, key=lambda basis: basis.shape[1])
    left = np.zeros((smallest.shape[1], smallest.shape[1]))
    for basis in bases:
        rest = smallest - basis @ (basis.T @ smallest)
        left += rest.T @ rest
    if np.linalg.eigvalsh(left)[0] > 1e-10:
        return ""
    names = dict.fromkeys(name for design in group for name in design.names)
    return "a combination of " + ", ".join(names)
