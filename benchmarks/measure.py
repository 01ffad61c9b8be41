"""How benchmarks measure: CPU seconds, medians, and a line per row."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def cpu_seconds(work: Callable[[], object], *, repeats: int = 3) -> float:
    """Return the median CPU time of some runs, over all threads."""
    taken: list[float] = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def amount(seconds: float) -> str:
    """Write a time with a fitting unit."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("us", 1e6)):
        if seconds * factor >= 1.0 or unit == "us":
            return f"{seconds * factor:.3g} {unit}"
    return ""


def row(what: str, ours: float, theirs: float | None = None, note: str = "") -> None:
    """Print one comparison, per unit of work."""
    peer = f"{amount(theirs):>10} {theirs / ours:>10,.0f} x" if theirs is not None else " " * 23
    print(f"  {what:<52} {amount(ours):>10} {peer}  {note}")


def heading(title: str, *packages: str) -> None:
    """Print what is compared, with versions."""
    found = [f"Python {platform.python_version()}"]
    for package in packages:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    print(f"\n{title} ({', '.join(found)}; CPU time, median)")
    print(f"  {'':<52} {'standoff':>10} {'peer':>10} {'ratio':>12}")


def store(file: str, what: str, measured: Mapping[str, float], *packages: str) -> None:
    """Keep what was measured in `results/<file>.json`, with the machine and the versions."""
    path = Path(__file__).parent / "results" / f"{file}.json"
    path.parent.mkdir(exist_ok=True)
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    versions = {"python": platform.python_version()}
    for package in packages:
        with suppress(PackageNotFoundError):
            versions[package] = version(package)
    kept[what] = {
        "measured": {name: float(f"{value:.4g}") for name, value in measured.items()},
        "machine": f"{_processor()}, {os.cpu_count()} processors",
        "load": round(os.getloadavg()[0], 1),
        "versions": versions,
    }
    path.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
