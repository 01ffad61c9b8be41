"""JSON is read within the limits of YAML, and says where it breaks them."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.text.characters import unreadable
from standoff.text.json_data import NotJson, read_json

TEXTS = st.text(max_size=8).filter(lambda text: not unreadable(text))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | TEXTS
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(PLAIN, st.booleans(), st.sampled_from([None, 1]))
def test_what_another_program_writes_is_read_back(data: object, ascii: bool, indent: int | None):
    assert read_json(json.dumps(data, ensure_ascii=ascii, indent=indent), "x.json") == data


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('{"a": 1,\n "b": ' + "9" * 401 + "}", (2, 7), "a number of 401 characters"),
        ("[1,\n 1e400]", (2, 2), "the number 1e400 is too large"),
        ("[NaN]", (1, 2), "NaN is not a number of JSON"),
        ('{"a": -Infinity}', (1, 8), "Infinity is not a number"),
        ('{"a": "\\u0001"}', (1, 8), "stands for U+0001"),
        ('{"a": "b\\ud800"}', (1, 9), "stands for U+D800"),
        ('{"\\u001b[31m": 1}', (1, 3), "stands for U+001B"),
        ('{"a": "\x9b"}', (1, 8), "the character U+009B"),
        ('{"a": 1,\n "a": 2}', (2, 2), "the key 'a' is written twice"),
        ("[" * 51 + "]" * 51, (1, 51), "nested deeper than 50 levels"),
        ("[" * 100_000, (1, 51), "nested deeper than 50 levels"),
        ('{"a": [1, 2}', (1, 12), "is not JSON"),
        ("", (1, 1), "is not JSON"),
        ("1_000", (1, 2), "is not JSON"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, place: tuple[int, int], message: str):
    with pytest.raises(NotJson, match=r"^x\.json: ") as error:
        read_json(text, "x.json")
    assert message in error.value.message
    assert (error.value.line, error.value.column) == place


@given(st.text(alphabet=st.sampled_from(list('[]{}",:\\u001e9.-+ntf \n\x00é')), max_size=60))
def test_no_text_makes_it_fail(text: str):
    with contextlib.suppress(NotJson):
        read_json(text, "x.json")


def test_pairs_of_surrogates_are_one_character():
    assert read_json('["\\ud83d\\ude00", "\\\\u0001"]', "x.json") == ["😀", "\\u0001"]
