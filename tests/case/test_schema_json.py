from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from standoff.case import Case, json_schema
from standoff.case.generate import main, schema_text


def test_the_file_in_the_package_is_up_to_date():
    text = resources.files("standoff.case").joinpath("data/case.schema.json").read_text("utf-8")
    assert text == schema_text(), "run: python -m standoff.case.generate docs/reference"


def test_the_schema_knows_every_key_and_forbids_others():
    schema = json_schema()
    assert set(schema["properties"]) == set(Case.model_fields)
    assert schema["required"] == ["standoff", "id", "title"]
    for definition in [schema, *schema["$defs"].values()]:
        assert definition["additionalProperties"] is False
    claim = schema["$defs"]["Claim"]["properties"]
    assert claim["reliability"]["enum"] == list("ABCDEF")
    assert "own words" in claim["says"]["description"]


def test_every_reference_in_the_schema_leads_somewhere():
    schema = json_schema()

    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if "$ref" in part else []
            return own + [name for each in part.values() for name in references(each)]
        if isinstance(part, list):
            return [name for each in part for name in references(each)]
        return []

    names = {each.removeprefix("#/$defs/") for each in references(schema)}
    assert names == set(schema["$defs"])


def test_every_key_is_documented(root: Path):
    page = (root / "docs" / "reference" / "case-file.md").read_text(encoding="utf-8")
    schema = json_schema()
    for definition in [schema, *schema["$defs"].values()]:
        for key in definition["properties"]:
            assert f"`{key}`" in page, f"{definition['title']}: {key}"


def test_generated_files_are_written(tmp_path: Path, monkeypatch: Any, capsys: Any):
    monkeypatch.setattr("standoff.case.generate.SCHEMA_FILE", tmp_path / "case.schema.json")
    main(str(tmp_path))
    assert json.loads((tmp_path / "case.schema.json").read_text()) == json_schema()
    assert (tmp_path / "rules.md").read_text().startswith("# Checks of case files")
    assert "rules.md" in capsys.readouterr().out
