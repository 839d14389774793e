"""The comments of a fixture that say which findings it must give.

`fixtures/README.md` explains the language. Comments are read with `tokenize`, so what stands inside
a string does not count; a file that has no tokens (a syntax error on purpose) is read by lines.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMMENT = re.compile(r'#\s*(error|warning|missed):\s*\[([\w-]+)\]\s*(?:"([^"]*)")?(.*)')
LOOKS_LIKE_ONE = re.compile(r"#\s*(error|warning|missed)\b")
VERSIONS = re.compile(r"#\s*sqlalchemy:\s*(>=|<)\s*(\d+\.\d+)\s*$")
NOT_IMPORTED = re.compile(r"#\s*not imported\b")


class MalformedCommentError(Exception):
    """A comment that begins like an expectation and is none."""


@dataclass(frozen=True, slots=True, order=True)
class Expectation:
    """One comment: what must be found (or, for "missed", is not found yet) on a line of a file.

    `kind` is "error", "warning" or "missed"; `part` is a part of the message, "" for any message.
    """

    path: str
    line: int
    kind: str
    rule: str
    part: str = ""


def expectations(path: str, source: str) -> tuple[Expectation, ...]:
    """The expectations in one file, in the order of their lines."""
    found: list[Expectation] = []
    waiting: list[tuple[str, str, str]] = []
    for line, comment, alone in _lines(source):
        if comment is not None and LOOKS_LIKE_ONE.match(comment):
            match = COMMENT.match(comment)
            if match is None:
                raise MalformedCommentError(f"{path}:{line}: {comment}")
            waiting.append((match[1], match[2], match[3] or ""))
        if not alone:
            found += [Expectation(path, line, *said) for said in waiting]
            waiting = []
    if waiting:
        raise MalformedCommentError(f"{path}: a comment at the end speaks of no line")
    return tuple(sorted(found))


def supports(source: str, version: str) -> bool:
    """Whether the first line of a file allows this SQLAlchemy ("1.4", "2.0", "2.1")."""
    match = VERSIONS.match(source.partition("\n")[0])
    if match is None:
        return True
    at_least = _number(version) >= _number(match[2])
    return at_least if match[1] == ">=" else not at_least


def is_imported(source: str) -> bool:
    """Whether the program imports this file; `# not imported` on its first line denies it."""
    return NOT_IMPORTED.match(source) is None


def read(path: Path) -> str:
    """The text of a file; bytes that are no UTF-8 are replaced, they are there on purpose."""
    return path.read_bytes().decode("utf-8-sig", errors="replace")


def _lines(source: str) -> Iterator[tuple[int, str | None, bool]]:
    """(line, its comment, whether nothing else stands there) for each line that is not blank."""
    comments = _comments(source)
    for number, text in enumerate(source.splitlines(), start=1):
        if text.strip():
            yield number, comments.get(number), number in comments and text.lstrip()[0] == "#"


def _comments(source: str) -> dict[int, str]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        lines = enumerate(source.splitlines(), start=1)
        return {number: text[text.index("#") :] for number, text in lines if "#" in text}
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
