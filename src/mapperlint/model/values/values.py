"""What an expression of the source stands for, as far as the source tells.

The evaluator turns expressions into these values. Everything a program may do that we do not follow
ends in `Unknown`, which carries its reason and absorbs whatever is done with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, Union

from msgspec import Struct

from mapperlint.facts.expressions import Expression, Lambda
from mapperlint.facts.shapes import FunctionFacts
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapperlint.model.modules.modules import Module, Namespace
    from mapperlint.model.values.classes import Class
    from mapperlint.model.values.scopes import Scope


class Known(Struct, frozen=True):
    """A constant of Python: a string, a number, True, False, None."""

    value: str | bytes | int | float | bool | None


TRUE = Known(value=True)
FALSE = Known(value=False)
NONE = Known(value=None)


class EnumMember(Known, frozen=True):
    """A member of an enumeration: its value, under its name in its class."""

    name: str
    owner: Class


class Items(Struct, frozen=True):
    """A list, a tuple or a set; `open` when it may hold more than is seen."""

    kind: str
    items: tuple[Value, ...]
    open: bool = False


class Entries(Struct, frozen=True):
    """A dict; `open` when it may hold more than is seen."""

    entries: tuple[tuple[Value, Value], ...]
    open: bool = False

    def get(self, key: str) -> Value | None:
        """The value under a string key."""
        for name, value in reversed(self.entries):
            if name == Known(key):
                return value
        return None


class ModuleValue(Struct, frozen=True):
    """An imported module of the project or of a library that is read."""

    module: Module | Namespace


class External(Struct, frozen=True):
    """Something of a package out of sight, or of Python, under its dotted path."""

    path: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


class Function(Struct, frozen=True, eq=False):
    """A function of the source; `bound` is the class it was reached through, if it takes one."""

    facts: FunctionFacts
    scope: Scope
    bound: Class | None = None


class Closure(Struct, frozen=True, eq=False):
    """A lambda and the scope it closes over."""

    expression: Lambda
    scope: Scope


class Made(Struct, frozen=True):
    """The result of calling something that is not followed: a Column, a Table, an object.

    `maker` is what was called. `open` is true when there may be more arguments, from a `*` or a
    `**` that could not be read; `all_keywords` where it was no `**`. `where` is the place of the
    call, `within` the calls of the functions that were followed to it, outermost first. Two Made
    values are the same object when all of this is equal.
    """

    maker: External | Class
    arguments: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]
    open: bool
    where: Location
    expressions: tuple[tuple[str, Expression], ...] = ()
    within: tuple[Location, ...] = ()
    all_keywords: bool = True

    def keyword(self, name: str) -> Value | None:
        """The value of a keyword, None if it is not given (look at `open` as well)."""
        for key, value in self.keywords:
            if key == name:
                return value
        return None

    def place(self, name: str) -> Location:
        """The place of a keyword's value, or of an argument by its number, else of the call."""
        for key, expression in self.expressions:
            if key == name:
                return Location(self.where.path, expression.span)
        return self.where

    def expression(self, name: str) -> Expression | None:
        """The expression of a keyword's value, or of an argument by its number."""
        for key, expression in self.expressions:
            if key == name:
                return expression
        return None


class ClassAttribute(Struct, frozen=True):
    """`User.id`: an attribute of a class that the mapper will have instrumented."""

    owner: Class
    name: str


class TableOf(Struct, frozen=True):
    """`User.__table__`."""

    owner: Class


class ColumnsOf(Struct, frozen=True):
    """`table.c`."""

    table: Made | TableOf


class TableColumn(Struct, frozen=True):
    """`table.c.id`."""

    table: Made | TableOf
    name: str


class Method(Struct, frozen=True):
    """`value.name`, about to be called: a method of a string, a column, an object."""

    value: Value
    name: str


class Lookup(Struct, frozen=True, eq=False):
    """A namespace in a string that SQLAlchemy evaluates: a schema, or the path of a module."""

    attribute: Callable[[str], Value]


class Expressed(Struct, frozen=True):
    """An expression of SQL: an operator or a function over operands."""

    operator: str
    operands: tuple[Value, ...]


class Generic(Struct, frozen=True):
    """`Mapped[list["Post"]]`: a subscripted type."""

    origin: Value
    arguments: tuple[Value, ...]


class Unknown(Struct, frozen=True):
    """What only the running program knows, with the reason in the user's words."""

    reason: str
    where: Location | None = None


MADE_FROM = "made from"
"""The keyword under which a method's result keeps what the method was called on."""

Value: TypeAlias = Union[
    Known,
    Items,
    Entries,
    ModuleValue,
    External,
    Function,
    Closure,
    Made,
    ClassAttribute,
    TableOf,
    ColumnsOf,
    TableColumn,
    Method,
    Expressed,
    Generic,
    Lookup,
    Unknown,
    "Class",
]
