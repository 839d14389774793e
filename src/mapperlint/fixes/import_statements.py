"""The import statements of a block: what they import, and one more of them in its place.

A place is found as a person finds it: beside the imports of the same package, else of the same
kind, and in order where they are in order.
"""

from __future__ import annotations

import itertools
import re
import sys
from typing import TYPE_CHECKING, NamedTuple

import libcst as cst

from mapperlint.fixes.edits import CannotRealise
from mapperlint.fixes.packages import Module, Package, package_of
from mapperlint.fixes.statement import statement_at
from mapperlint.fixes.style import length_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mapperlint.facts.blocks import Stretch
    from mapperlint.fixes.draft import Draft
    from mapperlint.fixes.statement import Place, Statement

Block = tuple["Stretch", ...]

FUTURE, STANDARD, FOREIGN, OWN, RELATIVE = range(5)
"""Kinds of imports, in the order in which they stand in a file."""

_COMMENT = re.compile(r"[ \t\f]*#[^\n]*")
_TEXT = re.compile(r"[A-Za-z]{0,2}[\"']")
_OWN_COMMENT = re.compile(r"[ \t]*,?[ \t]*(?P<comment>#[^\n]*)")
_OWN_LINE = re.compile(r"[ \t]*,?[ \t]*(?:#[^\n]*)?\n")
_BLANK_LINE = re.compile(r"\n[ \t\f]*\n")


class Name(NamedTuple):
    """A name that is imported, and as what."""

    name: str
    alias: str | None = None

    @property
    def bound(self) -> str:
        return self.alias or self.name

    @property
    def source(self) -> str:
        return self.name if self.alias is None else f"{self.name} as {self.alias}"


class ImportStatement(NamedTuple):
    """`from module import names`; or with `module` None, `import names`."""

    stretch: Stretch
    statement: Statement
    node: cst.Import | cst.ImportFrom
    module: Module | None
    names: tuple[Name, ...]

    @property
    def is_star(self) -> bool:
        return isinstance(self.node, cst.ImportFrom) and isinstance(self.node.names, cst.ImportStar)

    @property
    def top(self) -> str:
        return self.names[0].name.partition(".")[0] if self.module is None else self.module.top

    @property
    def level(self) -> int:
        return 0 if self.module is None else self.module.level

    @property
    def dotted(self) -> str:
        """What it is sorted by."""
        return self.names[0].name if self.module is None else self.module.source


def written(module: Module | None, names: Sequence[Name]) -> str:
    listed = ", ".join(name.source for name in names)
    return f"import {listed}" if module is None else f"from {module.source} import {listed}"


def imports_in(draft: Draft, block: Block) -> tuple[ImportStatement, ...]:
    """The import statements that stand in a block, without those in blocks of it."""
    return tuple(import_of(draft, stretch) for stretch in block if stretch.is_import)


def import_of(draft: Draft, stretch: Stretch) -> ImportStatement:
    statement = statement_at(draft, *draft.range(stretch.span))
    node = statement.small
    assert isinstance(node, cst.Import | cst.ImportFrom)
    module = None
    if isinstance(node, cst.ImportFrom):
        module = Module(len(node.relative), _dotted(node.module) if node.module else "")
    if isinstance(node.names, cst.ImportStar):
        names: tuple[Name, ...] = (Name("*"),)
    else:
        names = tuple(Name(each.evaluated_name, each.evaluated_alias) for each in node.names)
    return ImportStatement(stretch, statement, node, module, names)


def _dotted(node: cst.BaseExpression) -> str:
    return cst.Module([]).code_for_node(node).replace(" ", "")


def kind_of(package: Package, module: Module) -> int:
    if module.level:
        return RELATIVE
    if module.name == "__future__":
        return FUTURE
    if module.top in sys.stdlib_module_names:
        return STANDARD
    return OWN if package.is_own(module.name) else FOREIGN


def comment_after(draft: Draft, stretch: Stretch) -> str:
    """The comment on the line a statement ends on, with the blanks before it."""
    _, end = draft.range(stretch.span)
    found = _COMMENT.match(draft.text, end)
    return found[0] if found else ""


# A new one


