"""The kinds of problems that a game file can have; each docstring is its documentation page."""

from __future__ import annotations

from standoff.text.diagnostic import Kind


class GameShape(Kind):
    """A game file or one of its nodes does not have the expected keys.

    *What it does.* Compares the keys of the file, of each parameter and of each node with the
    format. A node is one of: a move (`player`, `moves`, optional `knows`), a chance node (`chance`,
    `branches`), an end (`outcome`, `pays`), or a named subtree (`use`, optional `with`).

    *Why it matters.* A misspelled key would silently change the game.

    *Fix.* Use the key that is suggested.
    """

    code, name = "SG001", "game-shape"


class UnknownPlayer(Kind):
    """A node or a payoff names somebody who is not a player.

    *Why it matters.* Every move and every payoff belongs to one of the listed players.

    *Fix.* Correct the name, or add it under `players:`.
    """

    code, name = "SG002", "unknown-player"


class BadExpression(Kind):
    """A payoff or a probability is not arithmetic.

    *What it does.* Reads numbers, parameter names, `+ - * / **`, parentheses and the functions
    min, max, abs, sqrt, exp and log. Nothing else is run: no other names, no attributes, no calls.

    *Fix.* Write the payoff as arithmetic of declared parameters, such as `prize - audience_cost`.
    """

    code, name = "SG003", "bad-expression"


class UndeclaredParameter(Kind):
    """A payoff or probability mentions a name that is not a parameter of the game.

    *Fix.* Correct the name, or declare it under `parameters:` with a default.
    """

    code, name = "SG004", "undeclared-parameter"


class DifferentActions(Kind):
    """Nodes that a player cannot tell apart offer different actions.

    *Why it matters.* Who sees different actions knows where the play stands.

    *Fix.* Give the nodes different `knows`, or the same actions in the same order.
    """

    code, name = "SG005", "different-actions"


class ImperfectRecall(Kind):
    """A player would have to forget an own earlier move, or something known before.

    *What it does.* Compares, for all nodes with the same `knows`, what the player has done and
    known on the way there.

    *Why it matters.* Beliefs and credible threats are not well defined for players who forget.

    *Fix.* Give the nodes different `knows`.
    """

    code, name = "SG006", "imperfect-recall"


class BadChance(Kind):
    """The probabilities at a chance node are missing, outside 0 to 1, or do not add up to 1.

    *What it does.* Evaluates them at the defaults of the parameters. Draws for which they fail
    are reported one by one when the game is solved.

    *Fix.* Write the last branch as the rest, such as `1 - p_resolved`.
    """

    code, name = "SG007", "bad-chance"


class BadParameter(Kind):
    """A parameter's default, bounds or range contradict each other or are not numbers.

    *Fix.* Give a default between `low` and `high`; write `wide` as `.2 to .8` inside them.
    """

    code, name = "SG008", "bad-parameter"


class DeclaredTwice(Kind):
    """Two players, parameters or branches of one node have the same name, or look the same.

    *What it does.* Also compares players, outcomes, branches and information sets without the
    blanks at their ends and without signs that do not show: `war` and `war ` would be one in every
    table.

    *Fix.* Rename one of them.
    """

    code, name = "SG009", "declared-twice"


class TooLarge(Kind):
    """The tree has too many nodes or is too deep to be a game that anybody could read.

    *Why it matters.* Subtrees that use subtrees can grow without bound from a few lines.

    *Fix.* Split the game, or build it in Python.
    """

    code, name = "SG010", "too-large"


class PayoffCount(Kind):
    """An end lists more or fewer payoffs than there are players.

    *Fix.* Give one payoff per player, or name the players: `pays: {Mexico: prize}`.
    """

    code, name = "SG011", "payoff-count"


class UnknownSubtree(Kind):
    """A node uses a subtree that is not there or contains itself, or a subtree is never used.

    *Fix.* Correct the name after `use:`, or add it under `subtrees:`.
    """

    code, name = "SG012", "unknown-subtree"


class BadThreat(Kind):
    """A threat names a player, a move or an information set that its game does not have.

    A threat says who makes it (`by`), by which move (`move`), and which later move of the same
    player carries it out (`carried_out_by`). It is answered where another player decides next,
    chance apart; where somebody else decides in between, `answered_at` names the information sets.

    *Fix.* Correct the name:

        threats:
          - {by: Mexico, move: threaten, carried_out_by: expel, withdrawn_by: back down}
    """

    code, name = "SG013", "bad-threat"


KINDS: dict[str, type[Kind]] = {
    kind.code: kind
    for kind in (
        GameShape,
        UnknownPlayer,
        BadExpression,
        UndeclaredParameter,
        DifferentActions,
        ImperfectRecall,
        BadChance,
        BadParameter,
        DeclaredTwice,
        TooLarge,
        PayoffCount,
        UnknownSubtree,
        BadThreat,
    )
}
