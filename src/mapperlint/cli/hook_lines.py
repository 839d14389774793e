"""The lines that let pre-commit run mapperlint, and where they go in `.pre-commit-config.yaml`.

The hook is a local one: it runs the mapperlint that is installed, the one that was asked.
"""

from __future__ import annotations

import re

CONFIGURATION = ".pre-commit-config.yaml"

HOOK = """\
- repo: local
  hooks:
    - id: mapperlint
      name: mapperlint
      entry: mapperlint check --force-exclude
      language: system
      types_or: [python, pyi]
      require_serial: true
"""

_ITEM = re.compile(r"( *)- ")


def has_hook(text: str) -> bool:
    """Whether a configuration runs mapperlint already."""
    return re.search(r"""(?m)^[^#\n]*\bid:\s*["']?mapperlint\b""", text) is not None


def with_hook(text: str) -> str | None:
    """A configuration with the hook behind the others, all else as it is.

    None where its list of repositories is not written line by line.
    """
    if not text.strip():
        return f"{text}repos:\n{_indented('  ')}"
    lines = text.splitlines(keepends=True)
    start = next((i for i, line in enumerate(lines) if re.match(r"repos:\s*(?:#|$)", line)), None)
    if start is None:
        return None
    end, indent = start + 1, "  "
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line.startswith((" ", "- ")):
            break
        item = _ITEM.match(line)
        indent = item[1] if item and end == start + 1 else indent
        end = index + 1
    newline = "\r\n" if lines[start].endswith("\r\n") else "\n"
    before = "".join(lines[:end])
    before += "" if before.endswith("\n") else newline
    return before + _indented(indent).replace("\n", newline) + "".join(lines[end:])


def _indented(indent: str) -> str:
    return "".join(f"{indent}{line}" for line in HOOK.splitlines(keepends=True))
