"""A change of a file as a unified diff, in the bytes of that file, so that it can be applied."""

from __future__ import annotations

import os
import re
from difflib import diff_bytes, unified_diff

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_NO_LINE_END = b"\n\\ No newline at end of file\n"


def diff(path: str, old: bytes, new: bytes) -> bytes:
    """The lines that change, with three around them; `path` is how the file is called here."""
    name = os.fsencode(path)
    # Only `\n` ends a line of a diff, whatever ends one of Python: `\r` belongs to the line.
    before, after = _LINE.findall(old), _LINE.findall(new)
    lines = diff_bytes(unified_diff, before, after, name, name)
    return b"".join(line if line.endswith(b"\n") else line + _NO_LINE_END for line in lines)
