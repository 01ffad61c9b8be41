from __future__ import annotations

import pytest

from standoff import models
from standoff.errors import UnknownName


def test_the_founding_model_is_found_without_a_list():
    assert "linkage-crisis" in models.names()
    assert models.get("linkage-crisis").name == "linkage-crisis"


def test_names_are_sorted_and_unique():
    names = models.names()
    assert list(names) == sorted(set(names))


@pytest.mark.parametrize("wrong", ["linkage_crisis", "linkage-crises", "Linkage-Crisis"])
def test_a_near_miss_is_suggested(wrong):
    with pytest.raises(UnknownName, match="did you mean 'linkage-crisis'"):
        models.get(wrong)


@pytest.mark.parametrize("wrong", ["base", "registry", "answers", "", "../base", "os"])
def test_modules_without_a_model_are_no_models(wrong):
    with pytest.raises(UnknownName, match="unknown model"):
        models.get(wrong)
