"""The static mirror: what mapperlint takes the mapped classes to be, as a table or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from mapperlint.reporters.lines import printable
from mapperlint.reporters.summary import understood

if TYPE_CHECKING:
    from mapperlint.model.coverage import Coverage
    from mapperlint.reporters.view import View

Mirror: TypeAlias = Mapping[str, Any]
"""The JSON document of `mapperlint.model.mirror`: its values are whatever JSON can hold."""

_DIRECTIONS = {
    "MANYTOONE": "many to one",
    "ONETOMANY": "one to many",
    "MANYTOMANY": "many to many",
}
_UNKNOWN = "?"


def models_as_json(mirror: Mirror) -> str:
    """The mirror as it is."""
    import json

    return json.dumps(mirror, indent=2) + "\n"


def models_as_text(mirror: Mirror, coverage: Coverage, view: View) -> str:
    """A block for each class, then what was not understood and why."""
    blocks = ["\n".join(_class(entry, view)) for entry in mirror["classes"]]
    unknowns = [
        f"{view.shown(unknown.place.path)}:{unknown.place.span.line}:"
        f"{unknown.place.span.column + 1}: {unknown.subject}: {unknown.field} is unknown:"
        f" {unknown.reason}"
        for unknown in coverage.unknowns
    ]
    if unknowns:
        blocks.append("\n".join(unknowns))
    end = f"{_sqlalchemy(mirror['sqlalchemy'])}\n{understood(coverage.counts)}"
    return printable_lines("\n\n".join([*blocks, end])) + "\n"


def _sqlalchemy(version: Mirror) -> str:
    *others, last = version["possible"]
    series = f"{', '.join(others)} or {last}" if others else last
    said = f"as {version['from']} says" if version["from"] else "as nothing says which"
    return f"Read as SQLAlchemy {version['release'] or series} does, {said}."


def printable_lines(text: str) -> str:
    """A text of several lines without characters that would act on a terminal."""
    return "\n".join(map(printable, text.split("\n")))


def _class(entry: Mirror, view: View) -> list[str]:
    table = entry["table"] or "no table"
    parent = f", inherits {entry['inherits']}" if entry["inherits"] else ""
    lines = [
        f"{entry['class']}  {table}{parent}",
        f"  {view.shown(entry['file'])}:{entry['line']}",
    ]
    columns = [
        [key, ", ".join(names), _references(names, entry["foreign_keys"])]
        for key, names in entry["columns"].items()
    ]
    lines += _aligned(columns)
    lines += _aligned([_relationship(each) for each in entry["relationships"]])
    lines += [f"    {reason}" for reason in _unknowns(entry)]
    return lines


def _unknowns(entry: Mirror) -> list[str]:
    return [f"{field} is unknown: {reason}" for field, reason in entry["unknown"].items()]


def _references(columns: Iterable[str], keys: Iterable[list[str]]) -> str:
    targets = [target for column, target in keys if column in set(columns)]
    return f"-> {', '.join(targets)}" if targets else ""


def _relationship(each: Mirror) -> list[str]:
    direction = each["direction"]
    kind = _DIRECTIONS.get(direction, _UNKNOWN)
    reverse = ", ".join(each["reverse"])
    pairs = ", ".join(" = ".join(pair) for pair in each["pairs"] or ())
    remarks = [
        "" if each["own"] else "inherited",
        f"other side {reverse}" if reverse else "",
        f"through {each['secondary']}" if each["secondary"] else "",
        f"on {pairs}" if pairs else "",
        *_unknowns(each),
    ]
    return [each["key"], kind, each["target"] or _UNKNOWN, ", ".join(filter(None, remarks))]


def _aligned(rows: list[list[str]]) -> list[str]:
    """Rows as lines, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["    " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
