"""What a file may be about, from its bytes alone: a cheap look before the full facts.

Most files of a project have nothing to do with mappings, and nearly all imports are sound. A few
searches over the bytes tell which files deserve more, for a seventh of the price of a syntax tree.
A scan knows no strings and few comments, so it may say too much, but not too little: what looks
broken here is asked again of the facts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from mapperlint.facts.fact import Fact
from mapperlint.facts.type_checking import lines_for_checkers

if TYPE_CHECKING:
    from collections.abc import Iterator


class ScannedImport(Fact, frozen=True):
    """One `from` import, or one module of a plain `import a, b`.

    `level` counts the leading dots. `names` are the imported names, empty for a plain `import`, and
    `bound` is what the statement binds, name by name. `line` counts from 1. `top_level` is true
    when the statement begins at the margin, `for_checkers` when only type checkers read it.
    """

    level: int
    module: str
    names: tuple[str, ...]
    bound: tuple[str, ...]
    line: int
    top_level: bool
    for_checkers: bool = False


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

    `has_mapping_words` is true when words that mappings are made with occur anywhere in it, be it
    in a comment. `mentions_mappings` is true when its code could define anything about mappings,
    not counting what its classes get from their bases. `touches_modules` is true when it speaks of
    `sys.modules`, `sys.path` or of import hooks, `addresses_us` when a comment may be meant for
    mapperlint.
    """

    imports: tuple[ScannedImport, ...]
    has_mapping_words: bool
    mentions_mappings: bool
    classes: tuple[ScannedClass, ...]
    touches_modules: bool
    addresses_us: bool


ANY_BASE = "*"
"""Stands in `ScannedClass.bases` for a base list that could not be read to its end."""

_MAPPING_WORDS: dict[bytes, bytes | None] = {
    b"Column": rb"Column(?<!\wColumn)\b",
    b"elationship": rb"elationship(?<=\b[Rr]elationship)(?:Property)?"
    rb"(?=\s*[(\[)\],;}\\]|[ \t]*\n|\s+as\b|\Z)",
    b"Mapped": rb"Mapped(?<!\wMapped)",
    b"mapped_": rb"mapped_(?:column|as_dataclass|dataclass)",
    b".mapped": rb"\.mapped\b",
    b"map_imperatively": None,
    b"map_declaratively": None,
    b"mapper(": rb"mapper\((?<!\wmapper\()",
    b"mapper_": rb"mapper_(?:(?<=\bmapper_)|(?<=\b_mapper_)|(?<=\b__mapper_))",
    b"ForeignKey": rb"ForeignKey(?<!\wForeignKey)(?:Constraint)?\b",
    b"__table": rb"__table(?:(?<!\.__table)|\w*\s*=(?!=))",
    b"__abstract__": None,
    b"Table(": None,
    b"backref": rb"backref(?<!\wbackref)\b",
    b"declarative": None,
    b"Declarative": rb"Declarative(?:Base|Meta)",
    b"declared_attr": None,
    b"SQLAlchemy": rb"SQLAlchemy(?:(?<!\wSQLAlchemy)\b|\()",
    b"SQLModel": None,
    b"sqlmodel": None,
    b"automap": None,
    b".Model": rb"\.Model\b",
    b"column_property": None,
    b"association_proxy": None,
}
"""Without one of these words no class, table or relationship is mapped, save by its bases.

The pattern tells the word from longer ones, and from other uses of it, in code; None where the word
says enough. It begins with the word and looks back from there, which is searched for much faster.
"""

_SHARED = (b"map", b"eclar", b"odel")
"""What several of the words have in common: a file without it need not be searched for each."""

_SEARCHED = {
    part: tuple(word for word in _MAPPING_WORDS if part in word)
    for part in (*_SHARED, *(word for word in _MAPPING_WORDS if not any(map(word.count, _SHARED))))
}
"""The words by what is searched for first."""

_WORDS_BESIDE_SQLALCHEMY: dict[bytes, bytes | None] = {
    word: word + rb"(?<!\w" + word + rb")(?=\s*\(|\s+as\b)"
    for word in (b"registry", b"mapper", b"synonym", b"composite")
}
"""The same, where `sqlalchemy` is spoken of as well: these are common words."""

