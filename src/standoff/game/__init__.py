"""The game: what each side could do, what it knew, and what it wanted. Knows no news."""

from standoff.game.build import GameBuilder as GameBuilder
from standoff.game.build import chance as chance
from standoff.game.build import end as end
from standoff.game.build import move as move
from standoff.game.draws import Draws as Draws
from standoff.game.lower import GameArrays as GameArrays
from standoff.game.lower import GameNumbers as GameNumbers
from standoff.game.lower import lower as lower
from standoff.game.lower import numbers as numbers
from standoff.game.parameter import Parameter as Parameter
from standoff.game.prune import without as without
from standoff.game.status import Status as Status
from standoff.game.tree import Game as Game
from standoff.game.tree import InfoSet as InfoSet
from standoff.game.tree import Node as Node
from standoff.game.write import game_text as game_text
from standoff.game.write import write_game as write_game
