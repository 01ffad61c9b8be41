"""What was found about a case: plain frozen data that reports, charts and the terminal show.

A finding draws nothing and computes nothing. Numbers are floats, arrays are tuples, names are the
model's own (parameters, categories, outcomes), so that each can be followed back.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, ClassVar, Literal

from standoff.result import Columns, Pictured, by_column, short
from standoff.study.base_rate import BaseRateFinding

if TYPE_CHECKING:
    from standoff.study.further import Further

Interval = tuple[float, float, float]
"""The 5 %, 50 % and 95 % points over the draws."""

Change = Literal["deny", "downgrade", "drop"]


@dataclass(frozen=True, slots=True)
class Share:
    """How often something holds among the draws that have an answer."""

    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number at the analyst's values, and its spread over the draws."""

    name: str
    base: float
    interval: Interval
    mean: float


@dataclass(frozen=True, slots=True)
class ChoiceFinding:
    """What one player does at one information set of an equilibrium."""

    player: str
    infoset: str
    reached: bool
    actions: tuple[tuple[str, float], ...]
    #: The largest gain from deviating here, recomputed by `verify`; in payoff units.
    gain: float


@dataclass(frozen=True, slots=True)
class EquilibriumFinding:
    """One equilibrium at the analyst's values, checked."""

    name: str
    selected: bool
    #: Share of the draws with an answer in which this kind of equilibrium exists.
    exists_share: float
    probabilities: tuple[tuple[str, float], ...]
    values: tuple[tuple[str, float], ...]
    choices: tuple[ChoiceFinding, ...]
    #: The largest gain as a share of what is at stake at its set.
    max_gain: float
    bayes_error: float
    tremble_error: float
    verified: bool
    continuum_note: str
    removed_by: tuple[str, ...]
    #: Sets at which last digits decide between two choices, where nothing else keeps it from being
    #: verified.
    tied_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """What the numerical method finds at the analyst's values, beside the listed equilibria."""

    #: Empty where the listed equilibrium was found by that method itself; then nothing follows.
    method: str
    rule: str
    #: Name of the listed equilibrium that it agrees with; empty if none.
    matches: str
    #: Largest difference of a chance to the nearest listed equilibrium.
    distance: float
    #: As a share of what is at stake where it would be made.
    max_gain: float
    verified: bool
    #: The headline in what it found; nan where it found nothing.
    headline: float = float("nan")


@dataclass(frozen=True, slots=True)
class Dropped:
    """Draws without an answer for one reason."""

    because: str
    n_draws: int


#: What the check was: every answer put on the tree and checked there; a sample of them in
#: fractions, where answers that fail the check on the tree are dropped; or recomputed otherwise.
How = Literal["on the tree", "in fractions", "recomputed"]


@dataclass(frozen=True, slots=True)
class VerificationFinding:
    """How much of what is reported was checked, by what, and what was dropped before."""

    n_checked: int
    n_failed: int
    #: The largest gain as a share of what is at stake where it would be made; the largest error
    #: where numbers were recomputed.
    max_gain: float
    tolerance: float
    how: How = "on the tree"
    n_answers: int = 0
    n_draws: int = 0
    #: Where answers that fail the check are dropped: why, and how often.
    dropped: tuple[Dropped, ...] = ()
    #: Draws whose answer claims to lie on the logit branch and was found there a second time, in
    #: small steps, and draws on which the branch leads elsewhere.
    n_retraced: int = 0
    n_off_branch: int = 0
    #: Solutions that are neither verified nor refuted, because last digits decide between two
    #: choices, and the sets at which that happens.
    n_tied: int = 0
    tied_at: tuple[str, ...] = ()

    @property
    def n_followed_again(self) -> int:
        """Draws on which the branch was followed to its end a second time."""
        return self.n_retraced + self.n_off_branch

    @property
    def n_dropped(self) -> int:
        """Number of draws that were dropped."""
        return sum(each.n_draws for each in self.dropped)


@dataclass(frozen=True, slots=True)
class StatusShare:
    """How many draws ended with a status, and what that status says."""

    status: str
    message: str
    n_draws: int


