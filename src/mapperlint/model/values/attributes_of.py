"""What `value.name` is: of modules, classes, tables, strings, and objects made by a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from mapperlint.facts.expressions import Attribute, Call, Expression, Name
from mapperlint.facts.shapes import Assign, ClassFacts, FunctionFacts, Import
from mapperlint.model.modules.modules import Module
from mapperlint.model.values.bases import Root
from mapperlint.model.values.classes import Class
from mapperlint.model.values.values import (
    ClassAttribute,
    Closure,
    ColumnsOf,
    Entries,
    EnumMember,
    Expressed,
    External,
    Function,
    Generic,
    Items,
    Known,
    Lookup,
    Made,
    Method,
    ModuleValue,
    TableColumn,
    TableOf,
    Unknown,
    Value,
)
from mapperlint.model.values.vocabulary import FLASK_NAMES, construct

if TYPE_CHECKING:
    from mapperlint.model.values.classes import Member
    from mapperlint.model.values.evaluation import Evaluator


def attribute_of(evaluator: Evaluator, value: Value, name: str) -> Value:
    """The value of an attribute."""
    match value:
        case Unknown():
            return value
        case ModuleValue(module):
            itself = module if isinstance(module, Module) else None
            return evaluator.imports.module_attribute(module.name, name, itself)
        case External(path):
            return External(f"{path}.{name}")
        case Lookup(attribute):
            return attribute(name)
        case Class():
            return class_attribute(evaluator, value, name)
        case Made():
            return _made_attribute(evaluator, value, name)
        case TableOf():
            return _table_attribute(evaluator, value, name)
        case ColumnsOf(table):
            return TableColumn(table, name)
        case EnumMember(constant, own, _) if name in {"value", "name"}:
            return Known(constant if name == "value" else own)
        case Known() | Entries() | Items() | ClassAttribute() | TableColumn() | Expressed():
            return Method(value, name)
        case Generic(origin):
            return attribute_of(evaluator, origin, name)
        case Function() | Closure() | Method():
            return Unknown(f"`.{name}` of something that is not read")


def class_attribute(evaluator: Evaluator, cls: Class, name: str) -> Value:
    """An attribute of a class as code reads it."""
    match name:
        case "__name__":
            return Known(cls.name)
        case "__qualname__":
            return Known(cls.qualname)
        case "__module__":
            return Known(cls.module.name)
        case "__tablename__":
            return cls.tablename
        case "__table__":
            member = cls.member("__table__")
            return TableOf(cls) if member is None else member_value(evaluator, cls, member)
        case "metadata" | "registry":
            return ClassAttribute(cls, name)
    member = cls.member(name)
    if member is None:
        return _inherited_attribute(cls, name)
    value = member_value(evaluator, cls, member)
    if cls.is_enum and isinstance(value, Known) and isinstance(member.statement, Assign):
        return EnumMember(value.value, name, cls)
    if isinstance(value, Made) and construct(value.maker) in {"Table", "MetaData", "registry"}:
        return value
    if isinstance(value, Made | Expressed):
        return ClassAttribute(cls, name)
    if isinstance(value, Unknown) and isinstance(member.statement, Assign):
        return ClassAttribute(cls, name)
    if name in member.owner.annotations and evaluator.declarative.is_sqlmodel(cls):
        return ClassAttribute(cls, name)
    return value


def _inherited_attribute(cls: Class, name: str) -> Value:
    """An attribute that no class in sight gives: a mapped one, or that of SQLAlchemy's own base."""
    base = next((each for each in cls.external_bases if construct(each)), None)
    plain = base is not None and cls.open_reason is None
    if plain and base is not None and not any(isinstance(each, Root) for each in cls.mro):
        return External(f"{base.path}.{name}")
    return ClassAttribute(cls, name)


def member_value(evaluator: Evaluator, cls: Class, member: Member) -> Value:
    """The value a member of a class gives on `cls`, declared_attr functions evaluated."""
    statement = member.statement
    match statement:
        case FunctionFacts():
            function = Function(statement, member.scope, cls)
            words = decorator_words(evaluator, function)
            if words & {"declared_attr", "classproperty"}:
                return evaluator.declared(function)
            if words & {"classmethod", "staticmethod"}:
                return function
            if words:
                return ClassAttribute(cls, member.name)
            return Function(statement, member.scope)
        case Assign(value=value) if value is not None:
            return evaluator.bound(statement, member.name, member.scope)
        case ClassFacts() | Import():
            return evaluator.bound(statement, member.name, member.scope)
    return Unknown(f"`{member.name}` is set in a way that is not followed")


