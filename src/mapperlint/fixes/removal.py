"""Statements, comments and commas that go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from mapperlint.fixes.edits import CannotRealise
from mapperlint.fixes.statement import innermost, statement_at

if TYPE_CHECKING:
    from mapperlint.facts.blocks import Stretch
    from mapperlint.fixes.draft import Draft
    from mapperlint.fixes.statement import Place
    from mapperlint.intentions import DropTrailingComma, RemoveComment, RemoveStatement

_COMMA = re.compile(r"(?P<kept>[ \t\n)]*?)[ \t]*,")
_TEXT = re.compile(r"[A-Za-z]{0,2}[\"']")


def remove_statement(draft: Draft, wanted: RemoveStatement) -> None:
    place = innermost(draft, *draft.now(wanted.location.span))
    remove(draft, place)


def remove(draft: Draft, place: Place) -> None:
    """Takes a statement out of its block, which keeps at least one."""
    start, end = draft.range(place.stretch.span)
    following = place.after
    if place.around and len(place.block) == 1:
        draft.replace(start, end, "pass")
    elif following is not None and draft.range(following.span)[0] < draft.line_end(end):
        draft.replace(start, draft.range(following.span)[0], "")
    elif place.before is not None and not draft.begins_line(start):
        draft.replace(draft.range(place.before.span)[1], end, "")
    elif draft.begins_line(start):
        _remove_lines(draft, place, start, end)
    else:
        raise CannotRealise("the statement shares its line with another")


def remove_comment(draft: Draft, wanted: RemoveComment) -> None:
    start, end = draft.now(wanted.location.span)
    first, last = draft.line_start(start), draft.line_end(end)
    if not draft.text[first:start].strip() and not draft.text[end:last].strip():
        draft.replace(*_whole_lines(draft, first, last), "")
        return
    if draft.text[start : start + 1] == "#":
        blanks = draft.text[first:start]
        start = first + len(blanks.rstrip())
        if draft.begins_line(start) and draft.text[end:last].strip():
            start, end = first + len(blanks), end + _width_of_blanks(draft.text[end:last])
    draft.replace(start, end, "")


def drop_trailing_comma(draft: Draft, wanted: DropTrailingComma) -> None:
    start, end = draft.now(wanted.location.span)
    statement = statement_at(draft, start, end)
    places = {node: last for node, _, last in statement.nodes()}
    for node in places:
        value = getattr(node, "value", None)
        if isinstance(node, cst.BaseSmallStatement) and isinstance(value, cst.Tuple):
            if len(value.elements) != 1:
                raise CannotRealise("the tuple has several elements")
            found = _COMMA.match(draft.text, places[value.elements[0].value])
            if found:
                draft.replace(found.start(), found.end(), found["kept"])
                return
    raise CannotRealise("the statement does not end with a comma")


def _remove_lines(draft: Draft, place: Place, start: int, end: int) -> None:
    text = draft.text
    following = place.after
    if following is not None and _describes(draft, following, end):
        end = draft.range(following.span)[1]
        remaining = place.block[place.block.index(following) + 1 :]
        following = remaining[0] if remaining else None
        if place.around and place.before is None and following is None:
            draft.replace(start, end, "pass")
            return
    first, last = draft.line_start(start), draft.line_end(end)
    if following is None or not _comes_next(draft, following, last):
        first = _comments_above(draft, first)
    above, below = _blank_above(text, first), _blank_below(text, last)
    if following is None:
        first = above
    elif place.before is None or last < below <= last + (first - above):
        last = max(below, last)
    elif above < first:
        first = above
    draft.replace(*_whole_lines(draft, first, last), "")


def _whole_lines(draft: Draft, first: int, last: int) -> tuple[int, int]:
    """From the start of a line to the end of one, with one of the line breaks around."""
    if last < len(draft.text):
        return first, last + 1
    return max(first - 1, 0), last


def _describes(draft: Draft, following: Stretch, end: int) -> bool:
    """Whether a statement is a text directly below, that says what the one above is for."""
    start, _ = draft.range(following.span)
    is_text = following.kind == "Expr" and _TEXT.match(draft.text, start) is not None
    return is_text and draft.text.count("\n", end, start) == 1


def _comes_next(draft: Draft, following: Stretch, last: int) -> bool:
    """Whether a statement begins on the line after `last`."""
    start, _ = draft.range(following.span)
    return draft.text.count("\n", last, start) == 1


def _comments_above(draft: Draft, first: int) -> int:
    """Where the comments begin that stand directly above a line, as far in as it."""
    text = draft.text
    margin = text[first : first + _width_of_blanks(text[first:])]
    while first:
        line = text[draft.line_start(first - 1) : first]
        if not line.startswith(f"{margin}#"):
            break
        first -= len(line)
    return first


def _blank_above(text: str, first: int) -> int:
    """Where the blank lines begin that end at the line start `first`."""
    while first and not text[text.rfind("\n", 0, first - 1) + 1 : first].strip():
        first = text.rfind("\n", 0, first - 1) + 1
    return first


def _blank_below(text: str, last: int) -> int:
    """The end of the last of the blank lines that follow the line end `last`."""
    while last < len(text):
        end = text.find("\n", last + 1)
        if end < 0 or text[last:end].strip():
            break
        last = end
    return last


def _width_of_blanks(text: str) -> int:
    return len(text) - len(text.lstrip(" \t\f"))
