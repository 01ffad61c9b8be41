"""One equilibrium at one point, set by set: who does what, believing what, and would gain nothing.

`play` gathers plain data, `page` shows them in a terminal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from standoff.game.infeasible import causes
from standoff.game.status import Status
from standoff.game.tree import Game, InfoSet
from standoff.report.check_words import told_apart
from standoff.report.plain import amount, line, percent, tiny
from standoff.solve.sequential import RULE as LIMIT
from standoff.solve.solution import Solution
from standoff.solve.verify import Verification, verify
from standoff.solve.verify_branch import BranchCheck, passages, verify_branch
from standoff.study.no_answer import MOST

Shares = tuple[tuple[str, float], ...]
#: A gain of a smaller share of what is at stake is shown as none.
SMALL = 1e-9
ANOTHER_WAY = (
    "Another way: --all lists every equilibrium of a small game; --method lemke takes two players."
)
WITH_ERRORS = (
    "Or let players err: --precision follows the branch no further than to the number given."
)
LESS_PRECISE = "Another way: a lower --precision, which lies nearer to where the branch begins."


@dataclass(frozen=True, slots=True)
class Choice:
    """What one player does at one information set.

    Parameters
    ----------
    player, infoset
        Who and where.
    reached
        Probability that play gets there.
    actions
        Every action with its probability.
    beliefs
        What the player takes the past to be, where several are possible.
    gain
        What another choice here would gain, recomputed by `verify`.
    stake
        What is at stake for the player here, as `verify` reckons it; 0 where players err.
    """

    player: str
    infoset: str
    reached: float
    actions: Shares
    beliefs: Shares
    gain: float
    stake: float

    @property
    def told_gain(self) -> str:
        """The gain in payoff units; rounding beside what is at stake counts as nothing."""
        if self.stake > 0 and abs(self.gain) < SMALL * self.stake:
            return "0"
        return amount(self.gain) if self.stake > 0 else tiny(self.gain)


@dataclass(frozen=True, slots=True)
class Play:
    """One equilibrium at one point, checked."""

    game: str
    name: str
    method: str
    rule: str
    status: str
    message: str
    point: Shares
    choices: tuple[Choice, ...]
    outcomes: Shares
    values: Shares
    verified: bool
    verification: str
    #: Sets at which last digits decide between two choices, where nothing else refutes it.
    tied_at: tuple[str, ...] = ()
    #: Where the branch that led here turned, and what it passed.
    branch: tuple[str, ...] = ()

    @property
    def has_answer(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.choices)

    @property
    def stands(self) -> bool:
        """Whether it is verified, or kept from it by ties of last digits alone."""
        return self.verified or bool(self.tied_at)


def play(solution: Solution) -> Play:
    """Gather what a solution of one draw says, with the gains that `verify` finds."""
    game = solution.game
    status = Status(int(solution.status[0]))
    columns = solution.draws.complete(game.parameters).columns()
    checked = verify(solution) if status.has_answer else None
    retraced = verify_branch(solution) if checked else None
    is_off = retraced is not None and len(retraced.failed) > 0
    choices = tuple(_choice(solution, each, checked) for each in game.infosets) if checked else ()
    values = zip(game.players, solution.value[0].tolist(), strict=True) if checked else ()
    outcomes = solution.p_outcome.items() if checked else ()
    return Play(
        game=game.name,
        name=solution.name,
        method=solution.method,
        rule=solution.rule,
        status=status.name.lower().replace("_", " "),
        message=" ".join([status.message, *_causes(solution, status), *_reason(solution, status)]),
        point=tuple((name, float(column[0])) for name, column in columns.items()),
        choices=choices,
        outcomes=tuple((name, float(p[0])) for name, p in outcomes),
        values=tuple(values),
        verified=checked is not None and bool(checked.ok[0]) and not is_off,
        tied_at=() if checked is None or is_off else checked.tied_sets(game),
        verification=_verdict(game, checked, retraced) if checked else "",
        branch=tuple(passages(retraced)) if retraced and len(retraced.rows) else (),
    )


def _causes(solution: Solution, status: Status) -> list[str]:
    if status is not Status.INFEASIBLE:
        return []
    texts = [each.text for each in causes(solution.game, solution.draws)]
    return [f"{text[0].upper()}{text[1:]}." for text in texts[:MOST]]


def _reason(solution: Solution, status: Status) -> list[str]:
    """Say why there is no answer, and what else to try."""
    if status is not Status.NOT_CONVERGED:
        return []
    reason = [str(each) for each in solution.reason[:1]] if solution.reason is not None else []
    return [*(each for each in reason if each), *_other_ways(solution)]


def _other_ways(solution: Solution) -> list[str]:
    if solution.precision is not None:
        return [LESS_PRECISE]
    return [ANOTHER_WAY, WITH_ERRORS] if solution.rule == LIMIT else [ANOTHER_WAY]


def _verdict(game: Game, checked: Verification, retraced: BranchCheck | None) -> str:
    if not checked.stands[0]:
        return f"NOT VERIFIED: {checked.worst()}"
    if retraced is not None and len(retraced.failed):
        return (
            "NOT VERIFIED: an equilibrium, but the branch leads elsewhere when other code follows "
            "it in smaller steps."
        )
    way, tied = _way(retraced), checked.tied_sets(game)
    if checked.has_errors:
        off = tiny(float(checked.response_error[0]))
        return f"Verified by other code: every choice answers the others' play, to {off}.{way}"
    most = tiny(float(checked.max_told[0]))
    gains = "nobody gains" if most == "0" else f"nobody gains more than {most} of what is at stake"
    but = f", except that {told_apart(tied)}" if tied else ""
    return f"Verified by other code: {gains} by another choice anywhere{but}.{way}"


def _way(retraced: BranchCheck | None) -> str:
    if retraced is None or not len(retraced.rows):
        return ""
    if not retraced.n_retraced:
        return " Other code could not follow the branch to its end."
    return " The branch was retraced in small steps and leads here."


def _choice(solution: Solution, infoset: InfoSet, checked: Verification) -> Choice:
    game, nodes = solution.game, list(infoset.nodes)
    beliefs = solution.belief[0, nodes].tolist() if len(nodes) > 1 else []
    return Choice(
        player=game.players[infoset.player],
        infoset=infoset.label,
        reached=float(np.sum(solution.p_node[0, nodes])),
        actions=tuple(
            (action, float(solution.probability(infoset.label, action)[0]))
            for action in infoset.actions
        ),
        beliefs=tuple(zip(_pasts(game, infoset), beliefs, strict=False)),
        gain=float(checked.gain[0, infoset.index]),
        stake=float(checked.stake[0, infoset.index]),
    )


def _pasts(game: Game, infoset: InfoSet) -> list[str]:
    """Tell the nodes of a set apart by the branches in which their histories differ."""
    histories = [game.history(node) for node in infoset.nodes]
    if len({len(history) for history in histories}) > 1:
        return [", ".join(history) or "start" for history in histories]
    differs = [len(set(branches)) > 1 for branches in zip(*histories, strict=True)]
    return [
        ", ".join(branch for branch, says in zip(history, differs, strict=True) if says)
        for history in histories
    ]


def page(played: Play, defaults: Mapping[str, float]) -> RenderableType:
    """Show an equilibrium; parameters at their `defaults` are counted and not listed."""
    rows: list[RenderableType] = [Text(line(played.game), style="bold")]
    if played.name:
        rows.append(Text(f"Equilibrium: {line(played.name)}"))
    rows.append(Text(f"Found by: {played.method} ({played.rule})"))
    rows.append(Text(f"At: {_point(played, defaults)}"))
    if played.status != "solved":
        rows.append(Text(f"{played.status.capitalize()}: {played.message}", style="yellow"))
    if not played.has_answer:
        return Group(*rows)
    style = "green" if played.verified else "yellow" if played.stands else "bold red"
    rows += [Text(played.verification, style=style), *map(Text, played.branch), Text()]
    happens = [each for each in played.choices if each.reached > 0]
    would = [each for each in played.choices if each.reached <= 0]
    rows.append(_choices("does", happens))
    if would:
        rows += [Text("\nWhere play never gets:", style="bold"), _choices("would do", would)]
    return Group(*rows, Text(), *_ends(played))


def _point(played: Play, defaults: Mapping[str, float]) -> str:
    moved = [(name, value) for name, value in played.point if value != defaults.get(name)]
    n_rest = len(played.point) - len(moved)
    told = [f"{line(name)} {amount(value)}" for name, value in moved]
    if n_rest:
        told.append(f"{n_rest} other parameters at their defaults" if told else "the defaults")
    return ", ".join(told) or "no parameters"


def _choices(title: str, choices: Sequence[Choice]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("who")
    table.add_column("where", no_wrap=True)
    table.add_column(title)
    reached = any(each.reached > 0 for each in choices)
    if reached:
        table.add_column("reached", justify="right", no_wrap=True)
    table.add_column("gain", justify="right", no_wrap=True)
    for each in choices:
        told = _shares(each.actions, "")
        if each.beliefs:
            told += f"\n{_shares(each.beliefs, 'believes')}"
        gets_there = (percent(each.reached),) if reached else ()
        table.add_row(line(each.player), line(each.infoset, 40), told, *gets_there, each.told_gain)
    return table


def _shares(shares: Shares, verb: str) -> str:
    """Return what has a share: on one line if it is certain, else one line each."""
    certain = [name for name, p in shares if p >= 1 - 1e-12]
    if certain:
        return f"{verb} {line(certain[0])}".strip()
    told = [f"{line(name)} {percent(p)}" for name, p in shares if p > 0]
    return "\n".join([f"{verb}:", *(f"  {each}" for each in told)] if verb else told)


def _ends(played: Play) -> list[RenderableType]:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("ends with")
    table.add_column("chance", justify="right")
    for name, p in sorted(played.outcomes, key=lambda each: -each[1]):
        if p > 0:
            table.add_row(line(name), percent(p))
    never = [line(name) for name, p in played.outcomes if p <= 0]
    rows: list[RenderableType] = [table]
    if never:
        rows.append(Text(f"never: {', '.join(never)}", style="dim"))
    expects = ", ".join(f"{line(name)} {amount(value)}" for name, value in played.values)
    return [*rows, Text(), Text(f"expected payoffs: {expects}")]
