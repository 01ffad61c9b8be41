"""Check the answer of every draw on the tree, with code that did not find it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.solve.verify import verify
from standoff.study.ask import pieces
from standoff.study.asked import Asked
from standoff.study.findings import VerificationFinding

TOLERANCE = 1e-9
#: Without a tree at most so many draws (the first) are recomputed by other means, one by one.
N_RECOMPUTED = 2_000


@dataclass(frozen=True, slots=True)
class Checked:
    """The check of every draw, and what was seen on the way.

    Parameters
    ----------
    finding : VerificationFinding
    exists_share : dict of str to float
        Share of the draws with an answer in which each kind of equilibrium exists.
    """

    finding: VerificationFinding
    exists_share: dict[str, float]


def check_all(asked: Asked) -> Checked:
    """Put the selected equilibrium of every draw on the tree and verify it there.

    A draw with an answer that no listed equilibrium accounts for counts as failed. Memory is
    bounded by the size of a piece.
    """
    subject, draws = asked.subject, asked.draws
    if not subject.has_tree:
        return _recompute(asked)
    answered = asked.answers.has_answer
    n_checked = n_failed = 0
    max_gain = 0.0
    n_exists: dict[str, int] = {}
    # Larger pieces than for answers: part of the check is paid once per piece.
    cuts = list(pieces(len(draws), 2 * asked.chunk))
    for i, cut in enumerate(cuts):
        asked.progress("checks", i, len(cuts))
        unseen = answered[cut].copy()
        played = subject.equilibria(draws.rows(cut), asked.given, only_selected=True)
        for each in played:
            n_exists[each.name] = n_exists.get(each.name, 0) + int(each.exists.sum())
            if not len(each.solution.draws):
                continue
            verification = verify(each.solution, tolerance=TOLERANCE)
            unseen &= ~each.rows
            n_checked += len(verification.ok)
            n_failed += int((~verification.ok).sum())
            max_gain = max(max_gain, float(verification.max_gain.max()))
        n_checked += int(unseen.sum())
        n_failed += int(unseen.sum())
    asked.progress("checks", len(cuts), len(cuts))
    total = max(int(np.sum(answered)), 1)
    return Checked(
        VerificationFinding(n_checked, n_failed, max_gain, TOLERANCE),
        {name: n / total for name, n in n_exists.items()},
    )


def _recompute(asked: Asked) -> Checked:
    """Check answers of a game without a tree by what its model has for it."""
    subject, draws = asked.subject, asked.draws
    asked.progress("checks", 0, 1)
    first = draws.rows(slice(0, N_RECOMPUTED))
    answers = subject.answer(first, asked.given)
    errors = subject.worst_error(first, answers)[answers.has_answer]
    n_exists = {
        each.name: int(each.exists.sum()) for each in subject.equilibria(draws, asked.given)
    }
    asked.progress("checks", 1, 1)
    total = max(int(np.sum(asked.answers.has_answer)), 1)
    # A number that could not be recomputed was not confirmed.
    n_failed = int((~(errors <= TOLERANCE)).sum())
    return Checked(
        VerificationFinding(len(errors), n_failed, float(errors.max(initial=0.0)), TOLERANCE),
        {name: n / total for name, n in n_exists.items()},
    )
