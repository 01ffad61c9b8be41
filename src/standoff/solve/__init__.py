"""Solve a game, and check solutions with other code."""

from standoff.solve.run import Method as Method
from standoff.solve.run import solve as solve
from standoff.solve.solution import Solution as Solution
from standoff.solve.solution import from_named as from_named
from standoff.solve.verify import Verification as Verification
from standoff.solve.verify import verify as verify
