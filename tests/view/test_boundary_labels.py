"""Names of regions on a map: inside, off the marks, off each other, else numbers."""

from __future__ import annotations

from itertools import combinations

from standoff.view.boundary_labels import Box, Land, placed
from standoff.view.lettering import width

SIZE = (520, 400)


def rectangle(name: str, left: float, top: float, right: float, bottom: float) -> Land:
    line = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return Land(name, [line], ((left + right) / 2, (top + bottom) / 2))


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_names_break_into_lines_and_stay_inside() -> None:
    lands = [
        rectangle("private pooling, secret, exonerate", 139, 0, 520, 360),
        rectangle("public semi, notify, exonerate", 0, 0, 139, 360),
        rectangle("public pooling, secret, honor", 0, 360, 139, 400),
        rectangle("private pooling, secret, honor", 139, 360, 520, 400),
    ]
    rows, numbers = placed(lands, SIZE)
    assert numbers == {}
    assert [row["text"] for row in rows] == [
        "private pooling, secret, exonerate",
        "public semi, notify,",
        "exonerate",
        "public pooling,",
        "secret, honor",
        "private pooling, secret, honor",
    ]
    for row in rows:
        (border,) = next(land.outlines for land in lands if land.name == row["name"])
        half = width(row["text"], 12.0, bold=True) / 2
        assert border[0][0] <= row["px"] - half
        assert row["px"] + half <= border[2][0]
    boxes = {row["box"] for row in rows}
    assert len(boxes) == 4
    assert not any(overlap(a, b) for a, b in combinations(boxes, 2))


def test_a_name_without_room_has_a_number_and_a_sliver_nothing() -> None:
    lands = [
        rectangle("semi", 40, 0, 516, 400),
        rectangle("no answer", 0, 0, 40, 400),
        rectangle("rupture", 516, 0, 520, 400),
    ]
    rows, numbers = placed(lands, SIZE)
    assert numbers == {"no answer": 1}
    assert [(row["name"], row["text"]) for row in rows] == [("semi", "semi"), ("no answer", "1")]


def test_a_name_that_fits_elsewhere_keeps_it_there() -> None:
    lands = [rectangle("pooling", 0, 0, 490, 400), rectangle("pooling", 490, 0, 520, 400)]
    rows, numbers = placed(lands, SIZE)
    assert [row["text"] for row in rows] == ["pooling", "1"]
    assert numbers == {"pooling": 1}


def test_names_keep_off_marks_and_out_of_holes() -> None:
    whole = rectangle("sea", 0, 0, 520, 400)
    hole = rectangle("land", 160, 150, 360, 250)
    cross: Box = (0, 295, 520, 305)
    rows, _ = placed(
        [Land("sea", [*whole.outlines, *hole.outlines], (260, 300)), hole], SIZE, [cross]
    )
    sea, land = rows
    assert not overlap(sea["box"], cross)
    assert not overlap(sea["box"], (160, 150, 360, 250))
    # As near to its place as that allows.
    assert abs(sea["py"] - 300) < 30
    assert (land["px"], land["py"]) == (260, 200)
