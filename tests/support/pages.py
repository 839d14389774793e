"""The examples on the page of a rule, as small projects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = re.compile(r"^```(?:python|toml)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# ([\w/.]+\.\w+)\n")

PREAMBLE = """\
from __future__ import annotations
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship
from base import Base
"""

BASE = """\
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass
"""


@dataclass(frozen=True, slots=True)
class Page:
    """The sections of a page that are code: files by name, the bad ones and the good ones."""

    bad: dict[str, str]
    good: dict[str, str]


def page(text: str) -> Page:
    """The examples of a rule's docstring; both are empty where the page has none."""
    example = text.partition("## Example")[2].partition("\n## ")[0]
    bad, _, good = example.partition("Use instead")
    return Page(_files(bad), _files(good))


def _files(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in _BLOCK.findall(text):
        named = _FILE.match(block)
        name = named.group(1) if named else "models.py"
        found[name] = block[named.end() :] if named else block
    return found


def write(files: dict[str, str], root: Path) -> None:
    """Write an example as a project that can be imported."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "base.py").write_text(BASE)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        is_model = name.endswith(".py") and "(Base)" in text
        path.write_text(f"{PREAMBLE}{text}" if is_model else text)
