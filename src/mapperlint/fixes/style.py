"""How an author writes: quotes, the length of lines, and how far blocks stand in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.facts.blocks import Stretch
    from mapperlint.fixes.draft import Draft

SHORTEST_LIMIT, LONGEST_LIMIT = 88, 120

_STRING = re.compile(
    r"#[^\n]*"
    r"|(?P<prefix>\b[A-Za-z]{1,2})?(?P<quote>\"\"\"|'''|\"|')"
    r"(?P<body>(?:\\.|(?!(?P=quote)).)*)(?P=quote)",
    re.DOTALL,
)
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f]")


def prevailing(*texts: str) -> str:
    """The quote that most strings of the first text have that has any; else the double one."""
    for text in texts:
        quotes = [found["quote"] for found in _STRING.finditer(text)]
        single, double = quotes.count("'"), quotes.count('"')
        if single or double:
            return "'" if single > double else '"'
    return '"'


def requoted(source: str, quote: str) -> str:
    """Source written with double quotes, with these instead where nothing has to be escaped."""
    if quote == '"':
        return source

    def swapped(found: re.Match[str]) -> str:
        if found["quote"] != '"' or re.search(r"[\"'\\{}]", found["body"]):
            return found[0]
        return f"{found['prefix'] or ''}{quote}{found['body']}{quote}"

    return _STRING.sub(swapped, source)


def string_source(text: str, prefix: str, quote: str) -> str | None:
    """A string literal with this prefix and quote that says the text; None where none can."""
    kind = prefix.lower()
    if "f" in kind or "b" in kind or "t" in kind:
        return None
    if "r" in kind:
        unsaid = quote[0] in text or text.endswith("\\") or _UNPRINTED.search(text)
        return None if unsaid else f"{prefix}{quote}{text}{quote}"
    body = text.replace("\\", "\\\\").replace(quote[0], f"\\{quote[0]}")
    body = _UNPRINTED.sub(lambda found: f"\\x{ord(found[0]):02x}", body)
    return f"{prefix}{quote}{body}{quote}"


def length_limit(text: str) -> int:
    """How long the author lets lines become, as far as the file shows."""
    longest = max((len(line) for line in text.split("\n")), default=0)
    return min(max(longest, SHORTEST_LIMIT), LONGEST_LIMIT)


def unit_of_indent(draft: Draft) -> str:
    """What a block of this file stands further in than the lines around."""
    for stretch in _all(draft.tree):
        for block in stretch.blocks:
            outer, _ = draft.range(stretch.span)
            inner, _ = draft.range(block[0].span)
            margin, further = draft.margin(outer), draft.margin(inner)
            if draft.begins_line(inner) and further.startswith(margin) and further != margin:
                return further[len(margin) :].replace("\f", "")
    return "    "


def _all(block: tuple[Stretch, ...]) -> Iterator[Stretch]:
    for stretch in block:
        yield stretch
        for inner in stretch.blocks:
            yield from _all(inner)
