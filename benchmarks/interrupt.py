"""Stop long commands with Ctrl-C at random moments, and look at what they leave behind.

Run ``python benchmarks/interrupt.py [REPETITIONS [SEED]]`` from a working copy with the package
installed. Every command is run once to its end, for its duration; then it is started again and
again, and its whole process group gets SIGINT after a random part of that time. It ends with a line
per command, and with every repetition that was not clean: a traceback, another last line or exit
code, half of a file, a hidden file, a process that is still there.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASE = str(ROOT / "cases/cienfuegos/case.yaml")
#: Seconds that a stopped command has to end.
PATIENCE = 60.0
_LINE = re.compile(r"Stopped(\.|; no file was left half-written\.)")


def commands(place: Path) -> dict[str, list[str]]:
    """Return the commands that are stopped; all write into a folder."""
    data = place.parent / "disputes.csv"
    if not data.exists():
        data.write_text(disputes())
    fit = ["fit", "egame12", str(data), "esc + war ~ 1 | 0 | x | z"]
    fit += ["--save", str(place / "f.json")]
    return {
        "analyze": [
            *("analyze", CASE, "--draws", "2000"),
            *("--report", str(place / "r.html"), "--json", str(place / "f.json")),
        ],
        "ask": ["ask", CASE, "sobol", "--rows", "1024", "--output", str(place / "s.svg")],
        "fit": [*fit, "--table", str(place / "t.tex")],
        "bootstrap": [*fit, "--covariance", "bootstrap", "--replicates", "60", "--workers", "2"],
        "sweep": ["sweep", CASE, "--into", str(place / "run"), "--draws", "400000"],
        "compare": [
            *("compare", CASE, "--what-if", "no-judge", "--draws", "500"),
            *("--output", str(place / "c.svg")),
        ],
    }


def disputes() -> str:
    """Return a table of a game of two movers."""
    rng = random.Random(1)
    rows = ["esc,war,x,z"]
    for _ in range(400):
        x, z = rng.gauss(0, 1), rng.gauss(0, 1)
        esc = x + rng.gauss(0, 1) > 0
        war = esc and z > rng.gauss(0, 1)
        rows.append(f"{int(esc)},{int(war)},{x},{z}")
    return "\n".join(rows) + "\n"


def begin(words: list[str]) -> subprocess.Popen[str]:
    """Start a command in a process group of its own, as a terminal does."""
    return subprocess.Popen(
        [sys.executable, "-m", "standoff", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=ROOT,
    )


def faults(place: Path, code: int, err: str, whole: dict[str, int]) -> list[str]:
    """Say what is wrong with how a command ended."""
    found: list[str] = []
    if code not in (0, 130):
        found.append(f"exit code {code}")
    if "Traceback" in err or "Exception ignored" in err:
        found.append("traceback")
    last = err.splitlines()[-1] if err else ""
    if code == 130 and not _LINE.fullmatch(last):
        found.append(f"last line {last!r}")
    for path in place.rglob("*"):
        if path.name.startswith(".") or (path.parent == place and path.name not in whole):
            found.append(f"left {path.name}")
        elif path.parent == place and path.is_file() and path.stat().st_size < whole[path.name] / 2:
            found.append(f"half of {path.name}")
    return found


def is_left(group: int) -> bool:
    """Tell whether a process of the group outlives the command, also after some patience."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    return True


def resumed(place: Path, names: list[str]) -> list[str]:
    """Go on with a sweep that was stopped, and compare its chunks with those of a whole one."""
    if not (place / "run" / "run.json").exists():
        return []
    process = begin(["sweep", "--resume", str(place / "run")])
    err = process.communicate()[1]
    now = sorted(path.name for path in (place / "run" / "chunks").iterdir())
    return [] if process.returncode == 0 and now == names else [f"resume: {err.strip()}"]


def main() -> None:
    """Stop every command many times."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    n_bad = 0
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / "here"
        for name in commands(place):
            place.mkdir()
            began = time.monotonic()
            process = begin(commands(place)[name])
            err = process.communicate()[1]
            duration = time.monotonic() - began
            if process.returncode:
                raise SystemExit(f"{name} does not work:\n{err}")
            whole = {path.name: path.stat().st_size for path in place.iterdir()}
            run = place / "run" / "chunks"
            chunks = sorted(path.name for path in run.iterdir()) if run.exists() else []
            shutil.rmtree(place)
            codes: Counter[int] = Counter()
            waits: list[float] = []
            for i in range(n):
                place.mkdir()
                process = begin(commands(place)[name])
                after = rng.uniform(0.05, 1.1 * duration)
                time.sleep(after)
                stopped = time.monotonic()
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGINT)
                try:
                    err = process.communicate(timeout=PATIENCE)[1]
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    err = process.communicate()[1] + "\nno end"
                waits.append(time.monotonic() - stopped)
                code = process.returncode
                codes[code] += 1
                bad = ["left a process"] if is_left(process.pid) else []
                bad += faults(place, code, err, whole)
                if name == "sweep" and i % 4 == 0 and not bad:
                    bad = resumed(place, chunks)
                if bad:
                    n_bad += 1
                    print(
                        f"-- {name} after {after:.2f} s: {'; '.join(bad)}\n{err[-1500:]}",
                        flush=True,
                    )
                shutil.rmtree(place)
            print(
                f"{name}: {n} times within {1.1 * duration:.1f} s; exit codes {dict(codes)}; "
                f"ended after at most {max(waits):.1f} s",
                flush=True,
            )
    print(f"{n_bad} not clean")
    raise SystemExit(bool(n_bad))


if __name__ == "__main__":
    main()
