"""`mapperlint check --show-settings`: what a project is checked with, as TOML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mapperlint.config import Settings
from mapperlint.config.definitions import EXTENDED, GROUPS
from mapperlint.config.document import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.config.definitions import Definition


def shown_settings(settings: Settings) -> str:
    """All settings; those that are as they would be without a file are comments."""
    return "".join(f"{line}\n" for line in _lines(settings))


def _lines(settings: Settings) -> Iterator[str]:
    yield f"# project: {settings.root}"
    yield f"# settings: {shown(settings.file) if settings.file else 'no file has any'}"
    for folder in settings.libraries:
        yield f"# installed packages: {folder}"
    defaults = Settings()
    for group in GROUPS:
        yield ""
        yield f"# {group.title}"
        for definition in group.settings:
            if definition.name not in EXTENDED:
                yield _line(definition, settings, defaults)


def _line(definition: Definition, settings: Settings, defaults: Settings) -> str:
    field = definition.name.replace("-", "_")
    value = getattr(settings, field, None)
    if value == getattr(defaults, field, None):
        return f"# {definition.name} = {definition.default}"
    return f"{definition.name} = {_toml(definition, value)}"


def _toml(definition: Definition, value: object) -> str:
    """A value of Settings as TOML, whose strings are those of JSON."""
    if definition.schema["type"] == "object":
        assert isinstance(value, tuple)
        entries = (f"{_json(key)} = {_json(inner)}" for key, inner in value)
        return f"{{ {', '.join(entries)} }}"
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
