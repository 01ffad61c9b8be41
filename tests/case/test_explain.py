from __future__ import annotations

from pathlib import Path

import pytest

from standoff.case.explain import explain, kinds, rules_page
from standoff.errors import UnknownName


def test_a_kind_is_explained_by_code_and_by_name():
    text = explain("sc014")
    assert text == explain("unknown-source")
    assert text.startswith("SC014 unknown-source (error)\n\nA claim cites a source")
    assert "source: gazete" in text


def test_an_unknown_kind_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'unknown-source'"):
        explain("unknown-sorce")


def test_the_page_is_up_to_date(root: Path):
    page = (root / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")
    assert page == rules_page(), "run: python -m standoff.case.generate docs/reference"


def test_the_page_has_a_section_for_every_kind():
    page = rules_page()
    for kind in kinds():
        assert f"\n## {kind.code} {kind.name}\n" in page
    assert "::\n" not in page
    assert page.count("```") == 2 * page.count("```yaml")
