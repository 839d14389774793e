"""Source that is newer than the Python that reads it.

A hook may run on Python 3.10 over files written for 3.14. `ast` refuses the whole file for one
f-string, so where it does, libcst is asked, whose parser does not depend on the running Python. If
it can read the file, what is new is rewritten in older words of the same shape, line by line and
column by column, and `ast` reads the rest. What is rewritten loses its meaning, and only that:

    f"{table["name"]}_id"        ...                     read as "only the running program knows"
    class Box[T](Base):          class Box   (Base):
    type Ids = list[int]         del  Ids                a new value for the name, nothing more
    except KeyError, OSError:    except(KeyError, OSError):
"""

from __future__ import annotations

import ast
import re
import warnings
from itertools import pairwise
_NEWER = re.compile(
    r"\b[fFtT][rR]?[\"']|\b[rR][fFtT][\"']"  # strings that hold expressions
    r"|\b(?:class|def)[ \t]+\w+[ \t]*\[|^[ \t]*type[ \t]+\w+"
    r"|\bexcept[ \t]*\*|\bexcept[ \t]+[\w.]+[ \t]*,|\blazy[ \t]+(?:import|from)\b"
    r"|\[[^\]\n]*\*|:[ \t]*\*|[\[{(][ \t\n]*\*",
    re.MULTILINE,
)
"""Signs of syntax that came after Python 3.10; a file without them is simply wrong."""

_STATEMENT = re.compile(
    r"^(?:@(?s:.*?)^(?:async[ \t]+)?(?:def|class)\b|(?!(?:else|elif|except|finally)\b)[A-Za-z_])",
    re.MULTILINE,
)
"""The first word of a statement at the margin, or all decorators with the `def` or `class`."""

_PIECE = re.compile(
    r"(?P<margin>^(?=[A-Za-z@]))|\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<end>\n)"
    r"|(?P<joint>[^\w\s\"',:]|\b(?:not|and|or|if|lambda|await|elif)\b)",
    re.MULTILINE,
)

DEEPEST = 150
"""Brackets within brackets. The parser of libcst has no guard and would take the process with it."""

LONGEST = 3000
"""Operators in one statement, each of which may be nested in the one before, for the same reason."""

MOST_BRANCHES = 500
"""Of one `if`. Each `elif` is nested in the one before."""


def rewritten(text: str) -> str | None:
    """The same text without what is newer than Python 3.10; None if that is not what is wrong.

    libcst is slow, a tenth of a second for each hundred lines. So it reads only the statements that
    Python cannot; and all of the file where that does not help, because a line at the margin was
    part of a string.
    """
    if _NEWER.search(text) is None or _is_too_deep(text):
        return None
    older = [piece if _is_readable(piece) else _reworded(piece) for piece in _statements(text)]
    known = [piece for piece in older if piece is not None]
    return "".join(known) if len(known) == len(older) else _reworded(text)


def _statements(text: str) -> list[str]:
    """The text in pieces that begin where a statement seems to begin."""
    starts = [match.start() for match in _STATEMENT.finditer(text)]
    return [text[start:end] for start, end in pairwise([0, *starts, len(text)]) if start < end]


def _is_readable(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<source>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _reworded(text: str) -> str | None:
    # A quarter of a second, and needed for one file in many.
    import libcst

    from mapperlint.facts.older_words import OlderWords

    try:
        module = libcst.parse_module(text)
        return module.visit(OlderWords(module)).code
    except (libcst.ParserSyntaxError, libcst.CSTValidationError, RecursionError):
        return None


def _is_too_deep(text: str) -> bool:
    if text.count("elif") > MOST_BRANCHES:
        return True
    depth = joints = 0
    for piece in _PIECE.finditer(text):
        match piece.lastgroup:
            case "margin":
                depth = joints = 0
            case "open":
                depth += 1
            case "close":
                depth = max(depth - 1, 0)
            case "joint":
                joints += 1
            case "end" if depth == 0:
                joints = 0
            case _:
                pass
        if depth > DEEPEST or joints > LONGEST:
            return True
    return False
