"""Comments that say a finding is known and meant: `# mapperlint: ignore[one-sided-pair] why`.

The comment stands anywhere in the statement the finding begins in, or alone on the line above it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapperlint.facts.shapes import Assign, Branch, ClassFacts, Evaluate, FunctionFacts, Loop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.diagnostics import Diagnostic
    from mapperlint.facts.shapes import FileFacts, Statement

_MARK = b"mapperlint:"
_COMMENT = re.compile(r"#\s*mapperlint:\s*ignore\[([^\]\n]*)\]")


def mentions(text: bytes) -> bool:
    """Whether a file can have such a comment at all."""
    return _MARK in text


def is_ignored(finding: Diagnostic, facts: FileFacts, text: str) -> bool:
    """Whether a comment names the finding, by the code or the name of its rule."""
    lines = text.split("\n")
    first, last = _statement_lines(facts.body, finding.location.span.line)
    said = [lines[number - 1] for number in range(first, min(last, len(lines)) + 1)]
    above = lines[first - 2].strip() if first > 1 else ""
    if above.startswith("#"):
        said.append(above)
    return any(_names(line, finding) for line in said)


def _names(line: str, finding: Diagnostic) -> bool:
    return any(
        word.strip() in {finding.code, finding.name}
        for listed in _COMMENT.findall(line)
        for word in listed.split(",")
    )


def _statement_lines(statements: tuple[Statement, ...], line: int) -> tuple[int, int]:
    """The first and last line of the innermost statement that a line stands in."""
    for statement in statements:
        if not statement.span.line <= line <= statement.span.end_line:
            continue
        for inner in _bodies(statement):
            found = _statement_lines(inner, line)
            if found != (line, line):
                return found
        if isinstance(statement, Assign | Evaluate):
            return statement.span.line, statement.span.end_line
    return line, line


def _bodies(statement: Statement) -> Iterator[tuple[Statement, ...]]:
    match statement:
        case ClassFacts() | FunctionFacts() | Loop():
            yield statement.body
        case Branch():
            yield statement.then
            yield statement.otherwise
