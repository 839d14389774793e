"""Source that is newer than the Python that reads it.

A hook may run on Python 3.10 over files written for 3.14. `ast` refuses the whole file for one
f-string, so where it does, libcst is asked, whose parser does not depend on the running Python. If
it can read the file, what is new is rewritten in older words of the same shape, line by line and
column by column, and `ast` reads the rest. What is rewritten loses its meaning, and only that:

    f"{table["name"]}_id"        ...                     read as "only the running program knows"
    class Box[T](Base):          class Box   (Base):
    type Ids = list[int]         (    Ids)= list[int]    an alias like others
    type Ids[T] = list[T]        del  Ids                a new value for the name, nothing more
    except KeyError, OSError:    except(KeyError, OSError):
"""

from __future__ import annotations

import ast
import re
import warnings
from itertools import pairwise

_NEWER = (
    r"(?m)\b[fFtT][rR]?[\"']|\b[rR][fFtT][\"']"  # strings that hold expressions
    r"|\b(?:class|def)[ \t]+\w+[ \t]*\[|^[ \t]*type[ \t]+\w+"
    r"|\bexcept[ \t]*\*|\bexcept[ \t]+[\w.]+[ \t]*,|\blazy[ \t]+(?:import|from)\b"
    r"|\[[^\]\n]*\*|:[ \t]*\*|[\[{(][ \t\n]*\*"
)
"""Signs of syntax that came after Python 3.10; a file without them is simply wrong."""

_STATEMENT = (
    r"^{0}(?:@(?s:.*?)^{0}(?:async[ \t]+)?(?:def|class)\b|"
    r"(?!(?:else|elif|except|finally)\b)[A-Za-z_])"
)
"""The first word of a statement, or all its decorators with the `def` or `class`."""

_CLASS = r"(?m)[ \t]*(?:@(?s:.*?)^[ \t]*)?class\b[^\n]*:[ \t]*(?:#[^\n]*)?\n"
_INDENT = r"(?:[ \t]*(?:#[^\n]*)?\n)*(?P<indent>[ \t]+)"

MOST_MERGED = 8
"""Pieces tried together, since what looks like statements may be lines of one string."""

_BLOCK = "if 1:\n"
"""Stands before statements that are indented."""

_PIECE = (
    r"(?m)(?P<margin>^(?=[A-Za-z@]))|\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<end>\n)"
    r"|(?P<joint>[^\w\s\"',:]|\b(?:not|and|or|if|lambda|await|elif)\b)"
)

DEEPEST = 150
"""Brackets within brackets. The parser of libcst has no guard: it would end the process."""

LONGEST = 3000
"""Operators in one statement, each of which may be nested in the one before."""

MOST_BRANCHES = 500
"""Of one `if`. Each `elif` is nested in the one before."""


def rewritten(text: str) -> str | None:
    """The same text without what is newer than Python 3.10; None if that is not what is wrong.

    libcst is slow, a tenth of a second for each hundred lines. So it reads only the statements that
    Python cannot; and all of the file where that does not help.
    """
    if re.search(_NEWER, text) is None or is_too_deep(text):
        return None
    return _older_block(text, "") or _reworded(text, "")


def _older_block(text: str, indent: str) -> str | None:
    """The statements of a block, each that Python cannot read reworded by itself."""
    pieces = _pieces(text, indent)
    older: list[str] = []
    index = 0
    while index < len(pieces):
        length = _readable_length(pieces[index : index + MOST_MERGED], indent)
        piece = pieces[index] if length == 0 else "".join(pieces[index : index + length])
        found = piece if length else _older(piece, indent)
        if found is None:
            return None
        older.append(found)
        index += length or 1
    return "".join(older)


def _readable_length(pieces: list[str], indent: str) -> int:
    """How many pieces make what Python can read; a string over lines may look like several."""
    lengths = range(1, len(pieces) + 1)
    return next((n for n in lengths if _is_readable("".join(pieces[:n]), indent)), 0)


def _older(piece: str, indent: str) -> str | None:
    """One statement, reworded; of a class only the statements in it that need it."""
    head = re.match(_CLASS, piece)
    body = head and re.compile(_INDENT).match(piece, head.end())
    if head and body:
        inner = body["indent"]
        older_head = _reworded(f"{head[0]}{inner}pass\n", indent)
        older_body = _older_block(piece[head.end() :], inner)
        if older_head is not None and older_body is not None:
            return older_head.removesuffix(f"{inner}pass\n") + older_body
    return _reworded(piece, indent)


def _pieces(text: str, indent: str) -> list[str]:
    """The text in pieces that begin where a statement of the block seems to begin."""
    starts = [match.start() for match in re.finditer(_STATEMENT.format(indent), text, re.MULTILINE)]
    return [text[start:end] for start, end in pairwise([0, *starts, len(text)]) if start < end]


def _is_readable(text: str, indent: str) -> bool:
    text = _BLOCK + text if indent else text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<source>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _reworded(text: str, indent: str) -> str | None:
    text = _BLOCK + text if indent else text
    # A quarter of a second, and needed for one file in many.
    import libcst

    from mapperlint.facts.older_words import OlderWords

    try:
        module = libcst.parse_module(text)
        return module.visit(OlderWords(module)).code.removeprefix(_BLOCK if indent else "")
    except (libcst.ParserSyntaxError, libcst.CSTValidationError, RecursionError):
        return None


def is_too_deep(text: str) -> bool:
    """Whether the parser of libcst might end the process over it."""
    if text.count("elif") > MOST_BRANCHES:
        return True
    depth = joints = 0
    for piece in re.finditer(_PIECE, text):
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
