"""The shape of a case file: frozen types, checked by pydantic, each with the line it came from."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from standoff.case.date import CaseDate
from standoff.case.distribution import Distribution
from standoff.case.fields import (
    DateField,
    Flag,
    Id,
    Name,
    Names,
    Number,
    Paragraphs,
    Prose,
    RangeText,
    RankNumber,
    Remark,
    Setting,
    WordText,
)
from standoff.case.grade import Credibility, Grade, Reliability
from standoff.case.plover import Move
from standoff.errors import UnknownName
from standoff.text.document import Path

#: The range of an assumption that is taken from a fit, until the fit is read.
ESTIMATED = "estimated"
#: Who says something when no actor does: the source in its own voice.
OUTLET = "outlet"

SideRole = Literal["challenger", "target", "third"]
SourceKind = Literal[
    "news article", "official statement", "court document", "interview", "dataset", "other"
]
ActorKind = Literal["person", "office", "organization", "group"]
ClaimStatus = Literal["named", "anonymous", "official", "outlet", "silence"]
ClaimKind = Literal[
    "fact", "cause", "justification", "denial", "assessment", "forecast", "no comment"
]


class Element(BaseModel):
    """Something that a case lists, with its place in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    _at: Path = PrivateAttr(default=())
    _line: int = PrivateAttr(default=0)

    @property
    def at(self) -> Path:
        """The keys and positions that lead to it in its file."""
        return self._at

    @property
    def line(self) -> int:
        """The line where it begins; 0 when it was not read from a file."""
        return self._line

    def place(self, at: Path, line: int) -> None:
        """Remember where in a file this was read; only for the reader."""
        self._at = at
        self._line = line


class Side(Element):
    """A side of the crisis."""

    id: Id
    name: Prose
    """What it is called."""
    role: SideRole
    """Challenger (makes the threat), target (is threatened) or third."""
    iso3: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    """ISO 3166 code of the country, three letters."""
    cow: Annotated[int, Field(strict=True, ge=1, le=9999)] | None = None
    """Correlates of War number of the country."""


class Source(Element):
    """Something that was published and can be cited."""

    id: Id
    title: Prose
    publisher: Remark = ""
    author: Remark = ""
    kind: SourceKind = "other"
    date: DateField = CaseDate()
    """When it was published."""
    url: Remark = ""
    archived: Remark = ""
    """Address of an archived copy."""
    accessed: DateField | None = None
    """When it was read."""
    note: Remark = ""


class Actor(Element):
    """Somebody who acts or speaks."""

    id: Id
    name: Prose
    side: Name
    """The id of a side."""
    kind: ActorKind = "person"
    role: Remark = ""
    """What they do in this crisis."""
    paragraphs: Paragraphs = ()


class Claim(Element):
    """One asserted fact with who says so, graded."""

    id: Id
    says: Prose
    """What is asserted, in your own words."""
    who: Annotated[Names, Field(min_length=1)]
    """Who asserts it: ids of actors, or `outlet` for the source in its own voice."""
    status: Annotated[tuple[ClaimStatus, ...], Field(min_length=1)]
    """How they speak."""
    source: Name
    """The id of the source that reports it."""
    paragraphs: Paragraphs = ()
    """Where in the source, by paragraph."""
    reliability: Reliability
    """The source, A to F; F means that it cannot be judged."""
    credibility: Credibility
    """What it says, 1 to 6, judged apart from the source; 6 means that it cannot be judged."""
    grade_because: Remark = ""
    """The reasons for the two judgements."""
    kind: ClaimKind = "fact"
    """What sort of assertion it is."""
    supports: Names = ()
    """Claims that it makes more credible."""
    disputes: Names = ()
    """Claims that cannot be true together with it."""

    @property
    def grade(self) -> Grade:
        """The Admiralty grade."""
        return Grade(self.reliability, self.credibility)


