"""A fit as a table of text."""

from __future__ import annotations

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
    lines.append(
        f"{fit.n} rows" + (f", {len(dropped)} left out" if dropped else "") + f"; log-likelihood "
        f"{fit.llf:.4f}, AIC {fit.aic:.3f}, BIC {fit.bic:.3f}; errors: {fit.kind}"
    )
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
    rows = zip(fit.names, fit.theta, errors, fit.pvalues, fit.free.spread, strict=True)
    for name, estimate, error, p, free in rows:
        tail = f"{error:10.5f} {estimate / error:8.3f} {p:8.4f}" if free.any() else "     fixed"
        lines.append(f"{name:{width}}  {estimate:10.5f} {tail}")
    return lines
