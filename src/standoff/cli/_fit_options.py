"""What `standoff fit` can be told about data, model, errors and output."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Group, Parameter, validators

from standoff.cli._options import MaybeCount, Seed, Switch, Words

_MODEL = Group("About the model", sort_key=1)
_ERRORS = Group("About standard errors and the search", sort_key=2)
_OUTPUT = Group("What to write and show", sort_key=3)

Covariance = Literal["observed", "penalized", "sandwich", "cluster", "dyadic", "bootstrap"]


@Parameter(name="*", group=_MODEL)
@dataclass(frozen=True, slots=True)
class ModelOptions:
    """Options of models.

    Parameters
    ----------
    outcome
        The columns that say what happened, where the formula does not: one of endings; of a game
        also ENDING=COLUMN for columns of counts.
    outcomes
        The values of a column of endings from left to right in the tree (egame).
    moves
        Columns with moves that were seen, in place of --outcome (games).
    errors
        agent or private (egame); logit or probit (games).
    link
        probit or logit (egame).
    scale
        Formula of the log of the shocks' scale (egame).
    fixed
        Parameters or utilities that are held: --fixed u14=1 "u11:x=.3".
    weights
        A column by which rows are counted; rows of weight 0 are left out.
    weighting
        What the weights are: frequency (a row stands for so many in the data) or sampling (weights
        of a survey, with errors from the rows' own scores). Whole numbers are frequencies.
    partial
        Use rows in which only part of the play is known (egame).
    max_offer
        The largest offer (ultimatum).
    min_offer
        The smallest offer; 0 without it (ultimatum).
    method
        ml, pl or npl (lewis_schultz).
    precision
        How sharply players see payoffs: a number, common or player (games).
    coding
        Read the data as a public data set and code its outcomes into the column outcome:
        DATASET or DATASET:CODING, such as "mid:answer". Data sets: icb, icow, mct, mid, ties.
    """

    outcome: Words = ()
    outcomes: Words = ()
    moves: Words = ()
    errors: Literal["agent", "private", "logit", "probit"] | None = None
    link: Literal["probit", "logit"] | None = None
    scale: str | None = None
    fixed: Words = ()
    weights: str | None = None
    weighting: Literal["frequency", "sampling"] | None = None
    partial: Switch = False
    max_offer: float | None = None
    min_offer: float | None = None
    method: Literal["ml", "pl", "npl"] | None = None
    precision: str | None = None
    coding: str | None = None


@Parameter(name="*", group=_ERRORS)
@dataclass(frozen=True, slots=True)
class SearchOptions:
    """Options of standard errors and of the search.

    Parameters
    ----------
    cluster
        Columns that say which rows belong together; two name a dyad in either order.
    covariance
        Where standard errors come from: observed unless --cluster is given.
    penalty
        Keeps estimates finite where a column separates choices.
    replicates
        Of the bootstrap; 200 without it.
    workers
        Processes of the bootstrap.
    starts
        How many searches for the maximum.
    seed
        Of the searches and of everything that is drawn.
    """

    cluster: Words = ()
    covariance: Covariance | None = None
    penalty: Literal["firth", "cauchy", "log-f"] | None = None
    replicates: MaybeCount = None
    workers: MaybeCount = None
    starts: MaybeCount = None
    seed: Seed = 0


@Parameter(name="*", group=_OUTPUT)
@dataclass(frozen=True, slots=True)
class OutputOptions:
    """What is written and shown.

    Parameters
    ----------
    save
        Write estimates and covariance to this file (.json), from which a case can take them.
    table
        Write tables to these files: .html, .tex, .csv or .txt.
    plot
        Write a picture of the estimates to this file (.svg).
    predict
        Show the chances of the outcomes along these columns, others typical: COLUMN, or
        COLUMN=FILE.svg to draw them.
    rule
        Which of several equilibria is predicted (lewis_schultz); without it that of the fit.
    level
        Of all intervals.
    format
        text to read, json for other programs.
    """

    save: Path | None = None
    table: Annotated[
        tuple[Path, ...], Parameter(consume_multiple=True, negative=(), show_default=False)
    ] = ()
    plot: Path | None = None
    predict: Words = ()
    rule: Literal["fit", "lowest", "highest"] | None = None
    level: Annotated[float, Parameter(validator=validators.Number(gt=0, lt=1))] = 0.95
    format: Literal["text", "json"] = "text"
