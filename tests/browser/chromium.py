"""Debian's Chromium, closed to the network; tests that need it skip where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--metrics-recording-only",
)


def executable() -> str:
    """Return the path of a Chromium; skips the test where there is none."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no Chromium here (looked for {', '.join(_NAMES)}); try: make browser")
    return found


@contextmanager
def chromium() -> Iterator[Any]:
    """Start a browser and close it afterwards."""
    path = executable()
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=list(_FLAGS), timeout=0)
        try:
            yield browser
        finally:
            browser.close()
