"""Files beside the source that say something about a project: TOML and INI, read leniently.

They belong to other tools, which complain of their mistakes themselves. What cannot be read says
nothing.
"""

from __future__ import annotations

from typing import Any


def toml(text: bytes) -> dict[str, Any]:
    """The document of a TOML file, empty if it is none."""
    if not text.strip():
        return {}
    try:
        import tomllib
    except ImportError:
        import tomli as tomllib
    try:
        document: dict[str, Any] = tomllib.loads(text.decode(errors="replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return document


def ini(text: bytes) -> dict[str, dict[str, str]]:
    """The options of an INI file by their sections, none if it is none."""
    if not text.strip():
        return {}
    # It compiles patterns when it is loaded, and most projects have no such file.
    import configparser

    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text.decode(errors="replace"))
    except configparser.Error:
        return {}
    return {section: dict(parser.items(section)) for section in parser.sections()}


def at(value: object, *keys: str) -> object:
    """What stands under some keys, one below the other; None where there is no such thing."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def items(value: object) -> list[object]:
    """The items of a list; none of anything else."""
    return value if isinstance(value, list) else []


def entries(value: object) -> dict[str, object]:
    """The entries of a table; none of anything else."""
    return value if isinstance(value, dict) else {}
