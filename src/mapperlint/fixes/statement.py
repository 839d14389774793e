"""One statement of a draft, read by libcst: the pieces of syntax in it, and writing it back.

Only the statement is read, never the file: libcst takes a tenth of a second for each thousand
lines, and does not give back every white space of a whole file as it was.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from mapperlint.facts.newer_syntax import is_too_deep
from mapperlint.fixes.edits import CannotRealise
from mapperlint.fixes.style import prevailing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.facts.blocks import Stretch
    from mapperlint.fixes.draft import Draft

NodeT = TypeVar("NodeT", bound=cst.CSTNode)

BRACKETED = (cst.Tuple, cst.GeneratorExp)
"""Their brackets are part of the expression; those of others are around it."""

_BLOCK = "if 1:\n"
"""Stands before a statement whose lines are indented."""


class Statement(NamedTuple):
    """A statement of a draft from `start` to `end`, and its tree.

    It is read between `opening` and `closing`: of a statement with blocks only the head, which is
    closed by a statement, and where its lines are indented, it stands in a block.
    """

    draft: Draft
    start: int
    end: int
    opening: str
    closing: str
    module: cst.Module

    @property
    def code(self) -> str:
        return self.draft.text[self.start : self.end]

    @property
    def small(self) -> cst.BaseSmallStatement:
        """The statement itself, of one without blocks."""
        line = cst.ensure_type(self.module.body[0], cst.SimpleStatementLine)
        return line.body[0]

    def write(self, old: cst.CSTNode, new: cst.CSTNode) -> None:
        """Writes the statement with one node in place of another."""
        changed = self.module.deep_replace(old, new)
        assert isinstance(changed, cst.Module)
        code = changed.code
        if not code.startswith(self.opening) or not code.endswith(self.closing):
            raise CannotRealise("the statement cannot be written back")
        code = code[len(self.opening) : len(code) - len(self.closing)]
        self.draft.rewrite(self.start, self.end, code)

    def nodes(self) -> Iterator[tuple[cst.CSTNode, int, int]]:
        """All nodes, the outer first, with their positions in the draft."""
        wrapper = MetadataWrapper(self.module, unsafe_skip_copy=True)
        base = self.start - len(self.opening)
        lines = [base]
        for line in self.module.code.split("\n"):
            lines.append(lines[-1] + len(line) + 1)
        for node, where in wrapper.resolve(PositionProvider).items():
            first = lines[where.start.line - 1] + where.start.column
            last = lines[where.end.line - 1] + where.end.column
            yield node, first, last

    def expression(self, start: int, end: int) -> cst.BaseExpression:
        """The expression at a place, without brackets around it. Raises CannotRealise."""
        found = [
            (size, node)
            for node, first, last in self.nodes()
            if isinstance(node, cst.BaseExpression)
            and (size := self._excess(node, first, last, start, end)) is not None
        ]
        if not found:
            raise CannotRealise("there is no expression at the place any more")
        return found[0][1]

    def node(self, kind: type[NodeT], start: int, end: int) -> NodeT:
        """The node of a kind at a place. Raises CannotRealise."""
        for node, first, last in self.nodes():
            if isinstance(node, kind) and (first, last) == (start, end):
                return node
        raise CannotRealise(f"there is no {kind.__name__.lower()} at the place any more")

    def _excess(
        self, node: cst.BaseExpression, first: int, last: int, start: int, end: int
    ) -> int | None:
        if (first, last) == (start, end):
            return 0
        if isinstance(node, BRACKETED) and start < first and last < end:
            text = self.draft.text
            around = text[start:first].strip() == "(" and text[last:end].strip(" \t\n,") == ")"
            return 1 if around else None
        return None

    def quote(self, *nearest: str) -> str:
        """The quote used around: in the nearest text, the statement, the class, the file."""
        holder = enclosing(self.draft, self.start, self.end)
        return prevailing(*nearest, self.code, holder, self.draft.text)


def statement_at(draft: Draft, start: int, end: int) -> Statement:
    """The innermost statement that contains a place. Raises CannotRealise."""
    found = innermost(draft, start, end).stretch
    first, last = draft.range(found.span)
    opening = closing = ""
    if found.blocks:
        last = _head_end(draft, found)
        margin = draft.margin(first)
        opening = f"{_BLOCK}{margin}" if margin else ""
        closing = "pass"
        if not first <= start <= end <= last:
            raise CannotRealise("the place is in a part of a statement that is not written to")
    code = draft.text[first:last]
    if is_too_deep(code):
        raise CannotRealise("the statement is nested too deeply")
    return Statement(draft, first, last, opening, closing, _parsed(opening + code + closing))


class Place(NamedTuple):
    """A statement, the block it stands in, and the statements around it, the innermost last."""

    stretch: Stretch
    block: tuple[Stretch, ...]
    around: tuple[Stretch, ...]

    @property
    def before(self) -> Stretch | None:
        number = self.block.index(self.stretch)
        return self.block[number - 1] if number else None

    @property
    def after(self) -> Stretch | None:
        number = self.block.index(self.stretch) + 1
        return self.block[number] if number < len(self.block) else None

    def encloser(self, kind: str) -> Stretch | None:
        """The innermost statement of a kind around it, or itself."""
        all_around = reversed((*self.around, self.stretch))
        return next((each for each in all_around if each.kind == kind), None)


def innermost(draft: Draft, start: int, end: int) -> Place:
    """The innermost statement around a place. Raises CannotRealise where there is none."""
    found: Place | None = None
    blocks: tuple[tuple[Stretch, ...], ...] = (draft.tree,)
    around: tuple[Stretch, ...] = ()
    while inner := _holder(draft, blocks, start, end):
        found = Place(*inner, around)
        blocks = found.stretch.blocks
        around = (*around, found.stretch)
    if found is None:
        raise CannotRealise("there is no statement at the place any more")
    return found


def _holder(
    draft: Draft, blocks: tuple[tuple[Stretch, ...], ...], start: int, end: int
) -> tuple[Stretch, tuple[Stretch, ...]] | None:
    for block in blocks:
        for each in block:
            first, last = draft.range(each.span)
            if first <= start and end <= last:
                return each, block
    return None


def enclosing(draft: Draft, start: int, end: int) -> str:
    """The code of the innermost class around a place; nothing outside of classes."""
    found = innermost(draft, start, end).encloser("ClassDef")
    return draft.code(found.span) if found else ""


def parsed_expression(source: str) -> cst.BaseExpression:
    found = expression_or_none(source)
    if found is None:
        raise CannotRealise(f"`{source}` is no expression")
    return found


def expression_or_none(source: str) -> cst.BaseExpression | None:
    try:
        return cst.parse_expression(source)
    except (cst.ParserSyntaxError, cst.CSTValidationError):
        return None


def has_comment(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Comment):
        return True
    return any(has_comment(child) for child in node.children)


def _head_end(draft: Draft, stretch: Stretch) -> int:
    """Where the first statement of the body begins."""
    inner = next((block[0] for block in stretch.blocks if block), None)
    if inner is None:
        raise CannotRealise("the statement has no body")
    return draft.range(inner.span)[0]


@lru_cache(maxsize=1024)
def _parsed(code: str) -> cst.Module:
    """The tree of a text, which never changes; one rule after the other asks for the same."""
    try:
        module = cst.parse_module(code)
    except (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError):
        raise CannotRealise("the statement cannot be read on its own") from None
    if module.code != code:
        raise CannotRealise("the statement cannot be written back as it is")
    return module
