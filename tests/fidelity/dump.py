"""What SQLAlchemy's own mappers say of a project, in the shape of `mapperlint models`.

Run by the interpreter of the project's environment, in a fresh process. Reads a request from
standard input, `{"root": ..., "path": ..., "modules": [...], "preparation": ..., "describe": true}`
as JSON, imports the modules, configures the mappers, and writes the answer to standard output.
Stands alone: the environment has neither mapperlint nor the tests.
"""

from __future__ import annotations

import ast
import functools
import gc
import importlib
import json
import os
import runpy
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Plain = dict[str, Any]

Result = TypeVar("Result")


def main() -> None:
    request = json.loads(sys.stdin.read())
    # What the project prints while it is imported goes to the error stream.
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    json.dump(asked(request), answer)
    answer.close()
    # A project may have started threads or registered last words; nobody waits for them.
    os._exit(0)


def asked(request: Plain) -> Plain:
    root = Path(request["root"])
    sys.path.insert(0, request["path"])
    errors: dict[str, str] = {}
    warned = recorded_warnings() if request.get("warnings") else []
    importing, _ = timed(lambda: import_all(request, errors))
    orm = importlib.import_module("sqlalchemy.orm")
    configuring, configure_error = timed(lambda: failure_of(orm.configure_mappers))
    described = classes_of(root) if request["describe"] else ()
    return {
        "sqlalchemy": importlib.import_module("sqlalchemy").__version__,
        "python": sys.version.split()[0],
        "import_errors": errors,
        "configure_error": configure_error,
        "time": {"import": importing, "configure": configuring},
        "files": sorted(loaded_files(root)),
        "warnings": warned,
        "classes": sorted(described, key=lambda entry: (entry["class"], entry["line"] or 0)),
    }


