"""From the syntax tree of a file to its statements.

One pass over the tree; what is nested in `if`, `try`, `with` and `for` is flattened into its
surroundings with the condition it runs under.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, ClassVar, cast

from mapperlint.facts.columns import Columns
from mapperlint.facts.convert import Converter
from mapperlint.facts.expressions import Starred
from mapperlint.facts.guards import (
    asks_what_is_there,
    catches_import_error,
    kind_of_test,
    suppresses_import_error,
)
from mapperlint.facts.kept_functions import may_be_followed, statements_within
from mapperlint.facts.shapes import (
    Assign,
    Branch,
    ClassFacts,
    Evaluate,
    FunctionFacts,
    Import,
    Jump,
    Loop,
    Opaque,
    Parameter,
    Return,
    Statement,
    When,
    Yield,
)
from mapperlint.places import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class _TypeAlias(ast.stmt):
    """What `ast.TypeAlias` is, which Pythons before 3.12 do not have."""

    name: ast.expr
    value: ast.expr


class StatementReader:
    """Reads the statements of one file."""

    __slots__ = ("_convert", "_functions", "_optional", "_qualname", "columns", "imports")

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.imports: list[Import] = []
        self._convert = Converter(columns)
        self._qualname: tuple[str, ...] = ()
        self._functions = 0
        self._optional = 0

    def block(self, nodes: Iterable[ast.stmt], when: When = When.ALWAYS) -> tuple[Statement, ...]:
        """The statements of a block that runs under `when`, nested blocks flattened into it."""
        statements: list[Statement] = []
        for node in nodes:
            self._statement(node, when, statements)
        return tuple(statements)

    def _statement(self, node: ast.stmt, when: When, into: list[Statement]) -> None:
        read = self._by_type.get(type(node))
        if read is None:
            self._other(node, when, into)
        else:
            read(self, node, when, into)

    def _nothing(self, node: ast.Pass | ast.Assert, when: When, into: list[Statement]) -> None:
        """A statement that says nothing of what a file defines."""

    def _jump(
        self, node: ast.Continue | ast.Break | ast.Raise, when: When, into: list[Statement]
    ) -> None:
        if self._functions:
            kind = type(node).__name__.lower()
            into.append(Jump(kind, when, self.columns.span(node)))

    def _return(self, node: ast.Return, when: When, into: list[Statement]) -> None:
        returned = self._convert.optional(node.value)
        into.append(Return(returned, when, self.columns.span(node)))

    def _expression(self, node: ast.Expr, when: When, into: list[Statement]) -> None:
        """An expression as a statement."""
        value = node.value
        if isinstance(value, ast.Constant):
            return
        span = self.columns.span(node)
        if isinstance(value, ast.Yield | ast.YieldFrom) and self._functions:
            given = self._convert.optional(value.value)
            if isinstance(value, ast.YieldFrom) and given is not None:
                given = Starred(given, span)
            into.append(Yield(given, when, span))
        else:
            into.append(Evaluate(self._convert.expression(value), when, span))

    # what imports bind

    def _import(self, node: ast.Import, when: When, into: list[Statement]) -> None:
        span = self.columns.span(node)
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            into.append(self._imported(alias, when, alias.name, 0, None, bound, span))

    def _import_from(self, node: ast.ImportFrom, when: When, into: list[Statement]) -> None:
        span = self.columns.span(node)
        module = node.module or ""
        for alias in node.names:
            bound = alias.asname or alias.name
            into.append(self._imported(alias, when, module, node.level, alias.name, bound, span))

    def _imported(
        self,
        alias: ast.alias,
        when: When,
        module: str,
        level: int,
        name: str | None,
        bound: str,
        statement: Span,
    ) -> Import:
        found = Import(
            module,
            level,
            name,
            bound,
            when,
            self._optional > 0 or when is When.FALLBACK,
            self._functions > 0,
            self.columns.span(alias),
            statement,
        )
        self.imports.append(found)
        return found

    # definitions

    def _class(self, node: ast.ClassDef, when: When, into: list[Statement]) -> None:
        outer = self._qualname
        self._qualname = (*outer, node.name)
        body = self.block(node.body)
        self._qualname = outer
        keywords = tuple((word.arg, self._convert.expression(word.value)) for word in node.keywords)
        into.append(
            ClassFacts(
                node.name,
                ".".join((*outer, node.name)),
                tuple(map(self._convert.expression, node.bases)),
                keywords,
                tuple(map(self._convert.expression, node.decorator_list)),
                body,
                when,
                self._name_span(node, node.name),
                self.columns.span(node),
            )
        )

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, when: When, into: list[Statement]
    ) -> None:
        outer = self._qualname
        self._qualname = (*outer, node.name, "<locals>")
        self._functions += 1
        method = self._qualname[-3:-2] not in {(), ("<locals>",)}
        keep = may_be_followed(node, method=method)
        yields = self._convert.yields
        if keep:
            body = self.block(node.body)
        else:
            body = ()
            self._imports_within(node)
        self._functions -= 1
        self._qualname = outer
        opaque = (
            not keep or isinstance(node, ast.AsyncFunctionDef) or self._convert.yields != yields
        )
        into.append(
            FunctionFacts(
                node.name,
                tuple(map(self._convert.expression, node.decorator_list)),
                self._parameters(node.args),
                self._convert.optional(node.returns),
                body,
                opaque,
                when,
                self._name_span(node, node.name),
                self.columns.span(node),
            )
        )

    def _imports_within(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Note the imports of a function whose body is not kept."""
        for child in node.body:
            inner = statements_within([child])
            if any(isinstance(each, ast.Import | ast.ImportFrom) for each in inner):
                self.block([child])

    def _parameters(self, arguments: ast.arguments) -> tuple[Parameter, ...]:
        positional = [*arguments.posonlyargs, *arguments.args]
        missing = len(positional) - len(arguments.defaults)
        defaults: list[ast.expr | None] = [*([None] * missing), *arguments.defaults]
        optional = self._convert.optional
        found = [
            Parameter(argument.arg, "positional", optional(default))
            for argument, default in zip(positional, defaults, strict=True)
        ]
        if arguments.vararg:
            found.append(Parameter(arguments.vararg.arg, "*", None))
        found.extend(
            Parameter(argument.arg, "keyword", optional(default))
            for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        )
        if arguments.kwarg:
            found.append(Parameter(arguments.kwarg.arg, "**", None))
        return tuple(found)

    def _name_span(
        self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, name: str
    ) -> Span:
        """The span of the defined name, which `ast` does not give: it follows the keyword."""
        span = self.columns.span(node)
        keyword = 6 if isinstance(node, ast.ClassDef) else 4
        if isinstance(node, ast.AsyncFunctionDef):
            keyword += 6
        start = span.column + keyword
        return Span(span.line, start, span.line, start + len(name))

    # assignments

    def _assign(self, node: ast.Assign, when: When, into: list[Statement]) -> None:
        value = self._convert.expression(node.value)
        span = self.columns.span(node)
        into.extend(
            Assign(self._convert.expression(target), None, value, when, span)
            for target in node.targets
        )

    def _augmented(self, node: ast.AugAssign, when: When, into: list[Statement]) -> None:
        """`names += more` gives the name the value of `names + more`."""
        span = self.columns.span(node)
        target = self._convert.expression(node.target)
        value = self._convert.operation(node.op, target, node.value, span)
        into.append(Assign(target, None, value, when, span))

    def _annotated(self, node: ast.AnnAssign, when: When, into: list[Statement]) -> None:
        into.append(
            Assign(
                self._convert.expression(node.target),
                self._convert.expression(node.annotation),
                self._convert.optional(node.value),
                when,
                self.columns.span(node),
            )
        )

    def _alias(self, node: _TypeAlias, when: When, into: list[Statement]) -> None:
        """`type Ids = list[int]` gives a name its value, as an assignment does."""
        value = self._convert.expression(node.value)
        target = self._convert.expression(node.name)
        into.append(Assign(target, None, value, when, self.columns.span(node)))

    # compound statements

    def _if(self, node: ast.If, when: When, into: list[Statement]) -> None:
        kind = kind_of_test(node.test)
        if self._functions and kind == "other":
            into.append(self._branch(node, when))
            return
        then, otherwise = {
            "type checking": (When.TYPE_CHECKING, When.ALWAYS),
            "not type checking": (When.ALWAYS, When.TYPE_CHECKING),
            "main": (When.MAYBE, When.ALWAYS),
        }.get(kind, (When.MAYBE, When.MAYBE))
        guarded = kind == "other"
        self._optional += guarded
        into.extend(self.block(node.body, then.within(when)))
        into.extend(self.block(node.orelse, otherwise.within(when)))
        self._optional -= guarded

    def _branch(self, node: ast.If, when: When) -> Branch:
        test = self._convert.expression(node.test)
        guarded = asks_what_is_there(node.test)
        self._optional += guarded
        then, otherwise = self.block(node.body, when), self.block(node.orelse, when)
        self._optional -= guarded
        return Branch(test, then, otherwise, when, self.columns.span(node))

    def _try(self, node: ast.Try, when: When, into: list[Statement]) -> None:
        optional = any(catches_import_error(handler) for handler in node.handlers)
        self._optional += optional
        into.extend(self.block(node.body, when))
        self._optional -= optional
        for handler in node.handlers:
            into.extend(self.block(handler.body, When.FALLBACK.within(when)))
        into.extend(self.block(node.orelse, when))
        into.extend(self.block(node.finalbody, when))

    def _with(self, node: ast.With | ast.AsyncWith, when: When, into: list[Statement]) -> None:
        optional = any(suppresses_import_error(item.context_expr) for item in node.items)
        self._optional += optional
        into.extend(
            Assign(
                self._convert.expression(item.optional_vars),
                None,
                self._convert.expression(item.context_expr),
                When.MAYBE.within(when),
                self.columns.span(node),
            )
            for item in node.items
            if item.optional_vars is not None
        )
        into.extend(self.block(node.body, when))
        self._optional -= optional

    def _loop(
        self, node: ast.For | ast.AsyncFor | ast.While, when: When, into: list[Statement]
    ) -> None:
        if isinstance(node, ast.For) and not node.orelse:
            target = self._convert.expression(node.target)
            iterable = self._convert.expression(node.iter)
            body = self.block(node.body, when)
            into.append(Loop(target, iterable, body, when, self.columns.span(node)))
            if self._functions:
                return
        binds = () if isinstance(node, ast.While) else _bound_names(node.target)
        into.append(Opaque(binds, "a loop", when, self.columns.span(node)))
        into.extend(self.block(node.body, When.MAYBE.within(when)))
        into.extend(self.block(node.orelse, When.MAYBE.within(when)))

    def _other(self, node: ast.stmt, when: When, into: list[Statement]) -> None:
        if type(node).__name__ == "TryStar":  # `ast` has no such class before Python 3.11
            self._try(cast("ast.Try", node), when, into)
            return
        if type(node).__name__ == "TypeAlias":  # nor this one before Python 3.12
            self._alias(cast("_TypeAlias", node), when, into)
            return
        binds = tuple(
            dict.fromkeys(
                name.id
                for name in ast.walk(node)
                if isinstance(name, ast.Name) and not isinstance(name.ctx, ast.Load)
            )
        )
        if isinstance(node, ast.Global | ast.Nonlocal):
            binds = tuple(node.names)
        alias = getattr(node, "name", None)
        if isinstance(alias, ast.Name):
            binds = tuple(dict.fromkeys((alias.id, *binds)))
        into.append(Opaque(binds, _phrase(node), when, self.columns.span(node)))
        if isinstance(node, ast.Match):
            for case in node.cases:
                into.extend(self.block(case.body, When.MAYBE.within(when)))

    _by_type: ClassVar[
        dict[type[ast.AST], Callable[[StatementReader, Any, When, list[Statement]], None]]
    ] = {
        ast.Import: _import,
        ast.ImportFrom: _import_from,
        ast.ClassDef: _class,
        ast.FunctionDef: _function,
        ast.AsyncFunctionDef: _function,
        ast.Assign: _assign,
        ast.AugAssign: _augmented,
        ast.AnnAssign: _annotated,
        ast.Expr: _expression,
        ast.Return: _return,
        ast.If: _if,
        ast.Try: _try,
        ast.With: _with,
        ast.AsyncWith: _with,
        ast.For: _loop,
        ast.AsyncFor: _loop,
        ast.While: _loop,
        ast.Continue: _jump,
        ast.Break: _jump,
        ast.Raise: _jump,
        ast.Pass: _nothing,
        ast.Assert: _nothing,
    }


def _phrase(node: ast.stmt) -> str:
    return {"Delete": "a del", "Match": "a match"}.get(
        type(node).__name__, f"a {type(node).__name__} statement"
    )


def _bound_names(target: ast.expr) -> tuple[str, ...]:
    return tuple(node.id for node in ast.walk(target) if isinstance(node, ast.Name))