def _made_attribute(evaluator: Evaluator, made: Made, name: str) -> Value:
    maker = made.maker
    word = construct(maker)
    if maker == _FLASK_MODEL and name == "metadata" and isinstance(made.arguments[0], Made):
        return _flask_attribute(evaluator, made.arguments[0], name)
    if is_flask_extension(maker):
        return _flask_attribute(evaluator, made, name)
    match word:
        case "Table" | "to_metadata" | "tometadata":
            return _table_attribute(evaluator, made, name)
        case "declarative_base" | "automap_base":
            maker = External(f"sqlalchemy.base.{name}")
            return Made(maker, (made,), (), open=False, where=made.where)
        case "registry" | "MetaData":
            if name == "metadata":
                return made.keyword("metadata") or replace(
                    made, maker=External("sqlalchemy.registry.metadata")
                )
            return Method(made, name)
        case None if isinstance(maker, Class):
            member = maker.member(name)
            if member is not None and isinstance(member.statement, FunctionFacts):
                return Method(made, name)
            if member is not None:
                return member_value(evaluator, maker, member)
            base = next((each for each in maker.external_bases if construct(each)), None)
            if base is not None and maker.open_reason is None:
                return External(f"{base.path}.{name}")
            return Unknown(f"`.{name}` of an object of the program", made.where)
    if word is not None or maker == External("re.compile"):
        return Method(made, name)
    return Unknown(f"`.{name}` of an object of the program", made.where)


def is_flask_extension(maker: External | Class) -> bool:
    """Whether a class is Flask-SQLAlchemy's `SQLAlchemy`, or the project's own subclass of it."""
    if isinstance(maker, Class):
        return any(construct(base) == "SQLAlchemy" for base in maker.external_bases)
    return construct(maker) == "SQLAlchemy"


_FLASK_MODEL = External("flask_sqlalchemy.Model")
_FLASK_METADATA = External("flask_sqlalchemy.metadata")
_PARTIAL = External("functools.partial")


def _flask_attribute(evaluator: Evaluator, made: Made, name: str) -> Value:
    """`db.Model`, `db.Column`, ...: the extension offers SQLAlchemy's names."""
    if isinstance(made.maker, Class):
        member = made.maker.member(name)
        if member is not None:
            if isinstance(member.statement, FunctionFacts):
                return Method(made, name)
            return member_value(evaluator, made.maker, member)
    match name:
        case "Model":
            return Made(_FLASK_MODEL, (made,), (), open=False, where=made.where)
        case "metadata":
            return Made(_FLASK_METADATA, (made,), (), open=False, where=made.where)
        case "session" | "engine" | "engines" | "query" | "get_engine":
            return Unknown(f"`{name}` of the extension")
        case "Table":
            table = External("sqlalchemy.Table")
            return Made(_PARTIAL, (table,), (("flask", made),), open=False, where=made.where)
    if name not in FLASK_NAMES and isinstance(made.maker, Class):
        makes_up = made.maker.member("__getattr__")
        if makes_up is not None and isinstance(makes_up.statement, FunctionFacts):
            function = Function(makes_up.statement, makes_up.scope)
            return evaluator.result(function, (made, Known(name)))
    return External(f"sqlalchemy.{name}")


def _table_attribute(evaluator: Evaluator, table: Made | TableOf, name: str) -> Value:
    if name in {"c", "columns"}:
        return ColumnsOf(table)
    if isinstance(table, TableOf) and name in {"name", "fullname", "schema"}:
        return evaluator.table_text(table.owner, name)
    if isinstance(table, Made) and name in {"name", "fullname"} and table.arguments:
        if name == "name" or table.keyword("schema") is None:
            return table.arguments[0]
        return Unknown("the full name of a table with a schema")
    return Method(table, name)


def decorator_words(evaluator: Evaluator, function: Function) -> frozenset[str]:
    """The last parts of the names of a function's decorators ("declared_attr", "cascading")."""
    return frozenset(
        word
        for decorator in function.facts.decorators
        for word in _decorator_word(evaluator, decorator, function)
    )


def _decorator_word(evaluator: Evaluator, decorator: Expression, function: Function) -> list[str]:
    while isinstance(decorator, Call):
        decorator = decorator.function
    value = evaluator.evaluate(decorator, function.scope, None)
    word = construct(value)
    if word is not None:
        if word in {"cascading", "directive"}:
            return ["declared_attr", word]
        return [word]
    if isinstance(value, Class):
        words = [construct(base) for base in value.external_bases]
        if "declared_attr" in words or value.name == "declared_attr":
            return ["declared_attr"]
        if any(cls.name.endswith("classproperty") for cls in value.classes):
            return ["classproperty"]
    if isinstance(value, External):
        return [value.name]
    match decorator:
        case Name(id):
            return [id]
        case Attribute(_, attribute):
            return [attribute]
    return ["?"]
