"""What `standoff solve` shows: the play at one point, or a table over many."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from standoff.cli._equilibria import How, equilibria
from standoff.cli._files import save, writable
from standoff.cli._screen import show, write
from standoff.cli._subject import Subject, read_settings
from standoff.errors import GameError
from standoff.game import Draws
from standoff.game.draws_file import read_draws
from standoff.report.check_words import told_apart
from standoff.report.plain import line, percent
from standoff.report.play import page, play
from standoff.solve.table import solution_columns
from standoff.solve.verify import verify
from standoff.solve.verify_branch import verify_branch
from standoff.text.diagnostic import printable
from standoff.text.table import as_csv, as_json_rows, write_table


def show_point(
    asked: Subject,
    point: Draws,
    remove: Sequence[str],
    how: How,
    every: bool,
    output: Path | None,
    format: str,
) -> int:
    """Show the equilibria at one point; 1 if the check refutes one of them."""
    if output is not None or format == "csv":
        raise GameError("a table of answers needs a table of draws", right="--draws FILE")
    found = equilibria(asked, point, remove, how=how, every=every)
    plays = [play(solution) for solution in found.solutions]
    if format == "json":
        write(json.dumps([dataclasses.asdict(each) for each in plays], indent=2))
    else:
        for i, each in enumerate(plays):
            show(*([""] if i else []), page(each, asked.defaults))
        if found.notes:
            show(Text(), *(Text(line(note)) for note in found.notes))
    return 0 if all(each.stands for each in plays) else 1


def show_table(
    asked: Subject,
    draws: Path,
    settings: Sequence[str],
    remove: Sequence[str],
    how: How,
    output: Path | None,
    format: str,
    retrace: str,
) -> int:
    """Solve every row of a table; 1 if the check refutes an answered row."""
    if output is not None:
        writable(output, given=draws)
    game = asked.build(remove)
    rows = read_draws(draws, game)
    if settings:
        point = asked.point(settings)
        fixed = read_settings(settings).keys()
        names = [p.name for p in asked.parameters if {p.name, p.symbol} & fixed]
        rows = rows.replace(**{name: point[name][0] for name in names})
    solution = how.solve(game, rows)
    check = verify(solution)
    columns = solution_columns(solution, check)
    if output is not None:
        save(output, lambda path: write_table(path, columns))
    elif format == "csv":
        write(as_csv(columns).rstrip("\n"))
    elif format == "json":
        write(as_json_rows(columns))
    answered = check.answered
    n_good = int((check.ok & answered).sum())
    n_tied = int(check.is_tied.sum())
    ties = f" {n_tied:,} more: {told_apart(check.tied_sets(game))}." if n_tied else ""
    lines = [
        f"{solution.method}: {int(answered.sum()):,} of {len(rows):,} draws have an answer, "
        f"{n_good:,} pass the check by other code.{ties}"
    ]
    retraced = verify_branch(solution, every=retrace == "all")
    if retraced.n_claimed:
        sentence = retraced.sentence()
        lines.append(f"{sentence[0].upper()}{sentence[1:]}.")
    elif retrace == "all":
        lines.append("No answer claims to lie on the logit branch: none was retraced.")
    if format == "text":
        means = {
            outcome: float(p[answered].mean()) if answered.any() else float("nan")
            for outcome, p in solution.p_outcome.items()
        }
        lines += [f"  {line(outcome)}: {percent(p)} on average" for outcome, p in means.items()]
        lines += [
            f"Written to {printable(str(output))}." if output else "Use --output FILE for all rows."
        ]
        show(*(Text(each) for each in lines))
    return 0 if n_good + n_tied == int(answered.sum()) and not len(retraced.failed) else 1
