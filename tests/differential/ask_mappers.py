"""What SQLAlchemy says of a generated project, and what its mappers are when it says nothing.

Run by the interpreter of an environment with SQLAlchemy. Its argument is the root of the tests,
where two scripts lie that stand alone as this one does: `ask_sqlalchemy` and `dump`. Reads a
project from each line and answers with a line; each project is asked in a fork.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
from pathlib import Path
from typing import Any

TESTS = Path(sys.argv[1])
sys.path[:0] = [str(TESTS / "support"), str(TESTS / "fidelity")]
oracle: Any = importlib.import_module("ask_sqlalchemy")
dump: Any = importlib.import_module("dump")

Answer = dict[str, Any]


def ask(project: Answer) -> Answer:
    answer: Answer = oracle.ask(project)
    failed = answer["imports"] or answer["configure"]
    broken = [*answer["relationships"], *answer["foreign_keys"]]
    if not failed and not any(each["error"] for each in broken):
        (root,) = map(Path, project["roots"])
        answer["files"] = sorted(dump.loaded_files(root))
        answer["classes"] = list(dump.classes_of(root))
    return answer


def configured_once() -> None:
    """What fails when mappers are configured is not tried again by each question after that."""
    orm: Any = importlib.import_module("sqlalchemy.orm")
    configure = orm.configure_mappers

    def configuring() -> None:
        try:
            configure()
        finally:
            orm.Mapper._check_configure = lambda _mapper: None

    orm.configure_mappers = configuring


def half_mapped_classes_allowed() -> None:
    """Where a class statement failed half-way, the mapper that is left has no tables."""
    tables_of = oracle.tables_of

    def asked(relationship: Any, target: type | None) -> set[str]:
        try:
            found: set[str] = tables_of(relationship, target)
        except (AttributeError, TypeError):
            return set()
        return found

    oracle.tables_of = asked


def main() -> None:
    configured_once()
    half_mapped_classes_allowed()
    # A fork shares its parent's memory as long as neither writes: nothing is collected there.
    gc.disable()
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(oracle.in_a_fork(ask, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
