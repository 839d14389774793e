"""Edits as a person makes them, and what has to be the same whether a cache was there or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from mapperlint.engine.answer import Answer


def bare(answer: Answer) -> Answer:
    """An answer without the intentions of its fixes: a kept one has none."""
    return answer._replace(
        findings=tuple(
            finding._replace(fixes=tuple(fix._replace(intentions=()) for fix in finding.fixes))
            for finding in answer.findings
        )
    )


def of_lines(text: str, rng: random.Random) -> str:
    """A text with a line more or less, or another one."""
    lines = text.splitlines(keepends=True) or ["\n"]
    place = rng.randrange(len(lines))
    match rng.choice(["comment", "comment", "blank", "twice", "without", "swapped", "statement"]):
        case "comment":
            lines.insert(place, "# A remark.\n")
        case "blank":
            lines.insert(place, "\n")
        case "twice":
            lines.insert(place, lines[place])
        case "without":
            del lines[place]
        case "swapped":
            other = rng.randrange(len(lines))
            lines[place], lines[other] = lines[other], lines[place]
        case _:
            lines.append(rng.choice(["x = 1\n", "def f(): return 1\n", "import os\n"]))
    return "".join(lines)
