"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter, Token, validators


def whole(_kind: Any, tokens: Sequence[Token]) -> int:
    """Read an integer as it is written; the library would round 1.5."""
    text = tokens[0].value
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{text!r} is not an integer") from None


def each_once(_kind: Any, words: Sequence[str] | None) -> None:
    """Refuse a word that comes again: one of the two would be swallowed."""
    twice = sorted({each for each in words or () if (words or ()).count(each) > 1})
    if twice:
        raise ValueError(f"{', '.join(map(repr, twice))} is given more than once")


#: A switch without its opposite.
Switch = Annotated[bool, Parameter(negative=(), show_default=False)]
#: One or more words: --remove private public.
Words = Annotated[
    tuple[str, ...],
    Parameter(consume_multiple=True, negative=(), show_default=False, validator=each_once),
]
#: Words whose order matters, so that one may come again: --focus wait wait.
InOrder = Annotated[
    tuple[str, ...], Parameter(consume_multiple=True, negative=(), show_default=False)
]
#: As words, where leaving it out is not the same as none.
MaybeWords = Annotated[
    tuple[str, ...] | None,
    Parameter(consume_multiple=True, negative=(), validator=each_once),
]
Map = Annotated[
    tuple[str, ...] | None,
    Parameter(name="--map", consume_multiple=True, negative="--no-map"),
]
Indices = Annotated[
    tuple[str, ...] | None,
    Parameter(consume_multiple=True, negative="--no-indices", validator=each_once),
]
#: One or more settings: --set prize=.3 damage=1.
Settings = Annotated[
    tuple[str, ...],
    Parameter(name="--set", consume_multiple=True, negative=(), show_default=False),
]
Output = Annotated[Path | None, Parameter(name=["--output", "-o"])]
Format = Literal["text", "json"]
#: Formats of a command whose answer is a table too.
AnyFormat = Annotated[
    Literal["text", "json", "csv"],
    Parameter(help="text to read; json or csv for other programs."),
]
#: How often parameters are drawn.
NDraws = Annotated[
    int | None,
    Parameter(name="--draws", converter=whole, validator=validators.Number(gte=1, lte=10_000_000)),
]
#: How many of something.
Count = Annotated[int, Parameter(converter=whole, validator=validators.Number(gte=1))]
MaybeCount = Annotated[int | None, Parameter(converter=whole, validator=validators.Number(gte=1))]
#: Rows of a design.
Rows = Annotated[
    int | None, Parameter(converter=whole, validator=validators.Number(gte=16, lte=2**24))
]
#: What a question is about: the headline, if it is left out.
Target = Annotated[str | None, Parameter(show_default=False)]
#: As in `brief.draw`, not loaded for help.
Sampling = Literal["random", "sobol"]
#: As in `study.checked`.
Retrace = Literal["sample", "all"]
Seed = Annotated[int, Parameter(converter=whole, validator=validators.Number(gte=0))]
MaybeSeed = Annotated[int | None, Parameter(converter=whole, validator=validators.Number(gte=0))]
#: The same two with their help, for commands that have nothing of their own to say about them.
HowDrawn = Annotated[
    Sampling, Parameter(help="Draws at random, or evenly spread over their ranges (sobol).")
]
WhichDraws = Annotated[
    int,
    Parameter(
        converter=whole,
        validator=validators.Number(gte=0),
        help="Which draws: the same number gives the same ones again.",
    ),
]
#: Two ends of a range: --between 0 1.
Between = Annotated[tuple[float, float] | None, Parameter(negative=())]
#: A word that may be left out.
Text = Annotated[str, Parameter(show_default=False)]
