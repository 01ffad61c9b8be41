"""Write a game in Python: nested moves, chance nodes and ends, then one builder call.

Nodes of one player with the same `knows` are one information set: that player cannot tell them
apart. Subtrees are ordinary Python values, so a function can return one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from standoff.errors import ExpressionError, GameError, one_of
from standoff.game.check import MAX_DEPTH, MAX_NODES, Problem, check
from standoff.game.parameter import Parameter
from standoff.game.threat import Threat
from standoff.game.tree import Game, InfoSet, Kind, Node
from standoff.text.expression import Expression, parse
from standoff.text.names import Fresh, joined

Amount = str | float | Expression
Pays = Sequence[Amount] | Mapping[str, Amount]
Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A labeled branch of a sketch; `p` only below a chance node."""

    label: str
    then: Sketch
    p: Amount | None = None
    where: Where = ()


@dataclass(frozen=True, slots=True)
class Sketch:
    """A subtree as its author wrote it: not yet checked and without node numbers.

    `where` is the place in the file it came from, for messages.
    """

    kind: Kind
    branches: tuple[Branch, ...] = ()
    player: str = ""
    knows: str = ""
    title: str = ""
    outcome: str = ""
    pays: Pays | None = None
    where: Where = ()

    def __post_init__(self) -> None:
        one_of("kind of node", self.kind, Kind)


def move(
    player: str, branches: Mapping[str, Sketch], *, knows: str = "", pays: Pays | None = None
) -> Sketch:
    """Let a player choose between labeled branches.

    Parameters
    ----------
    player : str
    branches : mapping of action to subtree
    knows : str
        Label of the information set. Nodes of one player with the same label cannot be told
        apart; empty means that the player knows everything that happened before.
    pays : sequence or mapping, optional
        Payoffs on reaching this node, for example an audience cost that falls due here.
    """
    listed = tuple(Branch(label, then) for label, then in branches.items())
    return Sketch("move", listed, player=player, knows=knows, pays=pays)


def chance(
    title: str, branches: Mapping[str, tuple[Amount, Sketch]], *, pays: Pays | None = None
) -> Sketch:
    """Let chance choose; each branch has a probability (an expression) and a subtree."""
    listed = tuple(Branch(label, then, p) for label, (p, then) in branches.items())
    return Sketch("chance", listed, title=title, pays=pays)


def end(outcome: str, /, *pays: Amount, **by_player: Amount) -> Sketch:
    """End the play with a named outcome and one payoff per player.

    Payoffs are given in player order or by player name; a player left out by name gets 0.
    """
    if pays and by_player:
        raise GameError(f"end {outcome!r}: give payoffs in player order or by name, not both")
    return Sketch("end", outcome=outcome, pays=by_player or pays)


@dataclass(frozen=True, slots=True)
class GameBuilder:
    """Collects a game's names and returns the checked `Game`.

    Every method returns a new builder.

    Examples
    --------
    >>> threat = move(
    ...     "Target",
    ...     {
    ...         "concede": end("concession", "prize", "-loss"),
    ...         "resist": move(
    ...             "Challenger",
    ...             {
    ...                 "execute": end("executed", "-cost", "-damage"),
    ...                 "back down": end("backed down", "-audience_cost", 0),
    ...             },
    ...         ),
    ...     },
    ... )
    >>> game = (
    ...     GameBuilder("threat")
    ...     .players("Challenger", "Target")
    ...     .parameter("prize", 1.0)
    ...     .parameter("loss", 0.6)
    ...     .parameter("cost", 0.2)
    ...     .parameter("damage", 0.7)
    ...     .parameter("audience_cost", 0.3, low=0)
    ...     .tree(move("Challenger", {"quiet": end("quiet", 0, 0), "threaten": threat}))
    ... )
    >>> len(game.ends), game.players
    (4, ('Challenger', 'Target'))
    """

    name: str
    _players: tuple[str, ...] = ()
    _parameters: tuple[Parameter, ...] = ()
    _threats: tuple[Threat, ...] = ()

    def players(self, *names: str) -> GameBuilder:
        """Name the players; payoffs are listed in this order."""
        return replace(self, _players=names)

    def parameter(
        self,
        name: str,
        default: float,
        *,
        low: float = -float("inf"),
        high: float = float("inf"),
        meaning: str = "",
        symbol: str = "",
        unit: str = "",
        wide: tuple[float, float] | None = None,
    ) -> GameBuilder:
        """Declare a parameter with its default and admissible bounds (see `Parameter`)."""
        return self.parameters(Parameter(name, meaning, default, low, high, symbol, unit, wide))

    def parameters(self, *parameters: Parameter) -> GameBuilder:
        """Declare parameters that exist already."""
        return replace(self, _parameters=self._parameters + parameters)

    def threats(self, *threats: Threat) -> GameBuilder:
        """Say by which moves one player threatens another (see `Threat`)."""
        return replace(self, _threats=self._threats + threats)

    def tree(self, root: Sketch) -> Game:
        """Number the nodes, check the game, and return it.

        Raises
        ------
        GameError
            With every problem found: unknown names, branches that do not fit, chances that do
            not add up to one, a player who would have to forget (imperfect recall).
        """
        game, problems = assemble(self.name, self._players, self._parameters, root, self._threats)
        if game is None or problems:
            listed = "\n  ".join(f"{p.code} {p.sentence} {p.right}".rstrip() for p in problems)
            raise GameError(f"game {self.name!r} cannot be played", where=listed)
        return game