def timed(function: Callable[[], Result]) -> tuple[dict[str, float], Result]:
    """Seconds the function took, of the clock and of the processor, and what it returned."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = function()
    seconds = {
        "wall": round(time.perf_counter() - wall, 3),
        "cpu": round(time.process_time() - cpu, 3),
    }
    return seconds, result


def import_all(request: Plain, errors: dict[str, str]) -> None:
    if request["preparation"]:
        runpy.run_path(request["preparation"])
    for name in request["modules"]:
        error = failure_of(importlib.import_module, name)
        if error is not None:
            errors[name] = error


def failure_of(function: Callable[..., object], *arguments: object) -> str | None:
    try:
        function(*arguments)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is the answer
        return f"{type(error).__name__}: {error}".replace("\n", " ")[:300]
    return None


def recorded_warnings() -> list[str]:
    """What SQLAlchemy warns of from now on, whatever filters the project sets."""
    said: list[str] = []
    util = importlib.import_module("sqlalchemy.util")
    for name in ("warn", "warn_deprecated"):
        setattr(util, name, lambda message, *_, **__: said.append(str(message)))
    return said


# where classes stand


def loaded_files(root: Path) -> Iterator[str]:
    for module in list(sys.modules.values()):
        path = file_below(root, module)
        if path is not None:
            yield path


def file_below(root: Path, module: object) -> str | None:
    """The file of a module, relative to the root; None if it stands elsewhere."""
    file = getattr(module, "__file__", None)
    if not isinstance(file, str) or not file.startswith(f"{root}{os.sep}"):
        return None
    return Path(file).relative_to(root).as_posix()


def line_of(file: Path, qualified_name: str) -> int | None:
    """The line of the one class statement of that name; None if there are several or none."""
    lines = class_lines(file).get(qualified_name, ())
    return lines[0] if len(lines) == 1 else None


@functools.cache
def class_lines(file: Path) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}

    def visit(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef):
                name = f"{prefix}{child.name}"
                found.setdefault(name, []).append(child.lineno)
                visit(child, f"{name}.")
            elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                visit(child, f"{prefix}{child.name}.<locals>.")
            else:
                visit(child, prefix)

    visit(ast.parse(file.read_bytes()), "")
    return found


# mappers as plain data


def classes_of(root: Path) -> Iterator[Plain]:
    """The mapped classes whose modules stand below the root."""
    gc.collect()
    for mapper in all_mappers():
        cls = mapper.class_
        path = file_below(root, sys.modules.get(cls.__module__))
        if path is not None:
            yield {
                "class": full_name(cls),
                "file": path,
                "line": line_of(root / path, cls.__qualname__),
                "table": key_of(mapper.local_table),
                "inherits": full_name(mapper.inherits.class_) if mapper.inherits else None,
                "columns": columns_of(mapper),
                "foreign_keys": sorted(foreign_keys_of(mapper.local_table)),
                "relationships": [
                    relationship_of(mapper, relationship)
                    for _, relationship in sorted(mapper.relationships.items())
                ],
            }


def all_mappers() -> Iterable[Any]:
    registries = importlib.import_module("sqlalchemy.orm.mapper")._all_registries()
    return (mapper for registry in registries for mapper in registry.mappers)


def full_name(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def key_of(table: Any) -> str | None:
    """The table's name with its schema; None for a join that a class is mapped to.

    A subquery without a name has one made up for each statement.
    """
    key = getattr(table, "key", None) or getattr(table, "name", None)
    if key is None:
        return None
    return "(anonymous)" if type(key).__name__ == "_anonymous_label" else str(key)


def columns_of(mapper: Any) -> dict[str, list[str]]:
    """Attributes that stand for columns of tables. Computed ones have no column to compare."""
    table = importlib.import_module("sqlalchemy").Table
    labels = {
        prop.key: [
            label(column)
            for column in prop.columns
            if isinstance(getattr(column, "table", None), table)
            or getattr(column, "table", None) is mapper.local_table
        ]
        for prop in mapper.column_attrs
    }
    return {name: found for name, found in sorted(labels.items()) if found}


def of_a_table(column: Any) -> bool:
    return key_of(getattr(column, "table", None)) is not None


def label(column: Any) -> str:
    return f"{key_of(column.table)}.{column.name}" if of_a_table(column) else f"?.{column}"


def foreign_keys_of(table: Any) -> Iterator[list[str]]:
    for column in getattr(table, "columns", ()):
        if of_a_table(column):
            for key in column.foreign_keys:
                yield [label(column), referred(key)]


def referred(key: Any) -> str:
    """The column that is referred to, or the text that was given if there is no such column."""
    exc = importlib.import_module("sqlalchemy.exc")
    try:
        return label(key.column)
    except exc.SQLAlchemyError:
        return str(key.target_fullname)


def relationship_of(mapper: Any, relationship: Any) -> Plain:
    secondary = relationship.secondary
    return {
        "key": relationship.key,
        "own": relationship.parent is mapper,
        "target": full_name(relationship.mapper.class_),
        "direction": relationship.direction.name,
        "uselist": bool(relationship.uselist),
        "viewonly": bool(relationship.viewonly),
        "back_populates": name_of(relationship.back_populates),
        "backref": backref_of(relationship),
        "reverse": sorted(
            f"{full_name(other.parent.class_)}.{other.key}"
            for other in relationship._reverse_property
        ),
        "secondary": None if secondary is None else key_of(secondary),
        "pairs": sorted(
            [label(local), label(remote)] for local, remote in relationship.local_remote_pairs
        ),
    }


def name_of(reverse: Any) -> str | None:
    """The reverse side is named by a text or, since SQLAlchemy 2.1, by its attribute."""
    return reverse if reverse is None or isinstance(reverse, str) else str(reverse.key)


def backref_of(relationship: Any) -> str | None:
    """The name of the reverse side that this relationship makes: `backref` is a text or a pair."""
    backref = relationship.backref
    name = backref[0] if isinstance(backref, tuple) else backref
    return None if name is None else str(name)


if __name__ == "__main__":
    main()
