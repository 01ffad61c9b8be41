"""A case to start from, made of a model or a game that exists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from standoff.cli._files import case_id, write_files
from standoff.cli._start_events import events_text
from standoff.cli._subject import Subject, subject
from standoff.game.parameter import Parameter
from standoff.game.read import check_game_document
from standoff.game.tree import Game
from standoff.game.write import game_text
from standoff.text.document import parse_document
from standoff.text.yaml_text import words

_HEAD = """\
# A case that begins with {origin}. Every number is a default of the game and
# rests on nothing yet: replace it by what was reported, piece by piece, and run
#
#   standoff check case.yaml                          after every change: what is wrong, and where
#   standoff analyze case.yaml --report report.html   what follows from it
#
# Say things in your own words; do not copy sentences out of sources. A commented example with
# sources, claims and grades comes from `standoff new another-folder`.
standoff: 1
id: {id}
title: {title}
{subject}

sides:                   # role: challenger (threatens), target (is threatened) or third
  - {{id: C, name: The challenger, role: challenger}}
  - {{id: T, name: The target, role: target}}
{events}
assumptions:             # `a to b`: you would be surprised, one time in ten, to be outside
"""


def write_start(folder: Path, origin: str) -> list[Path]:
    """Write a case about a model or game into a folder, with the game as a file where it has one.

    Where the tree is the whole game, made-up events play its first moves.

    Raises
    ------
    UnknownName, FileProblem, InvalidDocument
        If `origin` is neither a model nor a usable file, or a file is there already.
    """
    asked = subject(origin)
    name = asked.model.name if asked.model else Path(origin).stem
    game, text = _as_file(asked, name)
    about = (
        f"model: {name}" if game is None else "game: game.yaml          # the game beside this file"
    )
    if game is not None and asked.model is not None:
        about += (
            f"\n# model: {name}   # in place of the game: the model as published, answered at once"
        )
    head = _HEAD.format(
        origin=f"the model {name}" if asked.model else f"the game {name}",
        id=case_id(folder),
        title=words(asked.model.title if asked.model else name),
        subject=about,
        events=_events(asked, game),
    )
    # A tree that only stands for its game may leave parameters out, such as the number of rounds.
    parameters = asked.parameters if game is None else game.parameters
    texts = {"case.yaml": head + "".join(_assumption(each) for each in parameters)}
    if game is not None:
        texts["game.yaml"] = text
    return write_files(folder, texts)


def _as_file(asked: Subject, name: str) -> tuple[Game | None, str]:
    """Give the game and its file; none for a model that has no tree, or one too long to be read."""
    if asked.model is not None and asked.model.build is None:
        return None, ""
    game = asked.build(())
    text = game_text(game, note=_note(asked, name))
    if asked.model is not None and check_game_document(parse_document(text))[0] is None:
        return None, ""
    return game, text


def _events(asked: Subject, game: Game | None) -> str:
    """Tell of the first moves; not of a tree that only stands for its game, whose moves are not."""
    if game is None or (asked.model is not None and not asked.model.has_whole_tree):
        return ""
    return events_text(game)


def _note(asked: Subject, name: str) -> str:
    if asked.model is None:
        return f"After {name}."
    about = f"After the model {name} (standoff models show {name})."
    return about if asked.model.has_whole_tree else f"{about} This tree only stands for its game."


def _assumption(parameter: Parameter) -> str:
    return "\n".join(f"  {line}" for line in _lines(parameter)) + "\n"


def _lines(parameter: Parameter) -> Iterator[str]:
    yield f"- parameter: {parameter.name}"
    yield f"  value: {parameter.default!r}"
    if parameter.wide is not None and parameter.wide[0] < parameter.wide[1]:
        low, high = parameter.wide
        yield f"  range: {low!r} to {high!r}"
    else:
        yield "  range: fixed"
    meaning = parameter.meaning or parameter.name
    yield f"  because: {words(f'A default of the game. {meaning}.')}"
