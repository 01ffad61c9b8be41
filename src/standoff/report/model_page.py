"""The documentation page of a model, made from what the model says about itself.

Run ``python -m standoff.report.model_page docs/reference/models`` from a working copy.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from standoff.game.parameter import Parameter
from standoff.models import get, names
from standoff.models.base import FIDELITY_MEANING, Model
from standoff.models.features import QUESTIONS
from standoff.report.model_pictures import MOST_ENDS, has_drawable_tree
from standoff.text.file import write_text

_WRITTEN = (
    "Written by `python -m standoff.report.model_page` from the model; edit the model instead."
)
#: Parts of a docstring that the page takes from the fields of the model, or in another place.
_TOLD_ELSEWHERE = ("Symbols", "What it finds", "What it does not find")
_FIRST = ("Timing", "Payoffs")


def page(model: Model) -> str:
    """Return the page of a model in Markdown."""
    lead, parts = _docstring(model)
    sections = [
        f"# {_idea(model)}\n\n% {_WRITTEN}",
        lead,
        model.mechanism,
        _fidelity(model),
        f"## At the default values\n\n{_example(model)}",
        "## The game\n\n" + "\n\n".join([*(parts[n] for n in _FIRST if n in parts), _tree(model)]),
        f"## Parameters\n\n{_parameters(model)}",
        f"## When it answers\n\n{_assumptions(model)}",
        f"## Equilibrium\n\n{model.equilibrium}",
        *(text for name, text in parts.items() if name not in (*_FIRST, *_TOLD_ELSEWHERE)),
        _selection(model),
        _map(model),
        f"## What it finds\n\n{_bullets(model.finds)}",
        f"## What it does not find\n\n{_bullets(model.does_not_find)}",
        f"## Answers by name\n\n{_meanings(model)}",
        f"## A crisis that it is about\n\n{_about(model)}",
        f"## Papers\n\n{_papers(model)}",
    ]
    return "\n\n".join(sections) + "\n"


def _about(model: Model) -> str:
    spare = {feature: " (It can do without.)" for feature in model.optional}
    about = _bullets(QUESTIONS[feature] + spare.get(feature, "") for feature in model.features)
    if not model.against:
        return about
    no_room = _bullets(QUESTIONS[feature] for feature in model.against)
    return f"{about}\n\nIt has no room for a crisis with yes to\n\n{no_room}"


def _idea(model: Model) -> str:
    return model.name.replace("-", " ").capitalize()


def _docstring(model: Model) -> tuple[str, dict[str, str]]:
    """Return the lead of the module's docstring and its named parts, each with its name."""
    text = importlib.import_module(f"standoff.models.{model.name.replace('-', '_')}").__doc__ or ""
    body = re.split(r"^References\n-+\n", text, flags=re.MULTILINE)[0]
    pieces = re.split(r"^(?=\*\*[A-Z])", body, flags=re.MULTILINE)
    parts: dict[str, str] = {}
    for piece in pieces[1:]:
        name = re.match(r"\*\*(.+?)\.?\*\*", piece)
        assert name is not None, "pieces begin with a name in bold"
        parts[name[1]] = _markdown(piece.strip())
    _, _, lead = pieces[0].strip().partition("\n\n")
    return lead.strip() or model.title, parts


def _markdown(text: str) -> str:
    return text.replace("``", "`")


def _fidelity(model: Model) -> str:
    said = f"**Fidelity:** {model.fidelity}; {FIDELITY_MEANING[model.fidelity]}."
    if model.paragraphs:
        numbers = ", ".join(map(str, model.paragraphs))
        said += f" It speaks to these paragraphs of the founding article: {numbers}."
    return said


def _example(model: Model) -> str:
    """Write an example that the tests run; its results are computed when the page is made."""
    draws = model.draws()
    answers = model.answer(draws)
    headline = answers.probabilities[model.headline][0]
    moved = model.parameter(model.decisive[0])
    at = _other_value(moved)
    then = model.answer(model.draws({moved.name: at}))
    lines = [
        ">>> from standoff import models",
        f'>>> model = models.get("{model.name}")',
        ">>> answers = model.answer(model.draws())",
        '>>> answers.categories["regime"][0]',
        repr(answers.categories["regime"][0]),
        f'>>> float(answers.probabilities["{model.headline}"][0].round(4))',
        repr(float(np.round(headline, 4))),
        ">>> [kind.name for kind in model.equilibria(model.draws())]",
        *_wrapped([kind.name for kind in model.equilibria(draws)]),
        f'>>> changed = model.answer(model.draws({{"{moved.name}": {at:g}}}))',
        '>>> changed.categories["regime"][0]',
        repr(then.categories["regime"][0]),
    ]
    told = (
        f"`{model.headline}` means: {model.meanings[model.headline]}. The last lines change one "
        f"number: {_lower_first(moved.meaning)}."
    )
    code = "\n".join(lines)
    return f"```python\n{code}\n```\n\n{told}\n\n{_commands(model, moved, at)}"


