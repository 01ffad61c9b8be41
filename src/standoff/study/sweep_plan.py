"""Decide what a sweep keeps, so that any process can compute any chunk of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from standoff.brief.claim_change import ClaimChange
from standoff.brief.draw import Sampling
from standoff.brief.streams import integers
from standoff.errors import GameError, StandoffError, UnknownName, one_of
from standoff.run import Manifest
from standoff.study.subject import Effort
from standoff.study.sweep import Keep, Sweep
from standoff.study.sweep_columns import columns_of, output_of
from standoff.study.sweep_rows import Source, read_source, source
from standoff.study.sweep_several import Several, several_of
from standoff.study.tally import Axis, Layout

#: Most draws in a chunk: about a second of work, or some ten megabytes.
MOST = {"sums": 524_288, "draws": 32_768}
#: Chunks of a small sweep, so that there is something to share among threads.
FEWEST_CHUNKS = 8
#: Files in one folder, at most.
MOST_CHUNKS = 1 << 21
#: Seconds of a chunk are bounded for games that take milliseconds per draw.
SLOW_BLOCKS = 8
#: Under another rule than the model's own all equilibria are listed: so many times fewer draws make
#: a block and a chunk.
LISTING = 4
#: Draws from which the ends of histograms are taken.
N_PILOT = 4_096


def plan_sweep(
    about: Path | str,
    n_draws: int = 1_000_000,
    *,
    seed: int = 0,
    keep: Keep = "sums",
    columns: Sequence[str] | None = None,
    map: Sequence[str] | None = None,
    indices: Sequence[str] | None = None,
    fixed: Mapping[str, float] | None = None,
    sampling: Sampling = "random",
    change: ClaimChange | None = None,
    rule: str = "model",
) -> Sweep:
    """Plan a sweep over what a case assumes, or over everything plausible in a game or model.

    Parameters
    ----------
    about : path or str
        A case file; or a game file or the name of a model, whose parameters are then uniform over
        their plausible ranges.
    n_draws, seed : int
        At most so many draws as fit into `MOST_CHUNKS` chunks: 10^12 as sums and 7 * 10^10 as rows
        where answers are fast.
    keep : {"sums", "draws"}
        "sums" keeps counts, averages, histograms, a map and Sobol' indices: some hundred kilobytes
        per chunk, for any number of draws. "draws" keeps each draw as a row of a table.
    columns : sequence of str, optional
        What is kept: parameters, categories, and outputs such as "p_drop" or "value_Target"; by
        default everything that varies. The headline is always kept.
    map : sequence of str, optional
        Two parameters over which the regime is counted; by default those that the model names as
        decisive. Empty for none. Only with sums.
    indices : sequence of str, optional
        Outputs whose Sobol' indices are estimated, by default the headline; empty for none. They
        take about as many answers again. Only with sums and random sampling.
    fixed : dict of str to float, optional
        Parameters held at a value, by name or symbol.
    sampling : {"random", "sobol"}
    change : ClaimChange, optional
        A claim that is denied, downgraded or dropped.
    rule : str
        How one of several equilibria is picked, one of `standoff.study.rules.RULES`. Under another
        than the model's own, the only category is `regime`, and the only quantities are the numbers
        of equilibria and of those that tie: a list of equilibria has no others. All equilibria are
        listed in every draw, which takes some times as long as answering; those of a game of the
        case's own are searched, for milliseconds to seconds each.

    Returns
    -------
    Sweep
        For `standoff.run.start`.

    Raises
    ------
    FileProblem, InvalidDocument
        If the case cannot be read or has errors.
    UnknownName
        If a name is not among what can be kept, mapped or held, or there is no such rule.
    StandoffError
        If two options contradict each other, or there are too many draws.

    Examples
    --------
    >>> sweep = plan_sweep("cases/cienfuegos/case.yaml", 100_000)
    >>> sweep.n_chunks, sweep.layout.indices, [axis.name for axis in sweep.layout.axes]
    (7, ('p_drop',), ['p_resolved_secret', 'case_value'])

    Where several equilibria exist, another rule picks another one:

    >>> worst = plan_sweep("cases/cienfuegos/case.yaml", 100_000, rule="worst for challenger")
    >>> worst.several.of_all, f"{worst.several.share:.0%} of {worst.several.n_draws:,}"
    (True, '82% of 3,705')
    """
    one_of("way to sample", sampling, Sampling)
    one_of("kind of store", keep, Keep)
    integers(n_draws=n_draws, seed=seed)
    if n_draws < 1:
        raise GameError(f"the number of draws must be at least 1, found {n_draws}")
    is_file = "/" in str(about) or Path(about).suffix != "" or Path(about).exists()
    files, name = read_source(about) if is_file else ((), str(about))
    asked = source(files, name, rule)
    if change is not None and (asked.brief is None or not asked.brief.path):
        raise StandoffError(
            f"{name}: only a case has claims that can be changed", right="give a case file"
        )
    held = _held(asked, fixed or {})
    varied = tuple(each for each in asked.varying() if each not in held)
    effort = asked.known.effort
    slower = 1 if rule == "model" else LISTING
    block = max(_power_of_two(2 * effort.chunk) // slower, 1)
    chunk = _chunk(n_draws, block, MOST[keep] // slower, effort)
    if n_draws > MOST_CHUNKS * chunk:
        raise GameError(
            f"{n_draws:,} draws make {-(-n_draws // chunk):,} files, which no folder holds well",
            right=f"at most {MOST_CHUNKS * chunk:,} draws"
            + (", or --keep sums, which puts more of them into a file" * (keep == "draws")),
        )
    layout, kept, several = _layout(
        asked, keep, columns, map, indices, held, varied, sampling, change, min(block, N_PILOT)
    )
    return Sweep(
        about=name,
        files=files,
        n_draws=n_draws,
        seed=seed,
        keep=keep,
        chunk=chunk,
        block=block,
        layout=layout,
        kept=kept,
        fixed=tuple(held.items()),
        sampling=sampling,
        change=change,
        rule=rule,
        several=several,
    )


def restore_sweep(manifest: Manifest, folder: Path | str) -> Sweep:
    """Make the sweep of a run folder again, from the copies of its files there.

    Raises
    ------
    RunError
        If a copy is missing or has changed.
    StandoffError
        If the run is not a sweep.
    """
    try:
        return Sweep.restored(manifest.job, manifest.read_inputs(Path(folder)))
    except (KeyError, TypeError, ValueError) as error:
        raise StandoffError(
            f"{folder}: the run in this folder is not a sweep that this version knows",
            found=f"{type(error).__name__}: {error}",
        ) from None


def _held(asked: Source, fixed: Mapping[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, value in fixed.items():
        parameter = asked.known.parameter(name)
        if not parameter.admits(value):
            raise GameError(
                f"{parameter.name} cannot be {value:g}",
                right=f"a number from {parameter.low:g} to {parameter.high:g}",
            )
        if parameter.name in found:
            raise GameError(
                f"{parameter.name} is held twice, by its name and by its symbol",
                right="one value for each parameter",
            )
        found[parameter.name] = float(value)
    return found


def _layout(
    asked: Source,
    keep: Keep,
    columns: Sequence[str] | None,
    map: Sequence[str] | None,
    indices: Sequence[str] | None,
    held: Mapping[str, float],
    varied: tuple[str, ...],
    sampling: Sampling,
    change: ClaimChange | None,
    n_pilot: int,
) -> tuple[Layout, tuple[str, ...], Several | None]:
    if keep == "draws" and (map or indices):
        raise StandoffError(
            "maps and Sobol' indices are counted with keep='sums'",
            right="leave one of the two out; from draws, a map is one query",
        )
    if indices and sampling == "sobol":
        raise StandoffError(
            "Sobol' indices need independent draws, and Sobol' points are not",
            right="sampling='random', or no indices",
        )
    if indices and not varied:
        raise StandoffError(
            "Sobol' indices say which parameters matter, and here none varies",
            right="parameters with a range that are not held, or no indices",
        )
    base = asked.base().replace(**held) if held else asked.base()
    at_base = asked.known.answer(base, asked.given)
    categories, outputs = columns_of(asked, at_base)
    headline = next(
        name for name, key in outputs.items() if key == ("probability", asked.known.headline)
    )
    if columns is not None:
        _known("column", columns, [*varied, *categories, *outputs])
        categories = {name: key for name, key in categories.items() if name in columns}
        outputs = {name: k for name, k in outputs.items() if name in columns or name == headline}
    kept = varied if columns is None else tuple(each for each in varied if each in columns)
    # The same seed for all, so that sweeps that differ in the seed alone have the same bins.
    pilot = asked.rows(0, n_pilot, 0, "random", change)
    pilot = pilot.replace(**held) if held else pilot
    subject = asked.subject()
    found = subject.answer(pilot, asked.given)
    axes = () if keep == "draws" else _axes(asked, map, varied, bool(categories))
    names = {name: at_base.categories[key].names for name, (_, key) in categories.items()}
    if keep == "draws" or (indices is None and sampling == "sobol"):
        indices = ()
    elif indices is None:
        indices = (headline,)
    _known("output", indices, list(outputs))
    kinds = tuple(
        output_of(name, kind, key, at_base, found) for name, (kind, key) in outputs.items()
    )
    layout = Layout(
        outputs=kinds,
        categories=tuple((name, key, names[name]) for name, (_, key) in categories.items()),
        axes=axes,
        map_of=next(iter(categories)) if axes else "",
        map_mean=headline if axes else "",
        indices=tuple(indices) if varied else (),
        varied=asked.independent(varied, change),
    )
    return layout, kept, several_of(subject, pilot, asked.given, found, kinds)


def _axes(
    asked: Source, map: Sequence[str] | None, varied: Sequence[str], has_category: bool
) -> tuple[Axis, ...]:
    if map is None:
        names = [each for each in asked.known.decisive if each in varied][:2]
        if len(names) < 2 or not has_category:
            return ()
    else:
        names = [asked.known.parameter(name).name for name in map]
    if not names:
        return ()
    if len(set(names)) != 2 or not has_category:
        raise StandoffError(
            "a map has two different parameters, and a category to count",
            found=", ".join(names),
            right="two parameters that vary",
        )
    _known("parameter that varies", names, varied)
    return tuple(Axis(name, *asked.span(name)) for name in names)


def _known(kind: str, names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise UnknownName.among(kind, name, known)


def _chunk(n_draws: int, block: int, most: int, effort: Effort) -> int:
    most = most if effort.chunk > 1_000 else SLOW_BLOCKS * block
    wanted = 2 * _power_of_two(n_draws // (2 * FEWEST_CHUNKS))
    return min(max(wanted, block), most)


def _power_of_two(n: int) -> int:
    """Return the largest power of two up to `n`."""
    return 1 << (max(n, 1).bit_length() - 1)
