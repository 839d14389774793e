"""A text with places marked in it, and what a fix makes of it."""

from __future__ import annotations

from collections.abc import Callable

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.facts.decode import decoded
from mapperlint.fixes.edits import spliced
from mapperlint.fixes.realise import realise
from mapperlint.intentions import Intention
from mapperlint.places import Location, Span

PATH = "app/models.py"


def marked(content: bytes) -> tuple[bytes, tuple[Location, ...]]:
    """The content without its marks `«` and `»`, and the places between them, by where they start.

    Marks are written in UTF-8 whatever the encoding of the rest.
    """
    text = content
    plain = b""
    waiting: list[tuple[int, int]] = []
    found: list[tuple[int, int, int]] = []
    number = 0
    opening, closing = "«".encode(), "»".encode()
    while text:
        if text.startswith(opening):
            waiting.append((number, len(plain)))
            number, text = number + 1, text[len(opening) :]
        elif text.startswith(closing):
            found.append((*waiting.pop(), len(plain)))
            text = text[len(closing) :]
        else:
            plain, text = plain + text[:1], text[1:]
    places = tuple(Location(PATH, _span(plain, *each[1:])) for each in sorted(found))
    return plain, places


def mended(
    content: bytes,
    intentions: Callable[[tuple[Location, ...]], tuple[Intention, ...]],
    files: dict[str, bytes] | None = None,
) -> bytes:
    """The content, with places marked, after the intentions for these places."""
    plain, places = marked(content)
    there = {**(files or {}), PATH: plain}
    fix = Fix("mend it", Applicability.SAFE, intentions(places))
    edits = realise(fix, there.__getitem__)
    assert edits
    return spliced(plain, [edit for edit in edits if edit.path == PATH])


def _span(content: bytes, start: int, end: int) -> Span:
    return Span(*_place(content, start), *_place(content, end))


def _place(content: bytes, offset: int) -> tuple[int, int]:
    lines = decoded(content[:offset]).split("\n")
    return len(lines), len(lines[-1])
