"""How the documentation is built: `make docs`."""

from pathlib import Path
from typing import Any

import standoff
from standoff import models
from standoff.report.model_pictures import write_pictures

project = "standoff"
author = "The standoff developers"
project_copyright = "2026, The standoff developers"
version = release = standoff.__version__

extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.mathjax"]
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_typehints = "none"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False

html_theme = "furo"
html_title = f"standoff {release}"
html_show_sourcelink = False


def setup(app: Any) -> None:
    """Draw the pictures of the models' pages, which are not kept in the repository."""
    app.connect("builder-inited", _draw_models)


def _draw_models(app: Any) -> None:
    every = tuple(models.get(name) for name in models.names())
    write_pictures(every, Path(app.srcdir) / "reference" / "models" / "images")
