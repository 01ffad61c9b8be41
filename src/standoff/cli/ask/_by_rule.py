"""Whether an answer depends on which of several equilibria is played, said below the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from standoff.brief import Brief, draw_parameters
from standoff.cli._progress import Progress
from standoff.game import Draws
from standoff.study.numbers import Finding
from standoff.study.rule_dependence import SAME, RuleDependence, rule_dependence
from standoff.study.subject import Subject

#: Draws under which every rule is tried; fewer where other equilibria are a search of their own.
_MANY_DRAWS, _FEW_DRAWS, _FEW_POINTS = 2_000, 100, 20
#: As far as equilibria found by two methods agree.
_SOLVED = 1e-6

#: Asked when it is to be shown, since it takes as long as some answers.
ByRule = Callable[[], RuleDependence]


def by_rule(
    question: Callable[[Subject], Finding],
    subject: Subject,
    draws: Draws,
    given: Sequence[str] = (),
    *,
    same: float = SAME,
) -> ByRule:
    """Return how a question is asked again under every rule.

    Parameters
    ----------
    question : function
        From a subject to the finding.
    subject : Subject
    draws : Draws
        Points at which other equilibria are looked for; without any, the rules are not asked.
    given : sequence of str
    same : float
        Numbers that differ by no more are the same: as far as the answers are exact.
    """

    def asked() -> RuleDependence:
        with Progress() as progress:
            progress.step("rules of selection", 0, 1)
            return rule_dependence(
                subject,
                lambda each: question(each).numbers(),
                draws,
                given=given,
                same=same,
                always=False,
            )

    return asked


def by_rule_over(
    question: Callable[[Subject, int], Finding],
    brief: Brief,
    subject: Subject,
    n_draws: int,
    seed: int,
) -> ByRule:
    """Return how a question about draws is asked again under every rule, over the first of them.

    Parameters
    ----------
    question : function
        From a subject and a number of draws to the finding.
    brief : Brief
    subject : Subject
    n_draws : int
        That the answer itself rests on.
    seed : int
    """
    is_slow = subject.effort.solves_each
    n = min(n_draws, _FEW_DRAWS if is_slow else _MANY_DRAWS)
    draws = draw_parameters(brief, min(n, _FEW_POINTS) if is_slow else n, seed)
    return by_rule(
        lambda each: question(each, n),
        subject,
        draws,
        brief.given,
        same=_SOLVED if is_slow else SAME,
    )
