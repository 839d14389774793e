"""A relationship written into a class, as the author would have written it.

The other relationships of the class are the pattern, else those of the file: what they call, how
they are annotated, whether blank lines part them. Where there are none, the columns of the class
say whether it is annotated, and the imports what is called.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import libcst as cst

from mapperlint.fixes.edits import CannotRealise
from mapperlint.fixes.import_statements import imports_in
from mapperlint.fixes.needed import bound, means, provide
from mapperlint.fixes.packages import is_file_of
from mapperlint.fixes.statement import innermost, statement_at
from mapperlint.fixes.style import length_limit, prevailing, requoted, unit_of_indent
from mapperlint.intentions import Needed
from mapperlint.model.relationships.keywords import SQLMODEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapperlint.facts.blocks import Stretch
    from mapperlint.fixes.draft import Draft
    from mapperlint.intentions import AddRelationship

_CALLEES = ("relationship", "Relationship")
_COLUMNS = ("mapped_column", "Column", "Field")
_KNOWN_WORDS = frozenset(
    {"Mapped", "List", "list", "Optional", "None", "Union", "typing", "t", "orm", "so", "sa"}
    | {"sqlalchemy", "db"}
)
_COLLECTION = re.compile(r"\b[Ll]ist\s*\[")
_OPTIONAL = re.compile(r"\bOptional\b|\bNone\b")
_OTHER = re.compile(r"\b(?:[Ss]et|[Dd]ict|Sequence|Iterable|Collection|AppenderQuery)\b")
_WORD = re.compile(r"[^\W\d]\w*")
_SURE = re.compile(r"^(?:\w+\.)*Mapped\[")
_QUOTED = re.compile(r"[\"']")
_TEXT = re.compile(r"[A-Za-z]{0,2}[\"']")


class Attribute(NamedTuple):
    """An attribute in the body of a class: what it is given, and by which call."""

    stretch: Stretch
    names: tuple[str, ...]
    annotation: str | None
    callee: str | None
    has_target: bool

    @property
    def is_relationship(self) -> bool:
        return self.callee is not None and self.callee.rpartition(".")[2] in _CALLEES

    @property
    def is_column(self) -> bool:
        return self.callee is not None and self.callee.rpartition(".")[2] in _COLUMNS


def add_relationship(draft: Draft, wanted: AddRelationship) -> None:
    cls = _class(draft, wanted)
    here = list(attributes(draft, cls))
    taken = {name for each in here for name in each.names}
    methods = {each.name for each in cls.blocks[0] if each.name}
    if wanted.name in taken | methods:
        raise CannotRealise(f"`{cls.name}` has `{wanted.name}` already")
    style = Style(draft, cls, here)
    line, needs = style.relationship(wanted)
    _place(draft, cls, here, line)
    provide(draft, needs)


def _class(draft: Draft, wanted: AddRelationship) -> Stretch:
    start, _ = draft.now(wanted.location.span)
    place = innermost(draft, start, start)
    cls = place.encloser("ClassDef")
    if cls is None:
        raise CannotRealise("there is no class at the place any more")
    return cls


def attributes(draft: Draft, cls: Stretch) -> Iterator[Attribute]:
    for stretch in cls.blocks[0]:
        if stretch.kind in ("Assign", "AnnAssign"):
            yield _attribute(draft, stretch)


def _attribute(draft: Draft, stretch: Stretch) -> Attribute:
    statement = statement_at(draft, *draft.range(stretch.span))
    module, node = statement.module, statement.small
    assert isinstance(node, cst.Assign | cst.AnnAssign)
    annotation = node.annotation.annotation if isinstance(node, cst.AnnAssign) else None
    call = node.value if isinstance(node.value, cst.Call) else None
    return Attribute(
        stretch,
        stretch.binds,
        module.code_for_node(annotation) if annotation else None,
        module.code_for_node(call.func) if call else None,
        bool(call and call.args and call.args[0].keyword is None),
    )


# style


class Style:
    """How a class writes its relationships."""

    def __init__(self, draft: Draft, cls: Stretch, here: Sequence[Attribute]) -> None:
        self._draft = draft
        self._cls = cls
        self._here = here
        self._all = [each for other in _classes(draft.tree) for each in attributes(draft, other)]
        mine = [each for each in here if each.is_relationship]
        self._relationships = mine
        self._others = [each for each in self._all if each.is_relationship]
        self._quote = prevailing(
            *(draft.code(each.stretch.span) for each in mine[-1:]), draft.code(cls.span), draft.text
        )

    def relationship(self, wanted: AddRelationship) -> tuple[str, tuple[Needed, ...]]:
        """The statement, and the imports it needs."""
        callee, needs = self._callee()
        sqlmodel = callee.rpartition(".")[2] == "Relationship"
        annotation, more = self._annotation(wanted, sqlmodel=sqlmodel)
        given = list(wanted.keywords)
        if annotation and not sqlmodel:
            given = [each for each in given if each != ("uselist", "False")]
        arguments = [f'back_populates="{wanted.back_populates}"']
        if sqlmodel:
            arguments += _for_sqlmodel(given)
        else:
            arguments += [f"{name}={source}" for name, source in given]
        if not sqlmodel and (annotation is None or self._names_target()):
            arguments.insert(0, f'"{wanted.target}"')
        arguments = [requoted(each, self._quote) for each in arguments]
        head = f"{wanted.name}: {annotation} = " if annotation else f"{wanted.name} = "
        return self._laid_out(f"{head}{callee}(", arguments), (*needs, *more)

    def _laid_out(self, head: str, arguments: Sequence[str]) -> str:
        """On one line if it fits, else its arguments on one, else each on a line of its own."""
        limit = length_limit(self._draft.text)
        unit = unit_of_indent(self._draft)
        margin = len(_margin(self._draft, self._cls).expandtabs(4))
        line = ", ".join(arguments)
        if margin + len(head) + len(line) + 1 <= limit:
            return f"{head}{line})"
        if margin + len(unit) + len(line) <= limit:
            return f"{head}\n{unit}{line}\n)"
        listed = "".join(f"{unit}{each},\n" for each in arguments)
        return f"{head}\n{listed})"

    def _pattern(self) -> Sequence[Attribute]:
        return self._relationships or self._others

    def _names_target(self) -> bool:
        """Whether an annotated relationship is given its target besides."""
        annotated = [each for each in self._pattern() if each.annotation is not None]
        return bool(annotated) and annotated[-1].has_target

    # what is called

    def _callee(self) -> tuple[str, tuple[Needed, ...]]:
        for each in reversed(self._pattern()):
            assert each.callee is not None
            if self._is_sqlmodel() == (each.callee.rpartition(".")[2] == "Relationship"):
                return each.callee, ()
        if self._is_sqlmodel():
            return "Relationship", (Needed("sqlmodel", "Relationship"),)
        return self._imported("relationship")

    def _imported(self, word: str) -> tuple[str, tuple[Needed, ...]]:
        """A name of `sqlalchemy.orm` as this file can say it."""
        needed = Needed("sqlalchemy.orm", word)
        there = [each for each in bound(self._draft, word) if not each.for_types]
        if there and all(means(self._draft, each, needed) for each in there):
            return word, ()
        for each in imports_in(self._draft, self._draft.tree):
            for name in each.names:
                whole = name.name if each.module is None else f"{each.module.source}.{name.name}"
                if whole == "sqlalchemy.orm" and (each.module is not None or name.alias):
                    return f"{name.bound}.{word}", ()
                if whole == f"sqlalchemy.orm.{word}":
                    return name.bound, ()
        return self._by_columns(word) or (word, (needed,))

    def _by_columns(self, word: str) -> tuple[str, tuple[Needed, ...]] | None:
        """`db.relationship` where columns are `db.Column`, of Flask-SQLAlchemy."""
        if word == "Mapped":
            return None
        columns = [each.callee for each in (*self._here, *self._all) if each.is_column]
        owners = [owner for each in columns if each and (owner := each.rpartition(".")[0])]
        if not owners or self._is_module(owners[0]):
            return None
        return f"{owners[0]}.{word}", ()

    def _is_module(self, name: str) -> bool:
        """Whether a name is `sqlalchemy` itself, which has no relationships."""
        return any(
            known.bound == name and (each.module is None or each.module.name == "sqlalchemy")
            for each in imports_in(self._draft, self._draft.tree)
            for known in each.names
        )

    def _is_sqlmodel(self) -> bool:
        head = self._draft.code(self._cls.bare).partition(":")[0]
        callees = [each.callee for each in self._here if each.callee]
        if any(each.rpartition(".")[2] in ("Field", "Relationship") for each in callees):
            return True
        return "SQLModel" in head or "table=True" in head.replace(" ", "")

    # what it is annotated with

    def _annotation(
        self, wanted: AddRelationship, *, sqlmodel: bool
    ) -> tuple[str | None, tuple[Needed, ...]]:
        if not sqlmodel and not self._is_annotated():
            return None, ()
        text = self._like_another(wanted)
        needs: tuple[Needed, ...] = ()
        if text is None:
            text, needs = self._built(wanted, sqlmodel=sqlmodel)
        if not is_file_of(self._draft.path, wanted.module):
            needs = (*needs, Needed(wanted.module, wanted.target, for_types=True))
        return requoted(text, self._quote), needs

    def _is_annotated(self) -> bool:
        """Whether relationships of the class are annotated, or its columns, or those around."""
        for group in (self._relationships, self._here, self._others, self._all):
            said = [each for each in group if each.is_relationship or each.is_column]
            said += [each for each in group if each.annotation and _SURE.match(each.annotation)]
            if said:
                return any(each.annotation and _SURE.match(each.annotation) for each in said)
        return False

    def _like_another(self, wanted: AddRelationship) -> str | None:
        """The annotation of a relationship of the same shape, with the other target."""
        for each in (*reversed(self._relationships), *reversed(self._others)):
            if each.annotation is None or _shape(each.annotation) != _wanted_shape(wanted):
                continue
            if not _QUOTED.search(each.annotation) and not self._is_read_later():
                # What it names is defined above, and the new target may not be.
                continue
            words = {word for word in _WORD.findall(each.annotation) if word not in _KNOWN_WORDS}
            if len(words) == 1:
                return re.sub(rf"\b{words.pop()}\b", wanted.target, each.annotation)
        return None

    def _built(self, wanted: AddRelationship, *, sqlmodel: bool) -> tuple[str, tuple[Needed, ...]]:
        """An annotation out of the words the file uses."""
        unquoted = not sqlmodel and self._is_unquoted()
        inner = wanted.target if unquoted else f'"{wanted.target}"'
        if wanted.many:
            word = "List" if bound(self._draft, "List") else "list"
            inner = f"{word}[{inner}]"
        elif wanted.optional and bound(self._draft, "Optional"):
            inner = f"Optional[{inner}]"
        elif wanted.optional:
            inner = f"{wanted.target} | None" if unquoted else f'"{wanted.target} | None"'
        if sqlmodel:
            return inner, ()
        mapped = [each.annotation for each in (*self._here, *self._all) if each.annotation]
        found = next((match[0] for each in mapped if (match := _SURE.match(each))), None)
        if found:
            return f"{found}{inner}]", ()
        word, needs = self._imported("Mapped")
        return f"{word}[{inner}]", needs

    def _is_unquoted(self) -> bool:
        """Whether the file leaves annotations to be read later, and writes none in quotes."""
        annotations = [each.annotation or "" for each in self._others]
        return self._is_read_later() and not any(map(_QUOTED.search, annotations))

    def _is_read_later(self) -> bool:
        return any(
            each.module is not None
            and each.module.name == "__future__"
            and any(name.name == "annotations" for name in each.names)
            for each in imports_in(self._draft, self._draft.tree)
        )


def _shape(annotation: str) -> str | None:
    if _OTHER.search(annotation):
        return None
    if _COLLECTION.search(annotation):
        return "many"
    return "optional" if _OPTIONAL.search(annotation) else "one"


def _wanted_shape(wanted: AddRelationship) -> str:
    if wanted.many:
        return "many"
    return "optional" if wanted.optional else "one"


def _for_sqlmodel(keywords: Sequence[tuple[str, str]]) -> list[str]:
    """Keywords of a `Relationship`, which hands on in a dict what it does not know."""
    own = [f"{name}={source}" for name, source in keywords if name in SQLMODEL]
    passed = ", ".join(f'"{name}": {source}' for name, source in keywords if name not in SQLMODEL)
    return [*own, f"sa_relationship_kwargs={{{passed}}}"] if passed else own


# place


def _place(draft: Draft, cls: Stretch, here: Sequence[Attribute], lines: str) -> None:
    """Writes the lines after the last relationship, else after the last attribute."""
    body = cls.blocks[0]
    anchor, blank = _anchor(draft, body, here)
    start, _ = draft.range(body[0].span)
    if not draft.begins_line(start):
        _in_line(draft, body, anchor, lines)
        return
    margin = draft.margin(start)
    text = "".join(f"\n{margin}{line}" for line in lines.split("\n"))
    if anchor is not None:
        draft.insert(draft.line_end(draft.range(anchor.span)[1]), "\n" * blank + text)
    elif len(body) == 1 and _is_filler(draft, body[0]):
        draft.replace(*draft.range(body[0].span), text.lstrip("\n").removeprefix(margin))
    else:
        draft.insert(draft.line_start(start), f"{text[1:]}\n\n")


def _anchor(
    draft: Draft, body: Sequence[Stretch], here: Sequence[Attribute]
) -> tuple[Stretch | None, int]:
    """What it is written below, and how many blank lines come between."""
    relationships = [each.stretch for each in here if each.is_relationship]
    if relationships:
        anchor = _with_text(draft, body, relationships[-1])
        return anchor, _blank_lines(draft, relationships)
    first = next((n for n, each in enumerate(body) if not each.is_simple), len(body))
    before = [each.stretch for each in here if each.stretch in body[:first]]
    found = before or [each.stretch for each in here]
    if found:
        return _with_text(draft, body, found[-1]), 0
    if body[0].kind == "Expr" and _TEXT.match(draft.text, draft.range(body[0].span)[0]):
        return body[0], 1
    return None, 0


def _with_text(draft: Draft, body: Sequence[Stretch], stretch: Stretch) -> Stretch:
    """A statement, or the text directly below that says what it is for."""
    following = body[body.index(stretch) + 1 :]
    if following and following[0].kind == "Expr":
        start, _ = draft.range(following[0].span)
        _, end = draft.range(stretch.span)
        if _TEXT.match(draft.text, start) and draft.text.count("\n", end, start) == 1:
            return following[0]
    return stretch


def _blank_lines(draft: Draft, relationships: Sequence[Stretch]) -> int:
    """How many blank lines part the last two relationships."""
    if len(relationships) < 2:
        return 0
    _, end = draft.range(relationships[-2].span)
    start, _ = draft.range(relationships[-1].span)
    between = draft.text[draft.line_end(end) : start].split("\n")[1:-1]
    return 1 if any(not line.strip() for line in between) else 0


def _is_filler(draft: Draft, stretch: Stretch) -> bool:
    return stretch.kind == "Pass" or draft.code(stretch.span) == "..."


def _in_line(draft: Draft, body: Sequence[Stretch], anchor: Stretch | None, lines: str) -> None:
    """Writes into a class whose body stands on the line of its head."""
    if anchor is not None:
        draft.insert(draft.range(anchor.span)[1], f"; {lines}")
    else:
        draft.replace(*draft.range(body[0].span), lines)


def _margin(draft: Draft, cls: Stretch) -> str:
    return draft.margin(draft.range(cls.blocks[0][0].span)[0])


def _classes(block: Sequence[Stretch]) -> Iterator[Stretch]:
    for stretch in block:
        if stretch.kind == "ClassDef":
            yield stretch
        for inner in stretch.blocks:
            yield from _classes(inner)
