"""Which functions are kept with their bodies: those the model could have to follow.

It evaluates `declared_attr` functions, and helpers that do nothing but return a column or a
relationship.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


LONGEST_FUNCTION_KEPT = 100
"""Lines. A longer function does more than name a column, and following it would only guess."""


FOLLOWED_DECORATORS = frozenset(
    {
        "as_declarative",
        "cache",
        "cascading",
        "cached_classproperty",
        "classmethod",
        "classproperty",
        "declared_attr",
        "declared_mixin",
        "directive",
        "listens_for",
        "lru_cache",
        "no_type_check",
        "overload",
        "staticmethod",
        "strict_classproperty",
    }
)
"""Decorators under which a function still does what its body says, as far as a model asks."""


def may_be_followed(node: ast.FunctionDef | ast.AsyncFunctionDef, *, method: bool) -> bool:
    """Whether the model could have to know what a function does.

    It follows functions that are called while classes are made: plain ones of a module, those
    of a class that are declared on the class, `__getattr__`, listeners of events, and any that
    makes a class.
    """
    if isinstance(node, ast.AsyncFunctionDef):
        return False
    words = {_last_name(decorator) for decorator in node.decorator_list}
    short = (node.end_lineno or node.lineno) - node.lineno <= LONGEST_FUNCTION_KEPT
    if (
        short
        and words <= FOLLOWED_DECORATORS
        and (words or not method or node.name == "__getattr__")
    ):
        return True
    if method and _sets_on_first(node):
        return True
    return any(isinstance(inner, ast.ClassDef) for inner in statements_within(node.body))


_HANDED_THE_CLASS = frozenset({"__init_subclass__", "__declare_first__", "__declare_last__"})


def _sets_on_first(node: ast.FunctionDef) -> bool:
    """Whether a method that is handed its class sets attributes of it."""
    words = map(_last_name, node.decorator_list)
    if not node.args.args or (node.name not in _HANDED_THE_CLASS and "classmethod" not in words):
        return False
    first = node.args.args[0].arg
    for statement in statements_within(node.body):
        match statement:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=name))], value=ast.Call()):
                if name == first:
                    return True
            case ast.Expr(value=ast.Call(ast.Name("setattr"), [ast.Name(id=name), *_])):
                if name == first:
                    return True
    return False


def _last_name(decorator: ast.expr) -> str:
    """The last part of a decorator's name."""
    while isinstance(decorator, ast.Call):
        decorator = decorator.func
    if isinstance(decorator, ast.Attribute):
        return decorator.attr
    return decorator.id if isinstance(decorator, ast.Name) else ""


_BLOCKS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.FunctionDef: ("body",),
    ast.AsyncFunctionDef: ("body",),
    ast.ClassDef: ("body",),
    ast.If: ("body", "orelse"),
    ast.For: ("body", "orelse"),
    ast.AsyncFor: ("body", "orelse"),
    ast.While: ("body", "orelse"),
    ast.With: ("body",),
    ast.AsyncWith: ("body",),
    ast.Try: ("body", "handlers", "orelse", "finalbody"),
    # `ast` has no such class before Python 3.11.
    getattr(ast, "TryStar", ast.Try): ("body", "handlers", "orelse", "finalbody"),
    ast.ExceptHandler: ("body",),
    ast.Match: ("cases",),
    ast.match_case: ("body",),
}
"""Where the blocks of a compound statement stand."""


def statements_within(body: Iterable[ast.stmt]) -> list[ast.AST]:
    """All statements of a block and of the blocks in it, without going into expressions."""
    found: list[ast.AST] = [*body]
    for node in found:  # which grows as it goes
        for part in _BLOCKS.get(type(node), ()):
            found += getattr(node, part)
    return found
