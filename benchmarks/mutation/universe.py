"""The mapped classes of a project, as SQLAlchemy described them before anything was broken."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapped class: its place, its table, what it has, and what it is connected with.

    `connected` are tables and full names of classes that keys and relationships lead to.
    """

    full_name: str
    file: str
    line: int | None
    table: str | None
    columns: tuple[str, ...]
    relationships: tuple[str, ...]
    connected: frozenset[str]

    @property
    def name(self) -> str:
        return self.full_name.rpartition(".")[2]

    @property
    def words(self) -> frozenset[str]:
        """What a message may call it by."""
        return frozenset(filter(None, (self.name, self.table)))


@dataclass(frozen=True, slots=True)
class Universe:
    """All mapped classes, and the files that SQLAlchemy's answer is about."""

    classes: tuple[Mapped, ...]
    files: frozenset[str]
    by_word: dict[str, list[Mapped]] = field(init=False)

    def __post_init__(self) -> None:
        by_word: dict[str, list[Mapped]] = {}
        for cls in self.classes:
            for word in cls.words:
                by_word.setdefault(word, []).append(cls)
        object.__setattr__(self, "by_word", by_word)

    def named(self, name: str) -> Mapped | None:
        """The class of that name, where there is one only."""
        found = self.by_word.get(name.rpartition(".")[2], [])
        return found[0] if len(found) == 1 else None

    def concerned(self, words: Iterable[str], message: str) -> tuple[Mapped, ...]:
        """The classes that are named, those that SQLAlchemy names, and those next to them."""
        said = {*words, *re.findall(r"[\w.]+", message), *re.findall(r"\w+", message)}
        near = [cls for word in sorted(said) for cls in self.by_word.get(word, ())]
        leading = {name for cls in near for name in (cls.full_name, cls.table) if name}
        led_to = frozenset[str]().union(*(cls.connected for cls in near))
        return tuple(
            cls
            for cls in self.classes
            if cls in near
            or not leading.isdisjoint(cls.connected)
            or cls.full_name in led_to
            or cls.table in led_to
        )


def universe_of(described: Iterable[dict[str, Any]], files: Iterable[str]) -> Universe:
    """The classes as `dump.py` describes them, and the files that were loaded with them."""
    return Universe(tuple(map(_mapped, described)), frozenset(files))


def _mapped(entry: dict[str, Any]) -> Mapped:
    return Mapped(
        entry["class"],
        entry["file"],
        entry["line"],
        entry["table"],
        tuple(entry["columns"]),
        tuple(relationship["key"] for relationship in entry["relationships"]),
        frozenset(_connected(entry)),
    )


def _connected(entry: dict[str, Any]) -> Iterator[str]:
    for _, column in entry["foreign_keys"]:
        yield column.rpartition(".")[0]
    for relationship in entry["relationships"]:
        yield relationship["target"]
        yield from filter(None, (relationship["secondary"],))
    yield from filter(None, (entry["inherits"],))
