"""Pictures: each view has `data`, what is drawn as plain values, and one function that draws it."""

from standoff.view.tree import draw_tree as draw_tree
