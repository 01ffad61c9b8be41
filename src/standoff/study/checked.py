"""Check answers with code that did not find them, and that has not sorted them out beforehand.

A closed form, and backward induction, give an answer whatever the check says; so every one is put
on the tree and checked there. The logit branch keeps only answers that pass that check: to run it
again would prove nothing. A sample of those is checked in fractions instead, and what was dropped
is counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from standoff.game.tree import Game
from standoff.solve.exact_check import TOLERANCE as EXACT_TOLERANCE
from standoff.solve.exact_check import check_exactly
from standoff.solve.solution import Solution
from standoff.solve.verify import verify
from standoff.solve.verify_branch import MOST, sample_size, verify_branch
from standoff.study.asked import Asked
from standoff.study.evaluate import pieces
from standoff.study.findings import Dropped, How, VerificationFinding

#: Draws on which the branch is followed again.
Retrace = Literal["sample", "all"]

TOLERANCE = 1e-9
#: At most so many answers are checked in fractions, and fewer in trees of more nodes: some
#: milliseconds each.
MOST_EXACT = 200
MOST_NODES = 10_000
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


class Watch(Protocol):
    """Sees the equilibrium that is played in some draws, on the tree."""

    def see(self, rows: NDArray[np.int64], solution: Solution) -> None:
        """Look at it."""
        ...


def check_all(asked: Asked, watch: Watch | None = None, *, retrace: Retrace = "sample") -> Checked:
    """Put the selected equilibrium of every draw on the tree and verify it there.

    Whoever else wants to see the equilibria on the tree may watch.

    Where only answers that pass that check are given, a sample is checked in fractions. A draw with
    an answer that no listed equilibrium accounts for counts as failed. Memory is bounded by the
    size of a piece.
    """
    subject, draws = asked.subject, asked.draws
    if not subject.has_tree:
        return _recompute(asked)
    answered = asked.answers.has_answer
    n_checked = n_failed = n_tied = n_seen = n_retraced = n_off_branch = 0
    tied_at: dict[str, None] = {}
    # Which draws are retraced is drawn at random, once for all pieces.
    sampled = np.random.default_rng(asked.seed).permutation(np.flatnonzero(answered))[:MOST]
    max_gain = 0.0
    reasons: list[str] = []
    how: How = "on the tree"
    n_answers = int(np.sum(answered))
    every = max(1, -(-n_answers // _n_exact(subject.build())))
    n_exists: dict[str, int] = {}
    # Larger pieces than for answers: part of the check is paid once per piece.
    cuts = list(pieces(len(draws), 2 * asked.chunk))
    for i, cut in enumerate(cuts):
        asked.progress("checks", i, len(cuts))
        unseen = answered[cut].copy()
        dropped = subject.reasons(draws.rows(cut), asked.given)
        if dropped is not None:
            how = "in fractions"
            reasons += [str(each) for each in dropped if each]
        played = subject.equilibria(draws.rows(cut), asked.given, only_selected=True)
        for each in played:
            n_exists[each.name] = n_exists.get(each.name, 0) + int(each.exists.sum())
            if not len(each.solution.draws):
                continue
            unseen &= ~each.rows
            if watch is not None:
                watch.see(np.flatnonzero(each.rows) + cut.start, each.solution)
            few = sampled[: sample_size(each.solution)]
            here = np.flatnonzero(np.isin(np.flatnonzero(each.rows) + cut.start, few))
            branch = verify_branch(
                each.solution, rows=None if retrace == "all" else here, every=True
            )
            n_retraced += branch.n_retraced - len(branch.failed)
            n_off_branch += len(branch.failed)
            if dropped is None:
                verification = verify(each.solution, tolerance=TOLERANCE)
                n_checked += len(verification.ok)
                n_failed += int((~verification.stands).sum())
                n_tied += int(verification.is_tied.sum())
                tied_at |= dict.fromkeys(verification.tied_sets(each.solution.game))
                max_gain = max(max_gain, float(verification.max_told.max()))
                continue
            # Evenly spaced over all pieces.
            for row in range(-n_seen % every, len(each.solution.draws), every):
                exact = check_exactly(each.solution, row)
                if exact is not None:
                    n_checked += 1
                    n_failed += not exact.passes
                    max_gain = max(max_gain, exact.share)
            n_seen += len(each.solution.draws)
        n_checked += int(unseen.sum())
        n_failed += int(unseen.sum())
    asked.progress("checks", len(cuts), len(cuts))
    total = max(int(np.sum(answered)), 1)
    counted = Counter(reasons)
    finding = VerificationFinding(
        n_checked,
        n_failed,
        max_gain,
        TOLERANCE if how == "on the tree" else float(EXACT_TOLERANCE),
        how,
        n_answers,
        len(draws),
        tuple(Dropped(because, n) for because, n in counted.most_common()),
        n_retraced,
        n_off_branch,
        n_tied,
        tuple(tied_at),
    )
    return Checked(finding, {name: n / total for name, n in n_exists.items()})


def _n_exact(game: Game) -> int:
    """Return how many answers are checked in fractions."""
    return max(min(MOST_EXACT, MOST_NODES // len(game.nodes)), 1)


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
        VerificationFinding(
            len(errors),
            n_failed,
            float(errors.max(initial=0.0)),
            TOLERANCE,
            "recomputed",
            int(np.sum(asked.answers.has_answer)),
            len(draws),
        ),
        {name: n / total for name, n in n_exists.items()},
    )