def insert_import(
    draft: Draft, block: Block, module: Module | None, names: Sequence[Name], comment: str = ""
) -> None:
    """Writes an import statement into a block, in its place among those that are there."""
    line = written(module, names) + comment
    package = package_of(draft.path)
    there = imports_in(draft, block)
    meant = module or Module(0, names[0].name)
    kind = kind_of(package, meant)
    kinds = {each.stretch: _kind(package, each) for each in there}
    same = [each for each in there if kinds[each.stretch] == kind]
    if kind in (OWN, RELATIVE) and not same:
        # What looks foreign by its name may be the project's own.
        same = [each for each in there if each.top == meant.top and not each.level]
    key = _Key(module is not None, meant, names[0].name)
    if same:
        near = [each for each in same if each.top == meant.top] or same
        _insert_beside(
            draft, _last_run(draft, block, same), _last_run(draft, block, near), key, line
        )
        return
    before = [each for each in there if kinds[each.stretch] < kind]
    after = [each for each in there if kinds[each.stretch] > kind]
    apart = "\n" if _are_apart(draft, there) else ""
    if before:
        _insert_after(draft, before[-1].stretch, apart + line)
    elif after:
        _insert_before(draft, after[0].stretch, line, apart)
    else:
        _insert_first(draft, block, line)


class _Key(NamedTuple):
    """What import statements are in order by."""

    is_from: bool
    module: Module
    first: str


_ORDERS: tuple[Callable[[_Key], tuple[str | int, ...]], ...] = (
    lambda key: (key.is_from, -key.module.level, key.module.name.lower(), key.first.lower()),
    lambda key: (-key.module.level, key.module.name.lower(), key.first.lower()),
    lambda key: (key.is_from, key.module.level, key.module.name.lower(), key.first.lower()),
    lambda key: (key.is_from, len(key.module.source), key.module.source, key.first),
    lambda key: (key.is_from, -key.module.level, key.module.name, key.first),
)
"""As the common sorters have it, each before the next: `import` first, by module, by length."""


def insert_near(draft: Draft, place: Place, module: Module, text: str, first: str) -> None:
    """Writes an import statement beside another one, in order if those around are."""
    there = import_of(draft, place.stretch)
    package = package_of(draft.path)
    kind = _kind(package, there)
    same = [each for each in imports_in(draft, place.block) if _kind(package, each) == kind]
    run = _run_of(draft, place.block, same, there)
    number = _in_order(run, _Key(is_from=True, module=module, first=first))
    if number is None or kind != kind_of(package, module):
        _insert_after(draft, place.stretch, text)
    elif number:
        _insert_after(draft, run[number - 1].stretch, text)
    else:
        _insert_before(draft, run[0].stretch, text)


def _insert_beside(
    draft: Draft,
    run: Sequence[ImportStatement],
    near: Sequence[ImportStatement],
    new: _Key,
    line: str,
) -> None:
    """Writes a line into a run of its kind where that is in order, else beside the nearest."""
    place = _in_order(run, new)
    if place is None:
        run, place = near, _in_order(near, new)
    if place is None:
        place = len(run) if len(run) > 1 or _ORDERS[0](_key(run[0])) < _ORDERS[0](new) else 0
    if place:
        _insert_after(draft, run[place - 1].stretch, line)
    else:
        _insert_before(draft, run[0].stretch, line)


def _in_order(run: Sequence[ImportStatement], new: _Key) -> int | None:
    """Where a statement belongs in a run; None where that shows no order."""
    for order in _ORDERS:
        ordered = [order(_key(each)) for each in run]
        if len(run) > 1 and ordered == sorted(ordered):
            return sum(each < order(new) for each in ordered)
    return None


def _key(each: ImportStatement) -> _Key:
    return _Key(each.module is not None, _module(each), each.names[0].name)


def _last_run(
    draft: Draft, block: Block, there: Sequence[ImportStatement]
) -> list[ImportStatement]:
    return _run_of(draft, block, there, there[-1])


