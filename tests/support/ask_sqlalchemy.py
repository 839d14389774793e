"""What real SQLAlchemy says of some projects: run by the interpreter of an environment that has it.

Reads a project from each line, `{"roots": [...], "modules": [...], "others": [...]}` as JSON, and
writes the answer as a line. The modules are imported; the others belong to the project as well, and
are looked at if the modules have imported them. SQLAlchemy is imported once; each project is asked
in a fork of its own, so that none sees the models of another.
Stands alone: the environment has neither mapperlint nor the tests.

`configure_mappers()` stops at its first failure. So `RelationshipProperty.init` is wrapped: each
relationship keeps its own failure, and the one real run goes on, in SQLAlchemy's order and under
its guard. (Calling `do_init()` from outside would not do: a healthy relationship can start the
configuration of all mappers, and is then blamed for the mistake of another.)
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import sys
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FrameType, ModuleType

    Answer = dict[str, Any]

# By name, so that checkers of this file need no SQLAlchemy either.
sqlalchemy = importlib.import_module("sqlalchemy")
orm = importlib.import_module("sqlalchemy.orm")
sqlite = importlib.import_module("sqlalchemy.dialects.sqlite")

MOVED = sqlalchemy.exc.Base20DeprecationWarning

for extra in (
    "sqlalchemy.ext.associationproxy",
    "sqlalchemy.ext.hybrid",
    "sqlalchemy.ext.declarative",
    "flask_sqlalchemy",
    "sqlmodel",
):
    with contextlib.suppress(ImportError):
        importlib.import_module(extra)


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(in_a_fork(ask, json.loads(line))), flush=True)


def in_a_fork(function: Callable[[Answer], Answer], argument: Answer) -> Answer:
    """What the function returns, or says when it fails, in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        # The streams belong to the conversation of the parent; what a project prints is its own.
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        try:
            answer = function(argument)
        except BaseException:  # noqa: BLE001 - the parent has to hear of it, whatever it is
            answer = {"crash": traceback.format_exc()}
        with open(writing, "w") as pipe:
            json.dump(answer, pipe)
        os._exit(0)
    os.close(writing)
    with open(reading) as pipe:
        answer = json.load(pipe)
    os.waitpid(child, 0)
    return dict(answer)


def ask(project: Answer) -> Answer:
    sys.path[:0] = project["roots"]
    sys.dont_write_bytecode = True
    metadatas = collected(sqlalchemy.MetaData)
    outcomes = recorded_outcomes()
    composites = recorded_composites()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        imports = Imports(project["roots"])
        warned = recorded_warnings(imports)
        for module in project["modules"]:
            imports.try_module(module)
        configured = failure_of(orm.configure_mappers)
    failed = configured or imports.failures or any(outcomes.values())
    used = [] if failed else [*failing_uses(), *failing_tables()]
    known = dict.fromkeys([*project["modules"], *project.get("others", ())])
    modules = [sys.modules[name] for name in known if name in sys.modules]
    return {
        "loaded": [module.__name__ for module in modules],
        "imports": list(imports.failures.values()),
        "import_statements": list(failing_import_statements(modules)),
        "configure": configured,
        "relationships": [
            described(relationship, error, outcomes)
            for relationship, error in list(outcomes.items())
        ],
        "foreign_keys": list(foreign_keys(metadatas, modules)),
        "attributes": [*composites, *used, *named_columns(configured)],
        "warnings": warned,
    }


# the modules of a project


