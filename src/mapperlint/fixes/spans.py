"""Where an edit stands, for those who count lines and columns instead of bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.decode import shown_text
from mapperlint.places import Span

if TYPE_CHECKING:
    from mapperlint.fixes.edits import Edit


def span_of(edit: Edit, content: bytes) -> Span:
    """The stretch of a file that an edit replaces, empty where it only adds."""
    return Span(*_position(content[: edit.start]), *_position(content[: edit.end]))


def _position(before: bytes) -> tuple[int, int]:
    """The line and column behind the beginning of a file."""
    text = shown_text(before)
    return text.count("\n") + 1, len(text) - text.rfind("\n") - 1
