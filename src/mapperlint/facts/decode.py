"""From bytes to text, as Python's own tokenizer decides it: a mark at the head, or UTF-8."""

from __future__ import annotations

import re

from mapperlint.places import START_OF_FILE, Span

_DECLARATION = rb"(?m)^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)"
MARK = b"\xef\xbb\xbf"
"""May stand before the text of a file in UTF-8."""


class DecodingError(Exception):
    """The bytes are not text in the encoding they claim; `span` is the place."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.span = span


def decoded(source: bytes) -> str:
    """The text of a source file with universal newlines. Raises DecodingError."""
    source = source.removeprefix(MARK)
    encoding = declared_encoding(source)
    try:
        text = source.decode(encoding)
    except LookupError:
        raise DecodingError(f"unknown encoding {encoding!r}", START_OF_FILE) from None
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        message = f"it cannot be decoded as {encoding}: {error.reason}"
        raise DecodingError(message, Span(line, 0, line, 0)) from None
    except ValueError as error:
        raise DecodingError(str(error), START_OF_FILE) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def declared_encoding(source: bytes) -> str:
    """The encoding the first two lines of a source file name, without its mark; or UTF-8."""
    head = b"\n".join(source[:400].split(b"\n", 2)[:2])
    found = re.search(_DECLARATION, head) if b"coding" in head else None
    return found.group(1).decode("ascii") if found else "utf-8"


def shown_text(content: bytes) -> str:
    """A text as facts count its lines and columns, though it may not be decodable."""
    try:
        return decoded(content)
    except DecodingError:
        text = content.decode("ascii", errors="replace")
        return text.replace("\r\n", "\n").replace("\r", "\n")
