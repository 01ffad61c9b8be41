"""Check the answer of every draw on the tree, with code that did not find it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.solve.verify import verify
from standoff.study.ask import pieces
from standoff.study.asked import Asked
from standoff.study.findings import VerificationFinding

TOLERANCE = 1e-9


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
