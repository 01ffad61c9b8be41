"""What can go wrong with a run as a whole."""

from __future__ import annotations

from pathlib import Path

from standoff.errors import StandoffError


class RunError(StandoffError):
    """A run cannot start, go on or be read; every chunk that was finished is kept."""

    @classmethod
    def unwritten(cls, folder: Path, n_done: int, n_chunks: int, reason: str) -> RunError:
        """The system refuses to write a chunk: a full disk, a quota, a folder taken away."""
        return cls(
            f"{folder}: a chunk cannot be written",
            found=reason,
            right=f"make room; {n_done} of {n_chunks} chunks are kept and are not computed again",
            more=resume_line(folder),
        )

    @classmethod
    def unbegun(cls, folder: Path, reason: str) -> RunError:
        """The system refuses even the description of a run; nothing is left of it."""
        return cls(
            f"{folder}: a run cannot begin there",
            found=reason,
            right="make room, or give a folder on another disk",
        )


def resume_line(folder: Path) -> str:
    """Say how a run is continued."""
    return f"standoff sweep --resume {folder}"
