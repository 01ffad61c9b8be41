"""Solve a game, and check solutions with other code.

Called like a function, as after ``from standoff import solve``, this is `solve`.
"""

from standoff.callable_room import callable_as
from standoff.solve.run import Method as Method
from standoff.solve.run import solve as solve
from standoff.solve.run import solve_all as solve_all
from standoff.solve.solution import Solution as Solution
from standoff.solve.solution import from_named as from_named
from standoff.solve.verify import Verification as Verification
from standoff.solve.verify import verify as verify

callable_as(__name__, "solve")