class EventCode(Element):
    """What sort of act an event is, in PLOVER's words."""

    category: Name
    """One of PLOVER's sixteen categories, such as THREATEN."""
    mode: Remark = ""
    """How; in THREATEN, what is threatened."""
    hypothetical: Flag = False
    """It was said that it might happen."""
    negated: Flag = False
    """It was said that it did not or will not happen."""
    move: Move | None = None
    """The move in the crisis, where it is not the usual one for the code."""


class Event(Element):
    """Something that happened, or is said to have happened."""

    id: Id
    date: DateField
    """The day, month or year, or `unknown`."""
    after: DateField | None = None
    """For an unknown date: not before this one."""
    before: DateField | None = None
    """For an unknown date: not after this one."""
    what: Prose
    """What happened, in your own words."""
    actor: Name | None = None
    """Who did it: an actor or a side."""
    recipient: Name | None = None
    """To whom: an actor or a side."""
    code: EventCode | None = None
    plays: Name | None = None
    """The move of the model or game that it is, by the name of the branch."""
    seen_by: Names = ()
    """Sides that saw it when it happened; without it, everybody did."""
    paragraphs: Paragraphs = ()
    claims: Names = ()
    """Claims that report it."""
    cause: Names = ()
    """Claims that say why it happened."""
    justification: Names = ()
    """Claims that give the public reason."""
    denial: Names = ()
    """Claims that deny it."""

    @property
    def earliest(self) -> CaseDate:
        """The date, or what it cannot be before."""
        return self.after if self.date.precision == "unknown" and self.after else self.date

    @property
    def latest(self) -> CaseDate:
        """The date, or what it cannot be after."""
        return self.before if self.date.precision == "unknown" and self.before else self.date

    @property
    def reporting(self) -> Names:
        """Every claim that the event cites, in whatever part."""
        return (*self.claims, *self.cause, *self.justification, *self.denial)


class Position(Element):
    """One answer to what a conflict is about."""

    id: Id | None = None
    """What assumptions call it that depend on whether it is true."""
    says: Prose
    claims: Annotated[Names, Field(min_length=1)]
    """Claims that say so."""
    weight: Annotated[Number, Field(gt=0)] | None = None
    """How likely it is to be the true one, beside the weights of the others."""


class Conflict(Element):
    """Claims that cannot all be true, kept side by side."""

    id: Id
    about: Prose
    """The question to which they give different answers."""
    positions: Annotated[tuple[Position, ...], Field(min_length=2)]
    because: Remark = ""
    """The reasons for the weights of the positions."""
    note: Remark = ""


class Belief(Element):
    """A number that is not known, as a value with a range."""

    value: Number | None = None
    """The best single guess."""
    range: RangeText
    """`a to b` (nine chances in ten), or a named distribution, or `fixed`."""
    word: WordText | None = None
    """The ICD 203 word for a probability."""

    @model_validator(mode="after")
    def _has_value(self) -> Self:
        if self.range == "fixed" and self.value is None:
            raise PydanticCustomError("bad_range", "a range 'fixed' needs a value", {"right": ""})
        return self

    @property
    def distribution(self) -> Distribution:
        """The value and its range as a distribution.

        Raises
        ------
        RangeError
            If the range excludes the value; such a case does not pass `check_case`.
        """
        return Distribution.parse(self.range, self.value)

    @property
    def center(self) -> float:
        """The value, or the middle of the range."""
        if self.value is not None:
            return self.value
        return Distribution.parse(self.range).point()


class Without(Belief):
    """What an assumption becomes when one of its claims falls."""

    claim: Name
    """The claim that falls; one that the assumption cites."""
    denied: Flag = False
    """The claim is false, and not merely left out."""
    because: Remark = ""


class FromEstimate(Element):
    """A number that is taken from a fit to data: a weighted sum of its coefficients."""

    of: Name
    """The id of a fit under `estimates`."""
    add: Annotated[dict[Prose, Number], Field(min_length=1)]
    """Coefficients with the number that each is multiplied by."""
    constant: Number = 0.0
    """What is added to the sum."""


