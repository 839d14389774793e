"""Linking: from the facts of all files to the project.

The stages are SQLAlchemy's own: modules are named, classes found and their hierarchies resolved,
attributes attached, tables and mappers built, names registered, relationships configured, pairs
linked. Each stage reads only what the ones before it made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.expressions import Attribute, Call, Name
from mapperlint.facts.shapes import Assign, ClassFacts, Evaluate, Loop, When
from mapperlint.facts.walk import calls
from mapperlint.model.declarations.declarations import Declarations
from mapperlint.model.declarative.attachments import Attachments
from mapperlint.model.declarative.declarative import Declarative, Mapping
from mapperlint.model.declarative.registries import Registries
from mapperlint.model.mapping.mappers import Mapper
from mapperlint.model.mapping.mapping import MapperBuilder
from mapperlint.model.modules.candidates import candidates
from mapperlint.model.modules.import_graph import ImportGraph
from mapperlint.model.modules.load_order import LoadOrder
from mapperlint.model.modules.modules import Module, Modules, Zone
from mapperlint.model.names.class_registry import ClassRegistry
from mapperlint.model.names.metadata_tables import MetadataTables
from mapperlint.model.names.table_names import TableNames
from mapperlint.model.names.unseen import RunTimeClasses, Unseen
from mapperlint.model.project import Project
from mapperlint.model.relationships.configuration import Configuration
from mapperlint.model.relationships.pairs import Pairing
from mapperlint.model.tables.table_builder import TableBuilder
from mapperlint.model.tables.tables import Table
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import APPENDING, makes_table
from mapperlint.model.values.evaluation import Evaluator
from mapperlint.model.values.frames import loop_values
from mapperlint.model.values.values import Function
from mapperlint.model.values.vocabulary import PACKAGES, package
from mapperlint.model.versions.python_version import PythonVersion
from mapperlint.model.versions.sqlalchemy_version import SqlalchemyVersion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.config import Settings
    from mapperlint.model.source import Source
    from mapperlint.places import Span


def link(source: Source, settings: Settings) -> Project:
    """The project that all files of `source` make together."""
    modules = Modules(source, settings)
    evaluator = Evaluator(modules)
    declarative = Declarative(evaluator)
    evaluator.declarative = declarative
    registries = Registries(evaluator)
    evaluator.registries = registries
    builder = TableBuilder(registries, evaluator)
    mapping = MapperBuilder(evaluator, declarative, registries, builder)

    read = _modules_to_read(source, modules)
    evaluator.sqlalchemy = SqlalchemyVersion(source, settings, read)
    attachments = Attachments(evaluator, declarative, registries)
    for module in read:
        attachments.collect(module)
    mapping.hook = attachments.hook
    for module in read:
        _append(evaluator, builder, module)
    defined = [cls for module in read for cls in _classes(evaluator, module)]
    # A class that is mapped imperatively may stand in a file that speaks of no mapping at all.
    classes = [*dict.fromkeys((*defined, *declarative.imperative))]
    for cls in classes:
        mapping.mapper(cls)
    for cls in _made_while_mapping(evaluator, classes):
        mapping.mapper(cls)
    for module in read:
        _tables(evaluator, builder, module)

    made_at_run_time = [
        base
        for place, bases in attachments.type_calls.items()
        if not evaluator.follows_type_call(place, only_here=True)
        for base in bases
    ]
    run_time = RunTimeClasses(registries, made_at_run_time)
    order = LoadOrder(modules, source)
    tables = MetadataTables(
        _all_tables(builder, mapping),
        builder,
        mapping.mappers,
        evaluator,
        run_time.metadata,
        order,
    )
    mappers = sorted(mapping.mappers.values(), key=_definition_order)
    unseen = Unseen(evaluator, declarative, read, classes, run_time)
    graph = ImportGraph(modules, source)
    names = TableNames(tables, registries, evaluator.sqlalchemy)
    registry = ClassRegistry(mappers, names, modules, graph, unseen.class_reason)
    configuration = Configuration(evaluator, mapping, registry, tables)
    configuration.run(mappers)
    pairing = Pairing(configuration, tables, order)
    relationships = pairing.run()
    deferred = [cls for cls in classes if declarative.mapping(cls) is Mapping.DEFERRED]
    return Project(
        source,
        settings,
        modules,
        mappers,
        tables,
        registry,
        relationships,
        pairing,
        deferred,
        [
            place
            for place in attachments.type_calls
            if not evaluator.follows_type_call(place, only_here=False)
        ],
        graph,
        frozenset(module.path for module in read),
        evaluator.sqlalchemy,
        Declarations(
            evaluator,
            declarative,
            builder,
            classes,
            PythonVersion(source, settings.libraries),
        ),
    )


def _modules_to_read(source: Source, modules: Modules) -> list[Module]:
    """The modules that may define mapped classes, and the libraries they take models from."""
    wanted = candidates(source, modules)
    shadowed = {each.path for each in modules.shadowed}
    found = [
        module
        for path, module in sorted(modules.by_path.items())
        if path in wanted and path not in shadowed and _is_judged(source, module)
    ]
    judged = [module for module in found if module.zone is Zone.APPLICATION]
    source.expect(module.path for module in judged)
    libraries: dict[str, Module] = {}
    for module in judged:
        for library in _libraries(modules, module):
            libraries.setdefault(library.path, library)
    return [*libraries.values(), *found]


def _is_judged(source: Source, module: Module) -> bool:
    """Models of tests and migrations live apart; they are read only when they are asked for."""
    return module.zone is Zone.APPLICATION or source.is_named(module.path)


def _libraries(modules: Modules, module: Module) -> Iterator[Module]:
    for statement in module.facts.imports:
        name = statement.module
        if statement.level or package(name) in PACKAGES or modules.first_party(name):
            continue
        for dotted in (name, f"{name}.{statement.name}" if statement.name else name):
            found = modules.named(dotted)
            if isinstance(found, Module) and found.source.scan(found.path).has_mapping_words:
                yield found


def _classes(evaluator: Evaluator, module: Module) -> Iterator[Class]:
    """The classes of a module: its statements, those nested in them, and those functions return."""
    scope = evaluator.scope(module)
    for statement in module.facts.body:
        match statement:
            case ClassFacts():
                cls = evaluator.class_of(statement, scope)
                yield cls
                yield from _nested(evaluator, cls)
            case Assign(target=Name(id), value=Call()):
                value = evaluator.bound(statement, id, scope)
                if isinstance(value, Class) and (value.in_function or value.by_call):
                    yield value
            case Loop():
                made = loop_values(evaluator, statement, scope)
                yield from (each for each in made if isinstance(each, Class) and each.by_call)


def _made_while_mapping(evaluator: Evaluator, classes: list[Class]) -> Iterator[Class]:
    """The classes that `declared_attr` functions have made of others, and those made of them."""
    seen = set(classes)
    while found := [cls for cls in evaluator.made_classes if cls not in seen]:
        seen.update(found)
        classes.extend(found)
        yield from found


def _nested(evaluator: Evaluator, cls: Class) -> Iterator[Class]:
    for statement in cls.facts.body:
        if isinstance(statement, ClassFacts):
            inner = evaluator.class_of(statement, cls.body_scope)
            yield inner
            yield from _nested(evaluator, inner)


def _tables(evaluator: Evaluator, builder: TableBuilder, module: Module) -> None:
    """Make the tables that a module assigns to names, in its body and in its classes."""
    scope = evaluator.scope(module)
    followed: Span | None = None
    for statement in module.facts.body:
        match statement:
            case Loop():
                made = loop_values(evaluator, statement, scope)
                for value in made:
                    _make(builder, value, module, When.ALWAYS)
                followed = statement.span if made else followed
            case _ if followed is not None and statement.span.within(followed):
                pass  # What it makes in each round is made.
            case Assign(target=Name(id), value=Call()):
                _make(builder, evaluator.bound(statement, id, scope), module, statement.when)
            case Evaluate(Call() as call, when):
                _make(builder, evaluator.evaluate(call, scope), module, when)
            case ClassFacts():
                body = evaluator.class_of(statement, scope).body_scope
                for inner in statement.body:
                    match inner:
                        case Assign(target=Name(id), value=Call()):
                            _make(builder, evaluator.bound(inner, id, body), module, inner.when)


def _append(evaluator: Evaluator, builder: TableBuilder, module: Module) -> None:
    """Give tables the columns and constraints that a module appends to them."""
    scope = evaluator.scope(module)
    for statement in module.facts.body:
        match statement:
            case Evaluate(Call(Attribute(owner, word), (added, *_))) if word in APPENDING:
                table = evaluator.evaluate(owner, scope)
                if makes_table(table):
                    value = evaluator.evaluate(added, scope)
                    builder.append(builder.from_call(table, module), value)
            case Evaluate(Call(function, arguments)):
                for argument in arguments:
                    if not isinstance(argument, Name | Attribute):
                        continue
                    table = evaluator.evaluate(argument, scope)
                    if makes_table(table) and _appends(evaluator.evaluate(function, scope)):
                        found = builder.from_call(table, module)
                        found.open_reason = found.open_reason or "a function may add to it"


def _appends(function: object) -> bool:
    """Whether a function of the source may give a table that it is handed more columns."""
    return isinstance(function, Function) and any(
        isinstance(call.function, Attribute) and call.function.attribute in APPENDING
        for call in calls(function.facts.body)
    )


def _make(builder: TableBuilder, value: object, module: Module, when: When) -> None:
    if makes_table(value):
        builder.from_call(value, module).conditional |= when is not When.ALWAYS


def _all_tables(builder: TableBuilder, mapping: MapperBuilder) -> list[Table]:
    found: dict[int, Table] = {id(table): table for table in builder.by_call.values()}
    for mapper in mapping.mappers.values():
        if mapper.table is not None and not mapper.single_table:
            found.setdefault(id(mapper.table), mapper.table)
    return sorted(found.values(), key=lambda table: (table.where.path, table.where.span))


def _definition_order(mapper: Mapper) -> tuple[bool, str, int, int, str]:
    """Those of libraries first; by name where one call makes several."""
    location = mapper.cls.location
    return (
        mapper.zone is not Zone.LIBRARY,
        location.path,
        location.span.line,
        location.span.column,
        mapper.full_name,
    )
