"""The page of the settings, made of their definitions."""

from __future__ import annotations

import json
from collections.abc import Iterator

from mapperlint.config.definitions import GROUPS, Definition
from mapperlint.config.schema import schema

_HEAD = """\
# Settings

Settings stand in `[tool.mapperlint]` of a `pyproject.toml`, or without that heading in a
`mapperlint.toml` or `.mapperlint.toml`. The nearest such file above the first path makes the
project, and its folder is the root that paths and patterns count from. Of several in one folder
the first counts: `.mapperlint.toml`, `mapperlint.toml`, `pyproject.toml`. Nothing is merged.
`--config PATH` names another file, `--isolated` reads none.

A rule is named by its code (`MAP401`), its family (`MAP4`) or its name (`missing-reverse`); `ALL`
means all of them.

A setting that does not exist, and a value of another kind, end the run with status 2, the file,
the line, and what was probably meant. `mapperlint check --show-settings` shows what a project is
checked with. The JSON Schema of the settings is part of the package, and `validate-pyproject`
finds it there.

This page is made of the definitions in `src/mapperlint/config/definitions.py`:

    UPDATE_DOCUMENTATION=1 pytest tests/test_documentation.py
"""


def text() -> str:
    """The whole page."""
    return "".join(_parts())


def schema_text() -> str:
    """The schema as it is shipped."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _parts() -> Iterator[str]:
    yield _HEAD
    for group in GROUPS:
        yield f"\n## {group.title}\n"
        for setting in group.settings:
            yield _section(setting)


def _section(setting: Definition) -> str:
    return (
        f"\n### `{setting.name}`\n\n{setting.help}\n\n"
        f"Value: {setting.expected}. Default: {_default(setting)}.\n\n"
        f"```toml\n[tool.mapperlint]\n{setting.name} = {setting.example}\n```\n"
    )


def _default(setting: Definition) -> str:
    try:
        json.loads(setting.default)
    except ValueError:
        return setting.default
    return f"`{setting.default}`"
