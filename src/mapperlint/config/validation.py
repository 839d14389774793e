"""From what a file says to settings: each value is what its definition asks for, or is refused."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from mapperlint import __version__
from mapperlint.config.definitions import DEFINITIONS, EXTENDED
from mapperlint.config.document import document, is_table, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mapperlint.config.definitions import Definition, Schema
    from mapperlint.config.document import Document


def values(found: Document, root: str) -> dict[str, Any]:
    """The fields of Settings that a file gives. Raises SettingsError."""
    _require_version(found)
    for key, value in found.table.items():
        definition = DEFINITIONS.get(key)
        if definition is None:
            found.refuse(key, f"unknown setting `{key}`{_near(key, DEFINITIONS, _LISTED)}")
        if not fits(value, definition.schema):
            found.refuse(key, _expected(definition, value), _culprit(value, definition.schema))
    _check_names(found, root)
    fields: dict[str, Any] = {}
    for key, value in found.table.items():
        field = EXTENDED.get(key, key)
        if key == field and key not in _NO_FIELDS:
            fields[_field(key)] = _plain(value)
    for key, extended in EXTENDED.items():
        if key in found.table:
            fields.setdefault(_field(extended), ("ALL",) if extended == "fixable" else ())
            fields[_field(extended)] += _plain(found.table[key])
    return fields


_NO_FIELDS = frozenset({"python", "required-version"})
"""What is used up while settings are read."""

_LISTED = "; `mapperlint check --isolated --show-settings` lists them"


def _field(key: str) -> str:
    return key.replace("-", "_")


def _plain(value: object) -> Any:
    if is_table(value):
        return tuple(sorted((key, _plain(inner)) for key, inner in value.items()))
    return tuple(value) if isinstance(value, list) else value


def place(file: str, names: Sequence[str], value: str) -> tuple[str, str] | None:
    """The `file:line` and the setting where a file names a value in one of some settings."""
    with open(file, "rb") as opened:
        found = document(file, opened.read())
    for name in names:
        if found is not None and value in _strings_in(found.table.get(name)):
            return f"{shown(file)}:{found.line(name, value)}", name
    return None


def _strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _strings_in(each)
    elif is_table(value):
        for key, each in value.items():
            yield key
            yield from _strings_in(each)


# types


def fits(value: object, schema: Schema) -> bool:
    """Whether a value is as a schema says."""
    match schema["type"]:
        case "boolean":
            return isinstance(value, bool)
        case "array":
            return isinstance(value, list) and all(fits(each, schema["items"]) for each in value)
        case "object":
            inner = schema["additionalProperties"]
            return is_table(value) and all(fits(each, inner) for each in value.values())
    if not isinstance(value, str) or len(value) < schema.get("minLength", 0):
        return False
    if "enum" in schema:
        return value in schema["enum"]
    return "pattern" not in schema or re.fullmatch(schema["pattern"], value) is not None


def _culprit(value: object, schema: Schema) -> str | None:
    """The string in a wrong value that does not fit, or the key of what does not."""
    if isinstance(value, list) and schema["type"] == "array":
        wrong = (each for each in value if not fits(each, schema["items"]))
        return next((each for each in wrong if isinstance(each, str)), None)
    if is_table(value) and schema["type"] == "object":
        inner = schema["additionalProperties"]
        return next((key for key, each in value.items() if not fits(each, inner)), None)
    return None


def _expected(definition: Definition, value: object) -> str:
    said = f"`{definition.name}` is to be {definition.expected}"
    schema = definition.schema
    if schema["type"] == "boolean":
        return said
    if "enum" in schema:
        return f"{said}{_near(str(value), schema['enum'])}"
    return f"{said}, like {definition.example}"


def _near(word: str, known: Iterable[str], otherwise: str = "") -> str:
    import difflib

    near = difflib.get_close_matches(word.lower().replace("_", "-"), known, n=1)
    return f"; did you mean `{near[0]}`?" if near else otherwise


# what values name


def _check_names(found: Document, root: str) -> None:
    """See that directories, modules and packages are there, or could be. Raises SettingsError."""
    for directory in _strings_in(found.table.get("src")):
        if not os.path.isdir(os.path.join(root, directory)):
            message = f"`src` names '{directory}', which is no directory"
            found.refuse("src", message, directory)
    for entry_point in _strings_in(found.table.get("entry-points")):
        if not _has_module(root, entry_point.partition(":")[0]):
            message = f"`entry-points` names '{entry_point}', which is not found"
            found.refuse("entry-points", message, entry_point)
    archived = found.table.get("archived")
    for old, new in archived.items() if is_table(archived) else ():
        for name in filter(None, (old, str(new))):
            if not all(part.isidentifier() for part in name.split(".")):
                found.refuse(old, f"`archived` names '{name}', which is no dotted name")


def _has_module(root: str, dotted: str) -> bool:
    """Whether a module stands anywhere in a project: what is on `sys.path` is not known yet."""
    relative = dotted.replace(".", os.sep)
    files = (f"{relative}.py", os.path.join(relative, "__init__.py"))
    for directory, inner, _ in os.walk(root):
        if any(os.path.isfile(os.path.join(directory, file)) for file in files):
            return True
        inner[:] = [name for name in inner if name[0] != "." and name not in _NOT_SEARCHED]
    return False


_NOT_SEARCHED = frozenset({"node_modules", "site-packages", "__pycache__", "venv"})


# the version of mapperlint


def _require_version(found: Document) -> None:
    """See that this is a version the project asks for, before a newer one's settings are read."""
    wanted = found.table.get("required-version")
    if not isinstance(wanted, str) or not fits(wanted, DEFINITIONS["required-version"].schema):
        return
    if not all(map(_fulfills, wanted.split(","))):
        message = f"this project requires mapperlint {wanted}; this is {__version__}"
        found.refuse("required-version", message)


def _fulfills(clause: str) -> bool:
    match = re.match(r"\s*([=!~<>]+)\s*([\d.]+)", clause)
    assert match is not None
    operator, wanted = match[1], _release(match[2])
    ours = _release(__version__)
    match operator:
        case "==":
            return ours == wanted
        case "!=":
            return ours != wanted
        case ">=":
            return ours >= wanted
        case "<=":
            return ours <= wanted
        case ">":
            return ours > wanted
        case "<":
            return ours < wanted
    kept = max(1, match[2].count("."))
    return ours >= wanted and ours[:kept] == wanted[:kept]


def _release(version: str) -> tuple[int, ...]:
    """The numbers of a version, as many for each, so that 0.1 and 0.1.0 are the same."""
    numbers = [int(part) for part in re.findall(r"\d+", version)[:4]]
    return (*numbers, *[0] * (4 - len(numbers)))