class Imports(importlib.abc.MetaPathFinder):
    """Imports modules of the roots, and remembers for each that fails why, and at which line.

    Python forgets a module that failed and would run it again at the next import, and its first
    classes would then be defined twice. Here it fails again with the same error instead.
    """

    def __init__(self, roots: list[str]) -> None:
        self.roots = roots
        self.failures: dict[str, Answer] = {}
        self.errors: dict[str, Exception] = {}
        sys.meta_path.insert(0, self)

    def try_module(self, name: str) -> None:
        with contextlib.suppress(Exception):
            importlib.import_module(name)

    def find_spec(self, name: str, path: Any = None, _target: Any = None) -> Any:
        if name in self.errors:
            raise self.errors[name]
        spec = importlib.machinery.PathFinder.find_spec(name, path or self.roots)
        if spec is None or spec.origin is None or not self.owns(spec.origin):
            return None
        loader: Any = spec.loader
        run = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            try:
                run(module)
            except Exception as error:
                self.errors[name] = error
                self.failures[name] = {
                    "module": name,
                    "error": text_of(error),
                    "classes": classes_in_the_making(error),
                    **self.place(error),
                }
                raise

        loader.exec_module = exec_module
        return spec

    def owns(self, path: str) -> bool:
        return any(path.startswith(root + os.sep) for root in self.roots)

    def place(self, error: Exception) -> Answer:
        """The innermost line of the project that raised it."""
        if isinstance(error, SyntaxError) and error.filename and self.owns(error.filename):
            return {"path": error.filename, "line": error.lineno}
        return self.innermost(traceback.extract_tb(error.__traceback__))

    def innermost(self, frames: Iterable[traceback.FrameSummary]) -> Answer:
        """The last of some frames that is a line of the project."""
        own = [frame for frame in frames if self.owns(frame.filename)]
        if not own:
            return {"path": "", "line": 0}
        return {"path": own[-1].filename, "line": own[-1].lineno}


def recorded_warnings(imports: Imports) -> list[Answer]:
    """What SQLAlchemy warns of from now on, and the line of the project that made it.

    While mappers are configured there is no such line. That a name has moved in 2.0 is no matter of
    mappings.
    """
    found: list[Answer] = []
    ours = (sqlalchemy.exc.SAWarning, sqlalchemy.exc.SADeprecationWarning)

    def recording(message: Any, category: type[Warning], *_: Any, **__: Any) -> None:
        if issubclass(category, ours) and not issubclass(category, MOVED):
            place = imports.innermost(traceback.extract_stack())
            found.append(
                {
                    "text": text_of(message),
                    "relationship": configured_now(),
                    "classes": mixins_warned_of(sys._getframe()),
                    **place,
                }
            )

    warnings.showwarning = recording
    return found