_QUOTED_WORDS = (b'"__table', b"'__table")
"""What stands in the namespace that a call of `type` makes a class of."""

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
_NOT_CODE = re.compile(
    rb"#[^\n]*"
    rb'|"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""'
    rb"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"
    rb'|"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
    rb"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'",
    re.DOTALL,
)
"""Comments and strings."""
_NOQA = re.compile(rb"(?i:noqa)[ \t]*:[^\n]*MAP[0-9]")
_MARGIN = re.compile(rb"\n[^\s#)\]}]")
_DEFINITION = re.compile(
    rb"\n(?:(?:class|def|async[ \t]+def)[ \t]+(" + _LETTER + rb"+)|(" + _LETTER + rb"+)[ \t]*[:=])"
)


def scan(source: bytes) -> Scan:
    """A cheap look at a file. Never raises."""
    source = _plain_lines(source)
    has_mapping_words = _has_mapping_words(source)
    # Most files have none of the words, and need not be told from their strings.
    may_map = has_mapping_words and _maps(source)
    code = _NOT_CODE.sub(b"", source) if may_map else source
    mentions_mappings = may_map and (_maps(code) or any(word in source for word in _QUOTED_WORDS))
    return Scan(
        _imports(source),
        has_mapping_words,
        mentions_mappings,
        tuple(_classes(code, mentions_mappings=mentions_mappings)),
        any(word in source for word in _MODULE_WORDS),
        b"mapperlint:" in source or (b"MAP" in source and _NOQA.search(source) is not None),
    )


def definitions(source: bytes) -> frozenset[str]:
    """The names that classes, functions and assignments at the margin define."""
    found = _DEFINITION.findall(b"\n" + _plain_lines(source))
    return frozenset(_text(defined or assigned) for defined, assigned in found)


def _has_mapping_words(source: bytes) -> bool:
    return any(
        part in source and any(word in source for word in words)
        for part, words in _SEARCHED.items()
    ) or (b"sqlalchemy" in source and any(word in source for word in _WORDS_BESIDE_SQLALCHEMY))


def _maps(code: bytes) -> bool:
    """Whether code, without its comments and strings, may map something."""
    return _uses(code, _MAPPING_WORDS) or (
        b"sqlalchemy" in code and _uses(code, _WORDS_BESIDE_SQLALCHEMY)
    )


def _uses(code: bytes, words: dict[bytes, bytes | None]) -> bool:
    return any(
        word in code and (pattern is None or re.search(pattern, code) is not None)
        for word, pattern in words.items()
    )


def _plain_lines(source: bytes) -> bytes:
    if b"\r" in source:
        source = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return source.removeprefix(b"\xef\xbb\xbf")


def _classes(source: bytes, *, mentions_mappings: bool) -> Iterator[ScannedClass]:
    for match in _CLASS.finditer(source):
        bases = _bases(match)
        mentions = mentions_mappings and _maps(_body(source, match))
        yield ScannedClass(_text(match["name"]), bases, mentions)


def _bases(match: re.Match[bytes]) -> frozenset[str]:
    """The dotted names in the base list of a class."""
    written = match["bases"]
    if not written:
        return frozenset() if written is None or match["end"] else frozenset({ANY_BASE})
    if b"#" in written:
        written = _COMMENT.sub(b"", written)
    bases = frozenset(map(_text, _DOTTED.findall(written)))
    return bases if match["end"] else bases | {ANY_BASE}


def _body(source: bytes, match: re.Match[bytes]) -> bytes:
    """The text of a class, up to the next statement at the margin."""
    end = _MARGIN.search(source, match.end())
    return source[match.start() : end.start() if end else len(source)]


def _imports(source: bytes) -> tuple[ScannedImport, ...]:
    found: list[ScannedImport] = []
    ignored = lines_for_checkers(source)
    line, counted, end = 1, 0, 0
    for word in _IMPORT_WORD.finditer(source):
        # A module may be called `data_import`; a search for whole words takes twice as long.
        begin = word.start()
        if begin < end or (begin > 0 and _NAME_BEFORE.match(source, begin - 1)):
            continue
        start = _line_start(source, begin)
        head = _HEAD.match(source, start, begin)
        if head is None or (tail := _TAIL.match(source, word.end())) is None:
            continue
        line += source.count(b"\n", counted, start)
        counted, end = start, tail.end()
        top_level = not head["before"] and source[start] not in b" \t\f"
        statement = _statement(head["module"], tail, line, top_level=top_level)
        if line in ignored:
            statement = [replace(each, for_checkers=True) for each in statement]
        found.extend(statement)
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
    for part in _text(text.replace(b"\\\n", b" ")).split(","):
        words = part.split()
        if len(words) == 1:
            pairs.append((words[0], ""))
        elif len(words) == 3 and words[1] == "as":
            pairs.append((words[0], words[2]))
    return pairs


def _text(name: bytes) -> str:
    return name.decode(errors="replace")