class IfTrue(Belief):
    """What an assumption is where one position of a conflict is the true one."""

    position: Name
    """The id of a position of the conflict."""
    because: Remark = ""


class Assumption(Belief):
    """What the analyst takes a parameter of the model to be, and why."""

    parameter: Name
    """A parameter of the model, by its name or its symbol."""
    range: RangeText = ESTIMATED
    """`a to b` (nine chances in ten), a named distribution, or `fixed`; not with an estimate."""
    from_estimate: FromEstimate | None = None
    """The fit to data that it is taken from, in place of a value and a range."""
    because: Prose
    """The reasons."""
    claims: Names = ()
    """The claims that it rests on."""
    without: tuple[Without, ...] = ()
    """How it changes when one of them falls."""
    depends_on: Name | None = None
    """A conflict on whose outcome it depends."""
    if_true: tuple[IfTrue, ...] = ()
    """What it is where a position of that conflict is true; elsewhere its own range holds."""

    @model_validator(mode="after")
    def _has_range(self) -> Self:
        if self.range == ESTIMATED and self.from_estimate is None:
            raise PydanticCustomError(
                "no_range", "'range' is missing", {"right": "a to b, or from_estimate"}
            )
        return self


class BaseRate(Element):
    """How often something happened in the data, to be shown beside the answer."""

    outcome: Prose
    """An outcome of the data."""
    among: Annotated[tuple[Prose, ...], Field(min_length=1)]
    """The outcomes among which it is counted."""
    says: Prose
    """What it is the rate of, as a sentence begins: "Threatened targets gave in"."""


class Estimate(Element):
    """A fit to data of which the case makes use."""

    id: Id
    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9_.-]*$")]
    """A file beside the case, as `standoff fit --save` writes it."""
    source: Name | None = None
    """The source under `sources` that the data are."""
    note: Remark = ""
    base_rate: BaseRate | None = None


class WithoutRank(Element):
    """What a rank correlation becomes when one of its claims falls."""

    claim: Name
    """The claim that falls; one that the correlation cites."""
    denied: Flag = False
    """The claim is false, and not merely left out."""
    rank: RankNumber
    because: Remark = ""


class Correlation(Element):
    """Two parameters that are likely to be high together, or one high where the other is low."""

    between: Annotated[Names, Field(min_length=2, max_length=2)]
    """The two parameters, each by its name or its symbol."""
    rank: RankNumber
    """Spearman's rank correlation, from -1 to 1; what is not listed is 0."""
    because: Prose
    """The reasons."""
    claims: Names = ()
    """The claims that it rests on."""
    without: tuple[WithoutRank, ...] = ()
    """How it changes when one of them falls."""

    def rank_without(self, claim: str, *, denied: bool) -> float:
        """Return the rank correlation after a claim has fallen.

        The entry under `without` holds (of a denied claim the one marked `denied` first); a
        correlation whose last claim falls is 0.
        """
        entries = {each.denied: each.rank for each in self.without if each.claim == claim}
        for wanted in (True, False) if denied else (False,):
            if wanted in entries:
                return entries[wanted]
        return 0.0 if set(self.claims) == {claim} else self.rank


class AddedRatifier(Element):
    """Somebody who must agree to a move, or else it is not made."""

    name: Name
    """What the new player is called."""
    move: Name
    """The move that needs consent."""
    otherwise: Name
    """The move that stands when consent is refused."""
    ratified: Setting = 0.0
    """What it gets when it agrees: a number, or an expression."""
    refused: Setting = 0.0
    """What it gets when it refuses."""
    parameters: dict[Name, Number] = {}
    """Numbers that these expressions mention and the game does not have."""


