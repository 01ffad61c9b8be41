"""The kinds of problems that a game from another program can have; each docstring is its page."""

from __future__ import annotations

from standoff.text.diagnostic import Kind


class OtherFormat(Kind):
    """The file does not begin like a Gambit file of the expected kind.

    *What it does.* Looks for `EFG 2 R` (a tree) or `NFG 1 R` (a table); `D` may stand for `R`.

    *Why it matters.* Workbooks of Gambit's window (.gbt) and older versions look alike, but mean
    other things.

    *Fix.* Save the game as .efg or .nfg in Gambit. A game in YAML is read by `read_game`.
    """

    code, name = "SG101", "other-format"


class BrokenText(Kind):
    """A quotation mark is never closed, or the file holds characters that no text has.

    *Why it matters.* Everything after an open quotation mark would become part of a name.

    *Fix.* Close the quotation mark. Inside a name, write a quotation mark with a backslash before
    it.
    """

    code, name = "SG102", "broken-text"


class UnexpectedWord(Kind):
    """Something else stands where the format wants a name, a number or a brace.

    *What it does.* Reads the file from left to right. What a word means depends on what stands
    before it, so that reading stops at the first surprise.

    *Fix.* Compare the line with the format: `p "node" player set "set" { "action" ... } outcome`,
    `c "node" set "set" { "branch" chance ... } outcome`, `t "node" outcome "name" { payoffs }`.
    """

    code, name = "SG103", "unexpected-word"


class BadNumber(Kind):
    """A number is divided by zero, has too many digits, or is too large.

    *What it does.* Reads whole numbers, decimals and quotients such as `3/10` with at most 1,000
    characters.

    *Why it matters.* Payoffs are computed with 16 digits; nothing above 1e308 can be.

    *Fix.* Write the number shorter, or choose another unit for the payoffs.
    """

    code, name = "SG104", "bad-number"


class ContradictingSet(Kind):
    """An information set is described again, and differently.

    *What it does.* Sets are numbered for each player and for chance. The first node of a set says
    what it is called and what can be done; later nodes repeat that or leave it out.

    *Why it matters.* Who sees different actions knows where the play stands.

    *Fix.* Give the nodes different set numbers, or the same name and actions in the same order.
    """

    code, name = "SG105", "contradicting-set"


class UnknownNumber(Kind):
    """A player, an information set or an outcome is only mentioned, never described.

    *Fix.* Describe a set or an outcome where its number stands for the first time. Players are
    numbered from 1 in the order of the first line.
    """

    code, name = "SG106", "unknown-number"


class ContradictingOutcome(Kind):
    """An outcome is described again, and differently.

    *Why it matters.* Either of the two would be luck.

    *Fix.* Give one of them another number. Outcome 0 means that nothing is paid: it has neither a
    name nor payoffs.
    """

    code, name = "SG107", "contradicting-outcome"


class ChanceSum(Kind):
    """The probabilities at a chance node are negative or do not add up to 1.

    *What it does.* Allows for rounding of 1e-9. Gambit itself wants them to add up exactly.

    *Fix.* Write quotients: `1/3`, not `.333`.
    """

    code, name = "SG108", "chance-sum"


class ForgetfulPlayer(Kind):
    """A player would have to forget an own earlier move, or something known before.

    *What it does.* Compares, for all nodes of an information set, what its player has done and
    known on the way there. A set that play passes twice is of this kind too.

    *Why it matters.* Beliefs and credible threats are not well defined for players who forget.

    *Fix.* Give the nodes different set numbers.
    """

    code, name = "SG109", "forgetful-player"


class TooLarge(Kind):
    """The game has too many nodes, players, actions or cells to be read.

    *What it does.* Stops at 100,000 nodes, 500 moves in a row, 1,000 actions at a node, or
    1,000,000 payoffs.

    *Why it matters.* A file that is larger is damaged or made to exhaust the reader.

    *Fix.* Split the game, or build it in Python.
    """

    code, name = "SG110", "too-large"


class TreeEnds(Kind):
    """The file ends before the tree does, or goes on after it.

    *What it does.* Counts: every action is followed by the nodes below it, the first action
    first. When all of them have been seen, the file has to end.

    *Why it matters.* An action too few or too many moves all later nodes to another place.

    *Fix.* Compare the number of actions at each node with the nodes that follow.
    """

    code, name = "SG111", "tree-ends"


class CountOfPayoffs(Kind):
    """There are more or fewer payoffs than players, or than cells of the table.

    *Fix.* An outcome has one payoff per player. A table has one list of payoffs, or one outcome
    number, per combination of strategies; the first player's strategy changes fastest.
    """

    code, name = "SG112", "count-of-payoffs"


KINDS: dict[str, type[Kind]] = {
    kind.code: kind
    for kind in (
        OtherFormat,
        BrokenText,
        UnexpectedWord,
        BadNumber,
        ContradictingSet,
        UnknownNumber,
        ContradictingOutcome,
        ChanceSum,
        ForgetfulPlayer,
        TooLarge,
        TreeEnds,
        CountOfPayoffs,
    )
}
