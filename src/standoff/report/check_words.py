"""What was checked, by what, and what was dropped before, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.report.plain import line, percent
from standoff.report.words import listed
from standoff.study.findings import VerificationFinding

#: So many sets are named, and the others counted.
MOST_NAMED = 3


def check_words(checked: VerificationFinding) -> str:
    """Say how many answers were checked and how, and which draws were dropped and why.

    Examples
    --------
    >>> from standoff.study.findings import Dropped
    >>> print(check_words(VerificationFinding(940, 0, 3e-16, 1e-9, n_answers=940, n_draws=1000)))
    Verified by other code: 940 of 940 solutions pass.
    >>> why = Dropped("The path has no end.", 40)
    >>> words = check_words(
    ...     VerificationFinding(200, 0, 3e-16, 1e-6, "in fractions", 1960, 2000, (why,))
    ... )
    >>> for sentence in words.split(". "):
    ...     print(sentence)
    Verified in exact arithmetic: 200 of 200 solutions pass, evenly drawn from 1,960
    Dropped: 40 of 2,000 draws (2 %), because the path has no end (40).
    >>> words = check_words(VerificationFinding(940, 0, 0.0, 1e-9, n_tied=12, tied_at=("reply",)))
    >>> for sentence in words.split(". "):
    ...     print(sentence)
    Verified by other code: 928 of 940 solutions pass
    In the other 12, two choices at 'reply' cannot be told apart in double precision.
    """
    n_good = checked.n_checked - checked.n_failed - checked.n_tied
    passing = f"{n_good:,} of {checked.n_checked:,} solutions"
    if checked.how == "recomputed":
        return f"Recomputed by other means: {passing} agree."
    if checked.how == "on the tree":
        return f"Verified by other code: {passing} pass.{_tied(checked)}{_retraced(checked)}"
    evenly = "" if checked.n_checked == checked.n_answers else ", evenly drawn from "
    of_all = f"{evenly}{checked.n_answers:,}" if evenly else ""
    state = f"Verified in exact arithmetic: {passing} pass{of_all}."
    return f"{state}{_retraced(checked)}{_dropped(checked)}"


def _tied(checked: VerificationFinding) -> str:
    if not checked.n_tied:
        return ""
    others = "the other " if not checked.n_failed else ""
    return f" In {others}{checked.n_tied:,}, {told_apart(checked.tied_at)}."


def told_apart(sets: Sequence[str]) -> str:
    """Say at which sets last digits decide between two choices."""
    more = len(sets) - MOST_NAMED
    rest = [f"{more:,} other sets"] if more > 1 else list(map(repr, map(line, sets[MOST_NAMED:])))
    named = listed([*(repr(line(label)) for label in sets[:MOST_NAMED]), *rest])
    return f"two choices at {named} cannot be told apart in double precision"


def _retraced(checked: VerificationFinding) -> str:
    n_draws = checked.n_followed_again
    if not n_draws:
        return ""
    wrong = checked.n_off_branch
    off = f"; {wrong:,} of them are not where it leads" if wrong else ""
    return f" Branch retraced on {n_draws:,} of {checked.n_answers:,} draws{off}."


def _dropped(checked: VerificationFinding) -> str:
    if not checked.n_dropped:
        return " No draw was dropped."
    share = percent(checked.n_dropped / max(checked.n_draws, 1))
    reasons = "; ".join(
        f"{each.because[:1].lower()}{each.because[1:].rstrip('.')} ({each.n_draws:,})"
        for each in checked.dropped
    )
    return (
        f" Dropped: {checked.n_dropped:,} of {checked.n_draws:,} draws ({share}), because "
        f"{reasons}."
    )