class Question(Element):
    """What if: a change to the case whose answer is compared with the case as it is."""

    id: Id
    ask: Prose
    """The question, as a sentence."""
    set: dict[Name, Setting] = {}
    """Parameters with a number, or an expression of the case's parameters."""
    remove: Names = ()
    """Moves that are taken away."""
    given: Names | None = None
    """Moves known to have been made, instead of the case's own."""
    add_ratifier: AddedRatifier | None = None
    """Somebody who must agree to a move."""
    drop_player: dict[Name, Names] = {}
    """Players who do not choose, each with the moves made for it; else chance decides."""
    reveal: dict[Name, Names] = {}
    """Information sets that see more, each with the branches that are seen there; else all."""
    hide: tuple[Names, ...] = ()
    """Lists of information sets that look the same."""
    move_first: dict[Name, Literal["seen", "unseen"]] = {}
    """Information sets that are decided at the start, for all to see or unseen."""
    because: Remark = ""

    @property
    def changes_structure(self) -> bool:
        """Whether more is changed than numbers and moves."""
        return bool(
            self.add_ratifier or self.drop_player or self.reveal or self.hide or self.move_first
        )


AnyElement = TypeVar("AnyElement", bound=Element)


class Case(Element):
    """A reported crisis: who said what, what is made of it, and what is asked."""

    standoff: Literal[1]
    """The version of the format."""
    id: Id
    title: Prose
    summary: Remark = ""
    """One paragraph in your own words."""
    model: Name | None = None
    """The model that the crisis is taken to be."""
    game: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9_.-]*$")] | None = None
    """Or a game file beside the case."""
    given: Names = ()
    """Moves known to have been made; findings are about what follows them."""
    as_of: DateField | None = None
    """Nothing learned later may enter an assumption."""
    sides: tuple[Side, ...] = ()
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    questions: tuple[Question, ...] = ()

    _path: str = PrivateAttr(default="")
    #: Elements by their ids, for each kind; looked up at every draw of every coalition of claims.
    _known: dict[str, tuple[object, dict[str, Any]]] = PrivateAttr(default_factory=dict)

    @property
    def path(self) -> str:
        """The file; empty when the case was not read from one."""
        return self._path

    def name_file(self, path: str) -> None:
        """Remember the file this was read from; only for the reader."""
        self._path = path

    def side(self, id: str) -> Side:
        """Return the side with this id; `UnknownName` if there is none."""
        return self._named("side", id, self.sides)

    def source(self, id: str) -> Source:
        """Return the source with this id; `UnknownName` if there is none."""
        return self._named("source", id, self.sources)

    def actor(self, id: str) -> Actor:
        """Return the actor with this id; `UnknownName` if there is none."""
        return self._named("actor", id, self.actors)

    def event(self, id: str) -> Event:
        """Return the event with this id; `UnknownName` if there is none."""
        return self._named("event", id, self.events)

    def claim(self, id: str) -> Claim:
        """Return the claim with this id; `UnknownName` if there is none."""
        return self._named("claim", id, self.claims)

    def says_if_false(self, claim: str) -> bool:
        """Whether the case says what holds if a claim is false, and not merely left out.

        By an entry `denied: true` of an assumption or a correlation, or by the other positions of a
        conflict.
        """
        entries = (each for a in (*self.assumptions, *self.correlations) for each in a.without)
        return any(each.claim == claim and each.denied for each in entries) or any(
            claim in position.claims for each in self.conflicts for position in each.positions
        )

    def conflict(self, id: str) -> Conflict:
        """Return the conflict with this id; `UnknownName` if there is none."""
        return self._named("conflict", id, self.conflicts)

    def question(self, id: str) -> Question:
        """Return the question with this id; `UnknownName` if there is none."""
        return self._named("question", id, self.questions)

    def _named(self, kind: str, id: str, elements: tuple[AnyElement, ...]) -> AnyElement:
        listed, known = self._known.get(kind, ((), {}))
        if listed is not elements:
            # A copy of a case with other elements has them looked up anew.
            known = {str(getattr(each, "id", "")): each for each in elements}
            self._known[kind] = elements, known
        if id not in known:
            raise UnknownName.among(kind, id, known)
        return cast(AnyElement, known[id])
