"""Where compiled code is kept when the installation cannot be written to."""

from __future__ import annotations

import os
import tempfile

import pytest
from numba import config

from standoff.solve import kernels


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """A machine on which neither the package nor the user's folder takes files."""
    monkeypatch.setattr(kernels, "_takes_files", lambda folder: False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(config, "CACHE_DIR", "")
    return tmp_path


def test_compiled_code_goes_to_a_private_temporary_folder(nowhere):
    kernels._find_room()
    (folder,) = nowhere.iterdir()
    assert str(folder) == config.CACHE_DIR
    if os.name != "nt":
        assert folder.stat().st_mode & 0o777 == 0o700
    config.CACHE_DIR = ""
    kernels._find_room()
    assert str(folder) == config.CACHE_DIR


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
def test_a_folder_that_others_can_write_to_is_not_trusted(nowhere):
    """Cached code is run, so nobody else may have put it there."""
    kernels._find_room()
    (folder,) = nowhere.iterdir()
    folder.chmod(0o777)
    config.CACHE_DIR = ""
    kernels._find_room()
    assert str(folder) != config.CACHE_DIR
    assert config.CACHE_DIR.startswith(str(nowhere))


def test_what_the_user_names_and_what_takes_files_stay(nowhere, monkeypatch):
    monkeypatch.setattr(config, "CACHE_DIR", "mine")
    kernels._find_room()
    assert config.CACHE_DIR == "mine"
    monkeypatch.setattr(config, "CACHE_DIR", "")
    monkeypatch.setattr(kernels, "_takes_files", lambda folder: True)
    kernels._find_room()
    assert config.CACHE_DIR == ""
    assert not list(nowhere.iterdir())


def test_a_folder_takes_files_or_does_not(tmp_path):
    assert kernels._takes_files(tmp_path / "new")
    (tmp_path / "file").write_text("")
    assert not kernels._takes_files(tmp_path / "file" / "below")