def assemble(
    name: str,
    players: tuple[str, ...],
    parameters: tuple[Parameter, ...],
    root: Sketch,
    threats: tuple[Threat, ...] = (),
) -> tuple[Game | None, list[Problem]]:
    """Number the nodes of a sketch and check the result.

    Returns
    -------
    game : Game or None
        None when the sketch cannot be numbered (too large, unreadable expressions).
    problems : list of Problem
        Everything that is wrong, each with the place in the file it came from.
    """
    numbering = _Numbering(players)
    game = numbering.run(name, parameters, root)
    if game is None or numbering.problems:
        return None, numbering.problems
    game = replace(game, threats=threats)
    return game, check(game, numbering.where)


#: A player, and what it knows: as its author calls it, or else everything that happened before.
_Key = tuple[str, str | tuple[str, ...]]


def _labels(keys: Iterable[_Key]) -> dict[_Key, str]:
    """Name the information sets; what nobody named is called by what happened before."""
    found = {key: key[1] for key in keys if isinstance(key[1], str)}
    fresh = Fresh(found.values())
    unnamed = ((key, key[1]) for key in keys if isinstance(key[1], tuple))
    return found | {key: fresh(key, joined(seen, ">") or "start") for key, seen in unnamed}


class _Numbering:
    """Walks a sketch without recursion and numbers its nodes in preorder."""

    def __init__(self, players: tuple[str, ...]) -> None:
        self.players = players
        self.problems: list[Problem] = []
        self.where: list[Where] = []

    def run(self, name: str, parameters: tuple[Parameter, ...], root: Sketch) -> Game | None:
        nodes: list[Node] = []
        children: list[list[int]] = []
        sets: dict[_Key, list[int]] = {}
        actions: dict[_Key, tuple[str, ...]] = {}
        differing: set[_Key] = set()
        histories: list[tuple[str, ...]] = []
        waiting: list[tuple[Sketch, int, Branch | None]] = [(root, -1, None)]
        while waiting:
            sketch, parent, branch = waiting.pop()
            index = len(nodes)
            history = () if branch is None else (*histories[parent], branch.label)
            if index >= MAX_NODES or len(history) > MAX_DEPTH:
                self.report(
                    "SG010",
                    f"the tree has more than {MAX_NODES:,} nodes or is deeper than {MAX_DEPTH:,}",
                    sketch.where,
                )
                return None
            key = (sketch.player, sketch.knows or history)
            if sketch.kind == "move":
                sets.setdefault(key, []).append(index)
                listed = tuple(b.label for b in sketch.branches)
                if actions.setdefault(key, listed) != listed and key not in differing:
                    differing.add(key)
                    self.report(
                        "SG005",
                        f"{key[0]} cannot tell the nodes at {sketch.knows!r} apart, but they offer "
                        f"different actions: {', '.join(actions[key])} and {', '.join(listed)}",
                        sketch.where,
                    )
            nodes.append(self.node(sketch, index, parent, branch))
            children.append([])
            histories.append(history)
            self.where.append(sketch.where)
            if parent >= 0:
                children[parent].append(index)
            waiting.extend((b.then, index, b) for b in reversed(sketch.branches))
        labels = _labels(sets)
        infosets = tuple(
            InfoSet(
                i,
                self.player(key[0], self.where[members[0]]),
                labels[key],
                actions[key],
                tuple(members),
            )
            for i, (key, members) in enumerate(sets.items())
        )
        of_node = {n: infoset.index for infoset in infosets for n in infoset.nodes}
        numbered = tuple(
            replace(node, infoset=of_node.get(node.index, -1), children=tuple(below))
            for node, below in zip(nodes, children, strict=True)
        )
        return Game(name, self.players, parameters, numbered, infosets)

    def report(self, code: str, sentence: str, where: Where) -> None:
        problem = Problem(code, sentence, where)
        if problem not in self.problems:
            self.problems.append(problem)

    def player(self, name: str, where: Where) -> int:
        if name in self.players:
            return self.players.index(name)
        self.report("SG002", f"{name!r} is not a player; players: {', '.join(self.players)}", where)
        return 0

    def node(self, sketch: Sketch, index: int, parent: int, branch: Branch | None) -> Node:
        p = None
        if branch is not None and branch.p is not None:
            p = self.expression(branch.p, branch.where)
        return Node(
            index,
            parent,
            sketch.kind,
            branch=branch.label if branch else "",
            p=p,
            title=sketch.title,
            outcome=sketch.outcome,
            pays=self.payoffs(sketch),
        )

    def payoffs(self, sketch: Sketch) -> tuple[Expression, ...] | None:
        pays, where = sketch.pays, (*sketch.where, "pays")
        if pays is None:
            return None
        if isinstance(pays, Mapping):
            for name in pays:
                self.player(name, where)
            return tuple(
                self.expression(pays.get(name, 0.0), (*where, name)) for name in self.players
            )
        if len(pays) != len(self.players):
            self.report(
                "SG011",
                f"{sketch.outcome or 'a node'!r} lists {len(pays)} payoffs "
                f"for {len(self.players)} players",
                where,
            )
            return None
        return tuple(self.expression(amount, (*where, i)) for i, amount in enumerate(pays))

    def expression(self, amount: Amount, where: Where) -> Expression:
        if isinstance(amount, Expression):
            return amount
        try:
            return parse(amount)
        except ExpressionError as error:
            self.report("SG003", f"{error.what} (in {error.text!r}, column {error.column})", where)
            return parse(0.0)
