r"""Talk between parties with different aims: how much can be told without being bound to it.

A sender (S) who knows the state of things, such as how much its government can bear, sends a
message that costs nothing to a receiver (R), who then acts. S would always like a somewhat higher
action than R. So R does not believe exact claims, but it may believe rough ones.

**Timing**

1. Chance draws the state $t$, uniform between 0 and $S$. The sender learns it.
2. The sender sends a message.
3. The receiver chooses an action $y$.

**Symbols**

=======  ============  ====================================================================
Symbol   Name          Meaning
=======  ============  ====================================================================
$b$      bias          how much higher than the state the sender would like the action to be
$S$      state_range   how far the state may be from its lowest value
=======  ============  ====================================================================

**Payoffs** (S; R): $-(y-t-b)^2$ and $-(y-t)^2$.

**Closed form.** Every equilibrium divides the states into $N$ intervals, and a message tells in
which one the state lies. There is one for each $N$ with $2N(N-1)b<S$, with the borders
$t_i=iS/N+2bi(i-N)$, and R chooses the middle. R loses $S^2/(12N^2)+b^2(N^2-1)/3$ and S loses $b^2$
more. The largest number of intervals is

$N(b)=\lceil -\tfrac12+\tfrac12\sqrt{1+2S/b}\,\rceil$.

Both sides prefer more intervals before the state is known; the rule selects the most. With
$b\ge S/4$ only babbling is left; as $b\to 0$ everything is told.

**What it finds.** How rough a message has to be to be believed, given how far interests are apart.

**What it does not find.** Which equilibrium is played: there is always one in which nobody listens.
Messages that cost something, or that can be checked later. More than 25 messages (A2).

References
----------
Crawford and Sobel (1982), the uniform and quadratic case; `MODEL.citations` says what is taken
from it.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

import numpy as np

from standoff.errors import UnknownName
from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.answers import Answers, Assessment, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

SENDER, RECEIVER = "Sender", "Receiver"
NAME = "strategic-information"
RULE = "the most informative, which both prefer beforehand"
MOST = 25
#: Slices of the state, and messages, on the tree if nothing else is asked for.
GRID = 4
N_MESSAGES = 3

_UNIT = "units of the state"

PARAMETERS = (
    Parameter(
        "bias", "How much higher than the state the sender would like the action to be",
        0.05, low=0.0, symbol="b", unit=_UNIT, wide=(0.03, 0.35),
    ),
    Parameter(
        "state_range", "How far the state may be from its lowest value",
        1.0, low=0.0, symbol="S", unit=_UNIT, wide=(0.8, 1.2),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "b > 0", "the sender would like a higher action than the receiver"),
    ModelAssumption(
        "A2",
        f"S < {2 * MOST * (MOST + 1)} b",
        f"interests are so far apart that at most {MOST} messages can be told apart",
    ),
)


def build(remove: Collection[str] = (), *, grid: int = GRID, n_messages: int = N_MESSAGES) -> Game:
    """Build the tree with `grid` states and `n_messages` messages; nothing can be taken away."""
    for action in remove:
        raise UnknownName.among("action that can be taken away", action, ())
    states = {f"{k + 1}": (f"1/{grid}", _send(k, grid, n_messages)) for k in range(grid)}
    builder = GameBuilder(NAME).players(SENDER, RECEIVER).parameters(*PARAMETERS)
    return builder.tree(chance("state", states))


def _send(k: int, grid: int, n_messages: int) -> Sketch:
    messages = {f"message {i + 1}": _act(k, grid, i) for i in range(n_messages)}
    return move(SENDER, messages, knows=f"state {k + 1}: send")


def _act(k: int, grid: int, message: int) -> Sketch:
    actions: dict[str, Sketch] = {}
    for j in range(2 * grid + 1):
        miss = f"({(j - 2 * k - 1) / (2 * grid)!r}*state_range"
        actions[f"{j}"] = end(f"action {j}", f"-{miss} - bias)**2", f"-{miss})**2")
    return move(RECEIVER, actions, knows=f"message {message + 1}: act")


def border(c: Columns, i: int | Floats, n: int | Floats) -> Floats:
    """Upper end of the i-th of n intervals."""
    return i * c["state_range"] / n + 2.0 * c["bias"] * i * (i - n)


def write(
    c: Columns, answers: Answers, grid: int = GRID, n_messages: int = N_MESSAGES
) -> Assessment:
    """Write out how the most informative equilibrium that fits is played on the tree of `build`.

    A slice sends each message as often as the states in it do. The receiver takes the nearest of
    its actions to the mean state.
    """
    n = np.minimum(answers.quantities["n_messages"], n_messages)
    width = c["state_range"] / grid
    strategy: dict[tuple[str, str], Floats] = {}
    belief: dict[tuple[str, tuple[str, ...]], Floats] = {}
    shares: list[list[Floats]] = []
    for i in range(n_messages):
        low, high = border(c, np.minimum(i, n), n), border(c, np.minimum(i + 1, n), n)
        shares.append(
            [
                np.maximum(np.minimum(high, (k + 1) * width) - np.maximum(low, k * width), 0.0)
                / width
                for k in range(grid)
            ]
        )
    for i, share in enumerate(shares):
        total = np.sum(share, axis=0)
        # A message that is never sent is taken for the first one.
        first = np.sum(shares[0], axis=0)
        believed = [
            np.where(total > 0.0, s / np.where(total > 0.0, total, 1.0), f / first)
            for s, f in zip(share, shares[0], strict=True)
        ]
        mean = np.sum([p * (2 * k + 1) for k, p in enumerate(believed)], axis=0)
        chosen = np.clip(np.round(mean), 0, 2 * grid)
        for k in range(grid):
            strategy[f"state {k + 1}: send", f"message {i + 1}"] = share[k]
            belief[f"message {i + 1}: act", (f"{k + 1}", f"message {i + 1}")] = believed[k]
        for j in range(2 * grid + 1):
            strategy[f"message {i + 1}: act", f"{j}"] = (chosen == j).astype(np.float64)
    return Assessment(strategy, belief)


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every equilibrium, the most informative first."""
    b, width = c["bias"], c["state_range"]
    edge = np.zeros(len(b), dtype=np.bool_)
    kinds: list[Kind] = []
    for n in range(MOST, 0, -1):
        needed = 2.0 * n * (n - 1) * b
        tie = near(needed, width) if n > 1 else edge
        edge = edge | tie
        loss = width**2 / (12.0 * n**2) + b**2 * (n**2 - 1) / 3.0
        apart = 1.0 - 1.0 / n - 4.0 * b**2 * n * (n**2 - 1) / (3.0 * width**2)
        kinds.append(
            Kind(
                "babbling" if n == 1 else f"{n} messages",
                (needed < width) & ~tie if n > 1 else np.ones_like(edge),
                probabilities={"told_apart": apart, "confused": 1.0 - apart},
                values={SENDER: -loss - b**2, RECEIVER: -loss},
                quantities={
                    "n_messages": np.full_like(b, n),
                    "first_border": border(c, 1, n),
                    "receiver_loss": loss,
                    "sender_loss": loss + b**2,
                    "understood": 1.0 - 12.0 * loss / width**2,
                },
            )
        )
    return Kinds(
        kinds,
        quantities={},
        broken={"A1": b <= 0.0, "A2": (b > 0.0) & (width >= 2.0 * MOST * (MOST + 1) * b)},
        edge=edge,
        infeasible=width <= 0.0,
    )