def classes_in_the_making(error: Exception) -> list[str]:
    """The class whose statement failed, with its bases: what is wrong may stand in one of them."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        # SQLModel calls it `new_cls`, where `cls` is a metaclass.
        for cls in (frame.f_locals.get("cls"), frame.f_locals.get("new_cls")):
            if isinstance(cls, type) and not issubclass(cls, type):
                if cls.__module__.partition(".")[0] == "sqlalchemy":
                    continue  # A class of the project is prepared later by one of its bases.
                return [name_of(base) for base in cls.__mro__[:-1]]
    return []


def mixins_warned_of(frame: FrameType | None) -> list[str]:
    """The mixins of the class whose statement warns, where what is wrong may stand as well."""
    while frame is not None:
        cls = frame.f_locals.get("cls")
        if isinstance(cls, type) and not issubclass(cls, type):
            return [name_of(base) for base in cls.__mro__[1:-1] if not hasattr(base, "registry")]
        frame = frame.f_back
    return []


def failing_import_statements(modules: list[ModuleType]) -> Iterator[Answer]:
    """Each import statement, wherever it stands, that fails when tried by itself."""
    for module in modules:
        if module.__file__ is None:
            continue
        tree = ast.parse(Path(module.__file__).read_bytes())
        package = module.__name__ if hasattr(module, "__path__") else module.__package__
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                error = failure_of(perform, node, package)
                if error:
                    yield {"path": module.__file__, "line": node.lineno, "error": error}


def perform(node: ast.Import | ast.ImportFrom, package: str | None) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            importlib.import_module(alias.name)
        return
    name = "." * node.level + (node.module or "")
    module = importlib.import_module(name, package)
    for alias in node.names:
        if alias.name != "*" and not hasattr(module, alias.name):
            try:
                importlib.import_module(module.__name__ + "." + alias.name)
            except ModuleNotFoundError:
                raise ImportError(f"cannot import name {alias.name!r} from {name!r}") from None


# relationships


def recorded_outcomes() -> dict[Any, str | None]:
    """{relationship: its failure or None}, filled while mappers are configured.

    How it is loaded, and in what collection, is looked at once its attribute is instrumented.
    """
    outcomes: dict[Any, str | None] = {}
    init = orm.RelationshipProperty.init
    instrument = orm.RelationshipProperty.post_instrument_class

    def instrumenting(relationship: Any, mapper: Any) -> None:
        BEING_CONFIGURED.append(relationship)
        error = failure_of(instrument, relationship, mapper)
        BEING_CONFIGURED.pop()
        # What has failed before is half made, and fails again in a way that says nothing.
        if error is not None and outcomes.get(relationship) is None:
            outcomes[relationship] = error

    def recording(relationship: Any) -> None:
        outcomes[relationship] = None
        BEING_CONFIGURED.append(relationship)
        try:
            init(relationship)
        except Exception as error:  # noqa: BLE001 - what it raises is what we ask for
            outcomes[relationship] = text_of(error)
            if not hasattr(relationship, "direction"):
                # Its partner compares directions, and must not fail for want of this one.
                relationship.direction = None
        finally:
            BEING_CONFIGURED.pop()

    orm.RelationshipProperty.init = recording
    orm.RelationshipProperty.post_instrument_class = instrumenting
    return outcomes


BEING_CONFIGURED: list[Any] = []


def configured_now() -> str | None:
    """The relationship that is being configured, as SQLAlchemy calls it."""
    if not BEING_CONFIGURED:
        return None
    relationship = BEING_CONFIGURED[-1]
    return f"{relationship.parent.class_.__name__}.{relationship.key}"


def described(relationship: Any, error: str | None, outcomes: Iterable[Any]) -> Answer:
    parent, target = relationship.parent.class_, target_of(relationship)
    return {
        "names": [f"{name}.{relationship.key}" for name in declaring(parent, relationship.key)],
        "class": name_of(parent),
        "key": relationship.key,
        "target": name_of(target) if target else None,
        "back_populates": back_populates_of(relationship),
        "backref": backref_of(relationship),
        "made_by": maker_of(relationship, outcomes),
        "tables": sorted(tables_of(relationship, target)),
        "error": error,
    }


def target_of(relationship: Any) -> type | None:
    target: type | None = None
    with contextlib.suppress(Exception):
        target = relationship.mapper.class_
    return target


def back_populates_of(relationship: Any) -> str | None:
    value = relationship.back_populates
    return value if isinstance(value, str) else None


def backref_of(relationship: Any) -> str | None:
    """The name of the backref it makes."""
    backref = relationship.backref
    name = backref[0] if isinstance(backref, tuple) else backref
    return name if isinstance(name, str) else None


def maker_of(relationship: Any, outcomes: Iterable[Any]) -> str | None:
    """The relationship whose `backref` made this one."""
    for other in outcomes:
        if backref_of(other) == relationship.key and target_of(other) is relationship.parent.class_:
            return f"{name_of(other.parent.class_)}.{other.key}"
    return None


def tables_of(relationship: Any, target: type | None) -> set[str]:
    """The keys of the tables that its join is made from."""
    ends = [end for end in (relationship.parent.class_, target) if end is not None]
    tables = [table for end in ends for table in sqlalchemy.inspect(end).tables]
    # Where the target could not be set up, 2.x has not yet given it a `secondary`.
    secondary = getattr(relationship, "secondary", None)
    if isinstance(secondary, sqlalchemy.Table):
        tables.append(secondary)
    return {str(table.key) for table in tables}


# other attributes


def recorded_composites() -> list[Answer]:
    """The composites that fail while mappers are configured; each keeps its failure to itself."""
    failures: list[Answer] = []
    init = orm.CompositeProperty.init

    def recording(composite: Any) -> None:
        error = failure_of(init, composite)
        if error is not None:
            failures.append(attribute_failure(composite.parent.class_, composite.key, error))

    orm.CompositeProperty.init = recording
    return failures


def failing_uses() -> Iterator[Answer]:
    """What no configuration finds: the attributes that fail once they are used."""
    for mapper in all_mappers():
        for key in list(vars(mapper.class_)):
            error = failure_of(use, mapper, key)
            if error is not None:
                yield attribute_failure(mapper.class_, key, error)
        if mapper.version_id_col is not None:
            error = failure_of(flush, mapper)
            if error is not None:
                yield attribute_failure(mapper.class_, "__mapper_args__", error)


def failing_tables() -> Iterator[Answer]:
    """The tables that fail when they are created, or when rows are first inserted."""
    for mapper in all_mappers():
        if not isinstance(mapper.local_table, sqlalchemy.Table):
            continue
        for attribute in mapper.column_attrs:
            error = failure_of(typed, attribute.columns[0])
            if error is not None:
                yield attribute_failure(mapper.class_, attribute.key, error)
        error = failure_of(inserted, mapper.local_table)
        if error is not None:
            keys = [attribute.key for attribute in mapper.column_attrs]
            names = [f"{name}.{key}" for key in keys for name in declaring(mapper.class_, key)]
            yield {**attribute_failure(mapper.class_, "__table__", error), "names": names}


def typed(column: Any) -> None:
    if isinstance(column, sqlalchemy.Column) and isinstance(column.type, sqlalchemy.types.NullType):
        sqlalchemy.schema.CreateColumn(column).compile(dialect=sqlite.dialect())


def inserted(table: Any) -> None:
    """What an INSERT asks of a table; the second is new in 2.0."""
    _ = table._autoincrement_column
    _ = getattr(table, "_sentinel_column_characteristics", None)


def use(mapper: Any, key: str) -> None:
    """Do with an attribute of a class what programs do with it; others are left alone."""
    descriptor = vars(mapper.class_)[key]
    if type(descriptor).__name__ == "AssociationProxy":
        proxy = getattr(mapper.class_, key)
        target = sqlalchemy.inspect(proxy.target_class)
        one_has(objects_of(target), descriptor.value_attr)
    elif key in mapper.synonyms:
        _ = getattr(mapper.class_, key) == None  # noqa: E711 - it makes an expression
    elif key in mapper.relationships and held_in_memory(mapper.relationships[key]):
        owner = object_of(mapper)
        for each in objects_of(mapper.relationships[key].mapper):
            # Which value the key has does not matter, only that there is one.
            with contextlib.suppress(sqlalchemy.exc.InvalidRequestError):
                orm.collections.collection_adapter(getattr(owner, key)).append_with_event(each)


def held_in_memory(relationship: Any) -> bool:
    """Whether its objects are held by a collection of a class that was chosen."""
    queried = relationship.lazy in {"dynamic", "write_only"}
    chosen = relationship.collection_class not in (None, list, set, dict)
    return chosen and relationship.uselist and not queried


def one_has(objects: list[Any], key: str) -> None:
    if not any(hasattr(each, key) for each in objects):
        raise AttributeError(f"no object has an attribute {key!r}")


def flush(mapper: Any) -> None:
    """Store an object; what the database says of its values does not matter here."""
    engine = sqlalchemy.create_engine("sqlite://")
    for table in mapper.tables:
        table.create(engine)
    with orm.Session(engine) as session, contextlib.suppress(sqlalchemy.exc.DBAPIError):
        session.add(object_of(mapper))
        session.flush()


def objects_of(mapper: Any) -> list[Any]:
    return [object_of(each) for each in mapper.self_and_descendants]


def object_of(mapper: Any) -> Any:
    """An object, made by its own `__init__` if that asks for nothing."""
    with contextlib.suppress(Exception):
        return mapper.class_()
    return mapper.class_manager.new_instance()


def attribute_failure(cls: type, key: str, error: str) -> Answer:
    names = [f"{name}.{key}" for name in declaring(cls, key)]
    return {"names": names, "class": name_of(cls), "key": key, "error": error}


# foreign keys


def foreign_keys(metadatas: list[Any], modules: list[ModuleType]) -> Iterator[Answer]:
    owners = owners_of_tables(modules)
    # Those of a library's own base were made before anyone looked.
    metadatas = [*metadatas, *(table.metadata for table in mapped_tables())]
    for metadata in dict.fromkeys(metadatas):
        for table in metadata.tables.values():
            for column in table.columns:
                for key in column.foreign_keys:
                    error = failure_of(getattr, key, "column")
                    yield {
                        "names": sorted(names_of_column(table, column, owners)),
                        "table": str(table.key),
                        "column": column.name,
                        "spec": str(key.target_fullname) if isinstance(key._colspec, str) else "",
                        "error": error,
                    }


def owners_of_tables(modules: list[ModuleType]) -> dict[Any, list[str]]:
    """{table: dotted names of the module variables that hold it}."""
    owners: dict[Any, list[str]] = {}
    for module in modules:
        for name, value in vars(module).items():
            if isinstance(value, sqlalchemy.Table):
                owners.setdefault(value, []).append(f"{module.__name__}.{name}")
    return owners


def mapped_tables() -> list[Any]:
    """The tables of all mappers; those that a mapper joins, where it is mapped to a join."""
    # A mapper whose class statement failed half-way has no tables at all.
    return [table for mapper in all_mappers() for table in getattr(mapper, "tables", None) or ()]


def named_columns(error: str | None) -> Iterator[Answer]:
    """The columns that configuration names as the cause of its failure.

    They are looked up in the properties as they stand: asking a mapper for them configures it.
    """
    for mapper in all_mappers() if error else ():
        for prop in getattr(mapper, "_props", {}).values():
            for column in getattr(prop, "columns", ()):
                if error and repr(column) in error:
                    yield attribute_failure(mapper.class_, prop.key, error)
                    return


def names_of_column(table: Any, column: Any, owners: dict[Any, list[str]]) -> Iterator[str]:
    """Under what names the source may declare the column."""
    yield from owners.get(table, ())
    for mapper in all_mappers():
        if mapper.local_table is not table:
            continue
        for cls in declaring(mapper.class_, "__table_args__"):
            yield f"{cls}.__table_args__"
        for cls in declaring(mapper.class_, "__table__"):
            yield f"{cls}.__table__"
        for prop in mapper.iterate_properties:
            if column in getattr(prop, "columns", ()):
                for cls in declaring(mapper.class_, prop.key):
                    yield f"{cls}.{prop.key}"


def all_mappers() -> list[Any]:
    """`registry.mappers` would not do: it fails for a class whose mapping failed."""
    return [
        manager.mapper
        for registry in orm.mapperlib._all_registries()
        for manager in list(registry._managers)
        if manager.is_mapped
    ]


# small questions


def declaring(cls: type, key: str) -> list[str]:
    """The dotted names of a class and of those of its bases that have the attribute themselves."""
    bases = [base for base in cls.__mro__[1:] if key in vars(base) or key in annotations_of(base)]
    return [name_of(base) for base in [cls, *bases]]


def annotations_of(cls: type) -> Any:
    return vars(cls).get("__annotations__", {})


def name_of(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def text_of(error: Exception | str) -> str:
    return f"{type(error).__name__}: {error}"


def failure_of(function: Callable[..., object], *arguments: object) -> str | None:
    try:
        function(*arguments)
    except Exception as error:  # noqa: BLE001 - what it raises is what we ask for
        return text_of(error)
    return None


def collected(cls: Any) -> list[Any]:
    """All instances of a class made from now on."""
    made: list[Any] = []
    init = cls.__init__

    def collecting(self: Any, *arguments: Any, **keywords: Any) -> None:
        init(self, *arguments, **keywords)
        made.append(self)

    cls.__init__ = collecting
    return made


if __name__ == "__main__":
    main()
