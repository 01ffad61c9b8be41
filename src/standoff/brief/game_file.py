"""The game file that a case names: found beside the case, read, or reported at the case's line."""

from __future__ import annotations

from pathlib import Path

from standoff.errors import FileProblem, InvalidDocument
from standoff.game.read import read_game
from standoff.game.tree import Game
from standoff.text.diagnostic import Diagnostic, Kind
from standoff.text.document import Document


class UnusableGame(Kind):
    """The game file that the case names is missing or has errors.

    What it does
    ------------
    Looks for the file that `game:` names, in the folder of the case, and reads it.

    Why it matters
    --------------
    Nothing can be computed, and no name of a parameter or move can be checked.

    Fix
    ---
    Put the game file beside the case under that name, and correct what `standoff check` says about
    it.
    """

    code, name = "SC060", "unusable-game"


def named_game(document: Document) -> tuple[str, Game | None, list[Diagnostic]]:
    """Read the game file that a case names.

    Returns
    -------
    name : str
        As the case has it; empty if it names none.
    game : Game or None
        None as well when the file cannot be used.
    diagnostics : list of Diagnostic
        What is wrong with it, at the line of the case that names it.
    """
    data = document.data
    name = data.get("game") if isinstance(data, dict) else None
    # A name with a folder in it is refused by the schema, with its own message.
    if not isinstance(name, str) or not name or Path(name).name != name:
        return "", None, []
    path = Path(document.path).parent / name
    try:
        return name, read_game(path), []
    except FileProblem as problem:
        found = UnusableGame.at(
            document.span("game"),
            f"the game file cannot be read: {problem.what}",
            right=problem.right,
            suggestion="put the game file beside the case",
        )
    except InvalidDocument as problem:
        errors = [each for each in problem.diagnostics if each.severity == "error"]
        n = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        found = UnusableGame.at(
            document.span("game"),
            f"the game file '{name}' has {n}; the first: {errors[0].message}",
            suggestion=f"see 'standoff check {path}'",
        )
    return name, None, [found]
