"""`standoff ask CASE timeline`: what could be expected after each dated move."""

from __future__ import annotations

from functools import partial
from typing import Literal

from standoff.cli._options import AnyFormat, HowDrawn, NDraws, Output, WhichDraws

# As in `study.updating`, `study.known_then` and `study.noisy_play`, not loaded for help.
Learn = Literal["types and numbers", "types"]
Knowledge = Literal["case", "then"]
Play = Literal["equilibrium", "quantal"]


def timeline(
    case: str,
    /,
    *,
    observer: str = "analyst",
    learn: Learn = "types and numbers",
    knowledge: Knowledge = "case",
    play: Play = "equilibrium",
    noise: float | None = None,
    rule: str = "model",
    draws: NDraws = None,
    sampling: HowDrawn = "random",
    seed: WhichDraws = 0,
    output: Output = None,
    format: AnyFormat = "text",
) -> None:
    """Update beliefs at every dated move of a crisis, and forecast after each.

    Parameters
    ----------
    case
        A case file whose events play moves of its model or game (`plays:`).
    observer
        Who learns: analyst (knows each event when it happens), public, or the id of a side.
    learn
        What a move teaches: types and numbers, or types alone.
    knowledge
        Assumptions on all claims of the case, or at each step on those published by then.
    play
        How players err: trembles in the equilibrium, or quantal responses.
    noise
        How much: the chance of a tremble (.01 if left out), or one over the precision (.05).
    rule
        Which equilibrium is played where there are several; see `standoff ask CASE rules`.
    draws
        How many draws of the parameters.
    output
        Write the answer to this file: .svg for a picture, .json or .csv.
    format
        text to read; json or csv for other programs.
    """
    from standoff.cli._progress import Progress
    from standoff.cli.ask._asking import a_case
    from standoff.cli.ask._by_rule import by_rule_over
    from standoff.cli.ask._output import put
    from standoff.report.asked.timeline import page
    from standoff.study.noisy_play import Noise
    from standoff.study.timeline import timeline as follow
    from standoff.view.forecast import chart

    brief, subject = a_case(case, rule=rule)
    size = noise if noise is not None else 0.05 if play == "quantal" else 0.01
    question = partial(
        follow, brief, observer=observer, noise=Noise(play, size), learn=learn,
        knowledge=knowledge, seed=seed, sampling=sampling,
    )  # fmt: skip
    with Progress() as progress:
        found = question(subject=subject, n_draws=draws, progress=progress.step)
    rules = by_rule_over(
        lambda each, n: question(subject=each, n_draws=n), brief, subject, found.n_draws, seed
    )
    picture = partial(chart, says={each.id: each.what for each in brief.case.events})
    put(found, page, format=format, output=output, picture=picture, rules=rules)
