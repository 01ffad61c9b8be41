"""A workbench for coercive bargaining crises.

One side threatens, the other gives way or resists, and nobody knows for sure whether the threat
would be carried out. standoff turns the reports of such a crisis into a game that can be solved,
questioned and checked.

The names below are loaded when they are first used: importing the package reads no other file.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standoff import estimate as estimate
    from standoff import models as models
    from standoff import run as run
    from standoff import study as study
    from standoff.brief import brief_case as brief_case
    from standoff.brief import draw_parameters as draw_parameters
    from standoff.case import Case as Case
    from standoff.case import check_case as check_case
    from standoff.case import read_case as read_case
    from standoff.estimate import Fit as Fit
    from standoff.estimate import fit as fit
    from standoff.game import Draws as Draws
    from standoff.game import Game as Game
    from standoff.game import GameBuilder as GameBuilder
    from standoff.game import Parameter as Parameter
    from standoff.game import chance as chance
    from standoff.game import end as end
    from standoff.game import move as move
    from standoff.game.exchange import read_efg as read_efg
    from standoff.game.exchange import write_efg as write_efg
    from standoff.game.read import read_game as read_game
    from standoff.game.write import write_game as write_game
    from standoff.models import Answers as Answers
    from standoff.report import report as report
    from standoff.result import Picture as Picture
    from standoff.run import Run as Run
    from standoff.solve import Verification as Verification
    from standoff.solve import solve as solve
    from standoff.solve import solve_all as solve_all
    from standoff.solve import verify as verify
    from standoff.solve.gradient import gradients as gradients
    from standoff.solve.listing import EquilibriumList as EquilibriumList
    from standoff.solve.quantal import solve_quantal as solve_quantal
    from standoff.solve.sequential import solve_sequential as solve_sequential
    from standoff.solve.solution import Solution as Solution
    from standoff.study import Findings as Findings
    from standoff.study import analyze as analyze
    from standoff.study import ask as ask

__version__ = "0.1.0"

# The public names and where each lives: "module:name", or "module" for a room offered as a whole.
# A new name goes here and, for editors, into the block above; a test compares the two. `solve` and
# `report` are rooms that can be called (`standoff.callable_room`), and functions to an editor.
_HOMES = {
    "Answers": "standoff.models:Answers",
    "Case": "standoff.case:Case",
    "Draws": "standoff.game:Draws",
    "EquilibriumList": "standoff.solve.listing:EquilibriumList",
    "Findings": "standoff.study:Findings",
    "Fit": "standoff.estimate:Fit",
    "Game": "standoff.game:Game",
    "GameBuilder": "standoff.game:GameBuilder",
    "Parameter": "standoff.game:Parameter",
    "Picture": "standoff.result:Picture",
    "Run": "standoff.run:Run",
    "Solution": "standoff.solve.solution:Solution",
    "Verification": "standoff.solve:Verification",
    "analyze": "standoff.study:analyze",
    "ask": "standoff.study:ask",
    "brief_case": "standoff.brief:brief_case",
    "chance": "standoff.game:chance",
    "check_case": "standoff.case:check_case",
    "draw_parameters": "standoff.brief:draw_parameters",
    "end": "standoff.game:end",
    "estimate": "standoff.estimate",
    "fit": "standoff.estimate:fit",
    "gradients": "standoff.solve.gradient:gradients",
    "models": "standoff.models",
    "move": "standoff.game:move",
    "read_case": "standoff.case:read_case",
    "read_efg": "standoff.game.exchange:read_efg",
    "read_game": "standoff.game.read:read_game",
    "report": "standoff.report",
    "run": "standoff.run",
    "solve": "standoff.solve",
    "solve_all": "standoff.solve:solve_all",
    "solve_quantal": "standoff.solve.quantal:solve_quantal",
    "solve_sequential": "standoff.solve.sequential:solve_sequential",
    "study": "standoff.study",
    "verify": "standoff.solve:verify",
    "write_efg": "standoff.game.exchange:write_efg",
    "write_game": "standoff.game.write:write_game",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module_name, _, inside = home.partition(":")
    module = import_module(module_name)
    found = getattr(module, inside) if inside else module
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
