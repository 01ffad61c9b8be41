"""Estimates in full precision, side by side, for other programs."""

from __future__ import annotations

import csv
import io
import math

from standoff.estimate.tables import Table

_NUMBERS = ("estimate", "std_error", "low", "high", "p_value")
# A spreadsheet would take a text that begins like this for a formula.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: Table) -> str:
    """Write a row per parameter, then a row per fact, with five columns for each fit.

    Numbers are in full precision, and an empty cell says that there is none. Text in which a
    spreadsheet would see a formula begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    labels = [
        each.label if each.is_converged else f"{each.label} (NOT CONVERGED)"
        for each in table.reported
    ]
    writer.writerow(
        ["block", "regressor", *(_text(f"{label}: {n}") for label in labels for n in _NUMBERS)]
    )
    found = [{each.name: each for each in fit.coefficients} for fit in table.reported]
    names = {each.name: each for fit in found for each in fit.values()}
    for name, first in names.items():
        block, regressor = first.block, first.regressor
        cells: list[str] = []
        for fit in found:
            if name in fit:
                each = fit[name]
                shown = (each.estimate, each.std_error, each.low, each.high, each.p_value)
                cells += [_number(value) for value in shown]
            else:
                cells += [""] * len(_NUMBERS)
        writer.writerow([_text(block), _text(regressor), *cells])
    facts = ("n", "n_seen", "log_likelihood", "aic", "bic", "p_right", "error_reduction")
    for fact in facts:
        row: list[str] = []
        for fit in table.reported:
            row += [_number(getattr(fit, fact)), *[""] * (len(_NUMBERS) - 1)]
        writer.writerow(["", fact, *row])
    row = []
    for fit in table.reported:
        row += [_text(fit.errors), *[""] * (len(_NUMBERS) - 1)]
    writer.writerow(["", "standard errors", *row])
    for fact in ("weights", "problems"):
        row = []
        for fit in table.reported:
            said = fit.weights if fact == "weights" else "; ".join(fit.problems)
            row += [_text(said), *[""] * (len(_NUMBERS) - 1)]
        if any(row):
            writer.writerow(["", fact, *row])
    return out.getvalue()


def _number(value: float) -> str:
    return (
        "" if math.isnan(value) else repr(float(value)) if isinstance(value, float) else str(value)
    )


def _text(text: str) -> str:
    return "'" + text if text.startswith(_FORMULAS) else text
