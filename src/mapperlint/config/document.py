"""A file with settings: what it says, and where it says it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeGuard

from mapperlint.config import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    Table = dict[str, object]
    Reading = Callable[[str, bytes], object]


class Document(NamedTuple):
    """A `mapperlint.toml`, or a `pyproject.toml` with a `[tool.mapperlint]`.

    `table` is what it says of mapperlint, `text` the whole file.
    """

    path: str
    text: str
    table: Table

    def refuse(self, key: str, message: str, value: str | None = None) -> NoReturn:
        """Raise SettingsError at the line of a key, or of a string in its value."""
        raise SettingsError(f"{shown(self.path)}:{self.line(key, value)}: {message}")

    def line(self, key: str, value: str | None = None) -> int:
        """The line of a key, from 1. `tomllib` keeps no positions, so the text is searched."""
        lines = self.text.split("\n")
        head = next((index for index, line in enumerate(lines) if re.match(_HEADER, line)), 0)
        word = re.compile(rf"""^[^#]*(?<![\w-])["']?{re.escape(key)}["']?\s*([=.\]])""")
        found = next((i for i in range(head, len(lines)) if word.search(lines[i])), head)
        if value is None:
            return found + 1
        quoted = re.compile(rf"""^[^#]*(?<![\w-])["']?{re.escape(value)}(?![\w-])""")
        inside = (i for i in range(found, len(lines)) if quoted.search(lines[i]))
        return next(inside, found) + 1


def document(path: str, content: bytes, read: Reading | None = None) -> Document | None:
    """What a file says of mapperlint; None for a `pyproject.toml` that does not speak of it.

    `read` is `said_of_us`, or what knows its answer. Raises SettingsError.
    """
    text = content.decode(errors="replace").replace("\r\n", "\n")
    # Cheaper than reading all TOML: is there a header, a dotted key, or a key below `[tool]`?
    if path.endswith("pyproject.toml") and not ("mapperlint" in text and re.search(_MENTION, text)):
        return None
    table = (read or said_of_us)(path, content)
    if table is None:
        return None
    found = Document(path, text, table if is_table(table) else {})
    if not is_table(table):
        found.refuse("mapperlint", "`tool.mapperlint` is to be a table")
    return found


def said_of_us(path: str, content: bytes) -> object:
    """What a file says of mapperlint, to be a table; None for nothing. Raises SettingsError."""
    table = _parsed(path, content)
    if not path.endswith("pyproject.toml"):
        return table
    tool = table.get("tool")
    return tool.get("mapperlint") if is_table(tool) else None


# Patterns are compiled where they are used: a plain check needs none of them.
_HEADER = r"""^\s*\[\s*tool\s*\.\s*["']?mapperlint"""
_MENTION = r"""(?m)^\s*(?:\[\s*)?(?:tool\s*\.\s*)?["']?mapperlint["']?\s*[].=]"""


def is_table(value: object) -> TypeGuard[Table]:
    """Whether a value is a table of TOML."""
    return isinstance(value, dict)


def _parsed(path: str, content: bytes) -> Table:
    try:
        import tomllib
    except ModuleNotFoundError:  # Python 3.10
        import tomli as tomllib
    try:
        return dict(tomllib.loads(content.decode()))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{shown(path)}:{line}: not UTF-8, which TOML has to be") from None
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = re.search(r" \(at line (\d+), column \d+\)| \(at end of document\)", message)
        line = int(place[1]) if place and place[1] else content.rstrip().count(b"\n") + 1
        reason = message[: place.start()] if place else message
        raise SettingsError(f"{shown(path)}:{line}: not TOML: {reason}") from None


def shown(path: str) -> str:
    """A path as the user would type it here."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # on another drive
        return path
    return path if relative.startswith("..") else relative
