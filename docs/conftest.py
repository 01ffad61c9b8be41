"""Run the Python examples of the documentation, in a folder that holds the founding case."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from sybil import Sybil
from sybil.parsers.myst import DocTestDirectiveParser, PythonCodeBlockParser, SkipParser

FOUNDING_CASE = Path(__file__).parent.parent / "cases" / "cienfuegos"


def enter_a_folder(namespace: dict[str, Any]) -> None:
    folder = tempfile.TemporaryDirectory()
    shutil.copytree(FOUNDING_CASE, folder.name, dirs_exist_ok=True)
    namespace["_places"] = (folder, Path.cwd())
    os.chdir(folder.name)


def leave_the_folder(namespace: dict[str, Any]) -> None:
    folder, before = namespace["_places"]
    os.chdir(before)
    folder.cleanup()


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), DocTestDirectiveParser(), SkipParser()],
    pattern="*.md",
    setup=enter_a_folder,
    teardown=leave_the_folder,
).pytest()
