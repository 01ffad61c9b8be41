"""Check a case together with the model or game that it names, or a game file by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from standoff.brief.estimate_file import Estimates, looks_like_estimates, parse_estimates
from standoff.brief.estimated import UnusableEstimates, filled
from standoff.brief.facts import all_model_facts, game_facts, with_branches
from standoff.brief.game_file import named_game
from standoff.brief.possible_moves import tried_moves
from standoff.brief.question_structure import tried_structures
from standoff.case.read import check_document
from standoff.case.schema import Case
from standoff.errors import FileProblem, StandoffError
from standoff.game.exchange.efg_game import check_efg_source
from standoff.game.exchange.nfg import check_nfg
from standoff.game.exchange.node_link import parse_node_link
from standoff.game.exchange.source import Source, read_source
from standoff.game.problems import GameShape
from standoff.game.read import check_game_document
from standoff.game.tree import Game
from standoff.text.diagnostic import Diagnostic, DocumentText, Kind, Span, has_errors, sort
from standoff.text.document import Document, read_document
from standoff.text.file_kind import kind_of
from standoff.text.table import read_table
from standoff.text.table_problems import BrokenTable, check_table

_MAX_BYTES = {"efg": 10_000_000, "nfg": 10_000_000, "json": 10_000_000, "csv": 500_000_000}


def check_file(path: Path | str) -> tuple[list[Diagnostic], DocumentText]:
    """List everything that is wrong with a file of a kind that standoff reads.

    Parameters
    ----------
    path
        A case or a game in YAML; a game of Gambit (.efg, .nfg); estimates or a graph (.json); or a
        table (.csv, .parquet). In YAML, a file with `standoff-game:` or `tree:` at its top is a
        game; any other is a case.

    Returns
    -------
    diagnostics : list of Diagnostic
        Without errors, what reads such a file accepts it.
    document : DocumentText
        The text that they speak of.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    """
    kind = kind_of(path)
    if kind == "yaml":
        document = read_document(path)
        if is_game(document):
            return check_game_document(document)[1], document
        return check_case_document(document)[-1], document
    if kind == "parquet":
        source = Source("", str(path))
        return _refused(lambda: read_table(path), BrokenTable, source), source
    source = read_source(path, _MAX_BYTES[kind])
    if kind == "efg":
        return check_efg_source(source), source
    if kind == "nfg":
        return check_nfg(source), source
    if kind == "csv":
        return check_table(source.text), source
    if looks_like_estimates(source.text):
        return _refused(
            lambda: parse_estimates(source.text, source.path), UnusableEstimates, source
        ), source
    return _refused(lambda: parse_node_link(source.text, source.path), GameShape, source), source


def _refused(read: Callable[[], object], kind: type[Kind], source: Source) -> list[Diagnostic]:
    """Read a file of which one thing at a time is said, and return it as a diagnostic."""
    try:
        read()
    except FileProblem:
        raise
    except StandoffError as error:
        place = Span(getattr(error, "line", 1), getattr(error, "column", 1))
        message = error.what.removeprefix(f"{source.path}: ")
        return [kind.at(place, message, right=error.right or error.found)]
    return []


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
    tried: Sequence[Diagnostic] = ()
    if case is not None:
        tried = tried_structures(document, case, game)
        # What has an error already would only be said again.
        if not has_errors([*diagnostics, *unusable, *tried]):
            tried = [*tried, *tried_moves(document, case, game)]
    return case, game, estimates, sort([*diagnostics, *unusable, *found, *tried])
