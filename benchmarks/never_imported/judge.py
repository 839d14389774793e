"""What Python says of a program of a project, some file of which has another text.

Run by the interpreter of the project's environment. Reads a request from standard input as JSON,
`{"path": ..., "entry": ..., "preparation": ..., "texts": {file: text}}`, imports the entry point,
configures the mappers, sorts the tables, and writes what failed: `{"step": ..., "error": ...}`.
Stands alone.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import json
import os
import runpy
import sys
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    request = json.loads(sys.stdin.read())
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    sys.path[0] = request["path"]
    replace(request["texts"])
    json.dump(asked(request), answer)
    answer.close()
    # A project may have started threads or registered last words; nobody waits for them.
    os._exit(0)


def asked(request: dict[str, Any]) -> dict[str, str]:
    steps = {"import": imported, "configure": configured, "sort": sorted_tables}
    for step, run in steps.items():
        error = failure_of(run, request)
        if error:
            return {"step": step, "error": error}
    return {"step": "", "error": ""}


def failure_of(run: Callable[[dict[str, Any]], None], request: dict[str, Any]) -> str:
    try:
        run(request)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the answer
        return f"{type(error).__name__}: {error}"
    return ""


def imported(request: dict[str, Any]) -> None:
    if request["preparation"]:
        runpy.run_path(request["preparation"])
    importlib.import_module(request["entry"])


def configured(_request: dict[str, Any]) -> None:
    importlib.import_module("sqlalchemy.orm").configure_mappers()


def sorted_tables(_request: dict[str, Any]) -> None:
    """What creating them, storing rows and Alembic do with the tables of all mapped classes."""
    mapperlib = importlib.import_module("sqlalchemy.orm").mapperlib
    found = {
        mapper.local_table.metadata
        for registry in mapperlib._all_registries()  # noqa: SLF001 - there is no other way
        for mapper in registry.mappers
        if hasattr(mapper.local_table, "metadata")
    }
    for metadata in found:
        for table in metadata.tables.values():
            for key in table.foreign_keys:
                _ = key.column


def replace(texts: dict[str, str]) -> None:
    """Let some files have another text, without touching them or what Python keeps of them."""
    loader: Any = importlib.machinery.SourceFileLoader
    read, stats = loader.get_data, loader.path_stats

    def get_data(self: Any, path: str) -> bytes:
        return texts[path].encode() if path in texts else bytes(read(self, path))

    def path_stats(self: Any, path: str) -> Any:
        if path in texts:
            raise OSError(path)
        return stats(self, path)

    loader.get_data, loader.path_stats = get_data, path_stats
    sys.dont_write_bytecode = True


if __name__ == "__main__":
    main()
