"""Pictures: each view has `data`, what is drawn as plain values, and one function that draws it.

Charts lay out marks (`standoff.view.marks`); `standoff.view.chart` turns these into Vega-Lite.
"""

from standoff.view.tree import draw_tree as draw_tree
