"""What a block runs under: what an `if` asks, and which errors of imports are caught."""

from __future__ import annotations

import ast


def kind_of_test(test: ast.expr) -> str:
    """What an `if` asks: "type checking", "not type checking", "main" or "other"."""
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return "type checking"
        case ast.UnaryOp(op=ast.Not(), operand=inner) if kind_of_test(inner) == "type checking":
            return "not type checking"
        case ast.Compare(left=ast.Name(id="__name__")):
            return "main"
    return "other"


_WHAT_IS_THERE = frozenset({"find_spec", "version_info", "platform", "hexversion", "modules"})


def asks_what_is_there(test: ast.expr) -> bool:
    """Whether a test asks for the version of Python, the system, or what is installed."""
    return any(
        getattr(node, "id", None) in _WHAT_IS_THERE or getattr(node, "attr", None) in _WHAT_IS_THERE
        for node in ast.walk(test)
    )


_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def _names_import_error(node: ast.expr | None) -> bool:
    if node is None:
        return True
    if isinstance(node, ast.Tuple):
        return any(map(_names_import_error, node.elts))
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    return name in _IMPORT_ERRORS


def catches_import_error(handler: ast.ExceptHandler) -> bool:
    """Whether an import that fails in the `try` of a handler does no harm."""
    return _names_import_error(handler.type)


def suppresses_import_error(node: ast.expr) -> bool:
    """Whether the manager of a `with` does the same: `suppress(ImportError)`."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name in {"suppress", "raises"}:
        return any(map(_names_import_error, node.args))
    return False
