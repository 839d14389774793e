"""The names that people give to the tables and lists of a class: `Category`, `categories`."""

from __future__ import annotations

UNCOUNTABLE = frozenset({"data", "info", "media", "metadata", "news", "series", "history"})
"""Words that say of many what they say of one."""


def plurals(name: str) -> frozenset[str]:
    """The plurals of a class's name, in small letters."""
    one = name.lower()
    return frozenset({f"{one}s", f"{one}es"} | ({f"{one[:-1]}ies"} if one.endswith("y") else set()))


def plain(name: str) -> str:
    """A name without what languages and databases write in different ways."""
    return name.lower().replace("_", "")


def is_table_name(name: str, class_name: str) -> bool:
    """Whether a table may be called so because of a class: its name, or the plural of it."""
    return plain(name) == class_name.lower() or plain(name) in plurals(class_name)
