"""The pictures of the models' pages: a tree, and the kinds of equilibrium over two parameters."""

from __future__ import annotations

from pathlib import Path

from standoff.models.base import Model
from standoff.study.boundary import BoundaryMap
from standoff.study.model_map import model_map
from standoff.text.file import write_text
from standoff.view import boundaries
from standoff.view.svg import to_svg
from standoff.view.tree import draw_tree

#: A larger tree says nothing on a page.
MOST_ENDS = 64


def has_drawable_tree(model: Model) -> bool:
    """Whether the model has a tree that fits a page."""
    return model.build is not None and len(model.game().ends) <= MOST_ENDS


def tree(model: Model) -> str:
    """Draw the tree, with payoffs as expressions of the parameters."""
    return draw_tree(model.game(), payoffs="expressions", id_prefix=f"{model.name}-")


def regime_picture(model: Model) -> str:
    """Draw the map of the kinds of equilibrium; the dot is at the default values."""
    found = model_map(model)
    return to_svg(
        boundaries.chart(found, model.parameters),
        title=f"{model.title}: kinds of equilibrium",
        description=_description(found),
        id_prefix=f"{model.name}-regimes",
    )


def _description(found: BoundaryMap) -> str:
    shares = [f"{each['name']} {each['share']:.0%}" for each in boundaries.key(found)]
    return f"Shares of the map: {', '.join(shares)}."


def write_pictures(models: tuple[Model, ...], folder: Path) -> None:
    """Write the pictures of some models into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for model in models:
        if has_drawable_tree(model):
            _write(folder / f"{model.name}-tree.svg", tree(model))
        _write(folder / f"{model.name}-regimes.svg", regime_picture(model))


def _write(path: Path, text: str) -> None:
    # The same picture keeps its date, so that the documentation need not be built anew.
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_text(path, text)
