"""A published model as the subject of a study."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.answers import Answers, Floats
from standoff.models.base import Model
from standoff.solve.solution import from_named
from standoff.study.subject import Effort, Played

EFFORT = Effort(
    n_draws=100_000,
    n_compared=100_000,
    n_scanned=2_000,
    n_outside=100,
    chunk=10_000,
    precision=1e-12,
)


@dataclass(frozen=True, slots=True)
class ModelSubject:
    """A model, asked through its closed answers."""

    model: Model

    @property
    def name(self) -> str:
        """Name of the model."""
        return self.model.name

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters."""
        return self.model.parameters

    @property
    def rule(self) -> str:
        """How one of several equilibria is picked."""
        return self.model.selection_rule

    @property
    def headline(self) -> str:
        """The probability that the model is about."""
        if self.model.headline:
            return self.model.headline
        return next(iter(self.model.answer(self.model.draws()).probabilities))

    @property
    def headline_meaning(self) -> str:
        """What it means, in words."""
        return self.model.meanings.get(self.headline, self.headline)

    @property
    def decisive(self) -> tuple[str, ...]:
        """Parameters that decide the headline."""
        return self.model.decisive

    @property
    def effort(self) -> Effort:
        """Closed answers are cheap."""
        return EFFORT

    @property
    def has_tree(self) -> bool:
        """Whether the model's tree is the whole game."""
        return self.model.has_whole_tree

    def worst_error(self, draws: Draws, answers: Answers) -> Floats:
        """Ask the model's witness; nan where there is no answer."""
        witness = self.model.witness
        assert witness is not None, "a model without a whole tree has a witness"
        # Without an answer there is nothing to recompute, and numbers may be of any kind.
        answered = answers.has_answer
        worst = np.full(len(draws), np.nan)
        if answered.any():
            errors = witness(draws.rows(answered), answers.rows(answered))
            worst[answered] = np.abs(np.stack(list(errors.values()))).max(axis=0)
        return worst

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by its name or symbol."""
        return self.model.parameter(name)

    def answer(
        self, draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
    ) -> Answers:
        """Give the selected equilibrium of every draw."""
        return self.model.answer(draws, given, remove)

    def build(self, remove: Collection[str] = ()) -> Game:
        """Give the game as a tree."""
        return self.model.game(remove)

    def every(self, draw: Draws, given: Sequence[str] = ()) -> tuple[tuple[Played, ...], str]:
        """List the equilibria of one draw, as the model's theory lists them."""
        return self.equilibria(draw, given), "listed by the model's closed form"

    def equilibria(
        self,
        draws: Draws,
        given: Sequence[str] = (),
        remove: Collection[str] = (),
        *,
        only_selected: bool = False,
    ) -> tuple[Played, ...]:
        """Put every equilibrium that the model lists on its tree, in the draws where it exists.

        Without a tree of the whole game only what follows from it is given.
        """
        game = self.build(remove) if self.has_tree else None
        found: list[Played] = []
        for each in self.model.equilibria(draws, given, remove):
            wanted = each.selected if only_selected else each.exists
            solution = None
            if game is not None:
                written = each.assessment.rows(wanted)
                solution = from_named(
                    game,
                    draws.rows(wanted),
                    written.strategy,
                    written.belief,
                    method="closed form",
                    rule=self.rule,
                    name=each.name,
                )
            found.append(
                Played(
                    each.name,
                    each.exists,
                    each.selected,
                    solution,
                    np.asarray(wanted),
                    dict(each.probabilities),
                    dict(each.values),
                    dict(each.removed_by),
                    each.continuum,
                    each.continuum_note,
                )
            )
        return tuple(found)

    def reasons(self, draws: Draws, given: Sequence[str] = ()) -> None:
        """Return None: a closed form drops no answer because it fails a check."""
        return

    def assumption(self, name: str) -> str:
        """Return the words of an assumption."""
        return next((each.text for each in self.model.assumptions if each.name == name), name)
