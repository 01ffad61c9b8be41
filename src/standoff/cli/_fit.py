"""From the words of a command line to a fitted model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from standoff.cli._fit_options import ModelOptions, SearchOptions
from standoff.cli._subject import twice
from standoff.errors import EstimationError, StandoffError

if TYPE_CHECKING:
    from standoff.estimate.codings import Coded
    from standoff.estimate.result import Fit


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fit, and how the outcomes of a public data set were coded for it."""

    fit: Fit
    coded: Coded | None


def fitted(
    model: str, data: Path, formulas: Sequence[str], how: ModelOptions, search: SearchOptions
) -> Fitted:
    """Fit the model that the words name.

    Raises
    ------
    StandoffError
        If model, data, formulas and options do not go together.
    """
    from standoff.estimate.fitting import MODELS, fit

    if not formulas:
        raise EstimationError(
            "there is no formula", right='such as "esc + war ~ x | 0 | y | z", in quotes'
        )
    coded = _coded(how.coding, data)
    is_game = model not in (*MODELS, "signaling")
    options: dict[str, Any] = {
        "outcome": _outcome(how.outcome, is_game),
        "outcomes": how.outcomes or None,
        "moves": how.moves,
        "errors": how.errors,
        "link": how.link,
        "scale": how.scale,
        "fixed": _numbers(how.fixed, "--fixed") or None,
        "weights": how.weights,
        "weighting": how.weighting,
        "partial": how.partial,
        "max_offer": how.max_offer,
        "min_offer": how.min_offer,
        "method": how.method,
        "precision": _precision(how.precision),
        "cluster": search.cluster or None,
        "covariance": search.covariance,
        "penalty": search.penalty,
        "n_replicates": search.replicates,
        "workers": search.workers,
        "n_starts": search.starts,
        "seed": search.seed,
    }
    if coded is not None and not how.outcome and not how.moves:
        options["outcome"] = _coded_outcome(formulas[0], is_game)
        if model.startswith("egame"):
            options["outcomes"] = how.outcomes or coded.coding.outcomes
    table: Any = data if coded is None else coded.data
    if is_game:
        found = fit(_game(model, MODELS), table, _per_parameter(formulas), **options)
    else:
        asked: Any = formulas[0] if len(formulas) == 1 else list(formulas)
        found = fit(model, table, asked, **options)  # type: ignore[arg-type]
    return Fitted(found, coded)


def _game(name: str, models: Sequence[str]) -> Any:
    from standoff.cli._subject import subject
    from standoff.errors import UnknownName
    from standoff.models import names

    if not (Path(name).suffix or "/" in name or Path(name).exists()) and name not in names():
        raise UnknownName.among("model", name, (*models, *names()))
    return subject(name).build(())


def _per_parameter(formulas: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in formulas:
        name, tilde, text = each.partition("~")
        if not tilde or not name.strip():
            raise EstimationError(
                "a formula of a game begins with its parameter",
                found=repr(each),
                right='"audience_cost ~ 1 + democracy"',
            )
        if name.strip() in found:
            raise EstimationError(f"parameter {name.strip()!r} has two formulas")
        found[name.strip()] = text.strip()
    return found


def _outcome(words: Sequence[str], is_game: bool) -> object:
    if not words:
        return None
    if is_game and all("=" in each for each in words):
        pairs = [(key.strip(), column.strip()) for key, _, column in map(_parted, words)]
        counted = dict(pairs)
        if len(counted) < len(pairs):
            raise EstimationError("--outcome names an ending more than once", found=" ".join(words))
        return counted
    if is_game and len(words) > 1:
        raise EstimationError(
            "a game has one column of endings, or a column of counts for each",
            found=" ".join(words),
            right="--outcome end, or --outcome conceded=n_conceded fought=n_fought",
        )
    return words[0] if len(words) == 1 else tuple(words)


def _parted(word: str) -> tuple[str, str, str]:
    return word.partition("=")


def _numbers(words: Sequence[str], option: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for each in words:
        name, equals, number = (part.strip() for part in each.rpartition("="))
        if name in found:
            raise twice(option, name)
        try:
            found[name] = float(number)
        except ValueError:
            equals = ""
        if not equals:
            raise StandoffError(
                f"{option} takes a parameter and a number",
                found=repr(each),
                right=f'{option} "u14:(Intercept)=1"',
            )
    return found


def _precision(text: str | None) -> float | str | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return text


def _coded(text: str | None, data: Path) -> Coded | None:
    if text is None:
        return None
    from standoff.estimate import codings

    name, colon, coding = text.partition(":")
    return codings.read(name.strip(), data, coding=coding.strip() if colon else None)


def _coded_outcome(formula: str, is_game: bool) -> str | None:
    """The column that a coding adds, unless the formula names a response of its own."""
    left, tilde, _ = formula.partition("~")
    return "outcome" if is_game or not tilde or not left.strip() else None
