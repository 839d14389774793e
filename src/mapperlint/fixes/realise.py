"""From what a fix wants to the edits that do it.

The intentions of a fix are done one after the other, each in the text the ones before it made, so
that several may touch one statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.fixes.draft import Draft
from mapperlint.fixes.edits import CannotRealise, Edit
from mapperlint.fixes.expressions import enclose, replace, reword
from mapperlint.fixes.functions import DECLARED_ATTR, as_declared_attr, decorate
from mapperlint.fixes.imports import add_import, move_imports
from mapperlint.fixes.keywords import (
    remove_argument,
    remove_keyword,
    rename_keyword,
    set_keyword,
)
from mapperlint.fixes.needed import provide
from mapperlint.fixes.relationships import add_relationship
from mapperlint.fixes.removal import drop_trailing_comma, remove_comment, remove_statement
from mapperlint.intentions import (
    AddImport,
    AddRelationship,
    AsDeclaredAttr,
    Decorate,
    DropTrailingComma,
    Enclose,
    MoveImports,
    Needed,
    RemoveArgument,
    RemoveComment,
    RemoveKeyword,
    RemoveStatement,
    RenameKeyword,
    Replace,
    Reword,
    SetKeyword,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapperlint.diagnostics import Fix
    from mapperlint.intentions import Intention

__all__ = ["CannotRealise", "realise"]


def realise(fix: Fix, read: Callable[[str], bytes]) -> tuple[Edit, ...]:
    """The edits that do what the fix wants, in order of path and place. Raises CannotRealise.

    `read` gives the present bytes of a file; the offsets of the edits are those in these bytes.
    """
    if not fix.intentions:
        raise CannotRealise("it comes without intentions")
    drafts: dict[str, Draft] = {}
    for intention in fix.intentions:
        path = intention.path if isinstance(intention, AddImport) else intention.location.path
        if path not in drafts:
            drafts[path] = Draft(path, read(path))
        _do(drafts[path], intention)
    for draft in drafts.values():
        assert draft.tree is not None
    return tuple(edit for path in sorted(drafts) for edit in drafts[path].edits())


def _do(draft: Draft, intention: Intention) -> None:
    match intention:
        case Reword():
            reword(draft, intention)
        case SetKeyword(needs=needs):
            set_keyword(draft, intention)
            provide(draft, needs)
        case RemoveKeyword():
            remove_keyword(draft, intention)
        case RenameKeyword():
            rename_keyword(draft, intention)
        case RemoveArgument():
            remove_argument(draft, intention)
        case Replace(needs=needs):
            replace(draft, intention)
            provide(draft, needs)
        case Enclose(needs=needs):
            enclose(draft, intention)
            provide(draft, needs)
        case Decorate(needs=needs):
            decorate(draft, intention)
            provide(draft, needs)
        case AsDeclaredAttr():
            as_declared_attr(draft, intention)
            provide(draft, (Needed("sqlalchemy.orm", DECLARED_ATTR),))
        case DropTrailingComma():
            drop_trailing_comma(draft, intention)
        case AddRelationship():
            add_relationship(draft, intention)
        case MoveImports():
            move_imports(draft, intention)
        case AddImport():
            add_import(draft, intention)
        case RemoveStatement():
            remove_statement(draft, intention)
        case RemoveComment():
            remove_comment(draft, intention)
