"""Draw a game as a tree: who moves, what they can do, what they get, and what happens."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.errors import one_of
from standoff.game.tree import Game
from standoff.solve.solution import Solution
from standoff.view.lettering import clean
from standoff.view.tree_content import Collapse, content
from standoff.view.tree_key import key
from standoff.view.tree_left import place_left
from standoff.view.tree_payoffs import Payoffs
from standoff.view.tree_picture import Orientation, TreePicture
from standoff.view.tree_svg import svg
from standoff.view.tree_top import place_top
from standoff.view.tree_words import LINE, MARGIN, word, words


def draw_tree(
    game: Game,
    solution: Solution | None = None,
    *,
    draw: int = 0,
    orientation: Orientation = "left",
    payoffs: Payoffs = "numbers",
    collapse: Collapse = "nothing",
    focus: str | Sequence[str] = (),
    has_key: bool = True,
    id_prefix: str = "",
) -> str:
    """Draw a game tree as a complete SVG picture.

    Parameters
    ----------
    game : Game
    solution : Solution, optional
        Adds what each side would do, what happens, and what players believe.
    draw : int
        Which draw of the solution; it also gives the numbers.
    orientation : {"left", "top"}
        Where the root is. From the left, ends form one table, which suits large games; from the
        top, small games fit a narrow page.
    payoffs : {"numbers", "expressions", "none"}
        Without a solution numbers are those of the default parameters. With "expressions",
        chances are shown as expressions too.
    collapse : {"nothing", "off path"}
        Whether to fold everything that never happens under the solution, except the first move
        away from what does happen.
    focus : str or sequence of str
        Draw only what follows a branch (the one nearest the start) or a whole history of
        branches. What happens is then counted from there on.
    has_key : bool
        Whether to explain the marks below the tree.
    id_prefix : str
        Put before every id (`node-12`), for several pictures on one page.

    Returns
    -------
    str
        A `<svg>` element of its natural size in pixels, without references to anything outside.

    Raises
    ------
    GameError
        If the solution is of another game or has no such draw, or a tree without an answer is to
        be collapsed.
    UnknownName
        If `focus` names no branch.

    Examples
    --------
    >>> from standoff.game import GameBuilder, end, move
    >>> game = (
    ...     GameBuilder("threat")
    ...     .players("Challenger", "Target")
    ...     .tree(move("Challenger", {"quiet": end("peace", 0, 0), "threaten": end("war", -1, -1)}))
    ... )
    >>> picture = draw_tree(game)
    >>> picture[:5], picture.count('<g id="node-')
    ('<svg ', 3)
    """
    picture = data(
        game,
        solution,
        draw=draw,
        orientation=orientation,
        payoffs=payoffs,
        collapse=collapse,
        focus=focus,
        has_key=has_key,
    )
    return svg(picture, id_prefix)


def data(
    game: Game,
    solution: Solution | None = None,
    *,
    draw: int = 0,
    orientation: Orientation = "left",
    payoffs: Payoffs = "numbers",
    collapse: Collapse = "nothing",
    focus: str | Sequence[str] = (),
    has_key: bool = True,
) -> TreePicture:
    """Return the picture that `draw_tree` draws as plain data (same parameters)."""
    one_of("place of the root", orientation, Orientation)
    said = content(game, solution, draw=draw, payoffs=payoffs, collapse=collapse, focus=focus)
    measured = words(said)
    note = word(said.note, 2000.0)
    top = MARGIN + (LINE + MARGIN / 2 if said.note else 0.0)
    place = place_left if orientation == "left" else place_top
    tree = place(said, measured, top)
    headings = tree.headings
    width, height = tree.width, tree.height + MARGIN
    if said.note:
        headings = (note.at(MARGIN, MARGIN + LINE / 2), *headings)
        width = max(width, note.room + 2 * MARGIN)
    marks = ()
    if has_key:
        marks, width, height = key(said, measured, orientation, width, tree.height)
    return TreePicture(
        clean(said.title),
        clean(said.description),
        orientation,
        width,
        height,
        tree.nodes,
        tree.branches,
        tree.sets,
        headings,
        marks,
    )
