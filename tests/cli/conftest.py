"""Running the program inside the test process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from standoff.cli._app import run


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Standoff = Callable[..., Ran]


@pytest.fixture
def standoff(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Standoff:
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)

    def standoff(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        code = run([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return standoff


@pytest.fixture
def founding(root: Path) -> Path:
    return root / "cases/cienfuegos/case.yaml"


@pytest.fixture
def fresh(tmp_path: Path, standoff: Standoff) -> Path:
    """The folder that `standoff new` writes."""
    assert standoff("new", tmp_path / "ferry").code == 0
    return tmp_path / "ferry"