def _run_of(
    draft: Draft, block: Block, there: Sequence[ImportStatement], one: ImportStatement
) -> list[ImportStatement]:
    """The statements around one of them between which stand only imports, and no blank line."""
    number = [each.stretch for each in there].index(one.stretch)
    run = [there[number]]
    for each in reversed(there[:number]):
        if not _follow(draft, block, each.stretch, run[0].stretch):
            break
        run.insert(0, each)
    for each in there[number + 1 :]:
        if not _follow(draft, block, run[-1].stretch, each.stretch):
            break
        run.append(each)
    return run


def _follow(draft: Draft, block: Block, one: Stretch, other: Stretch) -> bool:
    between = block[block.index(one) + 1 : block.index(other)]
    _, end = draft.range(one.span)
    start, _ = draft.range(other.span)
    only_imports = all(each.is_import for each in between)
    return only_imports and not _BLANK_LINE.search(draft.text, end, start)


def _insert_after(draft: Draft, stretch: Stretch, lines: str) -> None:
    start, end = draft.range(stretch.span)
    if not draft.begins_line(start):
        draft.insert(end, f"; {lines.strip()}")
        return
    margin = draft.margin(start)
    text = "".join(f"\n{margin if line else ''}{line}" for line in lines.split("\n"))
    draft.insert(draft.line_end(end), text)


def _insert_before(draft: Draft, stretch: Stretch, lines: str, apart: str = "") -> None:
    start, _ = draft.range(stretch.span)
    if not draft.begins_line(start):
        draft.insert(start, f"{lines}; ")
        return
    margin = draft.margin(start)
    text = "".join(f"{margin}{line}\n" for line in lines.split("\n"))
    draft.insert(draft.line_start(start), text + apart)


def _insert_first(draft: Draft, block: Block, line: str) -> None:
    """Writes the first import of a block: below its docstring, above everything else."""
    if not block:
        _insert_at_end(draft, line)
        return
    first = block[0]
    start, _ = draft.range(first.span)
    if first.kind == "Expr" and _TEXT.match(draft.text, start):
        _insert_after(draft, first, f"\n{line}")
    elif first.kind == "Pass" and len(block) == 1:
        draft.replace(*draft.range(first.span), line)
    else:
        parted = "\n\n" if first.kind in ("ClassDef", "FunctionDef") else "\n"
        _insert_before(draft, first, line, parted if draft.margin(start) == "" else "")


def _insert_at_end(draft: Draft, line: str) -> None:
    """Writes a line into a file that holds nothing but comments, if that."""
    if draft.text and not draft.text.endswith("\n"):
        draft.insert(len(draft.text), f"\n{line}")
    else:
        draft.insert(len(draft.text), f"{line}\n")


def _are_apart(draft: Draft, there: Sequence[ImportStatement]) -> bool:
    """Whether blank lines part imports of different kinds in this file."""
    package = package_of(draft.path)
    for one, other in itertools.pairwise(there):
        if _kind(package, one) != _kind(package, other):
            _, end = draft.range(one.stretch.span)
            start, _ = draft.range(other.stretch.span)
            return "\n\n" in draft.text[end:start]
    return True


def _kind(package: Package, each: ImportStatement) -> int:
    return kind_of(package, _module(each))


def _module(each: ImportStatement) -> Module:
    return each.module or Module(0, each.names[0].name)


# One more name


def with_name(draft: Draft, there: ImportStatement, name: Name) -> None:
    """Imports one more name by a statement that is there, in order where its names are."""
    if name in there.names:
        return
    spans = name_spans(there)
    start, _ = draft.range(there.stretch.span)
    number = _place(there.names, name)
    bracket = draft.text.find("(", start, spans[0][0])
    if bracket >= 0 and _have_lines(draft, bracket, spans):
        _add_line(draft, spans, number, name)
    elif number < len(spans):
        draft.insert(spans[number][0], f"{name.source}, ")
    else:
        _append(draft, spans[-1][1], name, bracketed=bracket >= 0)
    if bracket < 0:
        _break_up(draft, start)


