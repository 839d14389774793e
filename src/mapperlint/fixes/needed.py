"""Names that changed expressions need, imported once, and not twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mapperlint.fixes.edits import CannotRealise
from mapperlint.fixes.import_statements import (
    RELATIVE,
    ImportStatement,
    Name,
    import_of,
    imports_in,
    insert_import,
    kind_of,
    with_name,
)
from mapperlint.fixes.packages import Module, is_file_of, package_of
from mapperlint.fixes.style import unit_of_indent
from mapperlint.intentions import Needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.facts.blocks import Stretch
    from mapperlint.fixes.draft import Draft

TYPE_CHECKING_NAME = "TYPE_CHECKING"


class Bound(NamedTuple):
    """What gives a name its meaning: an import, or with None something the file defines."""

    by: ImportStatement | None
    for_types: bool


def provide(draft: Draft, needs: Iterable[Needed]) -> None:
    """Imports what is needed and not there. Raises CannotRealise where a name is taken."""
    for needed in needs:
        _provide(draft, needed)


def bound(draft: Draft, name: str) -> list[Bound]:
    """All that gives a name a meaning at the margin of a file."""
    return list(_bound(draft, draft.tree, name, for_types=False))


def means(draft: Draft, found: Bound, needed: Needed) -> bool:
    """Whether a name of a file is the one that is needed, as far as can be seen.

    Libraries and packages give their names again from other modules, so the outermost package of
    the one it comes from decides.
    """
    if found.by is None:
        return is_file_of(draft.path, needed.module)
    if found.by.module is None:
        return False
    if found.by.level:
        return package_of(draft.path).is_own(needed.module)
    tops = (found.by.top, needed.module.partition(".")[0])
    return tops[0] == tops[1] or set(tops) <= {"typing", "typing_extensions"}


def _provide(draft: Draft, needed: Needed) -> None:
    there = bound(draft, needed.name)
    if not all(means(draft, each, needed) for each in there):
        raise CannotRealise(f"`{needed.name}` is something else in {draft.path}")
    if any(needed.for_types or not each.for_types for each in there):
        return
    if any(_gives_all(draft, each, needed) for each in imports_in(draft, draft.tree)):
        return
    if needed.for_types:
        _for_types(draft, needed)
    else:
        _add(draft, draft.tree, needed)


def _gives_all(draft: Draft, each: ImportStatement, needed: Needed) -> bool:
    if not each.is_star or each.module is None:
        return False
    return package_of(draft.path).means(each.module, Module(0, needed.module))


def _add(draft: Draft, block: tuple[Stretch, ...], needed: Needed) -> None:
    """Imports a name by a statement that has others of its module already, or a new one."""
    module = _written(draft, needed.module)
    there = [
        each
        for each in imports_in(draft, block)
        if each.module is not None
        and not each.is_star
        and package_of(draft.path).means(each.module, module)
    ]
    if there:
        with_name(draft, there[-1], Name(needed.name))
    else:
        insert_import(draft, block, module, (Name(needed.name),))


def _written(draft: Draft, module: str) -> Module:
    """A module as this file would write it: by dots where it names its own package so."""
    package = package_of(draft.path)
    there = [each.module for each in _all_imports(draft, draft.tree) if each.module is not None]
    by_dots = any(kind_of(package, each) == RELATIVE for each in there)
    absolute = any(not each.level and each.top == module.partition(".")[0] for each in there)
    found = package.relative(module) if by_dots and not absolute else None
    return found or Module(0, module)


def _for_types(draft: Draft, needed: Needed) -> None:
    """Imports a name below `if TYPE_CHECKING:`, at the margin."""
    block = _types_block(draft)
    if block is not None:
        _add(draft, block, needed)
        return
    word = _type_checking(draft)
    head = _head(draft)
    line = f"from {_written(draft, needed.module).source} import {needed.name}"
    lines = f"if {word}:\n{unit_of_indent(draft)}{line}"
    if head is None:
        raise CannotRealise(f"there is no import below which `{needed.name}` could be imported")
    draft.insert(draft.line_end(draft.range(head.span)[1]), f"\n\n{lines}")


def _type_checking(draft: Draft) -> str:
    """How the file says `TYPE_CHECKING`, which is imported if it is not."""
    typing = [
        name.bound
        for each in imports_in(draft, draft.tree)
        if each.module is None
        for name in each.names
        if name.name == "typing"
    ]
    if typing and not bound(draft, TYPE_CHECKING_NAME):
        return f"{typing[0]}.{TYPE_CHECKING_NAME}"
    _provide(draft, Needed("typing", TYPE_CHECKING_NAME))
    return TYPE_CHECKING_NAME


def _types_block(draft: Draft) -> tuple[Stretch, ...] | None:
    blocks = [each.blocks[0] for each in draft.tree if each.for_types]
    return next((b for b in blocks if draft.begins_line(draft.range(b[0].span)[0])), None)


def _head(draft: Draft) -> Stretch | None:
    """The last statement that only imports, above the first class or function if there is one."""
    there = [each for each in draft.tree if each.name or _only_imports(each)]
    first = next((number for number, each in enumerate(there) if each.name), len(there))
    above = there[:first] or [each for each in there if not each.name]
    return above[-1] if above else None


def _only_imports(stretch: Stretch) -> bool:
    if stretch.kind not in ("If", "Try"):
        return stretch.is_import
    return all(_only_imports(each) for block in stretch.blocks for each in block)


def _all_imports(draft: Draft, block: tuple[Stretch, ...]) -> Iterator[ImportStatement]:
    for stretch in block:
        if stretch.is_import:
            yield import_of(draft, stretch)
        for inner in stretch.blocks:
            yield from _all_imports(draft, inner)


def _bound(
    draft: Draft, block: tuple[Stretch, ...], name: str, *, for_types: bool
) -> Iterator[Bound]:
    for stretch in block:
        if stretch.is_import:
            if name not in draft.code(stretch.span):
                continue
            found = import_of(draft, stretch)
            if any(_binds(found, each) == name for each in found.names):
                yield Bound(found, for_types)
        elif stretch.name == name or name in stretch.binds:
            yield Bound(None, for_types)
        elif stretch.name is None:
            for number, inner in enumerate(stretch.blocks):
                only_types = for_types or (stretch.for_types and number == 0)
                yield from _bound(draft, inner, name, for_types=only_types)


def _binds(found: ImportStatement, name: Name) -> str:
    if found.module is None and name.alias is None:
        return name.name.partition(".")[0]
    return name.bound