def _commands(model: Model, moved: Parameter, at: float) -> str:
    lines = [f"standoff models {model.name}"]
    if model.has_whole_tree:
        lines.append(f"standoff solve {model.name} --all --set {moved.name}={at:g}")
    if model.build is not None:
        lines.append(f"standoff draw {model.name} --output {model.name}.svg")
        lines.append(f"standoff new my-game --from {model.name}")
    code = "\n".join(lines)
    return (
        f"From the command line:\n\n```text\n{code}\n```\n\nIn a case file: `model: {model.name}`."
    )


def _wrapped(names_: list[str]) -> list[str]:
    """Write a list as Python shows it."""
    return [repr(names_)]


def _other_value(parameter: Parameter) -> float:
    """Return the end of the plausible range that is farther from the default."""
    low, high = parameter.wide or (parameter.default, parameter.default)
    return high if high - parameter.default >= parameter.default - low else low


def _tree(model: Model) -> str:
    if model.build is None:
        return "The game is not a finite number of moves, so there is no tree of it."
    meant = {
        "whole": "The tree:",
        "grid": "The tree with continuous types on a coarse grid, for drawing and for comparison:",
        "stages": "The tree of the first stages, for drawing and for comparison:",
        "errors": "The tree, without the errors in the players' choices:",
    }[model.tree]
    if has_drawable_tree(model):
        return f"{meant}\n\n![Game tree](images/{model.name}-tree.svg)"
    n_ends = len(model.game().ends)
    return (
        f"{meant.rstrip(':')} has {n_ends:,} ends, too many to be shown here (more than "
        f"{MOST_ENDS}); the command above draws it."
    )


def _parameters(model: Model) -> str:
    head = (
        "Users may write the name or the symbol. The wide range is what a parameter falls back to "
        "when nothing supports a value.\n\n"
        "| Parameter | Symbol | Default | Wide range | Admissible | Unit | Meaning |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(_parameter(each) for each in model.parameters)


def _parameter(each: Parameter) -> str:
    low, high = each.wide or (each.default, each.default)
    return (
        f"| `{each.name}` | `{each.symbol}` | {each.default:g} | {low:g} to {high:g} "
        f"| {_admissible(each)} | {each.unit} | {_cell(each.meaning)} |"
    )


def _admissible(each: Parameter) -> str:
    has_low, has_high = np.isfinite(each.low), np.isfinite(each.high)
    if has_low and has_high:
        return f"{each.low:g} to {each.high:g}"
    if has_low:
        return f"at least {each.low:g}"
    return f"at most {each.high:g}" if has_high else "any"


def _assumptions(model: Model) -> str:
    rows = [
        f"| {each.name} | `{_cell(each.formula)}` | {_cell(each.text)} |"
        for each in model.assumptions
    ]
    return "\n".join(
        [
            "| Assumption | Formula | In words |",
            "|---|---|---|",
            *rows,
            "",
            "Outside them a draw has the status `OUTSIDE_ASSUMPTIONS` and no numbers; "
            "`model.outside(answers)` says which assumption fails. Values outside the admissible "
            "bounds are `INFEASIBLE`.",
        ]
    )


def _selection(model: Model) -> str:
    said = f"**Picked where there are several:** {model.selection_rule}."
    return f"{said}\n\n**Unique:** {model.unique}." if model.unique else said


def _map(model: Model) -> str:
    x, y = (model.parameter(name) for name in model.decisive[:2])
    return (
        f"![Kinds of equilibrium](images/{model.name}-regimes.svg)\n\n"
        f"*Kinds of equilibrium by `{x.name}` and `{y.name}`, everything else at the defaults; the "
        "dot is at the defaults.*"
    )


def _meanings(model: Model) -> str:
    rows = [f"| `{name}` | {_cell(text)} |" for name, text in model.meanings.items()]
    return "\n".join(["| Name | Meaning |", "|---|---|", *rows])


def _papers(model: Model) -> str:
    told = "" if model.fidelity == "exact" else "Cite as *after* these papers.\n\n"
    if model.fidelity == "special":
        told = "A special case of what these papers study.\n\n"
    return told + _bullets(
        f"{each.text} {_doi(each.doi)}It takes from it: {each.takes}." for each in model.citations
    )


def _doi(doi: str) -> str:
    return f"[doi:{doi}](https://doi.org/{doi}). " if doi else "(No DOI recorded.) "


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {each}" for each in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def write_pages(folder: Path) -> None:
    """Write the pages of all models, and take away those of models that are gone."""
    for name in names():
        write_text(folder / f"{name}.md", page(get(name)))
    for path in folder.glob("*.md"):
        if path.stem not in names():
            path.unlink()


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