def _have_lines(draft: Draft, bracket: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether each name stands on a line of its own."""
    if len(spans) == 1:
        return "\n" in draft.text[bracket : spans[0][0]]
    return all("\n" in draft.text[one[1] : other[0]] for one, other in itertools.pairwise(spans))


def _add_line(draft: Draft, spans: Sequence[tuple[int, int]], number: int, name: Name) -> None:
    first, last = spans[max(number - 1, 0)]
    margin = draft.text[draft.line_start(first) : first]
    margin = margin if draft.begins_line(first) else " " * len(margin)
    rest = draft.text[last : draft.line_end(last)].lstrip()
    if number == 0:
        draft.insert(first, f"{name.source},\n{margin}")
    elif rest.lstrip(", ").startswith(")"):
        draft.insert(last, f",\n{margin}{name.source}")
    elif rest.startswith(","):
        draft.insert(draft.line_end(last), f"\n{margin}{name.source},")
    else:
        draft.insert(draft.line_end(last), f"\n{margin}{name.source}")
        draft.insert(last, ",")


def _append(draft: Draft, last: int, name: Name, *, bracketed: bool) -> None:
    """Adds a name behind the last one, on a new line if it and the brackets leave no room."""
    line = draft.text[draft.line_start(last) : draft.line_end(last)]
    is_full = len(line) + len(name.source) + 2 > length_limit(draft.text)
    margin = line[: len(line) - len(line.lstrip())]
    apart = f",\n{margin}" if bracketed and is_full and margin else ", "
    draft.insert(last, f"{apart}{name.source}")


def _break_up(draft: Draft, start: int) -> None:
    """Puts each name on a line of its own where all on one are too long for this file."""
    end = draft.line_end(start)
    line = draft.text[draft.line_start(start) : end]
    others = draft.text[: draft.line_start(start)] + draft.text[end:]
    if len(line) <= length_limit(others) or re.search(r"[(\\#;]", line) is not None:
        return
    margin = draft.margin(start)
    head, _, names = draft.text[start:end].partition(" import ")
    listed = "".join(f"{margin}    {each.strip()},\n" for each in names.split(","))
    draft.replace(start, end, f"{head} import (\n{listed}{margin})")


def name_spans(there: ImportStatement) -> list[tuple[int, int]]:
    """Where each name stands, with its alias."""
    assert not isinstance(there.node.names, cst.ImportStar)
    places = {node: (first, last) for node, first, last in there.statement.nodes()}
    return [
        (places[each.name][0], places[each.asname.name if each.asname else each.name][1])
        for each in there.node.names
    ]


def comment_beside(draft: Draft, there: ImportStatement, name: Name) -> str:
    """The comment on the line of a name that has one for itself."""
    first, last = name_spans(there)[there.names.index(name)]
    found = _OWN_COMMENT.match(draft.text, last)
    return found["comment"] if found and draft.begins_line(first) else ""


def without_name(draft: Draft, there: ImportStatement, name: Name) -> None:
    """The statement imports the other names, each where it stands."""
    spans = name_spans(there)
    number = there.names.index(name)
    first, last = spans[number]
    text = draft.text
    is_last = number == len(spans) - 1
    own_line = _OWN_LINE.match(text, last) if draft.begins_line(first) else None
    if own_line and "(" in text[draft.range(there.stretch.span)[0] : first]:
        draft.replace(draft.line_start(first), own_line.end(), "")
        if is_last and "," not in own_line[0].partition("#")[0]:
            comma = text.index(",", spans[number - 1][1])
            draft.replace(comma, comma + 1, "")
    elif not is_last and "\n" not in text[last : spans[number + 1][0]]:
        draft.replace(first, spans[number + 1][0], "")
    elif number and "#" not in text[spans[number - 1][1] : first]:
        draft.replace(spans[number - 1][1], last, "")
    else:
        raise CannotRealise(f"`{name.name}` cannot be taken out of the statement")


_NAME_ORDERS: tuple[Callable[[Name], tuple[int, str]], ...] = (
    lambda name: (_rank(name.name), name.name.lower()),
    lambda name: (0, name.name),
    lambda name: (0, name.name.lower()),
)


def _rank(name: str) -> int:
    """Constants, then classes, then functions, as the common sorters have it."""
    if name.isupper() and len(name) > 1:
        return 0
    return 1 if name[:1].isupper() else 2


def _place(there: Sequence[Name], new: Name) -> int:
    for order in _NAME_ORDERS:
        ordered = [order(each) for each in there]
        if ordered == sorted(ordered):
            return sum(each < order(new) for each in ordered)
    return len(there)
