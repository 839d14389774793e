"""The table of all that SQLAlchemy says of wrong mappings, and which rule says it before.

One file for each family in `docs/specification`; the table for people is made of them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).parents[2] / "docs" / "specification"
TABLE = FOLDER / "README.md"

_INTRODUCTION = """\
# What SQLAlchemy says, and what we say first

Each row is an error or a warning that SQLAlchemy has for a wrong mapping, or a defect it has no
word for (family SIL). A row has the rules that speak where it would, with the situations that show
it, or the reason why no rule does. The rows stand in the `.toml` files beside this one, with the
exact condition of each; this table is made of them:

    UPDATE_SPECIFICATION=1 pytest tests/test_specification.py
"""


_HEAD = "| | What it says | Rules, or why there is none |\n|---|---|---|\n"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that can be wrong. It has rules, or a reason for having none."""

    id: str
    error: str
    message: str
    when: str
    condition: str
    decidable: str
    versions: str
    rules: tuple[str, ...]
    fixtures: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Family:
    """Rows of one kind, under a title."""

    title: str
    rows: tuple[Row, ...]


def families() -> list[Family]:
    """All families, in the order of their files."""
    return [_family(path) for path in sorted(FOLDER.glob("*.toml"))]


def _family(path: Path) -> Family:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return Family(document["title"], tuple(map(_row, document["row"])))


def _row(given: dict[str, Any]) -> Row:
    lists = {"rules": tuple(given["rules"]), "fixtures": tuple(given["fixtures"])}
    return Row(**{**given, **lists})


def table() -> str:
    """The table for people, as Markdown."""
    parts = [_INTRODUCTION]
    for family in families():
        rows = "".join(map(_line, family.rows))
        parts.append(f"## {family.title}\n\n{_HEAD}{rows}")
    return "\n".join(parts)


def _line(row: Row) -> str:
    said = f"{_escaped(row.error)}: {_escaped(row.message)}"
    fixtures = ", ".join(
        f"[{each.rpartition('/')[2]}](../../fixtures/{each})" for each in row.fixtures
    )
    answer = ", ".join(f"`{rule}`" for rule in row.rules)
    parts = (answer, fixtures, _escaped(row.reason))
    return f"| {row.id} | {said} | {'; '.join(filter(None, parts))} |\n"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
