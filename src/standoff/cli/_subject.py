"""What a command is about: a model by its name, or a game or a case by its file."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from standoff.errors import GameError, StandoffError, UnknownName
from standoff.game import Draws, Game, Parameter, without
from standoff.game.exchange import read_efg, read_nfg, read_node_link
from standoff.game.normal_form import tree_of
from standoff.game.read import read_game
from standoff.models import Model, get
from standoff.text.document import read_document
from standoff.text.file_kind import kind_of
from standoff.text.number import number_of

_NO_VALUES: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Subject:
    """A game with its parameters, and the model behind it if there is one."""

    parameters: tuple[Parameter, ...]
    build: Callable[[Collection[str]], Game]
    model: Model | None
    #: Values other than the defaults: those of the case.
    values: Mapping[str, float]

    @property
    def defaults(self) -> dict[str, float]:
        """The defaults of the parameters."""
        return {each.name: each.default for each in self.parameters}

    def point(self, settings: Sequence[str]) -> Draws:
        """Return one draw: the defaults, the values of the case, and then `NAME=NUMBER` settings.

        Raises
        ------
        StandoffError
            If a setting is not of that form, its number is not admissible, or two name the same
            parameter.
        UnknownName
            If it names no parameter.
        """
        known = {each.symbol: each for each in self.parameters if each.symbol}
        known |= {each.name: each for each in self.parameters}
        values = {**self.defaults, **self.values}
        held: set[str] = set()
        for name, number in read_settings(settings).items():
            parameter = _named(known, self.parameters, name)
            if parameter.name in held:
                raise twice("--set", parameter.name)
            held.add(parameter.name)
            if not (math.isfinite(number) and parameter.admits(number)):
                raise GameError(
                    f"{parameter.name} cannot be {number:g}",
                    right=f"a number from {parameter.low:g} to {parameter.high:g}",
                )
            values[parameter.name] = number
        return Draws.point(values)


def subject(name: str) -> Subject:
    """Return the model with a name, or what the file at that path describes.

    Raises
    ------
    UnknownName
        If it is neither a file nor a model.
    FileProblem, InvalidDocument
        If it is a file and cannot be used.
    """
    path = Path(name)
    other = game_of_other(path)
    if other is not None:
        return _of_game(other)
    if "/" in name or path.exists() or path.suffix:
        return _of_case(path) if _is_case(path) else _of_game(read_game(path))
    return of_model(get(name))


def game_of_other(path: Path) -> Game | None:
    """Read a game of another format than our own; None if the file is none."""
    match kind_of(path):
        case "efg":
            return read_efg(path)
        case "nfg":
            return tree_of(read_nfg(path))
        case "json":
            return read_node_link(path)
        case _:
            return None


def _is_case(path: Path) -> bool:
    from standoff.brief.check import is_game

    return not is_game(read_document(path))


def _of_case(path: Path) -> Subject:
    from standoff.brief import brief_case

    brief = brief_case(path)
    values = {name: float(column[0]) for name, column in brief.base().columns().items()}
    if brief.model is not None:
        return of_model(brief.model, values)
    assert brief.game is not None, "a brief has a model or a game"
    return _of_game(brief.game, values)


def of_model(model: Model, values: Mapping[str, float] = _NO_VALUES) -> Subject:
    """Return a model as what a command is about."""
    return Subject(model.parameters, model.game, model, values)


def _of_game(game: Game, values: Mapping[str, float] = _NO_VALUES) -> Subject:
    return Subject(game.parameters, lambda remove: without(game, remove), None, values)


def read_settings(texts: Sequence[str]) -> dict[str, float]:
    """Read `NAME=NUMBER` settings.

    Raises
    ------
    StandoffError
        If one is not of that form, or two have the same name.
    """
    found: dict[str, float] = {}
    for name, number in map(_read_setting, texts):
        if name in found:
            raise twice("--set", name)
        found[name] = number
    return found


def twice(option: str, name: str) -> StandoffError:
    """Say that a parameter has two values."""
    return StandoffError(
        f"{option} names {name!r} more than once", right="one value for each parameter"
    )


def _read_setting(text: str) -> tuple[str, float]:
    name, equals, number = text.partition("=")
    try:
        return name.strip(), number_of(number)
    except ValueError:
        found = f"{number!r} is not a number" if equals else f"{text!r}"
        raise StandoffError(
            "--set takes a parameter and a number", found=found, right="--set prize=.3 damage=1"
        ) from None


def _named(known: Mapping[str, Parameter], parameters: Sequence[Parameter], name: str) -> Parameter:
    if name not in known:
        raise UnknownName.among("parameter", name, [each.name for each in parameters])
    return known[name]
