import itertools

from hypothesis import given
from hypothesis import strategies as st

from standoff.view.tree_layout import children_of, lanes, stacked, tidy

GAP = 3.0


@st.composite
def trees(draw):
    """A random tree in preorder, with the room that each node needs."""
    depth, parent, last = [0], [-1], {0: 0}
    for node in range(1, draw(st.integers(1, 40))):
        level = draw(st.integers(1, depth[-1] + 1))
        parent.append(last[level - 1])
        depth.append(level)
        last[level] = node
    rooms = st.lists(st.integers(1, 30).map(float), min_size=len(parent), max_size=len(parent))
    return parent, depth, draw(rooms), draw(rooms)


def overlaps(places, before, after):
    boxes = sorted((p - b, p + a) for p, b, a in zip(places, before, after, strict=True))
    return [(s, t) for s, t in itertools.pairwise(boxes) if t[0] < s[1] - 1e-6]


def assert_parents_in_the_middle(parent, places):
    for node, below in enumerate(children_of(parent)):
        if below:
            middle = (places[below[0]] + places[below[-1]]) / 2
            assert abs(places[node] - middle) < 1e-6


@given(trees())
def test_tidy_keeps_every_level_apart_and_in_order(tree):
    parent, depth, before, after = tree
    places = tidy(parent, before, after, GAP)
    for level in range(max(depth) + 1):
        at = [i for i, d in enumerate(depth) if d == level]
        for left, right in itertools.pairwise(at):
            assert places[left] + after[left] + GAP <= places[right] - before[right] + 1e-6
    assert_parents_in_the_middle(parent, places)
    assert min(p - b for p, b in zip(places, before, strict=True)) > -1e-6


@given(trees())
def test_stacked_keeps_every_subtree_in_a_strip_of_its_own(tree):
    parent, _, before, after = tree
    places = stacked(parent, before, after, GAP)
    low = [p - b for p, b in zip(places, before, strict=True)]
    high = [p + a for p, a in zip(places, after, strict=True)]
    for node in range(len(parent) - 1, 0, -1):
        low[parent[node]] = min(low[parent[node]], low[node])
        high[parent[node]] = max(high[parent[node]], high[node])
    for below in children_of(parent):
        for left, right in itertools.pairwise(below):
            assert high[left] + GAP <= low[right] + 1e-6
    assert_parents_in_the_middle(parent, places)
    assert low[0] > -1e-6


def test_tidy_is_symmetric():
    # A small subtree between two large ones stands in the middle, not pushed to one side.
    parent = [-1, 0, 1, 1, 1, 0, 0, 6, 6, 6]
    room = [5.0] * len(parent)
    places = tidy(parent, room, room, GAP)
    assert places[5] == places[0]
    assert places[0] - places[1] == places[6] - places[0]


def test_tidy_lets_a_deep_subtree_reach_below_a_shallow_one():
    # Contours, not bounding boxes: the wide family below node 2 may pass under leaf 1.
    parent = [-1, 0, 0, 2, 2, 2, 2]
    room = [5.0] * len(parent)
    places = tidy(parent, room, room, GAP)
    assert places[3] < places[1]
    assert places[2] - places[1] == 13.0


def test_a_chain_deeper_than_the_stack_of_python_is_no_problem():
    n = 20_000
    parent = [i - 1 for i in range(n)]
    room = [1.0] * n
    assert len(set(tidy(parent, room, room, GAP))) == 1
    assert len(set(stacked(parent, room, room, GAP))) == 1


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), max_size=20))
def test_spans_in_one_lane_do_not_meet(spans):
    chosen = lanes([tuple(s) for s in spans], most=100)
    for (a, i), (b, j) in itertools.combinations(zip(spans, chosen, strict=True), 2):
        assert i != j or a[1] < b[0] or b[1] < a[0]


def test_lanes_are_shared_when_there_are_too_many():
    assert max(lanes([(0, 9)] * 50)) == 7
