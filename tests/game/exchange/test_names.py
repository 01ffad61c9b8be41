"""Names told apart, and put together again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from standoff.game.exchange.names import numbered, one_line, plain, unique

NAMES = st.lists(st.sampled_from(["", "a", "a ~1", "a ~2", "a ~2 ~1", "b", "1", "2"]), max_size=12)


@given(NAMES)
def test_unique_names_are_unique_and_the_first_keeps_its_own(names: list[str]) -> None:
    made = unique(names, lambda i: str(i + 1))
    assert len(set(made)) == len(made)
    assert unique(made, str) == made
    first = names.index("a") if "a" in names else None
    assert first is None or made[first] == "a"


@given(NAMES)
def test_numbered_names_are_unique_and_come_back(names: list[str]) -> None:
    made = numbered(names)
    assert len(set(made)) == len(made)
    assert [plain(name) for name in made] == names


def test_one_line_keeps_words_only() -> None:
    assert one_line("  a\t\n b\x85c \x00") == "a b c"
