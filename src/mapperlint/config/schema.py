"""The settings as JSON Schema, for editors and for `validate-pyproject`."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from mapperlint.config.definitions import DEFINITIONS

if TYPE_CHECKING:
    from mapperlint.config.definitions import Definition

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FILE = os.path.join(_PACKAGE, "mapperlint.schema.json")


def tool_schema(tool_name: str) -> dict[str, Any]:  # noqa: ARG001 - what is asked is ours
    """The schema of `[tool.mapperlint]`, as plugins of `validate-pyproject` give it."""
    with open(FILE, encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


def schema() -> dict[str, Any]:
    """The schema that the definitions make; `mapperlint.schema.json` is this one, written down."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:mapperlint:settings",
        "title": "Settings of mapperlint",
        "type": "object",
        "additionalProperties": False,
        "properties": {each.name: _property(each) for each in DEFINITIONS.values()},
    }


def _property(setting: Definition) -> dict[str, Any]:
    """The schema of one setting, with its default where that is a value and not found out."""
    found = {**setting.schema, "description": setting.help}
    try:
        found["default"] = json.loads(setting.default)
    except ValueError:
        found["description"] += f" Default: {setting.default}."
    return found
