"""A fit as a table of text."""

from __future__ import annotations

import numpy as np

from standoff.estimate.covariance_rank import count
from standoff.estimate.numerals import number
from standoff.estimate.result import Fit

_MOST_ROWS = 8


def summary_of(fit: Fit) -> str:
    """What was fitted, what was left out, the estimates, and what is wrong."""
    lines: list[str] = []
    if not fit.converged:
        why = "there is no finite maximum" if fit.separation else fit.maximum.reason
        lines += [f"NOT CONVERGED: {why}", ""]
    lines.append(fit.described + (f", {fit.penalty} penalty" if fit.penalty else ""))
    dropped = {row for rows in fit.prepared.dropped.values() for row in rows.tolist()}
    weights = fit.prepared.weights
    lines.append(
        f"{fit.n_rows} rows"
        + (f", {len(dropped)} left out" if dropped else "")
        + (f", n = {fit.n:g}" if fit.n != fit.n_rows else "")
        + f"; log-likelihood {fit.llf:.4f}, AIC {fit.aic:.3f}, BIC {fit.bic:.3f}; "
        + f"errors: {fit.kind}{_from(fit)}"
    )
    if weights is not None:
        lines.append(f"  {weights}")
    for column, rows in fit.prepared.dropped.items():
        shown = ", ".join(str(row) for row in rows[:_MOST_ROWS])
        more = ", ..." if len(rows) > _MOST_ROWS else ""
        lines.append(f"  no value in {column!r}: {len(rows)} rows ({shown}{more})")
    lines += ["", *_table(fit)]
    if fit.problems:
        lines += ["", *(f"! {problem}" for problem in fit.problems)]
    return "\n".join(lines)


def _table(fit: Fit) -> list[str]:
    width = max(len(name) for name in fit.names)
    lines = [f"{'':{width}}  {'estimate':>10} {'std. error':>10} {'z':>8} {'p':>8}"]
    errors = fit.standard_errors()
    rows = zip(
        fit.names, fit.theta, errors, fit.statistics(), fit.pvalues, fit.free.spread, strict=True
    )
    for name, estimate, error, z, p, free in rows:
        tests = f"{z:8.3f} {p:8.4f}" if np.isfinite(z) else f"{'-':>8} {'-':>8}"
        tail = f"{number(error, 5):>10} {tests}" if free.any() else "     fixed"
        lines.append(f"{name:{width}}  {number(estimate, 5):>10} {tail}")
    return lines


def _from(fit: Fit) -> str:
    """What the errors rest on, where the kind alone does not say."""
    by = " and ".join(fit.cluster) or "groups"
    if fit.kind == "cluster":
        return f" (by {by}, {count(fit, 'cluster'):,} clusters)"
    if fit.kind == "dyadic":
        return f" (rows that share {' or '.join(fit.cluster)}, {count(fit, 'dyadic'):,} members)"
    if fit.kind == "bootstrap" and fit.replicates is not None:
        failed = f", {fit.replicates.n_failed} failed" if fit.replicates.n_failed else ""
        groups = f" of {by}" if fit.replicates.by == "cluster" else ""
        kept = count(fit, "bootstrap")
        return f" ({kept:,} replicates by {fit.replicates.by}{groups}{failed})"
    return ""
