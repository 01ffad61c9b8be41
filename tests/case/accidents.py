"""Accidents that happen to files: lines and values lost, doubled, moved and overwritten."""

from __future__ import annotations

JUNK = [
    "", "~", ".nan", "-.inf", "1e999", "1e308", "-0.0", "9" * 99, "9" * 5000, "-" + "9" * 50,
    "true", "no", "0", "-1", "1", "2", "0x7fffffffffffffffff", "[]", "{}", "[[[[[[1]]]]]]",
    "[" * 60 + "]" * 60, "{a: {b: {c: {d: e}}}}", "[~, ~]", "[1, two, 3.0]", "'", '"', '"\\x00"',
    '"\\u202e\\x1b[2J"', "*x", "&x 1", "!!binary aGk=", "!!python/object:os.system x", "|", ">-",
    "? x", "- x", "# x", "%", "@", "`", "unknown", "2031-02-30", "9999-12-31", "0001", "0000-01-01",
    "10000", "fixed", "0 to 1", "1 to 0", "1e308 to 1e309", "uniform(0, 1e308)", "beta(1e-300, 1)",
    "normal(0, 1e-320)", "lognormal(800, 1)", "triangular(0, 0, 0)", "likely", "remote", "outlet",
    "c1", "c2", "S", "F", "6", "prize", "V", "cost / 0", "x" * 3000, "é" * 50, "\ud83d\ude00",
    "__import__('os')", "prize ** prize", "(" * 80, "{{x}}", "<<", "=", "\x07", "\x00", "\ufeff",
]  # fmt: skip

KINDS = (
    "delete", "repeat", "swap", "indent", "dedent", "line", "value", "inside", "key", "cut",
)  # fmt: skip


def mutate(lines: list[str], mutations: list[tuple[str, int, str]]) -> str:
    """Return the text of a case after a series of accidents."""
    lines = list(lines)
    for kind, where, junk in mutations:
        n = where % len(lines)
        line = lines[n]
        key, colon, value = line.partition(":")
        match kind:
            case "delete" if len(lines) > 1:
                del lines[n]
            case "repeat":
                lines.insert(n, line)
            case "swap":
                other = (n * 7 + 3) % len(lines)
                lines[n], lines[other] = lines[other], lines[n]
            case "indent":
                lines[n] = junk + line
            case "dedent":
                lines[n] = line[2:]
            case "line":
                lines[n] = junk
            case "value":
                lines[n] = f"{key}{colon} {junk}"
            case "inside" if ", " in line:
                parts = line.split(", ")
                at = where % len(parts)
                parts[at] = f"{parts[at].partition(':')[0]}: {junk}"
                lines[n] = ", ".join(parts)
            case "key":
                lines[n] = f"{junk}{colon}{value}"
            case "cut":
                lines[n] = line[: where % (len(line) + 1)]
            case _:
                pass
    return "\n".join(lines)
