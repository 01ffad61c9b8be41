"""The equilibria of a subject at one point: those that a model lists, or those that are found."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from standoff.cli._subject import Subject
from standoff.errors import GameError, OutsideAssumptions
from standoff.game import Draws, Game
from standoff.models import Model
from standoff.solve.listing import EquilibriumList
from standoff.solve.refine import refine
from standoff.solve.run import Method, solve, solve_all
from standoff.solve.solution import Errors, Solution, from_named


@dataclass(frozen=True, slots=True)
class How:
    """How a game is to be solved."""

    method: Method = "auto"
    precision: tuple[float, ...] = ()
    errors: Errors = "logit"

    @property
    def precise(self) -> float | tuple[float, ...] | None:
        """The precision as one number, one per player, or none."""
        return self.precision[0] if len(self.precision) == 1 else self.precision or None

    def solve(self, game: Game, draws: Draws) -> Solution:
        """Find one equilibrium per draw."""
        return solve(game, draws, method=self.method, precision=self.precise, errors=self.errors)


@dataclass(frozen=True, slots=True)
class Found:
    """Equilibria at one point, and what is to be said of the list."""

    solutions: list[Solution]
    notes: list[str]


def equilibria(
    subject: Subject,
    point: Draws,
    remove: Collection[str] = (),
    *,
    how: How | None = None,
    every: bool = False,
) -> Found:
    """Return the selected equilibrium first, and with `every` the others after it.

    Raises
    ------
    OutsideAssumptions
        If the model gives no answer at this point.
    GameError
        If every equilibrium is asked for of a method that finds one.
    """
    how = how or How()
    if subject.model is not None and how == How():
        listed = _listed(subject.model, point, remove)
        return Found(listed if every else listed[:1], [])
    game = subject.build(remove)
    point = of_game(point, game)
    if not every:
        return Found([how.solve(game, point)], [])
    if how.method not in ("auto", "sequential", "quantal") or how.errors != "logit":
        raise GameError(
            f"method {how.method!r} finds one equilibrium, not all",
            right="leave out --all, or use --method sequential, or --precision with logit errors",
        )
    listing = solve_all(game, point, precision=how.precise)
    numbered = enumerate(listing.equilibria, start=1)
    notes = [f"{i}. {each.note}" for i, each in numbered if each.note]
    count = f"{len(listing)} {listing.concept} found by {listing.method}"
    return Found(
        [each.solution for each in listing.equilibria],
        [f"{count}; {listing.completeness.value}.", *notes, *_refined(game, listing, how)],
    )


def _refined(game: Game, listing: EquilibriumList, how: How) -> list[str]:
    """Say which equilibria of a signaling game the refinements remove."""
    if how.precision or len(listing) < 2:
        return []
    try:
        verdicts = refine(game, listing)
    except GameError:  # no signaling game: the refinements have nothing to say
        return []
    return [
        f"{each.equilibrium + 1}. removed by {each.criterion}: {each.because}"
        for each in verdicts
        if each.is_removed
    ]


def _listed(model: Model, point: Draws, remove: Collection[str]) -> list[Solution]:
    answers = model.answer(point, (), remove)
    if not answers.has_answer[0]:
        raise OutsideAssumptions(
            model.outside(answers) or f"{model.name} gives no answer at this point",
            right="other values, or --method sequential, which does not need the assumptions",
            more=f"standoff models {model.name}",
        )
    if not model.has_whole_tree:
        raise GameError(
            f"model {model.name!r} has no tree of its whole game, so there are no moves to show",
            right=f"its answers instead: standoff models show {model.name} --set ..."
            + (", or --method sequential for the tree that stands for it" if model.build else ""),
        )
    game = model.game(remove)
    listed = [each for each in model.equilibria(point, (), remove) if each.exists[0]]
    return [
        from_named(
            game,
            point,
            each.assessment.strategy,
            each.assessment.belief,
            status=answers.status,
            method="closed form",
            rule=model.selection_rule if each.selected[0] else "not selected",
            name=each.name,
        )
        for each in sorted(listed, key=lambda each: not each.selected[0])
    ]


def of_game(point: Draws, game: Game) -> Draws:
    """Leave out what has no place on a tree that only stands for a model's game."""
    known = {each.name for each in game.parameters}
    return Draws.point({n: float(c[0]) for n, c in point.columns().items() if n in known})