@dataclass(frozen=True, slots=True)
class OutsideFinding:
    """Draws outside the model's assumptions, and what the numerical method says of them."""

    n_outside: int
    broken: tuple[tuple[str, str, int], ...]  # name, text, number of draws
    #: How many of them were solved numerically (the first ones), and how many of those verified.
    n_solved: int
    n_verified: int
    #: Mean of the headline probability among those solved.
    headline: float


@dataclass(frozen=True, slots=True)
class Credibility:
    """Whether one kind of challenger would carry a threat out."""

    who: str
    #: What it expects from carrying out and from backing down, at the analyst's values.
    carrying_out: float
    backing_down: float
    #: Share of draws in which carrying out is at least as good as backing down.
    share: float
    #: Whether it is at the analyst's values; None where there is no answer.
    holds: bool | None


@dataclass(frozen=True, slots=True)
class ThreatFinding:
    """One threat: whether it would be carried out, and whether that is believed enough."""

    #: The move that makes it, with the set at which it is answered where there are several.
    name: str
    by: str
    target: str
    answered_at: str
    #: Chance that it is made.
    made: Estimate
    credible: tuple[Credibility, ...]
    #: Above 1 where no belief is enough, at most 0 where any is; nan where it does not matter.
    belief_needed: Estimate
    #: Only where the threat is made: elsewhere a belief is assumed and not held.
    belief_held: Estimate
    #: What would be believed of a threat that told nothing about who makes it.
    belief_uninformative: Estimate
    #: Share of draws in which even such a threat would be believed strongly enough.
    share_enough: float
    #: Share of draws in which it is ever made.
    share_made: float

    @property
    def believed(self) -> Estimate:
        """The belief held; of a threat that is not made, what it would be if everybody made it."""
        return self.belief_uninformative if isnan(self.belief_held.base) else self.belief_held


@dataclass(frozen=True, slots=True)
class Crossing:
    """A value of a parameter at which the answer changes."""

    value: float
    below: str
    above: str
    in_range: bool
    #: What changes: the categories that `below` and `above` are names of, joined by commas.
    category: str = "regime"


@dataclass(frozen=True, slots=True)
class BreakEvenFinding:
    """Where the answer flips along one parameter, everything else at the analyst's values."""

    parameter: str
    value: float
    low: float
    high: float
    #: Admissible values that were searched.
    searched: tuple[float, float]
    crossings: tuple[Crossing, ...]


@dataclass(frozen=True, slots=True)
class Swing:
    """How the headline moves when one parameter goes from its low to its high end."""

    parameter: str
    low: float
    high: float
    headline_low: float
    headline_high: float
    #: First-order share of the headline's variance, estimated from the draws.
    variance_share: float
    #: How many draws, from the first, were asked with the parameter at its ends.
    n_draws: int = 0

    @property
    def size(self) -> float:
        """How far the headline moves."""
        return abs(self.headline_high - self.headline_low)


@dataclass(frozen=True, slots=True)
class ClaimEffect:
    """What one change to one claim does."""

    claim: str
    change: Change
    #: Parameters whose range changes, with the new value and range as text.
    parameters: tuple[tuple[str, str], ...]
    headline: float
    headline_before: float
    #: Findings that move by more than a point: name, before, after (shares).
    moved: tuple[tuple[str, float, float], ...]
    note: str = ""
    #: How many draws, from the first, both headlines are averaged over.
    n_draws: int = 0
    #: Of the shift, over the draws; nan where it was not worked out.
    standard_error: float = float("nan")

    @property
    def shift(self) -> float:
        """How far the headline moves."""
        return self.headline - self.headline_before


