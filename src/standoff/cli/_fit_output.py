"""What `standoff fit` shows and writes."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from standoff.cli._files import distinct, in_turn, save, writable
from standoff.cli._fit import Fitted
from standoff.cli._fit_options import OutputOptions
from standoff.cli._screen import show, write
from standoff.errors import StandoffError
from standoff.text.diagnostic import printable
from standoff.text.file import write_text

if TYPE_CHECKING:
    from standoff.estimate.curves import Predicted
    from standoff.estimate.result import Fit

#: Values of a column that are shown in the terminal.
_N_SHOWN = 5


def check_outputs(output: OutputOptions, data: Path) -> None:
    """Make sure before the work begins that everything asked for can be written.

    Raises
    ------
    StandoffError
        If a file cannot be written, or its ending says nothing.
    """
    from standoff.estimate.tables import table_format

    pictures = [output.plot, *(path for _, path in _asked(output.predict))]
    for path in output.table:
        table_format(path)
    for path in pictures:
        if path is not None and path.suffix != ".svg":
            raise StandoffError(
                f"a picture is an SVG file, not {path.suffix or 'a file without an ending'}",
                found=str(path),
                right=str(path.with_suffix(".svg")) if path.name else "a name",
            )
    distinct(output.save, *output.table, *pictures)
    for path in (output.save, *output.table, *pictures):
        if path is not None:
            writable(path, given=data)


def write_outputs(fit: Fit, output: OutputOptions, seed: int) -> None:
    """Write the files that were asked for, each whether or not the others can be written.

    Without convergence no estimates and predictions.
    """
    from standoff.estimate.reported import report
    from standoff.estimate.tables import table

    def tabled(path: Path) -> None:
        made = table(fit, level=output.level)
        save(path, made.save)

    def plotted(path: Path) -> None:
        from standoff.view import coefficients

        chart = coefficients.chart([report(fit, level=output.level)])
        _draw(path, chart, f"Estimates of {fit.prepared.described}")

    def predicted(column: str, path: Path) -> None:
        from standoff.view import predicted

        curve = _predicted(fit, column, output, seed, None)
        _draw(path, predicted.chart(curve), f"Predicted chances along {column}")

    steps = [partial(save, output.save, fit.save)] if output.save and fit.converged else []
    steps += [partial(tabled, path) for path in output.table]
    steps += [partial(plotted, output.plot)] if output.plot is not None else []
    steps += [
        partial(predicted, column, path)
        for column, path in _asked(output.predict)
        if path is not None and fit.converged
    ]
    in_turn(*steps)


def show_fit(found: Fitted, output: OutputOptions, seed: int) -> None:
    """Show the fit, with predictions for what was asked, also where one of these fails."""
    fit = found.fit
    curves: list[Predicted] = []

    def foresee(column: str) -> None:
        curves.append(_predicted(fit, column, output, seed, _few(fit, column)))

    steps = [partial(foresee, column) for column, _ in _asked(output.predict) if fit.converged]
    in_turn(*steps, lambda: _show(found, output, curves))


def _show(found: Fitted, output: OutputOptions, curves: Sequence[Predicted]) -> None:
    from standoff.estimate.reported import report

    fit = found.fit
    if output.format == "json":
        told = dataclasses.asdict(report(fit, level=output.level))
        told["predicted"] = [dataclasses.asdict(curve) for curve in curves]
        if found.coded is not None:
            told["coding"] = found.coded.coding.name
            told["counts"] = dict(found.coded.counts)
        write(json.dumps(_plain(told), indent=2, ensure_ascii=False))
        return
    lines: list[str] = []
    if found.coded is not None:
        counts = ", ".join(f"{name} {n:,}" for name, n in found.coded.counts.items())
        lines += [
            f"{found.coded.dataset.title}, coded as {found.coded.coding.name!r}: {counts}; "
            f"{found.coded.n_left_out:,} rows have no outcome.",
            "",
        ]
    lines += fit.summary().split("\n")
    for curve in curves:
        lines += ["", *_shown(curve)]
    if not fit.converged:
        left_out = [str(output.save)] if output.save is not None else []
        left_out += [str(path or f"--predict {name}") for name, path in _asked(output.predict)]
        lines += ["", *(f"No estimates, so nothing for {each}." for each in left_out)]
    show(*(Text(printable(each)) for each in lines), wrap=False)


def _asked(words: Sequence[str]) -> list[tuple[str, Path | None]]:
    return [
        (name.strip(), Path(path) if equals else None)
        for name, equals, path in (each.partition("=") for each in words)
    ]


def _predicted(fit: Fit, column: str, output: OutputOptions, seed: int, values: Any) -> Predicted:
    from standoff.estimate.curves import predicted

    return predicted(fit, column, values, rule=output.rule, level=output.level, seed=seed)


def _few(fit: Fit, column: str) -> list[float] | None:
    """A few values over the range of a column of numbers."""
    used = fit.prepared.data
    if column not in used.columns or column in used.levels:
        return None
    values = used.numbers(column)
    low, high = float(values.min()), float(values.max())
    if set(values.tolist()) <= {0.0, 1.0} or low == high:
        return None
    return [low + (high - low) * i / (_N_SHOWN - 1) for i in range(_N_SHOWN)]


def _shown(curve: Predicted) -> list[str]:
    head = f"Chances along {curve.column}, others typical, with {100 * curve.level:g} % intervals"
    if curve.rule:
        head += f" (equilibrium: {curve.rule})"
    lines = [head + ":"]
    texts = [each if isinstance(each, str) else f"{each:.4g}" for each in curve.values]
    wide = max(len(text) for text in texts)
    for i, text in enumerate(texts):
        cells = [
            f"{outcome} {curve.chances[j][i]:.3f} [{curve.lows[j][i]:.3f}, {curve.highs[j][i]:.3f}]"
            for j, outcome in enumerate(curve.outcomes)
        ]
        lines.append(f"  {text:>{wide}}  " + "  ".join(cells))
    lines += [f"  ! {problem}" for problem in curve.problems]
    return lines


def _draw(path: Path, chart: Any, title: str) -> None:
    from standoff.view.svg import to_svg

    picture = to_svg(chart, title=title, description=title, id_prefix="estimates")
    save(path, lambda place: write_text(place, picture + "\n"))


def _plain(value: Any) -> Any:
    """Without numbers that JSON does not have."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
