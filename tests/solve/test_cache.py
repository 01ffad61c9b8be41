"""Where compiled code is kept when the installation cannot be written to."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from numba import config as numba_config

from standoff.errors import FileProblem
from standoff.solve import kernels

config: Any = numba_config


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine on which neither the package nor the user's folder takes files."""
    monkeypatch.setattr(kernels, "takes_files", lambda _folder: False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(config, "CACHE_DIR", "")
    return tmp_path


def test_compiled_code_goes_to_a_private_temporary_folder(nowhere: Path) -> None:
    kernels.find_room()
    (folder,) = nowhere.iterdir()
    assert str(folder) == config.CACHE_DIR
    if os.name != "nt":
        assert folder.stat().st_mode & 0o777 == 0o700
    config.CACHE_DIR = ""
    kernels.find_room()
    assert str(folder) == config.CACHE_DIR


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
def test_a_folder_that_others_can_write_to_is_not_trusted(nowhere: Path) -> None:
    """Cached code is run, so nobody else may have put it there."""
    kernels.find_room()
    (folder,) = nowhere.iterdir()
    folder.chmod(0o777)
    config.CACHE_DIR = ""
    kernels.find_room()
    assert str(folder) != config.CACHE_DIR
    assert config.CACHE_DIR.startswith(str(nowhere))


def test_whattakes_files_stays(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "takes_files", lambda _folder: True)
    for given in ("mine", ""):
        monkeypatch.setattr(config, "CACHE_DIR", given)
        kernels.find_room()
        assert given == config.CACHE_DIR
    assert not list(nowhere.iterdir())


def test_a_named_folder_that_takes_no_files_does_not_end_the_program(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "CACHE_DIR", "mine")
    kernels.find_room()
    (folder,) = nowhere.iterdir()
    assert str(folder) == config.CACHE_DIR


def test_no_place_at_all_is_told(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(nowhere / "none"))
    with pytest.raises(FileProblem, match="no place for compiled code"):
        kernels.find_room()


def test_a_foldertakes_files_or_does_not(tmp_path: Path) -> None:
    assert kernels.takes_files(tmp_path / "new")
    (tmp_path / "file").write_text("")
    assert not kernels.takes_files(tmp_path / "file" / "below")
