"""Relationships as source."""

from __future__ import annotations

from collections.abc import Iterator

from tests.differential.names import Names
from tests.differential.projects import Columns, Model, Relationship, Spelling, Style
from tests.differential.words import INDENT, Words, arguments, quoted


def attributes(words: Words, names: Names, model: Model) -> list[str]:
    """The lines of all relationships of a class."""
    return [
        line
        for relationship in model.relationships
        for line in _Attribute(words, names, model, relationship).lines()
    ]


class _Attribute:
    def __init__(
        self, words: Words, names: Names, model: Model, relationship: Relationship
    ) -> None:
        self.words = words
        self.names = names
        self.model = model
        self.it = relationship

    def lines(self) -> list[str]:
        if self.words.style is Style.SQLMODEL:
            return [f"{self.it.name}: {self._annotation()} = Relationship({self._of_sqlmodel()})"]
        value = f"{self._word('relationship')}({arguments(self._arguments())})"
        annotation = self._annotation() if self.words.style.is_annotated else ""
        if self.model.is_mixin:
            returned = f" -> Mapped[{annotation}]" if annotation else ""
            head = f"def {self.it.name}(cls){returned}:"
            return ["@declared_attr", head, f"{INDENT}return {value}", ""]
        if annotation:
            return [f"{self.it.name}: Mapped[{annotation}] = {value}"]
        return [f"{self.it.name} = {value}"]

    def _annotation(self) -> str:
        if self.it.annotation is None:
            return ""
        self.names.mention(self.it.target)
        annotation = self.it.annotation
        if self.names.project.postponed:
            annotation = annotation.replace('"', "")
        return annotation.replace("{}", self.it.target)

    # arguments

    def _arguments(self) -> Iterator[str]:
        if self.it.argument is not None or not (
            self.words.style.is_annotated and self.it.annotation
        ):
            yield self._target()
        yield from (f"{key}={value}" for key, value in self._keywords())

    def _of_sqlmodel(self) -> str:
        keywords = dict(self._keywords())
        parts = []
        if self._link_model() is not None:
            del keywords["secondary"]
            parts.append(f"link_model={self.names.use(self._link_model() or '')}")
        if "back_populates" in keywords:
            parts.append(f"back_populates={keywords.pop('back_populates')}")
        if keywords:
            inside = arguments(f"{quoted(key)}: {value}" for key, value in keywords.items())
            parts.append(f"sa_relationship_kwargs={{{inside}}}")
        return arguments(parts)

    def _link_model(self) -> str | None:
        link = self._link()
        wanted = self.it.secondary_spelling is Spelling.OBJECT
        return link if wanted and link is not None and self.names.is_ready(link) else None

    def _keywords(self) -> Iterator[tuple[str, str]]:
        it = self.it
        if it.secondary is not None:
            yield "secondary", self._secondary()
        if it.primaryjoin is not None:
            yield "primaryjoin", quoted(it.primaryjoin)
        if it.secondaryjoin is not None:
            yield "secondaryjoin", quoted(it.secondaryjoin)
        if it.foreign_keys is not None:
            yield "foreign_keys", self._columns(it.foreign_keys)
        if it.remote_side is not None:
            yield "remote_side", self._columns(it.remote_side)
        if it.back_populates is not None:
            yield "back_populates", quoted(it.back_populates)
        if it.backref is not None:
            yield "backref", self._backref(it.backref)
        yield from it.extras

    def _target(self) -> str:
        name = self.it.target
        match self.it.argument:
            case Spelling.OBJECT if self.names.is_ready(name):
                return self.names.use(name)
            case Spelling.LAMBDA if self.names.is_known_later(name):
                return f"lambda: {self.names.use(name)}"
            case Spelling.DOTTED:
                return quoted(self._dotted(name))
        return quoted(name)

    def _dotted(self, name: str) -> str:
        home = self.names.project.module_of(name)
        return f"shop.{home}.{name}" if home else name

    def _link(self) -> str | None:
        """The variable of the table, or None if it is the table of a class."""
        keys = (
            (link.name, f"{schema}.{link.table}" if schema else link.table)
            for link in self.names.project.links
            for schema in [link.schema or self.names.project.schema]
        )
        return next((name for name, key in keys if key == self.it.secondary), None)

    def _secondary(self) -> str:
        link = self._link()
        is_table = self.words.style is not Style.SQLMODEL
        if link is not None and is_table:
            match self.it.secondary_spelling:
                case Spelling.OBJECT if self.names.is_ready(link):
                    return self.names.use(link)
                case Spelling.LAMBDA if self.names.is_known_later(link):
                    return f"lambda: {self.names.use(link)}"
        return quoted(self.it.secondary)

    def _backref(self, name: str) -> str:
        if not self.it.backref_extras:
            return quoted(name)
        extras = (f"{key}={value}" for key, value in self.it.backref_extras)
        return f"{self._word('backref')}({arguments([quoted(name), *extras])})"

    def _columns(self, columns: Columns) -> str:
        owners = {label.partition(".")[0] for label in columns.labels}
        match columns.spelling:
            case Spelling.OBJECT if owners == {self.model.name} and not self.model.is_mixin:
                own = {column.name for column in self.model.columns}
                names = [label.partition(".")[2] for label in columns.labels]
                if own.issuperset(names):
                    return self._listed(columns, names)
            case Spelling.OBJECT if all(map(self.names.is_ready, owners)):
                for owner in owners:
                    self.names.use(owner)
                return self._listed(columns, columns.labels)
            case Spelling.LAMBDA if all(map(self.names.is_known_later, owners)):
                for owner in owners:
                    self.names.use(owner)
                return f"lambda: {self._listed(columns, columns.labels)}"
        return quoted(self._listed(columns, columns.labels))

    def _listed(self, columns: Columns, names: list[str] | tuple[str, ...]) -> str:
        inside = arguments(names)
        return f"[{inside}]" if columns.in_list or len(names) > 1 else inside

    def _word(self, word: str) -> str:
        return f"{self.words.before}{word}"
