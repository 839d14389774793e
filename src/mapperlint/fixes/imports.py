"""Imports moved to where names live now, and imports that were missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import libcst as cst

from mapperlint.fixes.edits import CannotRealise
from mapperlint.fixes.import_statements import (
    ImportStatement,
    Name,
    comment_after,
    comment_beside,
    import_of,
    imports_in,
    insert_import,
    insert_near,
    with_name,
    without_name,
    written,
)
from mapperlint.fixes.packages import Module, module_of, package_of
from mapperlint.fixes.removal import remove
from mapperlint.fixes.statement import has_comment, innermost
from mapperlint.fixes.style import unit_of_indent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.fixes.draft import Draft
    from mapperlint.fixes.statement import Place
    from mapperlint.intentions import AddImport, Moved, MoveImports
    from mapperlint.places import Span

_PRAGMA = re.compile(r"[ \t\f]*#\s*(?:noqa|type:|pylint:|pyright:|isort:|ruff:|pragma)")


# moved


class Move(NamedTuple):
    """A name as it was imported, as it is from its home, and the comment beside it."""

    old: Name
    new: Name
    comment: str


def move_imports(draft: Draft, wanted: MoveImports) -> None:
    span = wanted.location.span
    there = _statement(draft, span)
    if there.module is None:
        _move_plain(draft, there, wanted.moved)
        return
    homes = _homes(draft, there, wanted.moved)
    whole = sum(map(len, homes.values())) == len(there.names)
    waiting = {
        module: moves
        for module, moves in homes.items()
        if (whole and _has_comment(draft, there)) or not _merged(draft, span, module, moves)
    }
    stays = next(iter(waiting), None) if whole else None
    for module in reversed(waiting):
        if module != stays:
            _write_beside(draft, span, module, waiting[module])
    if whole and stays is None:
        remove(draft, _place(draft, span))
        return
    for module, moves in homes.items():
        if module != stays:
            for move in moves:
                without_name(draft, _statement(draft, span), move.old)
    if stays is not None:
        _rewrite(_statement(draft, span), stays, homes[stays])


def _place(draft: Draft, span: Span) -> Place:
    found = innermost(draft, *draft.now(span))
    if not found.stretch.is_import:
        raise CannotRealise("there is no import at the place any more")
    return found


def _statement(draft: Draft, span: Span) -> ImportStatement:
    return import_of(draft, _place(draft, span).stretch)


def _homes(
    draft: Draft, there: ImportStatement, moved: Sequence[Moved]
) -> dict[Module, list[Move]]:
    """The names of a statement that are moved, by the module they are moved to."""
    left = {each.imported: each for each in moved}
    homes: dict[Module, list[Move]] = {}
    for name in there.names:
        found = left.pop(name.name, None)
        if found is not None:
            comment = "" if there.is_star else comment_beside(draft, there, name)
            move = Move(name, _at_home(name, found), comment)
            homes.setdefault(module_of(found.module), []).append(move)
    if left or not homes or not all(move.new.name for moves in homes.values() for move in moves):
        raise CannotRealise("the statement does not import the names any more")
    return homes


def _at_home(name: Name, moved: Moved) -> Name:
    """A name as it is imported from its home: under the name it has in this file."""
    if moved.name == name.name:
        return name
    return Name(moved.name, None if name.bound == moved.name else name.bound)


def _has_comment(draft: Draft, there: ImportStatement) -> bool:
    return has_comment(there.node) or bool(comment_after(draft, there.stretch))


def _merged(draft: Draft, span: Span, module: Module, moves: Sequence[Move]) -> bool:
    """Whether names could be added to an import of their module that is there already."""
    if any(move.comment or move.new.name == "*" for move in moves):
        return False
    if _mergeable(draft, _place(draft, span), module) is None:
        return False
    for move in moves:
        target = _mergeable(draft, _place(draft, span), module)
        assert target is not None
        with_name(draft, target, move.new)
    return True


def _mergeable(draft: Draft, place: Place, module: Module) -> ImportStatement | None:
    """An import from the same module in the same block, with nothing but imports between."""
    package = package_of(draft.path)
    number = place.block.index(place.stretch)
    for other in imports_in(draft, place.block):
        if other.stretch == place.stretch or other.module is None or other.is_star:
            continue
        ends = sorted((number, place.block.index(other.stretch)))
        between = place.block[ends[0] + 1 : ends[1]]
        if package.means(other.module, module) and all(each.is_import for each in between):
            return other
    return None


def _write_beside(draft: Draft, span: Span, module: Module, moves: Sequence[Move]) -> None:
    """Imports names from their home by a statement beside the one that had them."""
    place = _place(draft, span)
    comment = comment_after(draft, place.stretch)
    comment = comment if _PRAGMA.match(comment) else ""
    if len(moves) == 1 and moves[0].comment:
        comment = f"  {moves[0].comment}"
    text = written(module, [move.new for move in moves]) + comment
    if len(moves) > 1 and any(move.comment for move in moves):
        unit = unit_of_indent(draft)
        lines = [f"{unit}{move.new.source},  {move.comment}".rstrip() for move in moves]
        text = "\n".join((f"from {module.source} import (", *lines, f"){comment}"))
    insert_near(draft, place, module, text, moves[0].new.name)


def _rewrite(there: ImportStatement, module: Module, moves: Sequence[Move]) -> None:
    """All that a statement imports comes from another module now."""
    node = cst.ensure_type(there.node, cst.ImportFrom)
    dotted = cst.parse_expression(module.name) if module.name else None
    changes: dict[str, object] = {"module": dotted, "relative": [cst.Dot()] * module.level}
    if not isinstance(node.names, cst.ImportStar):
        changes["names"] = [
            alias if move.old == move.new else _renamed(alias, move.new)
            for alias, move in zip(node.names, moves, strict=True)
        ]
    there.statement.write(node, node.with_changes(**changes))


def _renamed(alias: cst.ImportAlias, new: Name) -> cst.ImportAlias:
    asname = cst.AsName(cst.Name(new.alias)) if new.alias else None
    return alias.with_changes(name=cst.Name(new.name), asname=asname)


def _move_plain(draft: Draft, there: ImportStatement, moved: Sequence[Moved]) -> None:
    """`import a.b as c` imports another module; without a name of its own only if none uses it."""
    if len(there.names) != 1 or len(moved) != 1:
        raise CannotRealise("the statement imports several modules")
    (wanted,), (name,) = moved, there.names
    dotted = f"{wanted.module}.{wanted.name}" if wanted.name else wanted.module
    if dotted.startswith("."):
        raise CannotRealise("a plain import has no leading dots")
    if name.alias is None:
        _require_unused(draft, there, name.name)
    node = cst.ensure_type(there.node, cst.Import)
    there.statement.write(node.names[0].name, cst.parse_expression(dotted))


def _require_unused(draft: Draft, there: ImportStatement, dotted: str) -> None:
    start, end = draft.range(there.stretch.span)
    others = draft.text[:start] + draft.text[end:]
    if re.search(rf"\b{re.escape(dotted)}\b", others):
        raise CannotRealise(f"`{dotted}` is used by this name in {draft.path}")


# added


def add_import(draft: Draft, wanted: AddImport) -> None:
    """A module is imported for what it defines, as the modules beside it are."""
    there = imports_in(draft, draft.tree)
    if wanted.name is None:
        if any(each.module is None and _names(each, wanted.module) for each in there):
            raise CannotRealise(f"{draft.path} imports `{wanted.module}` already")
        insert_import(
            draft, draft.tree, None, (Name(wanted.module),), _common_comment(draft, there)
        )
        return
    style = _Siblings(draft, there, wanted.module)
    style.write(wanted.name)


def _names(each: ImportStatement, name: str) -> bool:
    return any(known.name == name for known in each.names)


def _common_comment(draft: Draft, beside: Sequence[ImportStatement]) -> str:
    """The comment that all of some statements have."""
    found = {comment_after(draft, each.stretch) for each in beside}
    return found.pop() if len(found) == 1 else ""


class _Siblings:
    """How a file imports the modules of a package."""

    def __init__(self, draft: Draft, there: Sequence[ImportStatement], package: str) -> None:
        self._draft = draft
        self._package = package
        self._there = there
        self._own = package_of(draft.path)
        meant = Module(0, package)
        named = [each for each in there if each.module is not None]
        self._from = [each for each in named if each.module and self._own.means(each.module, meant)]
        self._inside = [each for each in named if each.module and self._is_inside(each.module)]
        self._plain = [each for each in there if each.module is None and self._names_inside(each)]

    def _is_inside(self, module: Module) -> bool:
        parent, _, last = module.name.rpartition(".")
        return bool(last) and self._own.means(
            Module(module.level, parent), Module(0, self._package)
        )

    def _names_inside(self, each: ImportStatement) -> bool:
        return all(name.name.rpartition(".")[0] == self._package for name in each.names)

    def write(self, name: str) -> None:
        beside = [*self._from, *self._inside]
        if any(_names(each, name) for each in self._from):
            raise CannotRealise(f"{self._draft.path} imports `{name}` already")
        if not beside and self._plain:
            self._line(None, f"{self._package}.{name}", self._plain)
        elif not self._from and beside and all(each.is_star for each in beside):
            inner = self._module(beside)
            parted = "" if not inner.name else "."
            self._line(Module(inner.level, f"{inner.name}{parted}{name}"), "*", beside)
        elif len(listed := [each for each in self._from if not each.is_star]) == 1:
            with_name(self._draft, listed[0], Name(name))
        else:
            self._line(self._module(beside), name, listed or beside)

    def _line(self, module: Module | None, name: str, beside: Sequence[ImportStatement]) -> None:
        comment = _common_comment(self._draft, beside)
        insert_import(self._draft, self._draft.tree, module, (Name(name),), comment)

    def _module(self, beside: Sequence[ImportStatement]) -> Module:
        """The package as its modules are imported from: by dots, or by its name."""
        absolute = Module(0, self._package)
        found = self._own.relative(self._package)
        if beside:
            return found if found and beside[-1].level else absolute
        if any(each.level for each in self._there):
            return found or absolute
        others = any(each.top == absolute.top for each in self._there)
        is_package = self._draft.path.endswith("__init__.py")
        return found if found and is_package and not others else absolute