@dataclass(frozen=True, slots=True)
class QuestionFinding:
    """The answer to one what-if, beside the case as it is."""

    question: str
    ask: str
    changes: tuple[str, ...]
    base_regime: str
    headline: float
    headline_before: float
    #: Shares under the question: category name -> shares.
    shares: tuple[tuple[str, tuple[Share, ...]], ...]
    n_answered: int
    note: str = ""
    #: Every category at the analyst's values under the question, and the headline there.
    base: tuple[tuple[str, str], ...] = ()
    headline_base: float = float("nan")
    #: The headline before, over the draws that have an answer under the question as well.
    headline_before_in_both: float = float("nan")
    #: How many draws, from the first, both headlines are averaged over.
    n_draws: int = 0


@dataclass(frozen=True, slots=True)
class Distributions:
    """Histograms over the draws, to draw without shipping draws: name -> (edges, shares)."""

    name: str
    edges: tuple[float, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ParameterFinding:
    """One parameter as it was used."""

    name: str
    symbol: str
    meaning: str
    unit: str
    value: float
    range_text: str
    interval: Interval
    claims: tuple[str, ...]
    because: str
    line: int
    #: "assumption", or "model default" when the case says nothing.
    origin: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What makes a run repeatable."""

    case_path: str
    case_hash: str
    model: str
    seed: int
    n_draws: int
    versions: tuple[tuple[str, str], ...]
    #: "random" (independent draws), or "sobol" (evenly spread ones).
    sampling: str = "random"
    #: The name of the rule that picks one of several equilibria (`standoff.study.rules.RULES`).
    selection: str = "model"

    @property
    def options(self) -> str:
        """The options of the command line that repeat it."""
        spread = "" if self.sampling == "random" else f" --sampling {self.sampling}"
        rule = "" if self.selection == "model" else f' --rule "{self.selection}"'
        return f"--seed {self.seed} --draws {self.n_draws}{spread}{rule}"


@dataclass(frozen=True, slots=True, repr=False)
class Findings(Pictured):
    """Everything found about a case, in the order a reader asks for it.

    `headline` names the probability that the analysis is about (for the linkage crisis: that the
    target drops the case under the threat).
    """

    title: str
    provenance: Provenance
    rule: str
    given: tuple[str, ...]
    headline: str
    headline_meaning: str
    estimates: tuple[Estimate, ...]  # probabilities, quantities and values; the headline first
    shares: tuple[tuple[str, tuple[Share, ...]], ...]  # category -> shares
    base: tuple[tuple[str, str], ...]  # category -> name at the analyst's values
    statuses: tuple[StatusShare, ...]
    outside: OutsideFinding | None
    verification: VerificationFinding
    equilibria: tuple[EquilibriumFinding, ...]
    cross_check: CrossCheck
    threats: tuple[ThreatFinding, ...]
    break_evens: tuple[BreakEvenFinding, ...]
    swings: tuple[Swing, ...]  # largest first
    claim_effects: tuple[ClaimEffect, ...]  # largest shift first
    questions: tuple[QuestionFinding, ...]
    histograms: tuple[Distributions, ...]
    parameters: tuple[ParameterFinding, ...]
    #: How sure it is that no equilibrium is missing from the list, in words.
    completeness: str = ""
    #: How often what the case asks about happened in data.
    base_rates: tuple[BaseRateFinding, ...] = ()
    #: Answers to the deeper questions; None where they were not asked.
    further: Further | None = None

    drawing: ClassVar[str] = "standoff.view.tornado:chart"

    @property
    def sentence(self) -> str:
        """The headline on average and in nine draws of ten."""
        headline = next((each for each in self.estimates if each.name == self.headline), None)
        if headline is None:
            return self.title
        low, _, high = map(short, headline.interval)
        return (
            f"{self.title}: {self.headline_meaning or self.headline} {short(headline.mean)} on "
            f"average, {short(headline.base)} at the analyst's values, {low} to {high} in nine "
            "draws of ten"
        )

    def table(self) -> Columns:
        """Return one row per probability, quantity and value; the headline first."""
        return by_column(
            ("name", "base", "mean", "low", "median", "high"),
            ((each.name, each.base, each.mean, *each.interval) for each in self.estimates),
        )

    def estimate(self, name: str) -> Estimate:
        """Return the estimate with a name; `KeyError` when there is none."""
        return next(e for e in self.estimates if e.name == name)
