"""In how many draws of a sweep several equilibria exist, so that a rule picks one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Answers, Floats
from standoff.study.game_subject import GameSubject
from standoff.study.listed import listed
from standoff.study.rules import RuleSubject
from standoff.study.subject import Subject
from standoff.study.tally import Output, bins

#: Draws of a game that are searched; each takes from milliseconds to seconds.
N_SEARCHED = 16
#: The quantity that counts equilibria.
COUNT = "n_equilibria"


@dataclass(frozen=True, slots=True)
class Several:
    """How often there are several equilibria.

    Parameters
    ----------
    n_draws : int
        Draws with an answer that were looked at.
    n_several : int
        Those among them with more than one equilibrium.
    column : str
        Column with the number of equilibria, if the sweep has one: then every draw is looked at.
        Otherwise some draws are, when the sweep is planned.
    """

    n_draws: int
    n_several: int
    column: str = ""

    @property
    def share(self) -> float:
        """Share of the draws; nan without any."""
        return self.n_several / self.n_draws if self.n_draws else float("nan")

    @property
    def of_all(self) -> bool:
        """Whether every draw was looked at."""
        return self.column != ""


def several_of(
    subject: Subject,
    draws: Draws,
    given: Sequence[str],
    answers: Answers,
    outputs: Sequence[Output],
) -> Several | None:
    """Count the draws with several equilibria among the first ones of a sweep.

    A model whose own count agrees with its list in all of them is taken at its word for all draws:
    its column is named. The count of a single crisis does not, where another may be chosen.

    Parameters
    ----------
    subject : Subject
    draws, answers
        The first draws, and their answers by the subject.
    given : sequence of str
    outputs : sequence of Output
        What the sweep keeps.

    Returns
    -------
    Several or None
        None where no equilibrium but one is looked for.
    """
    answered = np.flatnonzero(answers.has_answer)
    if not len(answered):
        return None
    first = draws.rows(answered[:1])
    if not subject.every(first, given)[1]:
        return None
    counted = answers.quantities.get(COUNT, np.full(len(draws), np.nan))[answered]
    if isinstance(subject, RuleSubject):
        agrees, n_equilibria = True, counted
    else:
        if isinstance(subject, GameSubject) and subject.searches(given):
            answered, counted = answered[:N_SEARCHED], counted[:N_SEARCHED]
        n_equilibria = listed(subject, draws.rows(answered), given).exists.sum(axis=0)
        agrees = bool(np.array_equal(n_equilibria, counted))
    column = next((o.name for o in outputs if (o.kind, o.key) == ("quantity", COUNT)), "")
    return Several(len(answered), int((n_equilibria > 1).sum()), column if agrees else "")


def counted_several(several: Several, output: Output, counts: Floats) -> Several:
    """Count all draws with several equilibria, from the histogram of their number.

    Parameters
    ----------
    several : Several
        With a column.
    output : Output
        Of that column.
    counts : float array
        Draws per bin.
    """
    # Whole numbers fall into bins of their own, since there are a thousand bins.
    one = int(bins(output, np.array([1.0]))[0])
    return Several(int(counts.sum()), int(counts[one + 1 :].sum()), several.column)
