"""What a case may know about models and games: their names, as the checks of a case want them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from standoff.case.facts import ModelFacts, ParameterFacts
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.base import Model
from standoff.models.registry import get, names
from standoff.text.document import Data


def all_model_facts() -> Mapping[str, ModelFacts]:
    """Return the facts of every model, by its name."""
    return {name: model_facts(get(name)) for name in names()}


def model_facts(model: Model) -> ModelFacts:
    """Return what a case can name of a model."""
    actions = dict.fromkeys((*model.given, *model.removable))
    return ModelFacts(_parameters(model.parameters), tuple(actions))


def game_facts(game: Game) -> ModelFacts:
    """Return what a case can name of a game of its own."""
    return ModelFacts(_parameters(game.parameters), game.actions, branches(game))


def with_branches(facts: Mapping[str, ModelFacts], data: Data) -> Mapping[str, ModelFacts]:
    """Add the branches of a case's model where an event plays one; a tree takes time to build.

    Parameters
    ----------
    facts
        By model.
    data
        The case as it was read, right or wrong.
    """
    case = data if isinstance(data, dict) else {}
    name, events = case.get("model"), case.get("events")
    plays = isinstance(events, list) and any(isinstance(e, dict) and "plays" in e for e in events)
    if not isinstance(name, str) or name not in names() or not plays:
        return facts
    model = get(name)
    found = branches(model.game()) if model.has_whole_tree else ()
    return {**facts, name: replace(facts[name], branches=found)}


def branches(game: Game) -> tuple[str, ...]:
    """Return the names of a tree's branches, of players and of chance."""
    return tuple(dict.fromkeys(node.branch for node in game.nodes if node.parent >= 0))


def _parameters(parameters: Iterable[Parameter]) -> tuple[ParameterFacts, ...]:
    return tuple(
        ParameterFacts(each.name, each.symbol, each.low, each.high, each.unit == "probability")
        for each in parameters
    )