def witness(draws: Draws, answers: Answers) -> dict[str, Floats]:
    """Find the borders by shooting at the highest state, and sum the losses between them."""
    c = draws.complete(PARAMETERS).columns()
    b, width, n = c["bias"], c["state_range"], answers.quantities["n_messages"]

    def shoot(first: Floats, steps: Floats) -> list[Floats]:
        # A sender at a border is indifferent between the middles of the intervals beside it.
        ends = [np.zeros_like(first), first]
        for i in range(2, MOST + 2):
            follows = 2.0 * ends[-1] - ends[-2] + 4.0 * b
            ends.append(np.where(i <= steps, follows, ends[-1]))
        return ends

    low, high = np.zeros_like(b), width.copy()
    for _ in range(80):
        middle = 0.5 * (low + high)
        short = shoot(middle, n)[-1] < width
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    ends = shoot(low, n)
    nodes, weights = np.polynomial.legendre.leggauss(3)
    receiver, sender, same = np.zeros_like(b), np.zeros_like(b), np.zeros_like(b)
    for left, right in pairwise(ends):
        half, action = 0.5 * (right - left), 0.5 * (left + right)
        for node, weight in zip(nodes, weights, strict=True):
            state = action + half * node
            receiver += half * weight * (action - state) ** 2 / width
            sender += half * weight * (action - state - b) ** 2 / width
        same += ((right - left) / width) ** 2
    one_more = shoot(np.zeros_like(b), n + 1.0)[-1] < width * (1.0 - 1e-12)
    return {
        "last border": ends[-1] - width,
        "told apart": 1.0 - same - answers.probabilities["told_apart"],
        "loss of the receiver": -receiver - answers.values[RECEIVER],
        "loss of the sender": -sender - answers.values[SENDER],
        "room for one more": one_more.astype(np.float64),
    }


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name=NAME,
    title="Strategic information: what can be told when interests differ",
    citations=(
        Citation(
            "Crawford, V. P. and Sobel, J. (1982). Strategic information transmission. "
            "Econometrica 50, 1431-1451.",
            takes="the game, in its uniform and quadratic case",
            doi="10.2307/1913390",
        ),
    ),
    fidelity="exact",
    mechanism=(
        "Messages between parties who want different things are believed only as far as it would "
        "not pay to bend them. Exact statements would always be bent a little, so they are not "
        "believed; rough ones may be. The farther interests are apart the rougher they have to "
        "be, until nothing said means anything."
    ),
    paragraphs=(5, 14, 29),
    players=(SENDER, RECEIVER),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "The sender tells in which of several intervals the state lies, and the receiver acts on "
        "the middle of it. Intervals are longer the higher the state, where the sender's wish to "
        "be taken for more would otherwise be too strong."
    ),
    selection_rule=RULE,
    finds=(
        "how many messages can be told apart",
        "what both sides lose because exact messages are not believed",
    ),
    does_not_find=(
        "which equilibrium is played: there is always one in which nobody listens",
        "messages that cost something, or that can be checked later",
        "anything where A1 or A2 fails: there it gives no answer",
    ),
    meanings={
        "regime": "how many different messages are believed",
        "babbling": "nobody listens, since nothing is told",
        **{f"{n} messages": f"{n} messages are told apart" for n in range(2, MOST + 1)},
        "told_apart": "chance that two states drawn independently send different messages",
        "confused": "chance that they send the same message",
        "n_messages": "number of different messages",
        "first_border": "state up to which the lowest message is sent",
        "receiver_loss": "what the receiver loses on average by not knowing the state",
        "sender_loss": "what the sender loses on average",
        "understood": "share of the variance of the state that messages remove",
        "n_equilibria": "number of equilibria, one for each number of messages",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="told_apart",
    decisive=("bias", "state_range"),
    tree="grid",
    witness=witness,
    unique="for each number of messages the borders are unique; which words are used is not",
    features=("talks",),
)
