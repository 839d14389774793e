"""The environments of Alembic: programs that compare a MetaData with a database.

`env.py` runs what it imports, and Alembic sees the tables that are in `target_metadata` then. With
Flask-Migrate the application has run as well.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import Attribute, Name
from mapperlint.facts.walk import calls
from mapperlint.model.modules.modules import Module
from mapperlint.model.modules.tree import is_template, is_vendored, parent, within
from mapperlint.model.programs.entry_points import Kind
from mapperlint.model.programs.programs import Loaded
from mapperlint.model.values.values import NONE, Items

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from mapperlint.model.modules.modules import Modules
    from mapperlint.model.programs.programs import Program, Programs
    from mapperlint.model.source import Source
    from mapperlint.model.tables.tables import Table
    from mapperlint.model.values.evaluation import Evaluator
    from mapperlint.model.values.values import Value


_CONFIGURES = rb"\bcontext\.configure\(|\bEnvironmentContext\b"
_CHOOSES = rb"\binclude_name\s*=|[\"']include_name[\"']"
_OF_FLASK = rb"(?m)^[^#\n]*\bcurrent_app\b"


class Migrations(Struct, frozen=True):
    """One `env.py`. `metadata` are the identities of what it compares; empty if that is not known.

    `chooses` is true where it leaves names out on purpose.
    """

    module: Module
    metadata: frozenset[Hashable]
    loaded: Loaded
    chooses: bool


def found_migrations(
    source: Source,
    modules: Modules,
    programs: Programs,
    evaluator: Evaluator,
    tables: Iterable[Table],
) -> tuple[Migrations, ...]:
    """All environments."""
    search = _Search(source, modules, programs, evaluator, tables)
    return tuple(search.found())


class _Search:
    def __init__(
        self,
        source: Source,
        modules: Modules,
        programs: Programs,
        evaluator: Evaluator,
        tables: Iterable[Table],
    ) -> None:
        self._source = source
        self._modules = modules
        self._programs = programs
        self._evaluator = evaluator
        self._tables = tuple(tables)

    def found(self) -> Iterator[Migrations]:
        for path in self._source.paths:
            if path.rpartition("/")[2] != "env.py" or is_vendored(path) or is_template(path):
                continue
            text = self._source.text(path)
            if b"target_metadata" in text and re.search(_CONFIGURES, text):
                yield self._migrations(self._modules.by_path[path], text)

    def _migrations(self, module: Module, text: bytes) -> Migrations:
        starts = frozenset({module.path})
        metadata = self._metadata(module)
        if not metadata and re.search(_OF_FLASK, text):
            applications = self._applications(module)
            metadata = self._metadata_of_flask(applications)
            starts |= {path for each in applications for path in each.loaded.possibly}
        around = {each for path in starts for each in self._programs.imports.around(path)}
        closure, imports = self._programs.closure, self._programs.imports
        loaded = Loaded(closure(around, imports.sure), lambda: closure(around, imports.possible))
        return Migrations(module, metadata, loaded, re.search(_CHOOSES, text) is not None)

    # Flask-Migrate

    def _applications(self, module: Module) -> tuple[Program, ...]:
        """The applications that `flask db` may run with: those that know Flask-Migrate.

        It is started where the directory of migrations stands. Any will do where none is there.
        """
        home = parent(parent(module.path))
        beside = tuple(each for each in self._migrated if within(each.start.module.path, home))
        return beside or self._migrated

    @cached_property
    def _migrated(self) -> tuple[Program, ...]:
        return tuple(
            program
            for program in self._programs.all
            if program.start.kind is not Kind.COLLECTION
            and any(self._knows_migrate(path) for path in program.loaded.possibly)
        )

    def _knows_migrate(self, path: str) -> bool:
        return any(each.module == "flask_migrate" for each in self._source.scan(path).imports)

    def _metadata_of_flask(self, applications: tuple[Program, ...]) -> frozenset[Hashable]:
        """The one MetaData of some applications."""
        loaded = {path for each in applications for path in each.loaded.surely}
        found = {each.metadata.identity for each in self._tables if each.module.path in loaded}
        return frozenset(found) if len(found) == 1 and None not in found else frozenset()

    def _metadata(self, module: Module) -> frozenset[Hashable]:
        """What an environment compares; empty where not all of it is known."""
        scope = self._evaluator.scope(module)
        values = [scope.value("target_metadata", None), *self._handed(module)]
        identities = {
            self._identity(each)
            for value in values
            if value is not None and value != NONE
            for each in (value.items if isinstance(value, Items) else (value,))
        }
        is_open = any(isinstance(value, Items) and value.open for value in values)
        return frozenset() if is_open or None in identities else frozenset(identities)

    def _handed(self, module: Module) -> Iterator[Value]:
        """What `context.configure` is handed, where it is not the variable of that name."""
        for call in calls(module.facts.body):
            match call.function:
                case Attribute(Name("context"), "configure"):
                    for keyword in call.keywords:
                        if keyword.name == "target_metadata" and not isinstance(
                            keyword.value, Name
                        ):
                            scope = self._evaluator.scope(module)
                            yield self._evaluator.evaluate(keyword.value, scope)

    def _identity(self, value: Value) -> Hashable:
        return self._evaluator.registries.of_value(value).identity
