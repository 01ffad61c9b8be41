from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from standoff.text.names import Fresh, apart, joined

NAMES = st.text(alphabet=st.sampled_from(list('ab ,>"\\~12')), max_size=5)
LISTS = st.lists(NAMES, min_size=1, max_size=3)


@given(LISTS, LISTS, st.sampled_from([",", ">"]))
def test_no_two_lists_of_names_are_joined_into_one(one: list[str], other: list[str], mark: str):
    assert (joined(one, mark) == joined(other, mark)) == (one == other)


@given(st.lists(st.tuples(st.sampled_from(["a", "A", "b_a", "B_A", "ß", "SS"]),
                          st.sampled_from(["b", "c"])), max_size=8))  # fmt: skip
def test_columns_differ_by_more_than_capitals(wanted: list[tuple[str, str]]):
    found = apart(wanted, ["a"])
    assert len({"a", *(name.casefold() for name in found)}) == len(wanted) + 1


@given(st.lists(st.tuples(st.integers(0, 3), NAMES), max_size=8))
def test_every_thing_has_one_name_of_its_own(asked: list[tuple[int, str]]):
    fresh = Fresh(["a", "b"])
    names = {}
    for thing, name in asked:
        assert names.setdefault(thing, fresh(thing, name)) == fresh(thing, name)
    assert len({"a", "b", *names.values()}) == len(names) + 2
