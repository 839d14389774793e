"""From `ast` expressions to the little expression language."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, ClassVar

from mapperlint.facts.columns import Columns
from mapperlint.facts.expressions import (
    Attribute,
    Call,
    Conditional,
    Constant,
    Expression,
    FormattedString,
    Keyword,
    Lambda,
    Mapping,
    Name,
    Operation,
    Sequence,
    Starred,
    Subscript,
    Unreadable,
)
from mapperlint.places import Span

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST_INTEGER = 2**63 - 1
"""Facts are stored, and stored integers have 64 bits."""

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.BitOr: "|",
    ast.BitAnd: "&",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.MatMult: "@",
    ast.And: "and",
    ast.Or: "or",
    ast.Not: "not",
    ast.Invert: "~",
    ast.USub: "-",
    ast.UAdd: "+",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}


class Converter:
    """Converts the expressions of one file."""

    __slots__ = ("columns", "yields")

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.yields = 0

    def expression(self, node: ast.expr) -> Expression:
        """The expression that `node` is, `Unreadable` where the language has no word for it."""
        convert = self._by_type.get(type(node))
        if convert is None:
            return Unreadable(_PHRASES.get(type(node), "an expression"), self.columns.span(node))
        return convert(self, node)

    def optional(self, node: ast.expr | None) -> Expression | None:
        """The expression, or None where nothing stands."""
        return None if node is None else self.expression(node)

    def operation(
        self, operator: ast.operator, left: Expression, right: ast.expr, span: Span
    ) -> Expression:
        """`left operator right`, as an augmented assignment computes it."""
        return Operation(_OPERATORS[type(operator)], (left, self.expression(right)), span)

    def _constant(self, node: ast.Constant) -> Expression:
        span = self.columns.span(node)
        match node.value:
            case str() | float() | bool() | None:
                return Constant(node.value, span)
            case int() if abs(node.value) <= LARGEST_INTEGER:
                return Constant(node.value, span)
            case other:
                return Unreadable(
                    "..." if other is ... else f"a literal {type(other).__name__}", span
                )

    def _name(self, node: ast.Name) -> Expression:
        return Name(node.id, self.columns.span(node))

    def _attribute(self, node: ast.Attribute) -> Expression:
        return Attribute(self.expression(node.value), node.attr, self.columns.span(node))

    def _subscript(self, node: ast.Subscript) -> Expression:
        return Subscript(
            self.expression(node.value), self.expression(node.slice), self.columns.span(node)
        )

    def _call(self, node: ast.Call) -> Expression:
        return Call(
            self.expression(node.func),
            tuple(map(self.expression, node.args)),
            tuple(
                Keyword(keyword.arg, self.expression(keyword.value), self.columns.span(keyword))
                for keyword in node.keywords
            ),
            self.columns.span(node),
        )

    def _starred(self, node: ast.Starred) -> Expression:
        return Starred(self.expression(node.value), self.columns.span(node))

    def _sequence(self, node: ast.List | ast.Tuple | ast.Set) -> Expression:
        kind = type(node).__name__.lower()
        return Sequence(kind, tuple(map(self.expression, node.elts)), self.columns.span(node))

    def _mapping(self, node: ast.Dict) -> Expression:
        entries = tuple(
            (self.optional(key), self.expression(value))
            for key, value in zip(node.keys, node.values, strict=True)
        )
        return Mapping(entries, self.columns.span(node))

    def _formatted_string(self, node: ast.JoinedStr) -> Expression:
        return FormattedString(tuple(map(self.expression, node.values)), self.columns.span(node))

    def _formatted_value(self, node: ast.FormattedValue) -> Expression:
        """`{value:>5}` and `{value!r}` are what `"{:>5}".format(value)` gives."""
        template = "" if node.conversion in (-1, ord("s")) else f"!{chr(node.conversion)}"
        match node.format_spec:
            case None:
                pass
            case ast.JoinedStr(values=[ast.Constant(value=str(spec))]):
                template += f":{spec}"
            case _:
                return Unreadable("a formatted value", self.columns.span(node))
        value = self.expression(node.value)
        if not template:
            return value
        span = self.columns.span(node)
        method = Attribute(Constant(f"{{{template}}}", span), "format", span)
        return Call(method, (value,), (), span)

    def _binary(self, node: ast.BinOp) -> Expression:
        operands = (self.expression(node.left), self.expression(node.right))
        return Operation(_OPERATORS[type(node.op)], operands, self.columns.span(node))

    def _boolean(self, node: ast.BoolOp) -> Expression:
        operands = tuple(map(self.expression, node.values))
        return Operation(_OPERATORS[type(node.op)], operands, self.columns.span(node))

    def _unary(self, node: ast.UnaryOp) -> Expression:
        span = self.columns.span(node)
        return Operation(_OPERATORS[type(node.op)], (self.expression(node.operand),), span)

    def _comparison(self, node: ast.Compare) -> Expression:
        span = self.columns.span(node)
        if len(node.ops) != 1:
            return Unreadable("a chained comparison", span)
        operands = (self.expression(node.left), self.expression(node.comparators[0]))
        return Operation(_OPERATORS[type(node.ops[0])], operands, span)

    def _conditional(self, node: ast.IfExp) -> Expression:
        return Conditional(
            self.expression(node.test),
            self.expression(node.body),
            self.expression(node.orelse),
            self.columns.span(node),
        )

    def _lambda(self, node: ast.Lambda) -> Expression:
        arguments = node.args
        if arguments.vararg or arguments.kwarg:
            return Unreadable("a lambda over any arguments", self.columns.span(node))
        parameters = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        return Lambda(
            tuple(parameter.arg for parameter in parameters),
            self.expression(node.body),
            self.columns.span(node),
        )

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Expression:
        """A display of items that are not known."""
        span = self.columns.span(node)
        kind = "set" if isinstance(node, ast.SetComp) else "list"
        return Sequence(kind, (Starred(Unreadable("a comprehension", span), span),), span)

    def _slice(self, node: ast.Slice) -> Expression:
        """`lower:upper:step` as a display of three."""
        span = self.columns.span(node)
        ends = (node.lower, node.upper, node.step)
        items = tuple(self.optional(end) or Constant(None, span) for end in ends)
        return Sequence("slice", items, span)

    def _yielded(self, node: ast.Yield | ast.YieldFrom) -> Expression:
        self.yields += 1
        return Unreadable("a yield", self.columns.span(node))

    def _named(self, node: ast.NamedExpr) -> Expression:
        return self.expression(node.value)

    _by_type: ClassVar[dict[type[ast.AST], Callable[[Converter, Any], Expression]]] = {
        ast.Constant: _constant,
        ast.Yield: _yielded,
        ast.YieldFrom: _yielded,
        ast.Name: _name,
        ast.Attribute: _attribute,
        ast.Subscript: _subscript,
        ast.Call: _call,
        ast.Starred: _starred,
        ast.List: _sequence,
        ast.Tuple: _sequence,
        ast.Set: _sequence,
        ast.Dict: _mapping,
        ast.JoinedStr: _formatted_string,
        ast.FormattedValue: _formatted_value,
        ast.BinOp: _binary,
        ast.BoolOp: _boolean,
        ast.UnaryOp: _unary,
        ast.Compare: _comparison,
        ast.IfExp: _conditional,
        ast.Lambda: _lambda,
        ast.NamedExpr: _named,
        ast.ListComp: _comprehension,
        ast.SetComp: _comprehension,
        ast.GeneratorExp: _comprehension,
        ast.Slice: _slice,
    }


_PHRASES: dict[type[ast.AST], str] = {
    ast.DictComp: "a comprehension",
    ast.Await: "an await",
}
