"""The rewriting of newer syntax into older words of the same shape.

libcst writes a tree back exactly as it was read, so a node that is replaced by text of the same
width moves nothing else.
"""
# ruff: noqa: N802, ARG002
# libcst finds the methods of a visitor by their names, and passes each of them both nodes.

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass

import libcst as cst

_PLACEHOLDER = "..."


@dataclass(frozen=True)
class _Words(cst.Name):
    """Text that is written back as it stands."""

    def _validate(self) -> None:
        """Any text will do."""


class OlderWords(cst.CSTTransformer):
    """Replaces what Python 3.10 cannot read."""

    def __init__(self, module: cst.Module) -> None:
        super().__init__()
        self._module = module

    # strings that hold expressions: the whole of them is readable, or nothing

    def visit_FormattedString(self, node: cst.FormattedString) -> bool:
        return False

    def visit_TemplatedString(self, node: cst.TemplatedString) -> bool:
        return False

    def visit_ConcatenatedString(self, node: cst.ConcatenatedString) -> bool:
        return False

    def leave_FormattedString(
        self, original_node: cst.FormattedString, updated_node: cst.FormattedString
    ) -> cst.BaseExpression:
        return self._readable_or_placeholder(original_node, updated_node)

    def leave_TemplatedString(
        self, original_node: cst.TemplatedString, updated_node: cst.TemplatedString
    ) -> cst.BaseExpression:
        return self._placeholder(original_node)

    def leave_ConcatenatedString(
        self, original_node: cst.ConcatenatedString, updated_node: cst.ConcatenatedString
    ) -> cst.BaseExpression:
        return self._readable_or_placeholder(original_node, updated_node)

    # stars in new places

    def leave_Index(self, original_node: cst.Index, updated_node: cst.Index) -> cst.Index:
        return updated_node.with_changes(star=None)

    def leave_Annotation(
        self, original_node: cst.Annotation, updated_node: cst.Annotation
    ) -> cst.Annotation:
        value = updated_node.annotation
        if isinstance(value, cst.StarredElement):
            return updated_node.with_changes(annotation=value.value)
        return updated_node

    def leave_ListComp(
        self, original_node: cst.ListComp, updated_node: cst.ListComp
    ) -> cst.BaseExpression:
        return self._without_star(original_node, updated_node)

    def leave_SetComp(
        self, original_node: cst.SetComp, updated_node: cst.SetComp
    ) -> cst.BaseExpression:
        return self._without_star(original_node, updated_node)

    def leave_GeneratorExp(
        self, original_node: cst.GeneratorExp, updated_node: cst.GeneratorExp
    ) -> cst.BaseExpression:
        return self._without_star(original_node, updated_node)

    def leave_StarredDictComp(
        self, original_node: cst.StarredDictComp, updated_node: cst.StarredDictComp
    ) -> cst.BaseExpression:
        return self._placeholder(original_node)

    # type parameters and aliases

    def leave_ClassDef(
        self, original_node: cst.ClassDef, updated_node: cst.ClassDef
    ) -> cst.ClassDef:
        blank = self._blank(original_node.type_parameters)
        name = _Words(original_node.name.value + blank)
        return updated_node.with_changes(name=name, type_parameters=None)

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        blank = self._blank(original_node.type_parameters)
        name = _Words(original_node.name.value + blank)
        return updated_node.with_changes(name=name, type_parameters=None)

    def leave_TypeAlias(
        self, original_node: cst.TypeAlias, updated_node: cst.TypeAlias
    ) -> cst.BaseSmallStatement:
        """An assignment, or where there is no room `del`: a new state in as few letters."""
        after = original_node.whitespace_after_name
        blank = after.value if isinstance(after, cst.SimpleWhitespace) else ""
        name = original_node.name.value
        if original_node.type_parameters is None and blank and "\n" not in blank:
            lead = len("type" + original_node.whitespace_after_type.value)
            target = cst.AssignTarget(
                _Words("(" + " " * (lead - 1) + name + ")"),
                whitespace_before_equal=cst.SimpleWhitespace(blank[1:]),
                whitespace_after_equal=updated_node.whitespace_after_equals,
            )
            return cst.Assign((target,), updated_node.value, semicolon=updated_node.semicolon)
        text = self._text(original_node.with_changes(semicolon=cst.MaybeSentinel.DEFAULT))
        start = text.index(name, len("type"))
        rest = "".join(each if each == "\n" else " " for each in text[start + len(name) :])
        words = "del".ljust(start) + name + rest
        return cst.Expr(_Words(words), semicolon=updated_node.semicolon)

    # exceptions

    def leave_ExceptHandler(
        self, original_node: cst.ExceptHandler, updated_node: cst.ExceptHandler
    ) -> cst.ExceptHandler:
        kinds = updated_node.type
        if not isinstance(kinds, cst.Tuple) or kinds.lpar:
            return updated_node
        kinds = kinds.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        space = cst.SimpleWhitespace(updated_node.whitespace_after_except.value[1:])
        return updated_node.with_changes(type=kinds, whitespace_after_except=space)

    def leave_TryStar(self, original_node: cst.TryStar, updated_node: cst.TryStar) -> cst.Try:
        return cst.Try(
            body=updated_node.body,
            handlers=[_plain_handler(handler) for handler in updated_node.handlers],
            orelse=updated_node.orelse,
            finalbody=updated_node.finalbody,
            leading_lines=updated_node.leading_lines,
            whitespace_before_colon=updated_node.whitespace_before_colon,
        )

    # imports, all of them at once

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine:
        body: list[cst.BaseSmallStatement] = []
        for statement in updated_node.body:
            if isinstance(statement, cst.LazyImport | cst.LazyImportFrom):
                body.extend(self._eager(statement))
            else:
                body.append(statement)
        return updated_node.with_changes(body=body)

    def _eager(
        self, statement: cst.LazyImport | cst.LazyImportFrom
    ) -> tuple[cst.BaseSmallStatement, cst.BaseSmallStatement]:
        """A statement as wide as `lazy `, and the import without it."""
        text = self._text(statement.with_changes(semicolon=cst.MaybeSentinel.DEFAULT))
        width = len("lazy") + len(statement.whitespace_after_lazy.value)
        nothing = cst.Semicolon(whitespace_after=cst.SimpleWhitespace(" " * (width - len("0;"))))
        return (
            cst.Expr(_Words("0"), semicolon=nothing),
            cst.Expr(_Words(text[width:]), semicolon=statement.semicolon),
        )

    # text of the same shape

    def _text(self, node: cst.CSTNode) -> str:
        return self._module.code_for_node(node)

    def _readable_or_placeholder(
        self,
        original: cst.FormattedString | cst.ConcatenatedString,
        updated: cst.FormattedString | cst.ConcatenatedString,
    ) -> cst.BaseExpression:
        readable = _is_readable(self._text(original))
        return updated if readable else self._placeholder(original)

    def _without_star(
        self,
        original: cst.ListComp | cst.SetComp | cst.GeneratorExp,
        updated: cst.ListComp | cst.SetComp | cst.GeneratorExp,
    ) -> cst.BaseExpression:
        return (
            self._placeholder(original) if isinstance(original.elt, cst.StarredElement) else updated
        )

    def _placeholder(self, original: cst.BaseExpression) -> cst.BaseExpression:
        """An expression that says nothing, over the same lines and columns."""
        bare = original.with_changes(lpar=(), rpar=())
        first, *rest = self._text(bare).split("\n")
        if not rest:
            words = _PLACEHOLDER.ljust(len(first))
        else:
            blanks = [" " * len(line) for line in rest[:-1]]
            words = "\n".join(["(...".ljust(len(first)), *blanks, ")".rjust(len(rest[-1]))])
        return _Words(words, lpar=original.lpar, rpar=original.rpar)

    def _blank(self, node: cst.TypeParameters | None) -> str:
        """Nothing, as wide as a node; a backslash leads from line to line."""
        if node is None:
            return ""
        *lines, last = self._text(node).split("\n")
        joined = "".join(" " * (len(line) - 1) + "\\\n" for line in lines)
        return joined + " " * len(last)


def _plain_handler(handler: cst.ExceptStarHandler) -> cst.ExceptHandler:
    before, after = handler.whitespace_after_except.value, handler.whitespace_after_star.value
    width = len(before) + len("*") + len(after)
    return cst.ExceptHandler(
        type=handler.type,
        name=handler.name,
        body=handler.body,
        leading_lines=handler.leading_lines,
        whitespace_after_except=cst.SimpleWhitespace(" " * width),
        whitespace_before_colon=handler.whitespace_before_colon,
    )


def _is_readable(text: str) -> bool:
    """Whether the running Python reads an expression."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(f"({text}\n)", "<source>", "eval", ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True
