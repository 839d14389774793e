"""A file of a project as text and tree: where things stand, and what takes their place.

Offsets count bytes, since `ast` counts the columns of a line in UTF-8.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Placed = ast.expr | ast.stmt | ast.keyword

RELATIONSHIPS = frozenset({"relationship", "relation", "Relationship", "dynamic_loader"})
COLUMNS = frozenset({"Column", "mapped_column", "Field"})
KEYS = frozenset({"ForeignKey"})
TABLES = frozenset({"Table"})


class Edit(NamedTuple):
    """The bytes between two offsets, and the text that replaces them."""

    start: int
    end: int
    text: str


class Mutation(NamedTuple):
    """One thing that is broken in a file.

    `names` are the classes and tables it is about, as they stand in the source.
    """

    kind: str
    what: str
    line: int
    names: tuple[str, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A statement of a mapped class that gives a name to something."""

    owner: ast.ClassDef
    name: str
    target: ast.Name
    statement: ast.Assign | ast.AnnAssign

    @property
    def call(self) -> ast.Call | None:
        return self.statement.value if isinstance(self.statement.value, ast.Call) else None

    @property
    def annotation(self) -> ast.expr | None:
        return self.statement.annotation if isinstance(self.statement, ast.AnnAssign) else None

    @property
    def label(self) -> str:
        return f"{self.owner.name}.{self.name}"


@dataclass(frozen=True, slots=True)
class Site:
    """A call, and the class or the call of `Table` that it stands in."""

    call: ast.Call
    owner: ast.ClassDef | ast.Call | None

    @property
    def names(self) -> tuple[str, ...]:
        """What it stands in, and what it calls by name."""
        match self.owner:
            case ast.ClassDef(name=name):
                owner: tuple[str, ...] = (name,)
            case ast.Call(args=[ast.Constant(value=str(name)), *_]):
                owner = (name,)
            case _:
                owner = ()
        return (*owner, *words_of(self.call))


