"""How the documentation is built: `make docs`."""

import standoff

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
