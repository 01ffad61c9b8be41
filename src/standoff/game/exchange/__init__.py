"""Games of other programs: Gambit's files, OpenSpiel's dialect of them, graphs of networkx.

Only texts and plain data go in and out. No other library is imported, so none has to be there.
"""

from standoff.game.exchange.efg_file import EfgFile as EfgFile
from standoff.game.exchange.efg_game import check_efg as check_efg
from standoff.game.exchange.efg_game import from_pygambit as from_pygambit
from standoff.game.exchange.efg_game import game_of as game_of
from standoff.game.exchange.efg_game import parse_efg as parse_efg
from standoff.game.exchange.efg_game import read_efg as read_efg
from standoff.game.exchange.efg_read import parse_efg_file as parse_efg_file
from standoff.game.exchange.efg_read import read_efg_file as read_efg_file
from standoff.game.exchange.efg_write import efg_file_of as efg_file_of
from standoff.game.exchange.efg_write import save_efg as save_efg
from standoff.game.exchange.efg_write import write_efg as write_efg
from standoff.game.exchange.nfg import parse_nfg as parse_nfg
from standoff.game.exchange.nfg import read_nfg as read_nfg
from standoff.game.exchange.nfg import save_nfg as save_nfg
from standoff.game.exchange.nfg import write_nfg as write_nfg
from standoff.game.exchange.node_link import from_networkx as from_networkx
from standoff.game.exchange.node_link import from_node_link as from_node_link
from standoff.game.exchange.node_link import parse_node_link as parse_node_link
from standoff.game.exchange.node_link import read_node_link as read_node_link
from standoff.game.exchange.node_link import to_node_link as to_node_link
