"""What is asked: a model with closed answers, or a game of the case's own, solved numerically."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from standoff.brief.brief import Brief
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.answers import Answers, Bools, Floats
from standoff.solve.solution import Solution


@dataclass(frozen=True, slots=True)
class Effort:
    """How much work each question is worth, given how long an answer takes.

    Parameters
    ----------
    n_draws : int
        Draws of the parameters when the user names no number.
    n_compared : int
        At most so many of them (the first) are asked again for claims, what-ifs and swings.
    n_scanned : int
        Values per parameter at which a change of the answer is looked for.
    n_outside : int
        Draws outside a model's assumptions that are solved numerically.
    chunk : int
        Draws answered at once; the answers do not depend on it.
    precision : float
        How exactly break-even values are found.
    gap : float
        Between two answers, values without one are passed over when they take up no more than this
        share of what is searched: near a tie a numerical method may fail.
    """

    n_draws: int
    n_compared: int
    n_scanned: int
    n_outside: int
    chunk: int
    precision: float
    gap: float = 0.0

    @property
    def solves_each(self) -> bool:
        """Whether every draw is solved by itself: only then may answers be missing near a tie."""
        return self.gap > 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """One kind of equilibrium on the game's tree, for the draws in which it exists.

    Parameters
    ----------
    name : str
    exists, selected : bool array, shape (n_draws,)
    on_tree : Solution or None
        Of the draws in which it is wanted; `rows` says which. None where there is no tree of the
        whole game.
    rows : int array
    probabilities, values : dict of str to float array, shape (n_draws,)
    removed_by : dict of str to bool array
        Refinements that remove it.
    continuum : bool array
        Where it stands for infinitely many equilibria, `continuum_note` says which.
    """

    name: str
    exists: Bools
    selected: Bools
    on_tree: Solution | None
    rows: Bools
    probabilities: dict[str, Floats]
    values: dict[str, Floats]
    removed_by: dict[str, Bools]
    continuum: Bools
    continuum_note: str

    @property
    def solution(self) -> Solution:
        """The equilibrium on the tree; only of a subject that has one (`Subject.has_tree`)."""
        assert self.on_tree is not None, "asked only of subjects with a tree"
        return self.on_tree


class Subject(Protocol):
    """What the questions of a study are put to."""

    @property
    def name(self) -> str:
        """Name of the model or game."""
        ...

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters."""
        ...

    @property
    def rule(self) -> str:
        """How one of several equilibria is picked."""
        ...

    @property
    def headline(self) -> str:
        """Name of the probability that the study is about."""
        ...

    @property
    def headline_meaning(self) -> str:
        """What it means, in words."""
        ...

    @property
    def decisive(self) -> tuple[str, ...]:
        """Parameters known to decide the headline; empty where that is to be found out."""
        ...

    @property
    def effort(self) -> Effort:
        """How much work each question is worth."""
        ...

    @property
    def has_tree(self) -> bool:
        """Whether there is a tree of the whole game, on which equilibria can be checked."""
        ...

    def worst_error(self, draws: Draws, answers: Answers) -> Floats:
        """Without a tree: the largest error per draw that recomputing by other means finds."""
        ...

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by its name or symbol."""
        ...

    def answer(
        self, draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
    ) -> Answers:
        """Give the selected equilibrium of every draw."""
        ...

    def build(self, remove: Collection[str] = ()) -> Game:
        """Give the game as a tree, with some actions taken away."""
        ...

    def every(self, draw: Draws, given: Sequence[str] = ()) -> tuple[tuple[Played, ...], str]:
        """List the equilibria of one draw, and say how sure it is that none is missing."""
        ...

    def equilibria(
        self,
        draws: Draws,
        given: Sequence[str] = (),
        remove: Collection[str] = (),
        *,
        only_selected: bool = False,
    ) -> tuple[Played, ...]:
        """Give the known equilibria on the tree.

        With `only_selected` each solution holds only the draws in which it is the selected one.
        """
        ...

    def assumption(self, name: str) -> str:
        """Return the words of an assumption that answers can break."""
        ...

    def reasons(self, draws: Draws, given: Sequence[str] = ()) -> NDArray[np.object_] | None:
        """Say why draws have no answer, where answers that fail the check are dropped.

        One sentence per draw, empty where there is an answer. None where answers are given whether
        they pass the check or not, so that the check says something about them.
        """
        ...


def subject_of(brief: Brief) -> Subject:
    """Return what a brief is about, ready to be asked."""
    from standoff.study.game_subject import GameSubject
    from standoff.study.model_subject import ModelSubject

    if brief.model is not None:
        return ModelSubject(brief.model)
    assert brief.game is not None, "a brief has a model or a game"
    return GameSubject.of(brief.game, brief.base(), brief.given)
