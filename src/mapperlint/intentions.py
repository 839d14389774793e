"""What a fix wants: changes of a program in words of the program, not of its text.

A rule knows which keyword is missing and where the class stands; it does not know how many spaces
the author puts before a comment. So a rule gives intentions, and `fixes` realises them in the
author's own layout, or says why it cannot.

Every `location` is that of a whole piece of syntax as facts give it: an expression, a keyword with
its value, an import statement, a class. `source` is Python with double quotes; whoever writes it
takes the quotes that are used around it.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from mapperlint.places import Location


class Needed(Struct, frozen=True):
    """A name that a changed expression needs: `from module import name`, once.

    With `for_types` it is only needed by annotations and strings, and is imported below
    `TYPE_CHECKING` where importing it at run time would close a cycle.
    """

    module: str
    name: str
    for_types: bool = False


class Reword(Struct, frozen=True):
    """The string literal at `location` says `text`; its quotes and prefix stay."""

    location: Location
    text: str


class SetKeyword(Struct, frozen=True):
    """The call at `location` has the keyword `name` with the value `source`.

    Where it has the keyword already, its value is replaced. A class statement has keywords too.
    """

    location: Location
    name: str
    source: str
    needs: tuple[Needed, ...] = ()


class RemoveKeyword(Struct, frozen=True):
    """The call at `location` has no keyword `name`."""

    location: Location
    name: str


class RenameKeyword(Struct, frozen=True):
    """The keyword `name` of the call at `location` is called `to`; its value stays."""

    location: Location
    name: str
    to: str


class RemoveArgument(Struct, frozen=True):
    """The call at `location` has no longer the argument at `argument`, given by position."""

    location: Location
    argument: Location


class Replace(Struct, frozen=True):
    """The expression at `location` becomes `source`."""

    location: Location
    source: str
    needs: tuple[Needed, ...] = ()


class Enclose(Struct, frozen=True):
    """The expression at `location` stays as it is, between `before` and `after`."""

    location: Location
    before: str
    after: str
    needs: tuple[Needed, ...] = ()


class Decorate(Struct, frozen=True):
    """The function at `location` gets a decorator, above those it has."""

    location: Location
    source: str
    needs: tuple[Needed, ...] = ()


class AsDeclaredAttr(Struct, frozen=True):
    """The assignment at `location`, in a class, becomes a function under `@declared_attr`."""

    location: Location


class DropTrailingComma(Struct, frozen=True):
    """The statement at `location` ends without the comma that makes a tuple of it."""

    location: Location


class AddRelationship(Struct, frozen=True):
    """The class at `location` has a relationship `name` to the class `target`.

    `module` is where the target stands. `many` makes it a collection; else it is one object, or
    none if `optional`. It pairs with `back_populates`. `keywords` are further arguments as name and
    source. It is written in the style of the class, after its last relationship or attribute.
    """

    location: Location
    name: str
    target: str
    module: str
    back_populates: str
    many: bool
    optional: bool = False
    keywords: tuple[tuple[str, str], ...] = ()


class Moved(Struct, frozen=True):
    """One imported name and where it lives now: `from module import name`.

    `imported` is the name as the statement imports it; for a plain `import` it and `name` are "".
    `module` is spelled as it is to be written, with leading dots or without. An alias stays; where
    the name itself is another one now, the old is kept as its alias.
    """

    imported: str
    module: str
    name: str


class MoveImports(Struct, frozen=True):
    """The import statement at `location` takes some of its names from other modules.

    The statement is split where its names went to different modules, and what is imported from one
    module already is merged into that import.
    """

    location: Location
    moved: tuple[Moved, ...]


class AddImport(Struct, frozen=True):
    """The file at `path` imports a module for what that defines: `from package import module`.

    `name` is None for `import module`. It is written beside the other imports of its kind.
    """

    path: str
    module: str
    name: str | None = None


class RemoveStatement(Struct, frozen=True):
    """The statement at `location` goes, with the comments that belong to it alone."""

    location: Location


class RemoveComment(Struct, frozen=True):
    """The comment at `location`, or the part of one, goes, with the blanks before a whole part.

    A line on which nothing else stands goes with it.
    """

    location: Location


Intention: TypeAlias = (
    Reword
    | SetKeyword
    | RemoveKeyword
    | RenameKeyword
    | RemoveArgument
    | Replace
    | Enclose
    | Decorate
    | AsDeclaredAttr
    | DropTrailingComma
    | AddRelationship
    | MoveImports
    | AddImport
    | RemoveStatement
    | RemoveComment
)
