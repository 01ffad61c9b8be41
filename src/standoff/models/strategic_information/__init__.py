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

from standoff.models.base import Citation, Model
from standoff.models.kinds import Theory
from standoff.models.strategic_information.equilibria import solve
from standoff.models.strategic_information.parameters import (
    ASSUMPTIONS,
    MOST,
    NAME,
    PARAMETERS,
    RECEIVER,
    SENDER,
)
from standoff.models.strategic_information.tree import build
from standoff.models.strategic_information.witness import witness

RULE = "the most informative, which both prefer beforehand"

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
