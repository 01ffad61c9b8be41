"""Check a case together with the model or game that it names, or a game file by itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from standoff.brief.estimate_file import Estimates
from standoff.brief.estimated import filled
from standoff.brief.facts import all_model_facts, game_facts, with_branches
from standoff.brief.game_file import named_game
from standoff.brief.question_structure import tried_structures
from standoff.case.read import check_document
from standoff.case.schema import Case
from standoff.game.read import check_game_document
from standoff.game.tree import Game
from standoff.text.diagnostic import Diagnostic, sort
from standoff.text.document import Document, read_document


def check_file(path: Path | str) -> tuple[list[Diagnostic], Document]:
    """List everything that is wrong with a case file or a game file.

    Parameters
    ----------
    path
        A file with `standoff-game:` or `tree:` at its top is a game; any other is a case.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    """
    document = read_document(path)
    if is_game(document):
        return check_game_document(document)[1], document
    return check_case_document(document)[-1], document


def is_game(document: Document) -> bool:
    """Say whether a document is a game and not a case."""
    keys = document.data if isinstance(document.data, dict) else {}
    return "standoff" not in keys and ("standoff-game" in keys or "tree" in keys)


def check_case_document(
    document: Document,
) -> tuple[Case | None, Game | None, Mapping[str, Estimates], list[Diagnostic]]:
    """Check a case with the facts of its model or game, and the files of estimates that it names.

    Returns
    -------
    case : Case or None
        With numbers for what is taken from estimates.
    game : Game or None
    estimates : dict of str to Estimates
    diagnostics : list of Diagnostic
    """
    document, estimates, found = filled(document)
    name, game, unusable = named_game(document)
    facts = dict(with_branches(all_model_facts(), document.data))
    if game is not None:
        facts[name] = game_facts(game)
    case, diagnostics = check_document(document, facts)
    tried = () if case is None else tried_structures(document, case, game)
    return case, game, estimates, sort([*diagnostics, *unusable, *found, *tried])
