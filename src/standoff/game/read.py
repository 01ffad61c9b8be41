"""Read a game written in YAML by somebody who does not program.

The format is described in `docs/reference/game-file.md`: players, parameters, and a tree of moves,
chance nodes and ends, with named subtrees for parts that occur more than once.

In a used subtree, names given in `with` are replaced: in expressions as parameters or numbers, in
labels where they stand in braces. A player left out of `pays` gets 0; `pays` may also stand on a
move or chance node and is then paid when play gets there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from standoff.errors import ExpressionError, GameError, InvalidDocument
from standoff.game.build import Amount, Branch, Sketch, assemble
from standoff.game.check import MAX_NODES, Problem
from standoff.game.parameter import Parameter
from standoff.game.problems import KINDS
from standoff.game.threat import Threat
from standoff.game.tree import Game
from standoff.text.characters import LINE_BREAKS
from standoff.text.diagnostic import Diagnostic, has_errors, listed, nearest, render, shown, sort
from standoff.text.document import Document, Path, Span, read_document
from standoff.text.expression import Expression, is_parameter_name, parse
from standoff.text.number import number_of

_TOP = ("standoff-game", "name", "players", "parameters", "threats", "subtrees", "tree", "note")
_PARAMETER = ("default", "low", "high", "meaning", "symbol", "unit", "wide")
_THREAT = ("by", "move", "carried_out_by", "withdrawn_by", "answered_at")
_NODE: dict[str, tuple[str, ...]] = {
    "player": ("player", "knows", "moves", "pays"),
    "chance": ("chance", "branches", "pays"),
    "outcome": ("outcome", "pays"),
    "use": ("use", "with"),
}
_RANGE = re.compile(r"\s*(\S+)\s+to\s+(\S+)\s*")
_IN_BRACES = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")

#: Subtrees inside subtrees, at most so deep.
_MAX_USES = 20


def read_game(path: FilePath | str) -> Game:
    """Read a game file.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    InvalidDocument
        If it has errors; the message shows all of them with their lines.
    """
    document = read_document(path)
    game, diagnostics = check_game_document(document)
    if game is None or has_errors(diagnostics):
        raise InvalidDocument(
            diagnostics, path=document.path, rendered=render(diagnostics, document)
        )
    return game


def check_game(path: FilePath | str) -> list[Diagnostic]:
    """List everything that is wrong with a game file, by line.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    """
    return check_game_document(read_document(path))[1]


def check_game_document(document: Document) -> tuple[Game | None, list[Diagnostic]]:
    """Check a document that was read already; return the game too when nothing is wrong."""
    if has_errors(document.diagnostics):
        return None, sort(document.diagnostics)
    reader = _GameReader(document)
    game = reader.read()
    return game, sort([*document.diagnostics, *reader.found])


class _GameReader:
    """Turns plain data into a sketch; collects what is wrong with the places in the file."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: list[Diagnostic] = []
        self.subtrees: Mapping[str, Any] = {}
        self.used_subtrees: set[str] = set()
        self.player_names: tuple[str, ...] = ()
        self.declared: set[str] = set()
        self.misnamed: set[str] = set()
        self.n_nodes = 0
        self.lenient = False

    def report(
        self, code: str, message: str, where: Path, *, right: str = "", key: bool = False
    ) -> None:
        span = self.document.key_span(*where) if key else self.document.span(*where)
        diagnostic = KINDS[code].at(span, message, right=right)
        if diagnostic not in self.found:
            self.found.append(diagnostic)

    def read(self) -> Game | None:
        data = self.document.data
        if not isinstance(data, dict) or "tree" not in data:
            self.report(
                "SG001",
                "this is not a game file",
                (),
                right="A game begins with 'standoff-game: 1', 'name:', 'players:' and has 'tree:'.",
            )
            return None
        self.keys(data, _TOP, ())
        if data.get("standoff-game") != 1:
            self.report(
                "SG001", "the format version is missing", (), right="Write 'standoff-game: 1'."
            )
        name = self.name(self.text(data.get("name", "game"), ("name",)), ("name",))
        self.player_names = self.players(data.get("players"))
        listed_parameters = data.get("parameters") or {}
        parameters = self.parameters(listed_parameters)
        self.declared = {parameter.name for parameter in parameters}
        if isinstance(listed_parameters, dict):
            self.misnamed = {each for each in listed_parameters if not is_parameter_name(each)}
        subtrees: Any = data.get("subtrees") or {}
        if isinstance(subtrees, dict):
            self.subtrees = subtrees
        else:
            self.report("SG001", "'subtrees' is not a block of named nodes", ("subtrees",))
        root = self.node(data["tree"], ("tree",), {}, 0)
        for unused in [s for s in self.subtrees if s not in self.used_subtrees]:
            self.report(
                "SG012", f"subtree {shown(unused)} is never used", ("subtrees", unused), key=True
            )
        if has_errors(self.found):
            return None
        threats = self.threats(data.get("threats") or [])
        if has_errors(self.found):
            return None
        game, problems = assemble(name, self.player_names, parameters, root, threats)
        for problem in problems:
            self.found.append(self.diagnostic(problem))
        return None if problems else game

    def diagnostic(self, problem: Problem) -> Diagnostic:
        sentence = problem.sentence
        if problem.also:
            sentence += f" (the first in line {self.document.span(*problem.also).line})"
        span = self.document.span(*problem.where)
        return KINDS[problem.code].at(span, sentence, right=problem.right)

    def keys(self, data: Mapping[str, Any], allowed: tuple[str, ...], where: Path) -> None:
        for key in data:
            if key not in allowed:
                near = nearest(key, allowed)
                self.report(
                    "SG001",
                    f"unknown key {shown(key)}",
                    (*where, key),
                    right=listed(allowed, key) if near else listed(allowed),
                    key=True,
                )

    def text(self, value: Any, where: Path) -> str:
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(getattr(value, "written", value))
        right = "Put a number that is a name in quotation marks." if _is_number(value) else ""
        self.report("SG001", f"expected words, found {shown(value)}", where, right=right)
        return "?"

    def name(self, text: str, where: Path, *, key: bool = False) -> str:
        """Make sure that a name stands in one line of a page, a table or a chart."""
        if LINE_BREAKS.search(text) or not text.strip():
            what = "has a tab or a line break" if text.strip() else "is blank"
            self.report("SG001", f"the name {shown(text)} {what}", where, key=key)
        return text

    def players(self, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            self.report(
                "SG001", "'players' is not a list of names", ("players",), right="[Mexico, US]"
            )
            return ()
        return tuple(
            self.name(self.text(each, ("players", i)), ("players", i))
            for i, each in enumerate(value)
        )

    def parameters(self, value: Any) -> tuple[Parameter, ...]:
        if not isinstance(value, dict):
            self.report(
                "SG001",
                "'parameters' is not a block of names",
                ("parameters",),
                right="prize: {default: .6, meaning: what is won}",
            )
            return ()
        made = [self.parameter(name, facts) for name, facts in value.items()]
        return tuple(parameter for parameter in made if parameter)

    def parameter(self, name: str, facts: Any) -> Parameter | None:
        where = ("parameters", name)
        if isinstance(facts, int | float) and not isinstance(facts, bool):
            facts = {"default": facts}
        if not isinstance(facts, dict) or "default" not in facts:
            self.report(
                "SG008", f"parameter {shown(name)} needs a default", where, right="{default: .5}"
            )
            return None
        self.keys(facts, _PARAMETER, where)
        number = {
            key: self.number(facts[key], (*where, key))
            for key in ("default", "low", "high")
            if key in facts
        }
        words = {
            key: self.text(facts[key], (*where, key))
            for key in ("meaning", "symbol", "unit")
            if key in facts
        }
        if "symbol" in words:
            self.name(words["symbol"], (*where, "symbol"))
        try:
            return Parameter(
                name,
                words.get("meaning", ""),
                number["default"],
                number.get("low", -float("inf")),
                number.get("high", float("inf")),
                words.get("symbol", ""),
                words.get("unit", ""),
                self.wide(facts["wide"], (*where, "wide")) if "wide" in facts else None,
            )
        except GameError as error:
            self.report("SG008", error.what, where, right=error.right, key=bool(error.right))
            return None

    def number(self, value: Any, where: Path) -> float:
        if _is_number(value):
            return float(value)
        self.report("SG008", f"expected a number, found {shown(value)}", where)
        return 0.0

    def wide(self, value: Any, where: Path) -> tuple[float, float] | None:
        match = _RANGE.fullmatch(value) if isinstance(value, str) else None
        try:
            if match:
                return number_of(match[1]), number_of(match[2])
        except ValueError:
            pass
        self.report("SG008", f"expected a range, found {shown(value)}", where, right=".2 to .8")
        return None

    def threats(self, value: Any) -> tuple[Threat, ...]:
        if not isinstance(value, list):
            self.report("SG001", "'threats' is not a list", ("threats",), right=_A_THREAT)
            return ()
        read = [self.threat(each, ("threats", i)) for i, each in enumerate(value)]
        return tuple(each for each in read if each)

    def threat(self, facts: Any, where: Path) -> Threat | None:
        missing = [key for key in _THREAT[:3] if not isinstance(facts, dict) or key not in facts]
        if not isinstance(facts, dict) or missing:
            self.report("SG013", f"a threat needs {' and '.join(missing)}", where, right=_A_THREAT)
            return None
        self.keys(facts, _THREAT, where)
        sets = facts.get("answered_at", [])
        labels: list[Any] = sets if isinstance(sets, list) else [sets]
        words = {key: self.text(facts[key], (*where, key)) for key in _THREAT[:4] if key in facts}
        at = tuple(self.text(each, (*where, "answered_at")) for each in labels)
        return Threat(**words, answered_at=at)

    def node(self, data: Any, where: Path, names: Mapping[str, Any], uses: int) -> Sketch:
        """Read one node; `names` are the replacements that hold in a used subtree."""
        nothing = Sketch("end", outcome="?", where=where)
        self.n_nodes += 1
        if self.n_nodes > MAX_NODES:
            if self.n_nodes == MAX_NODES + 1:
                self.report("SG010", f"the tree has more than {MAX_NODES:,} nodes", where)
            return nothing
        if not isinstance(data, dict):
            self.report("SG001", f"expected a node, found {shown(data)}", where, right=_A_NODE)
            return nothing
        kinds = [kind for kind in _NODE if kind in data]
        if len(kinds) != 1:
            found = f"a node with {' and '.join(kinds)}" if kinds else "a node without its kind"
            self.report("SG001", found, where, right=_A_NODE)
            return nothing
        kind = kinds[0]
        self.keys(data, _NODE[kind], where)
        if kind == "use":
            return self.used(data, where, names, uses)
        pays = self.pays(data.get("pays"), (*where, "pays"), names)
        if kind == "outcome":
            label = self.label(data["outcome"], (*where, "outcome"), names)
            return Sketch("end", outcome=label, pays=pays if pays is not None else {}, where=where)
        inside = "moves" if kind == "player" else "branches"
        branches = self.branches(data.get(inside), (*where, inside), kind, names, uses)
        if kind == "player":
            return Sketch(
                "move",
                branches,
                player=self.known_player(
                    self.label(data["player"], (*where, "player"), names), (*where, "player")
                ),
                knows=self.label(data["knows"], (*where, "knows"), names)
                if "knows" in data
                else "",
                pays=pays,
                where=where,
            )
        title = self.label(data["chance"], (*where, "chance"), names)
        return Sketch("chance", branches, title=title, pays=pays, where=where)

    def used(
        self, data: Mapping[str, Any], where: Path, names: Mapping[str, Any], uses: int
    ) -> Sketch:
        name = data["use"]
        if not isinstance(name, str) or name not in self.subtrees:
            self.report(
                "SG012",
                f"there is no subtree {shown(name)}",
                (*where, "use"),
                right=listed(self.subtrees, str(name)),
            )
            return Sketch("end", outcome="?", where=where)
        if uses >= _MAX_USES:
            self.report(
                "SG012", f"subtree {shown(name)} contains itself, or is nested too deep", where
            )
            return Sketch("end", outcome="?", where=where)
        self.used_subtrees.add(name)
        given: Any = data.get("with") or {}
        if not isinstance(given, dict):
            self.report("SG001", "'with' is not a block of names", (*where, "with"))
            given = {}
        inner = {
            key: self.handed_on(value, names) if isinstance(value, str) else value
            for key, value in given.items()
        }
        return self.node(self.subtrees[name], ("subtrees", name), {**names, **inner}, uses + 1)

    def branches(
        self, data: Any, where: Path, kind: str, names: Mapping[str, Any], uses: int
    ) -> tuple[Branch, ...]:
        if not isinstance(data, dict) or not data:
            inside = "moves" if kind == "player" else "branches"
            self.report("SG001", f"'{inside}' is not a block of labeled nodes", where)
            return ()
        read: list[Branch] = []
        for key, value in data.items():
            place = (*where, key)
            label = self.name(self.filled(key, names), place, key=True)
            if kind == "player":
                read.append(Branch(label, self.node(value, place, names, uses), where=place))
            elif isinstance(value, dict) and "then" in value and "p" in value:
                self.keys(value, ("p", "then"), place)
                p = self.amount(value["p"], (*place, "p"), names)
                then = self.node(value["then"], (*place, "then"), names, uses)
                read.append(Branch(label, then, p, where=(*place, "p")))
            else:
                self.report(
                    "SG007",
                    f"chance branch {shown(key)} needs a probability and what follows",
                    place,
                    right="{p: .4, then: ...}",
                )
        return tuple(read)

    def pays(self, data: Any, where: Path, names: Mapping[str, Any]) -> Any:
        if data is None:
            return None
        if isinstance(data, dict):
            for player in data:
                self.known_player(self.filled(player, names), (*where, player), key=True)
            return {
                self.filled(player, names): self.amount(value, (*where, player), names)
                for player, value in data.items()
            }
        if isinstance(data, list):
            return [self.amount(value, (*where, i), names) for i, value in enumerate(data)]
        self.report(
            "SG001", f"expected payoffs, found {shown(data)}", where, right="{Mexico: prize, US: 0}"
        )
        return None

    def amount(self, value: Any, where: Path, names: Mapping[str, Any]) -> Amount:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.report("SG003", f"expected arithmetic, found {shown(value)}", where)
            return 0.0
        try:
            expression = self.replaced(parse(value), names)
        except ExpressionError as error:
            if not any(re.search(rf"\b{re.escape(each)}\b", str(value)) for each in self.misnamed):
                self.bad_expression(error, value, where)
            return 0.0
        unknown = set() if self.lenient else expression.names - self.declared
        for name in sorted(unknown):
            self.report(
                "SG004",
                f"{shown(name)} is not a declared parameter",
                where,
                right=listed(self.declared, name),
            )
        return expression

    def bad_expression(self, error: ExpressionError, value: Any, where: Path) -> None:
        """Report it at its own column where that can be found, else at the whole value."""
        span = self.document.span(*where)
        written = self.document.lines[span.line - 1][span.column - 1 :][: span.length]
        quotes = 0 if written == value else 1 if written[1:-1] == value else None
        if quotes is None:
            message = f"{error.what} (column {error.column} of {shown(value)})"
            found = KINDS["SG003"].at(span, message, right=error.right)
        else:
            place = Span(span.line, span.column + quotes + error.column - 1)
            found = KINDS["SG003"].at(place, f"{error.what}: {shown(value)}", right=error.right)
        if found not in self.found:
            self.found.append(found)

    def known_player(self, player: str, where: Path, *, key: bool = False) -> str:
        if player not in self.player_names and not (self.lenient and "{" in player):
            self.report(
                "SG002",
                f"{shown(player)} is not a player",
                where,
                right=listed(self.player_names, player),
                key=key,
            )
        return player

    def handed_on(self, text: str, names: Mapping[str, Any]) -> str:
        """Give a value of `with` its meaning where it was written: an amount, or words."""
        filled = self.filled(text, names)
        if filled in names:
            return str(names[filled])
        try:
            expression = parse(filled)
            # Words that only look like arithmetic stay as they are written.
            is_amount = any(name in names for name in expression.names)
            return str(self.replaced(expression, names)) if is_amount else filled
        except ExpressionError:
            return filled

    def replaced(self, expression: Expression, names: Mapping[str, Any]) -> Expression:
        amounts = {
            name: parse(names[name])
            for name in expression.names
            if isinstance(names.get(name), str | int | float)
        }
        return expression.renamed(amounts)

    def label(self, value: Any, where: Path, names: Mapping[str, Any]) -> str:
        return self.name(self.filled(self.text(value, where), names), where)

    def filled(self, text: str, names: Mapping[str, Any]) -> str:
        return _IN_BRACES.sub(lambda match: str(names.get(match[1], match[0])), text)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_A_THREAT = "{by: Mexico, move: threaten, carried_out_by: expel, withdrawn_by: back down}"
_A_NODE = (
    "A node is {player, moves}, {chance, branches}, {outcome, pays} or {use}: exactly one of these."
)
