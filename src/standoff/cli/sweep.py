"""`standoff sweep`: millions of draws in a folder that can be interrupted, resumed and asked."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from standoff.cli import _options as option


def sweep(
    about: str | None = None,
    /,
    *,
    into: Path | None = None,
    resume: Path | None = None,
    draws: option.MaybeCount = None,
    seed: option.MaybeSeed = None,
    keep: Literal["sums", "draws"] | None = None,
    columns: option.MaybeWords = None,
    map_: option.Map = None,
    indices: option.Indices = None,
    sampling: Literal["random", "sobol"] | None = None,
    set_: option.Settings = (),
    rule: str | None = None,
    workers: option.MaybeCount = None,
    cluster: str | None = None,
    accept_versions: option.Switch = False,
    format: option.Format = "text",
) -> None:
    """Draw the parameters of a case, game or model many times, answer each draw and keep answers.

    The folder holds everything: a copy of the case, what was asked, and the chunks that are done.
    Stop with Ctrl-C at any time and go on with `standoff sweep --resume FOLDER`.

    Parameters
    ----------
    about
        A case file; or a game file or the name of a model, for everything that is plausible in it.
    into
        A new folder to write to; or one where the very same sweep was begun, to go on with it.
    resume
        Go on with the sweep in this folder, from the copy of the case that it holds.
    draws
        How many draws; 1,000,000 without it, and at most some 1,000,000,000,000.
    seed
        The same seed gives the same numbers, whatever computes them; 0 without it.
    keep
        sums (counts, averages, histograms, a map, Sobol' indices; small for any number of draws),
        or draws (every draw as a row of Parquet files). Without it, sums.
    columns
        Parameters, categories and outputs to keep, such as regime p_drop; without it, what varies.
    map_
        Two parameters over which the regime is counted; without it, a model's decisive two.
    indices
        Outputs whose variance is split (Sobol' indices), such as p_drop; without it, the headline.
    sampling
        random, or sobol: points that fill the ranges more evenly.
    set_
        Hold parameters at a value: --set prize=.3 damage=1.
    rule
        Which equilibrium is played where there are several; see `standoff ask CASE rules`.
    workers
        Threads; as many as there are processors without it.
    cluster
        Address of a Dask scheduler, such as tcp://node1:8786, whose workers compute.
    accept_versions
        Go on with a run that other versions of numpy and the like began; last digits may differ.
    format
        text to read, json for other programs.
    """
    from standoff.cli._sweep import Asked, Where, run_sweep, show_totals

    asked = Asked(about, draws, seed, keep, columns, map_, indices, sampling, set_, rule)
    found = run_sweep(asked, Where(into, resume, workers, cluster, accept_versions))
    show_totals(found, format)
