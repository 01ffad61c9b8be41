"""What a finding about draws was asked for: of which number, under which rule, over which draws."""

from __future__ import annotations

from dataclasses import dataclass

from standoff.brief.draw import Sampling
from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.models.answers import Floats
from standoff.study.asked import Asked
from standoff.study.target import Target, parse_target


@dataclass(frozen=True, slots=True)
class Drawn:
    """What makes a finding about draws repeatable, beside the case itself.

    Parameters
    ----------
    target : str
    rule : str
        How one of several equilibria was picked.
    n_draws : int
    sampling : {"random", "sobol"}
    seed : int
    """

    target: str
    rule: str
    n_draws: int
    sampling: Sampling
    seed: int


def drawn_for(asked: Asked, text: Target | str | None = None) -> tuple[Target, Drawn]:
    """Read what a question is about, and say which draws it is put to.

    Parameters
    ----------
    asked : Asked
    text : Target, str or None
        Words are read by `standoff.study.target.parse_target`; None is the headline.

    Raises
    ------
    UnknownName
        If it names nothing that the answers have.
    StandoffError
        If it is neither a name nor a condition.

    Examples
    --------
    >>> from standoff.brief import brief_case
    >>> from standoff.study.asked import ask
    >>> asked = ask(brief_case("cases/cienfuegos/case.yaml"), n_draws=100)
    >>> target, drawn = drawn_for(asked, "drop >= .5")
    >>> drawn.target, drawn.n_draws, drawn.sampling
    ('drop >= 0.5', 100, 'random')
    """
    target = text if isinstance(text, Target) else parse_target(text, asked.subject, asked.answers)
    return target, Drawn(
        target.name, asked.answers.rule, len(asked.draws), asked.sampling, asked.seed
    )


def check_lengths(draws: Draws, y: Floats) -> None:
    """Make sure that there is one number per draw.

    Raises
    ------
    GameError
        If there are more or fewer.
    """
    if y.shape != (len(draws),):
        raise GameError(
            "the numbers asked about do not belong to these draws",
            found=f"{y.shape} numbers and {len(draws):,} draws",
            right="one number per draw",
        )
