from __future__ import annotations

import json

from standoff.case import json_schema


def test_prints_the_schema_of_case_files(standoff):
    ran = standoff("schema")
    assert ran.code == 0
    assert json.loads(ran.out) == json_schema()
