"""What a file may be about, from its bytes alone: a cheap look before the full facts.

Most files of a project have nothing to do with mappings, and nearly all imports are sound. A few
searches over the bytes tell which files deserve more, for a seventh of the price of a syntax tree.
A scan knows no strings and few comments, so it may say too much, but not too little: what looks
broken here is asked again of the facts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapperlint.facts.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator


class ScannedImport(Fact, frozen=True):
    """One `from` import, or one module of a plain `import a, b`.

    `level` counts the leading dots. `names` are the imported names, empty for a plain `import`, and
    `bound` is what the statement binds, name by name. `line` counts from 1. `top_level` is true
    when the statement begins at the margin.
    """

    level: int
    module: str
    names: tuple[str, ...]
    bound: tuple[str, ...]
    line: int
    top_level: bool


class ScannedClass(Fact, frozen=True):
    """A class statement.

    `bases` holds the dotted names in its base list, and `ANY_BASE` where that could not be read to
    its end. `mentions_mappings` speaks of its own text.
    """

    name: str
    bases: frozenset[str]
    mentions_mappings: bool


class Scan(Fact, frozen=True):
    """What a file may be about.

    `mentions_mappings` is true when the file could define anything about mappings, not counting
    what its classes get from their bases. `touches_modules` is true when it speaks of
    `sys.modules`, `sys.path` or of import hooks, `addresses_us` when a comment may be meant for
    mapperlint.
    """

    imports: tuple[ScannedImport, ...]
    mentions_mappings: bool
    classes: tuple[ScannedClass, ...]
    touches_modules: bool
    addresses_us: bool


ANY_BASE = "*"
"""Stands in `ScannedClass.bases` for a base list that could not be read to its end."""

_MAPPING_WORDS = (
    b"Column",
    b"elationship",
    b"Mapped",
    b"mapped_",
    b".mapped",
    b"map_imperatively",
    b"map_declaratively",
    b"mapper(",
    b"mapper_",
    b"ForeignKey",
    b"__table",
    b"__abstract__",
    b"Table(",
    b"backref",
    b"declarative",
    b"Declarative",
    b"declared_attr",
    b"SQLAlchemy",
    b"SQLModel",
    b"sqlmodel",
    b"automap",
    b".Model",
    b"column_property",
    b"association_proxy",
)
"""Without one of these words no class, table or relationship is mapped, save by its bases."""

_WORDS_BESIDE_SQLALCHEMY = (b"registry", b"mapper", b"synonym", b"composite")
"""The same, where `sqlalchemy` is spoken of as well: these are common words."""

_MODULE_WORDS = (b"sys.modules", b"meta_path", b"sys.path", b"ModuleType", b"spec_from_file")

LONGEST_HEAD = 400
"""Bytes looked at before the word `import`; keeps files of one endless line cheap."""

_LETTER = rb"[\w\x80-\xff]"
_HEAD = re.compile(
    rb"(?P<before>.*[;:])?[ \t\f]*(?:lazy[ \t]+)?"
    rb"(?:from(?P<module>(?:[ \t\f.]|\\\n|" + _LETTER + rb")+))?\Z",
    re.DOTALL,
)
_TAIL = re.compile(
    rb"(?:[ \t\f]|\\\n)*(?:\((?P<inside>(?:[^)#]|#[^\n]*)*)|(?P<line>(?:[^\n#;\\]|\\\n)*))"
)
_COMMENT = re.compile(rb"#[^\n]*")
_IMPORT_WORD = re.compile(rb"import\b")
_NAME_BEFORE = re.compile(_LETTER)
_CLASS = re.compile(
    rb"class[ \t]+(?P<name>" + _LETTER + rb"+)[ \t]*(?:\[[^\]]*\][ \t]*)?(?:"
    rb"\((?P<bases>(?:[^()#]|#[^\n]*|\((?:[^()]|\([^()]*\))*\))*)(?P<end>\)?)|:)"
)
_DOTTED = re.compile(
    rb"(?<![.\w\x80-\xff])[A-Za-z_\x80-\xff](?:" + _LETTER + rb"|\.(?=[A-Za-z_]))*"
    rb"(?![\w\x80-\xff]|[ \t]*=)"
)
_MARGIN = re.compile(rb"\n[^\s#)\]}]")
_DEFINITION = re.compile(
    rb"\n(?:(?:class|def|async[ \t]+def)[ \t]+(" + _LETTER + rb"+)|(" + _LETTER + rb"+)[ \t]*[:=])"
)


def scan(source: bytes) -> Scan:
    """A cheap look at a file. Never raises."""
    source = _plain_lines(source)
    mentions_mappings = _mentions_mappings(source)
    return Scan(
        _imports(source),
        mentions_mappings,
        tuple(_classes(source, mentions_mappings=mentions_mappings)),
        any(word in source for word in _MODULE_WORDS),
        b"mapperlint:" in source or (b"MAP" in source and b"noqa" in source.lower()),
    )


def definitions(source: bytes) -> frozenset[str]:
    """The names that classes, functions and assignments at the margin define."""
    found = _DEFINITION.findall(b"\n" + _plain_lines(source))
    return frozenset(_text(defined or assigned) for defined, assigned in found)


def _mentions_mappings(source: bytes) -> bool:
    return any(word in source for word in _MAPPING_WORDS) or (
        b"sqlalchemy" in source and any(word in source for word in _WORDS_BESIDE_SQLALCHEMY)
    )


def _plain_lines(source: bytes) -> bytes:
    if b"\r" in source:
        source = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return source.removeprefix(b"\xef\xbb\xbf")


def _classes(source: bytes, *, mentions_mappings: bool) -> Iterator[ScannedClass]:
    for match in _CLASS.finditer(source):
        written = _COMMENT.sub(b"", match["bases"] or b"")
        bases = frozenset(map(_text, _DOTTED.findall(written)))
        if match["bases"] is not None and not match["end"]:
            bases |= {ANY_BASE}
        mentions = mentions_mappings and _mentions_mappings(_body(source, match))
        yield ScannedClass(_text(match["name"]), bases, mentions)


def _body(source: bytes, match: re.Match[bytes]) -> bytes:
    """The text of a class, up to the next statement at the margin."""
    end = _MARGIN.search(source, match.end())
    return source[match.start() : end.start() if end else len(source)]


def _imports(source: bytes) -> tuple[ScannedImport, ...]:
    found: list[ScannedImport] = []
    line, counted, end = 1, 0, 0
    for word in _IMPORT_WORD.finditer(source):
        # A module may be called `data_import`; a search for whole words takes twice as long.
        inside = word.start() > 0 and _NAME_BEFORE.match(source, word.start() - 1)
        if word.start() < end or inside:
            continue
        start = _line_start(source, word.start())
        head = _HEAD.match(source, start, word.start())
        if head is None or (tail := _TAIL.match(source, word.end())) is None:
            continue
        line += source.count(b"\n", counted, start)
        counted, end = start, tail.end()
        top_level = not head["before"] and source[start] not in b" \t\f"
        found.extend(_statement(head["module"], tail, line, top_level=top_level))
    return tuple(found)


def _line_start(source: bytes, position: int) -> int:
    """Where the line begins that a position is on, with the lines it continues."""
    start = source.rfind(b"\n", 0, position) + 1
    while source[start - 2 : start] == b"\\\n":
        start = source.rfind(b"\n", 0, start - 1) + 1
    return max(start, position - LONGEST_HEAD)


def _statement(
    module: bytes | None, tail: re.Match[bytes], line: int, *, top_level: bool
) -> list[ScannedImport]:
    parts = _parts(tail["line"] if tail["inside"] is None else tail["inside"])
    if module is None:
        return [
            ScannedImport(0, name, (), (alias or name.partition(".")[0],), line, top_level)
            for name, alias in parts
        ]
    dotted = "".join(_text(module.replace(b"\\", b"")).split())
    name = dotted.lstrip(".")
    names = tuple(name for name, _ in parts)
    bound = tuple(alias or name for name, alias in parts)
    if not names or not dotted:
        return []
    return [ScannedImport(len(dotted) - len(name), name, names, bound, line, top_level)]


def _parts(text: bytes) -> list[tuple[str, str]]:
    """The (name, alias) pairs of `a, b as c`; an alias is "" where none is given."""
    if b"#" in text:
        text = _COMMENT.sub(b"", text)
    pairs: list[tuple[str, str]] = []
    for part in text.replace(b"\\\n", b" ").split(b","):
        match [_text(word) for word in part.split()]:
            case [name]:
                pairs.append((name, ""))
            case [name, "as", alias]:
                pairs.append((name, alias))
            case _:
                pass
    return pairs


def _text(name: bytes) -> str:
    return name.decode(errors="replace")
