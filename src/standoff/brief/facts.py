"""What a case may know about models and games: their names, as the checks of a case want them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from standoff.case.facts import ModelFacts, ParameterFacts
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.base import Model
from standoff.models.registry import get, names


def all_model_facts() -> Mapping[str, ModelFacts]:
    """Return the facts of every model, by its name."""
    return {name: model_facts(get(name)) for name in names()}


def model_facts(model: Model) -> ModelFacts:
    """Return what a case can name of a model."""
    actions = dict.fromkeys((*model.given, *model.removable))
    return ModelFacts(_parameters(model.parameters), tuple(actions))


def game_facts(game: Game) -> ModelFacts:
    """Return what a case can name of a game of its own."""
    return ModelFacts(_parameters(game.parameters), game.actions)


def _parameters(parameters: Iterable[Parameter]) -> tuple[ParameterFacts, ...]:
    return tuple(
        ParameterFacts(each.name, each.symbol, each.low, each.high, each.unit == "probability")
        for each in parameters
    )
