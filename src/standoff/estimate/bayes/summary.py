"""A posterior as a table of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from standoff.estimate.numerals import number

if TYPE_CHECKING:
    from standoff.estimate.bayes.posterior import Posterior


def summary(posterior: Posterior, level: float) -> str:
    """See `Posterior.summary`."""
    lines: list[str] = []
    if not posterior.converged:
        lines += ["NOT CONVERGED: do not use these draws", ""]
    lines += [f"! {problem}" for problem in posterior.problems]
    lines += [""] if posterior.problems else []
    sampled, prepared = posterior.sampled, posterior.prepared
    n_chains, n_draws = sampled.diverging.shape
    what = prepared.described if posterior.target.uses_data else "the prior alone, no data"
    lines.append(f"{what}: posterior from NUTS" if posterior.target.uses_data else what)
    dropped = len({row for rows in prepared.dropped.values() for row in rows.tolist()})
    lines.append(
        f"{posterior.n} rows"
        + f", {dropped} left out" * bool(dropped)
        + f"; {n_chains} chains of {n_draws} draws; {int(sampled.diverging.sum())} divergences, "
        f"{sampled.n_steps.mean():.1f} evaluations per draw"
    )
    if prepared.weights is not None:
        lines.append(f"  {prepared.weights}")
    for column, rows in prepared.dropped.items():
        shown = ", ".join(str(row) for row in rows[:8]) + (", ..." if len(rows) > 8 else "")
        lines.append(f"  no value in {column!r}: {len(rows)} rows ({shown})")
    lines += ["", *_parameters(posterior, level)]
    if posterior.target.groupings:
        lines += ["", *_effects(posterior)]
    if sizes := _sizes(posterior):
        lines += ["", f"Scale of the shocks that utilities compete with: {sizes}."]
    return "\n".join(lines)


def _parameters(posterior: Posterior, level: float) -> list[str]:
    table = posterior.tidy(level)
    width = max(len(name) for name in posterior.names)
    ends = [f"{100 * (1 - level) / 2:.3g} %", f"{100 * (1 + level) / 2:.4g} %"]
    head = (
        f"{'':{width}}  {'mean':>9} {'sd':>8} {ends[0]:>9} {ends[1]:>9} {'R-hat':>6} "
        f"{'bulk':>6} {'tail':>6}  prior"
    )
    lines = [head]
    for row in table.to_dict("records"):
        if row["fixed"]:
            lines.append(f"{row['parameter']:{width}}  {number(row['mean'], 4):>9}    fixed")
            continue
        prior = row["prior"] or "as the parameter that it equals"
        mean, sd, low, high = (number(row[key], 4) for key in ("mean", "sd", "low", "high"))
        lines.append(
            f"{row['parameter']:{width}}  {mean:>9} {sd:>8} {low:>9} {high:>9} "
            f"{_number(row['r_hat'], '6.3f')} {_number(row['ess_bulk'], '6.0f')} "
            f"{_number(row['ess_tail'], '6.0f')}  {prior}"
        )
    return lines


def _effects(posterior: Posterior) -> list[str]:
    table = posterior.effects().to_dict("records")
    lines: list[str] = []
    for each in posterior.target.groupings:
        ranked = [row for row in table if row["block"] == each.block]
        ranked.sort(key=lambda row: row["mean"])
        low, high = ranked[0], ranked[-1]
        worst = max(row["r_hat"] for row in ranked)
        lines.append(
            f"{each.name}: {len(each.levels)} effects, from {low['mean']:.3f} ({low['level']}) to "
            f"{high['mean']:.3f} ({high['level']}), R-hat at most {_number(worst, '.3f')}; see "
            "effects()"
        )
    return lines


def _sizes(posterior: Posterior) -> str:
    sizes = posterior.shock_sizes()
    if len({round(size, 12) for _, size in sizes}) == 1:
        return f"{sizes[0][1]:.4g}"
    return ", ".join(f"{label} {size:.4g}" for label, size in sizes)


def _number(value: float, form: str) -> str:
    if np.isnan(value):
        width = form.partition(".")[0]
        return "-".rjust(int(width)) if width else "-"
    return format(value, form)
