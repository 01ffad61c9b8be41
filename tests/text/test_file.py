"""Files are read within limits and written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from standoff.errors import FileProblem
from standoff.text.file import read_text, replaced, write_text


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "grüße\n")
    assert read_text(path, 100) == "grüße\n"
    write_text(path, "again")
    assert read_text(path, 5) == "again"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("big", b"123456", "too big"), ("latin", b"a\n\xe9", "not UTF-8"), (".", None, "a folder")],
)
def test_what_cannot_be_read_says_why(
    tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileProblem, match=says):
        read_text(path, 5)
    with pytest.raises(FileProblem, match="no such file"):
        read_text(tmp_path / "nothing" / "here", 5)


def test_a_failure_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "old")

    def fail(error: BaseException) -> None:
        with replaced(path) as draft:
            draft.write_text("half")
            raise error

    with pytest.raises(FileProblem, match="disk full"):
        fail(OSError(28, "disk full"))
    assert path.read_text() == "old"
    with pytest.raises(KeyboardInterrupt):
        fail(KeyboardInterrupt())
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="it is a folder"):
        write_text(tmp_path, "x")
    with pytest.raises(FileProblem, match="cannot be written"):
        write_text(tmp_path / "missing" / "a.txt", "x")


def test_written_files_follow_the_users_own_rules(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "a.txt", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640
