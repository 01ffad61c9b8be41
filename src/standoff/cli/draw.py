"""`standoff draw`: a game as a tree."""

from __future__ import annotations

from typing import Literal

from standoff.cli._options import InOrder, Output, Settings, Switch, Words


def draw(
    game: str,
    /,
    *,
    output: Output = None,
    solve: Switch = False,
    set_: Settings = (),
    remove: Words = (),
    focus: InOrder = (),
    collapse: Switch = False,
    payoffs: Literal["numbers", "expressions", "none"] = "numbers",
    orientation: Literal["left", "top"] = "left",
) -> None:
    """Draw a game tree as an SVG picture.

    Parameters
    ----------
    game
        A game file (YAML, or .efg of Gambit), a case file, or the name of a model.
    output
        The file to write; without it the picture goes to standard output.
    solve
        Show what each side would do, what happens, and what players believe.
    set_
        Values of parameters: --set prize=.3 damage=1.
    remove
        Moves that are taken away.
    focus
        Draw only what follows a branch, or a whole history of branches.
    collapse
        Fold what never happens; implies --solve.
    payoffs
        Payoffs as numbers, as expressions of the parameters, or not at all.
    orientation
        Where the tree begins.
    """
    from standoff.cli._equilibria import equilibria
    from standoff.cli._files import save, writable
    from standoff.cli._screen import write
    from standoff.cli._subject import subject
    from standoff.text.file import write_text
    from standoff.view import draw_tree

    if output is not None:
        writable(output, given=game)
    asked = subject(game)
    point = asked.point(set_)
    found = equilibria(asked, point, remove).solutions[0] if solve or collapse else None
    picture = draw_tree(
        found.game if found else asked.build(remove),
        found,
        orientation=orientation,
        payoffs=payoffs,
        collapse="off path" if collapse else "nothing",
        focus=focus,
    )
    if output is None:
        write(picture)
    else:
        save(output, lambda path: write_text(path, picture))