@dataclass(frozen=True, slots=True)
class Source:
    """A file. `classes` are its mapped classes, `quote` is what most of its texts stand in."""

    path: str
    content: bytes
    tree: ast.Module
    classes: tuple[ast.ClassDef, ...]
    line_starts: tuple[int, ...]
    quote: str

    @classmethod
    def read(cls, path: str, content: bytes, mapped: Iterable[int]) -> Source:
        """`mapped` are the lines of the mapped classes."""
        tree, lines = ast.parse(content), frozenset(mapped)
        classes = (
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and node.lineno in lines
        )
        ends = itertools.accumulate(len(line) + 1 for line in content.split(b"\n"))
        starts = (0, *ends)
        quote = _most_used_quote(content, tree, starts)
        return cls(path, content, tree, tuple(classes), starts, quote)

    # where things stand

    def start(self, node: Placed) -> int:
        line = node.lineno
        if isinstance(node, ast.ClassDef) and node.decorator_list:
            return self.line_start(node.decorator_list[0].lineno) + node.col_offset
        return self.line_start(line) + node.col_offset

    def end(self, node: Placed) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.line_start(node.end_lineno) + node.end_col_offset

    def line_start(self, line: int) -> int:
        return self.line_starts[line - 1]

    def text(self, node: Placed) -> str:
        return self.content[self.start(node) : self.end(node)].decode()

    # what is in it

    def attributes(self) -> Iterator[Attribute]:
        """What the bodies of mapped classes give names to."""
        for owner in self.classes:
            yield from attributes_of(owner)

    def attributes_made_by(self, makers: frozenset[str]) -> Iterator[tuple[Attribute, ast.Call]]:
        for attribute in self.attributes():
            if attribute.call and last_name(attribute.call.func) in makers:
                yield attribute, attribute.call

    def calls(self, makers: frozenset[str]) -> Iterator[Site]:
        """Calls anywhere in the file, by the last part of what is called."""
        yield from self._calls(self.tree, makers, None)

    def _calls(
        self, node: ast.AST, makers: frozenset[str], owner: ast.ClassDef | ast.Call | None
    ) -> Iterator[Site]:
        if isinstance(node, ast.Call) and last_name(node.func) in makers:
            yield Site(node, owner)
        if isinstance(node, ast.ClassDef) or _is_table(node):
            owner = node
        for child in ast.iter_child_nodes(node):
            yield from self._calls(child, makers, owner)

    # what takes their place

    def replaced(self, node: Placed, text: str) -> Edit:
        return Edit(self.start(node), self.end(node), text)

    def quoted(self, text: str, instead_of: ast.expr | None = None) -> str:
        """A text literal in the quotes of the one it takes the place of, or of the file."""
        quote = self.quote
        if isinstance(instead_of, ast.Constant) and isinstance(instead_of.value, str):
            quote = self.text(instead_of)[-1]
        escaped = text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
        return f"{quote}{escaped}{quote}"

    def without(self, statement: ast.stmt) -> Edit:
        return self.replaced(statement, "pass")

    def without_lines(self, statement: ast.stmt) -> Edit:
        """The lines of a statement removed, where it shares them with no other."""
        start = self.line_start(statement.lineno)
        end = self.content.find(b"\n", self.end(statement)) + 1
        beside = (
            self.content[start : self.start(statement)] + self.content[self.end(statement) : end]
        )
        if not end or beside.partition(b"#")[0].strip():
            return self.without(statement)
        return Edit(start, end, "")

    def without_argument(self, call: ast.Call, argument: ast.expr | ast.keyword) -> Edit:
        """The argument removed with the comma that is left over."""
        given: list[Placed] = [*call.args, *call.keywords]
        given.sort(key=self.start)
        place = given.index(argument)
        if place + 1 < len(given):
            return Edit(self.start(argument), self.start(given[place + 1]), "")
        before = self.end(given[place - 1]) if place else self.start(argument)
        return Edit(before, self.end(argument), "")

    def with_argument(self, call: ast.Call, text: str) -> Edit:
        """A keyword argument put in behind the others."""
        given: list[Placed] = [*call.args, *call.keywords]
        if not given:
            return Edit(self.end(call) - 1, self.end(call) - 1, text)
        last = max(map(self.end, given))
        return Edit(last, last, f", {text}")

    def copied(self, statement: ast.stmt, *changes: Edit) -> Edit | None:
        """The statement a second time, changed, behind itself; None if it shares its line."""
        start, end = self.start(statement), self.end(statement)
        margin = self.content[self.line_start(statement.lineno) : start].decode()
        if isinstance(statement, ast.ClassDef):
            margin = " " * statement.col_offset
        if margin.strip():
            return None
        inner = [Edit(edit.start - start, edit.end - start, edit.text) for edit in changes]
        return Edit(end, end, f"\n{margin}{edited(self.content[start:end], inner)}")

    def named(self, cls: ast.ClassDef, name: str) -> Edit:
        """Another name for a class."""
        head = self.line_start(cls.lineno) + cls.col_offset
        found = re.compile(rb"class\s+").match(self.content, head)
        assert found is not None
        return Edit(found.end(), found.end() + len(cls.name.encode()), name)


def edited(content: bytes, edits: Iterable[Edit]) -> str:
    """The text after the edits, whose places must not overlap."""
    for edit in sorted(edits, reverse=True):
        content = content[: edit.start] + edit.text.encode() + content[edit.end :]
    return content.decode()


# small questions about syntax


def attributes_of(owner: ast.ClassDef) -> Iterator[Attribute]:
    for statement in owner.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name() as target])
                | ast.AnnAssign(target=ast.Name() as target)
            ):
                yield Attribute(owner, target.id, target, statement)
            case _:
                pass


def _is_table(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and last_name(node.func) in TABLES


def last_name(node: ast.expr) -> str:
    """The last part of a dotted name; empty for what is none."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def keyword(call: ast.Call, name: str) -> ast.keyword | None:
    return next((each for each in call.keywords if each.arg == name), None)


def text_of(node: ast.AST | None) -> str | None:
    """The value of a text literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def words_of(node: ast.AST) -> Iterator[str]:
    """All names below a node, also those in texts."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name | ast.Attribute):
            yield last_name(each)
        elif (text := text_of(each)) is not None:
            yield text
            yield from re.findall(r"\w+", text)


def _most_used_quote(content: bytes, tree: ast.Module, line_starts: tuple[int, ...]) -> str:
    firsts = Counter(
        content[place : place + 1]
        for node in ast.walk(tree)
        if text_of(node) is not None and isinstance(node, ast.Constant)
        for place in (line_starts[node.lineno - 1] + node.col_offset,)
        if content[place : place + 3] not in (b'"""', b"'''")
    )
    return "'" if firsts[b"'"] > firsts[b'"'] else '"'


def misspelt(name: str) -> str:
    """A name that nothing else has."""
    return f"{name}x"
