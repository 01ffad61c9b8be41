"""What was checked, by what, and what was dropped before, in sentences."""

from __future__ import annotations

from standoff.report.plain import percent
from standoff.study.findings import VerificationFinding


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
    """
    n_good = checked.n_checked - checked.n_failed
    passing = f"{n_good:,} of {checked.n_checked:,} solutions"
    if checked.how == "recomputed":
        return f"Recomputed by other means: {passing} agree."
    if checked.how == "on the tree":
        return f"Verified by other code: {passing} pass.{_retraced(checked)}"
    evenly = "" if checked.n_checked == checked.n_answers else ", evenly drawn from "
    of_all = f"{evenly}{checked.n_answers:,}" if evenly else ""
    state = f"Verified in exact arithmetic: {passing} pass{of_all}."
    return f"{state}{_retraced(checked)}{_dropped(checked)}"


def _retraced(checked: VerificationFinding) -> str:
    n_draws = checked.n_retraced + checked.n_off_branch
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
