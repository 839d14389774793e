"""Functions of a class: decorated, or made of an attribute."""
# ruff: noqa: N802, ARG002
# libcst finds the methods of a visitor by their names, and passes each of them both nodes.

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import libcst as cst

from mapperlint.fixes.edits import CannotRealise
from mapperlint.fixes.statement import innermost, statement_at
from mapperlint.fixes.style import prevailing, requoted, unit_of_indent

if TYPE_CHECKING:
    from mapperlint.fixes.draft import Draft
    from mapperlint.fixes.statement import Statement
    from mapperlint.intentions import AsDeclaredAttr, Decorate

DECLARED_ATTR = "declared_attr"


def decorate(draft: Draft, wanted: Decorate) -> None:
    place = innermost(draft, *draft.now(wanted.location.span))
    if not place.stretch.kind.endswith("FunctionDef"):
        raise CannotRealise("there is no function at the place any more")
    start, _ = draft.range(place.stretch.span)
    margin = draft.margin(start)
    source = requoted(wanted.source, prevailing(draft.code(place.stretch.span), draft.text))
    draft.insert(draft.line_start(start), f"{margin}@{source}\n")


def as_declared_attr(draft: Draft, wanted: AsDeclaredAttr) -> None:
    start, end = draft.now(wanted.location.span)
    place = innermost(draft, start, end)
    cls = place.encloser("ClassDef")
    start, end = draft.range(place.stretch.span)
    if cls is None or not draft.begins_line(start) or not draft.ends_line(end):
        raise CannotRealise("the attribute does not stand on lines of its own in a class")
    statement = statement_at(draft, start, end)
    attribute = _attribute(statement)
    margin, unit = draft.margin(start), unit_of_indent(draft)
    returned = f"{margin}{unit}return "
    of_class = {each for member in cls.blocks[0] for each in member.binds} - {attribute.name}
    value = attribute.value.visit(_OfClass(of_class))
    assert isinstance(value, cst.BaseExpression)
    column = attribute.start - draft.line_start(attribute.start)
    value = value.visit(_Shifted(value, unit, len(returned) - column))
    assert isinstance(value, cst.BaseExpression)
    code = statement.module.code_for_node(value)
    head = f"@{DECLARED_ATTR}\n{margin}def {attribute.name}(cls){attribute.returns}:\n"
    draft.replace(start, end, f"{head}{returned}{code}")


class _Attribute(NamedTuple):
    """An assignment to a name: its value, where that starts, and what a function would return."""

    name: str
    value: cst.BaseExpression
    start: int
    returns: str


def _attribute(statement: Statement) -> _Attribute:
    starts = {node: first for node, first, _ in statement.nodes()}
    for node in starts:
        match node:
            case cst.Assign([cst.AssignTarget(cst.Name(name))], value):
                return _Attribute(name, value, starts[value], "")
            case cst.AnnAssign(cst.Name(name), annotation, cst.BaseExpression() as value):
                code = statement.module.code_for_node(annotation.annotation)
                return _Attribute(name, value, starts[value], f" -> {code}")
            case _:
                pass
    raise CannotRealise("it is no assignment to a name")


class _OfClass(cst.CSTTransformer):
    """Writes names that a class binds as attributes of `cls`, as its methods have to."""

    def __init__(self, names: set[str]) -> None:
        super().__init__()
        self._names = names
        self._others: set[cst.CSTNode] = set()

    def visit_Arg(self, node: cst.Arg) -> None:
        if node.keyword is not None:
            self._others.add(node.keyword)

    def visit_Attribute(self, node: cst.Attribute) -> None:
        self._others.add(node.attr)

    def visit_Lambda(self, node: cst.Lambda) -> bool:
        # A function in a class does not see what the class binds.
        return False

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        if original_node in self._others or original_node.value not in self._names:
            return updated_node
        return cst.Attribute(cst.Name("cls"), updated_node)


class _Shifted(cst.CSTTransformer):
    """Moves the lines of an expression with its beginning.

    Lines that are in line with an opening bracket move as far as it; others one level further in.
    """

    def __init__(self, value: cst.BaseExpression, unit: str, moved: int) -> None:
        super().__init__()
        self._unit = unit
        self._moved = moved if _is_aligned(value) else None

    def leave_ParenthesizedWhitespace(
        self, original_node: cst.ParenthesizedWhitespace, updated_node: cst.ParenthesizedWhitespace
    ) -> cst.ParenthesizedWhitespace:
        lines = [
            line
            if line.comment is None
            else line.with_changes(whitespace=self._space(line.whitespace))
            for line in original_node.empty_lines
        ]
        return updated_node.with_changes(
            empty_lines=lines, last_line=self._space(original_node.last_line)
        )

    def _space(self, space: cst.SimpleWhitespace) -> cst.SimpleWhitespace:
        if self._moved is None:
            return cst.SimpleWhitespace(self._unit + space.value)
        width = max(len(space.value) + self._moved, 0)
        return cst.SimpleWhitespace(space.value[:width].ljust(width))


def _is_aligned(value: cst.BaseExpression) -> bool:
    if not isinstance(value, cst.Call):
        return False
    return isinstance(value.whitespace_before_args, cst.SimpleWhitespace) and any(
        isinstance(each.comma, cst.Comma)
        and isinstance(each.comma.whitespace_after, cst.ParenthesizedWhitespace)
        for each in value.args
    )
