"""What `standoff sweep` does and shows: a run with its progress, and a page of totals."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from rich.text import Text

from standoff.brief.draw import Sampling
from standoff.cli._screen import show, tell, write
from standoff.cli._subject import read_settings
from standoff.cli._sweep_progress import SweepProgress
from standoff.errors import StandoffError
from standoff.report.plain import amount, line, percent
from standoff.run import Run, open_run, start
from standoff.run import resume as resume_run
from standoff.run.problem import resume_line
from standoff.study.sweep import Keep, Sweep
from standoff.study.sweep_plan import plan_sweep, restore_sweep
from standoff.study.totals import MapTotals, Totals, totals
from standoff.text.diagnostic import printable

#: So many parameters with the largest total index are shown.
_MOST_INDICES = 8


class Asked(NamedTuple):
    """What is to be computed; None where nothing was said."""

    about: str | None
    draws: int | None
    seed: int | None
    keep: Keep | None
    columns: tuple[str, ...] | None
    map: tuple[str, ...] | None
    indices: tuple[str, ...] | None
    sampling: Sampling | None
    settings: tuple[str, ...]
    rule: str | None


class Where(NamedTuple):
    """Where it is computed and kept."""

    into: Path | None
    resume: Path | None
    workers: int | None
    cluster: str | None
    accept_versions: bool


def run_sweep(asked: Asked, where: Where) -> Run:
    """Start a sweep or go on with one; Ctrl-C says how to go on before it stops.

    Raises
    ------
    StandoffError
        If the options do not say clearly which of the two.
    """
    folder = where.resume or where.into
    if folder is None:
        raise StandoffError(
            "a sweep needs a folder to write to",
            right="standoff sweep case.yaml --into FOLDER, or standoff sweep --resume FOLDER",
        )
    if where.resume is None:
        sweep = _plan(asked)
    else:
        _nothing_else(asked, where)
        sweep = restore_sweep(open_run(folder).manifest, folder)
    with SweepProgress(sweep) as progress:
        try:
            if where.resume is None:
                return start(
                    sweep,
                    folder,
                    workers=where.workers,
                    cluster=where.cluster,
                    progress=progress.tell,
                )
            return resume_run(
                sweep,
                folder,
                workers=where.workers,
                cluster=where.cluster,
                progress=progress.tell,
                accept_versions=where.accept_versions,
            )
        except KeyboardInterrupt:
            progress.stop()
            tell(
                f"{progress.n_done} of {sweep.n_chunks} chunks are kept. Go on with:\n"
                f"  {resume_line(folder)}"
            )
            raise


def _plan(asked: Asked) -> Sweep:
    if asked.about is None:
        raise StandoffError(
            "a sweep needs a case file, a game file or the name of a model",
            right="standoff sweep case.yaml --into FOLDER",
        )
    return plan_sweep(
        asked.about,
        asked.draws or 1_000_000,
        seed=asked.seed or 0,
        keep=asked.keep or "sums",
        columns=asked.columns,
        map=asked.map,
        indices=asked.indices,
        sampling=asked.sampling or "random",
        fixed=read_settings(asked.settings),
        rule=asked.rule or "model",
    )


def _nothing_else(asked: Asked, where: Where) -> None:
    said = [name for name, value in asked._asdict().items() if value not in (None, ())]
    said += ["into"] if where.into is not None else []
    if said:
        raise StandoffError(
            "a run that is resumed keeps what it was begun with",
            found=", ".join(said),
            right="--resume FOLDER with no more than --workers, --cluster and --format",
        )


def show_totals(run: Run, format: str) -> None:
    """Show what a run found, as a page or as JSON."""
    found = totals(run)
    if format == "json":
        write(json.dumps(_plain(found), ensure_ascii=False, indent=1))
    else:
        show(*(Text(each) for each in _page(found, run)))


def _page(found: Totals, run: Run) -> Iterator[str]:
    yield f"{line(found.about)}: {found.n_draws:,} draws, seed {found.seed}"
    if not found.varies:
        yield "Nothing varies, so every draw is the same: no parameter not held has a range."
        yield "A case gives parameters ranges; a game alone takes their 'wide:' ranges."
    n_answered = sum(n for name, n in found.statuses if name in _ANSWERED)
    yield f"Answered: {percent(n_answered / found.n_draws)}"
    others = [(name, n) for name, n in found.statuses if n and name != "solved"]
    for name, n in others:
        if name in _ANSWERED:
            yield f"  of these, {_ANSWERED[name]}: {percent(n / n_answered)}"
    for name, n in others:
        if name not in _ANSWERED:
            yield f"No answer, {name}: {percent(n / found.n_draws)}"
    yield from _rule(found)
    for category, shares in found.shares:
        total = max(sum(n for _, n in shares), 1)
        yield ""
        yield f"{line(category)}, of the draws with an answer"
        for name, n in sorted(shares, key=lambda each: -each[1]):
            if n:
                yield f"  {line(name):<40} {percent(n / total):>10}"
    yield ""
    yield f"{'':<30} {'mean':>10} {'5 %':>10} {'median':>10} {'95 %':>10}"
    for each in found.outputs:
        if each.name.startswith(("p_", "value_", "probability_")):
            low, _, middle, _, high = each.quantiles
            numbers = " ".join(f"{amount(x):>10}" for x in (each.mean, low, middle, high))
            yield f"{line(each.name, 30):<30} {numbers}"
    if found.indices:
        yield from _indices(found)
    if found.map is not None:
        names = f"{line(found.map.x.name)} and {line(found.map.y.name)}"
        yield ""
        yield f"A map of {line(found.map.category)} over {names}: --format json has its counts."
    yield ""
    yield f"In {printable(str(run.folder))}; ask it from Python with standoff.run.open_run."


def _rule(found: Totals) -> Iterator[str]:
    """Say how often the rule decides, so that nobody takes its numbers for the only ones."""
    several = found.several
    if several is not None and several.of_all and not several.n_several:
        yield "No draw has several equilibria: every rule gives the same"
        return
    if several is not None and several.n_draws:
        share = percent(several.share)
        of = f"draws that were tried ({several.n_several:,} of {several.n_draws:,})"
        of = "draws with an answer" if several.of_all else of
        yield f"In {share} of the {of} there are several equilibria, and the rule matters"
    yield f"Where several equilibria exist: {line(found.rule)}"


def _indices(found: Totals) -> Iterator[str]:
    for output in dict.fromkeys(each.output for each in found.indices):
        listed = [each for each in found.indices if each.output == output]
        yield ""
        yield f"Share of the variance of {line(output)} (Sobol' indices, ± standard error)"
        yield f"  {'':<28} {'alone':>16} {'with others':>16}"
        for each in listed[:_MOST_INDICES]:
            alone = f"{each.first:.3f} ± {each.first_error:.3f}"
            total = f"{each.total:.3f} ± {each.total_error:.3f}"
            yield f"  {line(each.parameter, 28):<28} {alone:>16} {total:>16}"
        if len(listed) > _MOST_INDICES:
            yield f"  and {len(listed) - _MOST_INDICES} more with less"


#: What is said of draws with an answer that is not the whole story.
_ANSWERED = {
    "solved": "",
    "knife edge": "on a knife edge (an exact tie, which a rule decides)",
    "fold crossed": "past a fold of the branch that was followed",
}


def _plain(found: Totals) -> dict[str, Any]:
    """Return totals as JSON has them: a number that does not exist is null."""
    data = {
        each.name: getattr(found, each.name)
        for each in dataclasses.fields(found)
        if each.name != "map"
    }
    data["outputs"] = [dataclasses.asdict(each) for each in found.outputs]
    data["indices"] = [dataclasses.asdict(each) for each in found.indices]
    several = found.several
    data["several"] = several and {
        "share": several.share,
        "n_several": several.n_several,
        "n_draws": several.n_draws,
        "of_all": several.of_all,
    }
    data["map"] = None if found.map is None else _plain_map(found.map)
    return _without_nan(data)


def _plain_map(found: MapTotals) -> dict[str, Any]:
    return {
        "x": dataclasses.asdict(found.x),
        "y": dataclasses.asdict(found.y),
        "category": found.category,
        "names": list(found.names),
        "counts": found.counts.astype(int).tolist(),
        "output": found.output,
        "mean": found.mean.tolist(),
    }


def _without_nan(value: Any) -> Any:
    if isinstance(value, float):
        return value if value == value else None
    if isinstance(value, dict):
        return {name: _without_nan(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(each) for each in value]
    return value
