"""The equilibria of a subject at one point: those that a model lists, or the one that is found."""

from __future__ import annotations

from collections.abc import Collection

from standoff.cli._subject import Subject
from standoff.errors import GameError, OutsideAssumptions
from standoff.game import Draws
from standoff.models import Model
from standoff.solve.run import Method, solve
from standoff.solve.solution import Solution, from_named


def equilibria(
    subject: Subject,
    point: Draws,
    remove: Collection[str] = (),
    *,
    method: Method = "auto",
    every: bool = False,
) -> list[Solution]:
    """Return the selected equilibrium first, and with `every` the others after it.

    Raises
    ------
    OutsideAssumptions
        If the model gives no answer at this point.
    GameError
        If every equilibrium is asked for where none is listed.
    """
    if subject.model is not None and method == "auto":
        listed = _listed(subject.model, point, remove)
        return listed if every else listed[:1]
    if every:
        raise GameError(
            "a numerical method finds one equilibrium, not all",
            right="leave out --all, or ask a model without --method",
        )
    return [solve(subject.build(remove), point, method=method)]


def _listed(model: Model, point: Draws, remove: Collection[str]) -> list[Solution]:
    answers = model.answer(point, (), remove)
    if not answers.has_answer[0]:
        raise OutsideAssumptions(
            model.outside(answers) or f"{model.name} gives no answer at this point",
            right="other values, or --method sequential, which does not need the assumptions",
            more=f"standoff models {model.name}",
        )
    game = model.build(remove)
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
