"""A project with nothing wrong in it, as far as one can tell beforehand.

It need not be healthy: whether it is, SQLAlchemy says. Now and then something that is needed is
left out, so that what nobody thought of is met too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from tests.differential.drafts import ClassDraft, ProjectDraft
from tests.differential.projects import (
    Column,
    Columns,
    CompositeKey,
    Link,
    Member,
    Model,
    Project,
    Reference,
    Relationship,
    Spelling,
    Style,
    snake_case,
)

NAMES = (
    "User", "Order", "OrderItem", "Product", "Tag", "Address", "Invoice", "Team", "Node", "Comment",
    "City", "Role",
)  # fmt: skip
MODULES = ("accounts", "orders", "catalog", "places")
ROLES = ("owner", "parent", "author", "billing", "source", "target", "first", "editor")
COLLECTIONS = ('list["{}"]', 'List["{}"]', 'Set["{}"]')
SCALARS = ('"{}"', 'Optional["{}"]')

T = TypeVar("T")


def healthy(random: Random, styles: Sequence[Style]) -> Project:
    """A project in one of the styles."""
    return _Maker(random, styles).project()


class _Maker:
    def __init__(self, random: Random, styles: Sequence[Style]) -> None:
        self.random = random
        self.draft = ProjectDraft(random.choice(styles))
        self.style = self.draft.style

    def project(self) -> Project:
        self._choose_base()
        self._choose_classes()
        if self._maybe(0.25):
            self._add_mixin()
        for _ in range(self.random.randrange(1, 5)):
            self._add_edge()
        for _ in range(self.random.randrange(3)):
            self._add_many_to_many()
        for cls in self.draft.classes:
            self._add_members(cls)
        return self.draft.done()

    def _maybe(self, probability: float) -> bool:
        return self.random.random() < probability

    def _one_of(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    # the base, the files, the classes

    def _choose_base(self) -> None:
        draft = self.draft
        if self._maybe(0.12) and self.style is not Style.SQLMODEL:
            draft.schema = "main"
        if self.style is Style.CLASSIC:
            draft.base = self._one_of(("declared", "generated", "decorated"))
        if self.style in (Style.CLASSIC, Style.ANNOTATED):
            draft.automatic_names = self._maybe(0.2)
        if self.style.is_annotated:
            draft.postponed = self._maybe(0.3)
        draft.module_names = list(MODULES[: self.random.randrange(1, 4)])

    def _choose_classes(self) -> None:
        names = self.random.sample(NAMES, self.random.randrange(2, 6))
        where = sorted(self.random.randrange(len(self.draft.module_names)) for _ in names)
        for name, index in zip(names, where, strict=True):
            self.draft.homes[name] = self.draft.module_names[index]
            self.draft.classes.append(self._class(name))

    def _class(self, name: str) -> ClassDraft:
        if self.draft.classes and self.style is not Style.SQLMODEL and self._maybe(0.25):
            return self._child(name, self._one_of(self.draft.classes))
        cls = ClassDraft(name, self._table_name(name))
        if self._maybe(0.1):
            cls.schema = "sales"
        if self._maybe(0.1):
            cls.primary = ["number", "region"]
            cls.columns = [Column(each, primary_key=True) for each in cls.primary]
        elif self._maybe(0.1):
            cls.primary = ["code"]
            cls.columns = [Column("code", "String(20)", primary_key=True)]
        else:
            cls.primary = ["id"]
            cls.columns = [Column("id", primary_key=True)]
        if self._maybe(0.6):
            column = "label" if self._maybe(0.15) else None
            cls.columns.append(Column("name", "String(20)", column, nullable=self._maybe(0.5)))
        return cls

    def _table_name(self, name: str) -> str | None:
        made_up = self.draft.automatic_names or self.style.is_flask or self.style is Style.SQLMODEL
        if made_up and self._maybe(0.6):
            return None
        return self._one_of((f"{snake_case(name)}s", snake_case(name), name))

    def _child(self, name: str, parent: ClassDraft) -> ClassDraft:
        """A subclass: with a table of its own, or within its parent's."""
        root = parent.lineage[-1]
        if not root.mapper and not root.has("kind"):
            root.columns.append(Column("kind", "String(20)"))
            root.mapper.append(("polymorphic_on", '"kind"'))
            root.mapper.append(("polymorphic_identity", f'"{snake_case(root.name)}"'))
        identity = ("polymorphic_identity", f'"{snake_case(name)}"')
        if self._maybe(0.4):
            single = ClassDraft(name, None, parent=parent, shares_table=True, mapper=[identity])
            single.primary = list(parent.primary)
            return single
        cls = ClassDraft(name, self._table_name(name) or None, parent=parent, mapper=[identity])
        if cls.table is None and not self.draft.automatic_names and not self.style.is_flask:
            cls.table = snake_case(name)
        owner = parent.owner_of_table
        cls.schema = owner.schema if self._maybe(0.5) else None
        cls.primary = list(owner.primary)
        key = self.draft.key_of(owner)
        if len(owner.primary) > 1:
            cls.columns = [Column(each, primary_key=True) for each in owner.primary]
            cls.keys = [CompositeKey(tuple(owner.primary), key, tuple(owner.primary))]
        else:
            (primary,) = owner.primary
            found = owner.column(primary)
            kind = found.type if found else "Integer"
            reference = self._reference(owner, primary)
            cls.columns = [Column(primary, kind, primary_key=True, references=(reference,))]
        self.draft.edges.append((cls, owner))
        return cls

    def _reference(self, cls: ClassDraft, attribute: str) -> Reference:
        owner = cls.owner_of_table
        column = owner.column(attribute)
        name = column.in_table if column else attribute
        by_object = name == attribute and self._maybe(0.15) and self.style is not Style.SQLMODEL
        return Reference(self.draft.key_of(owner), name, cls.name if by_object else None)

    # mixins

    def _add_mixin(self) -> None:
        """Columns for several classes; with a key and a relationship, where the style can."""
        users = [cls for cls in self.draft.classes if cls.parent is None]
        chosen = [cls for cls in users if self._maybe(0.5)]
        columns = [Column("created", only_annotated=self._maybe(0.5))]
        relationships: list[Relationship] = []
        target = self._one_of(users)
        single = len(target.primary) == 1
        if self.style is not Style.SQLMODEL and single and self._maybe(0.6):
            primary = target.column(target.primary[0])
            kind = primary.type if primary else "Integer"
            references = (self._reference(target, target.primary[0]),)
            columns.append(Column("maker_id", kind, references=references))
            chosen = [cls for cls in chosen if cls is not target]
            self.draft.edges += [(cls, target) for cls in chosen]
            if self._maybe(0.7) and not any(
                self.draft.joined_by(cls, target) > 1 for cls in chosen
            ):
                relationships.append(self._relationship("maker", target, many=False))
        name = "Tracked"
        self.draft.homes[name] = self.draft.module_names[0]
        mixin = Model(
            name, is_mixin=True, columns=tuple(columns), relationships=tuple(relationships)
        )
        # A key to a class by its object is only there once the class is.
        mixin = replace(mixin, columns=tuple(_by_text(column) for column in mixin.columns))
        self.draft.mixins.append(mixin)
        for cls in chosen:
            cls.mixins.append(name)

    # many to one, one to many

    def _add_edge(self) -> None:
        child, parent = self._one_of(self.draft.classes), self._one_of(self.draft.classes)
        if child.owner_of_table is not parent.owner_of_table and self._maybe(0.97):
            # A second key between a parent and its child makes the inheritance ambiguous.
            if child in parent.lineage or parent in child.lineage:
                return
            if child.owner_of_table in parent.tables or parent.owner_of_table in child.tables:
                return
        role = snake_case(parent.name)
        if child in parent.tables or self._maybe(0.25) or child.has(f"{role}_id"):
            role = self._one_of(ROLES)
        reverse = (
            f"{role}_{snake_case(child.name)}s" if self._maybe(0.5) else f"{child.name.lower()}s"
        )
        names = [f"{role}_{primary}" for primary in parent.primary]
        if child.has(role) or any(map(child.has, names)) or parent.has(reverse) or role == reverse:
            return
        if not self._add_key(child, parent, names):
            return
        self._relate(child, parent, role, reverse, tuple(f"{child.name}.{name}" for name in names))

    def _add_key(self, child: ClassDraft, parent: ClassDraft, names: list[str]) -> bool:
        """The columns that lead from child to parent."""
        if child.shares_table and child.owner_of_table.has(names[0]):
            return False
        kinds = [found.type if found else "Integer" for found in map(parent.column, parent.primary)]
        nullable = self._maybe(0.7)
        if len(names) > 1:
            if child.shares_table:
                return False
            child.columns += [Column(name, nullable=nullable) for name in names]
            referred = tuple(parent.primary)
            child.keys.append(CompositeKey(tuple(names), self.draft.key_of(parent), referred))
        else:
            reference = self._reference(parent, parent.primary[0])
            column = f"{names[0]}_column" if self._maybe(0.08) else None
            child.columns.append(
                Column(names[0], kinds[0], column, nullable=nullable, references=(reference,))
            )
        self.draft.edges.append((child.owner_of_table, parent.owner_of_table))
        return True

    def _relate(
        self, child: ClassDraft, parent: ClassDraft, role: str, reverse: str, key: tuple[str, ...]
    ) -> None:
        """Relationships along a key: both sides, one, or one that makes the other."""
        one = self._relationship(role, parent, many=False)
        is_single = self._maybe(0.15)
        many = self._relationship(reverse, child, many=not is_single)
        needs_keys = self.draft.joined_by(child, parent) > 1
        if (needs_keys and self._maybe(0.95)) or self._maybe(0.1):
            one = replace(one, foreign_keys=self._columns(key))
            many = replace(many, foreign_keys=self._columns(key))
        is_circular = bool(child.tables & parent.tables)
        remote = tuple(f"{parent.name}.{primary}" for primary in parent.primary)
        if is_circular and self._maybe(0.95):
            one = replace(one, remote_side=self._columns(remote))
        self._earlier_need_keys()
        shape = self._one_of(("pair", "pair", "pair", "one", "many", "backref", "backref", "both"))
        if shape == "pair":
            one = replace(one, back_populates=reverse)
            many = replace(many, back_populates=role)
        if shape == "backref" and self._maybe(0.5):
            one = replace(one, backref=reverse)
            if self._maybe(0.3) and self.style is not Style.SQLMODEL:
                one = replace(one, backref_extras=(("lazy", '"select"'),))
            child.relationships.append(one)
            return
        if shape == "backref":
            extras: tuple[tuple[str, str], ...] = ()
            if one.remote_side is not None and self.style is not Style.SQLMODEL:
                joined = ", ".join(remote)
                extras = (("remote_side", f'"[{joined}]"'),)
            parent.relationships.append(replace(many, backref=role, backref_extras=extras))
            return
        if shape != "many":
            child.relationships.append(one)
        if shape != "one":
            parent.relationships.append(many)

    def _earlier_need_keys(self) -> None:
        """What was clear until now is ambiguous with one key more: name the columns, mostly."""
        for cls in self.draft.classes:
            for index, relationship in enumerate(cls.relationships):
                target = next(
                    each for each in self.draft.classes if each.name == relationship.target
                )
                if (
                    relationship.foreign_keys is None
                    and relationship.secondary is None
                    and relationship.primaryjoin is None
                    and self.draft.joined_by(cls, target) > 1
                    and self._maybe(0.95)
                ):
                    columns = self._key_between(cls, target, relationship)
                    if columns:
                        cls.relationships[index] = replace(
                            relationship, foreign_keys=self._columns(columns)
                        )

    def _key_between(
        self, cls: ClassDraft, target: ClassDraft, relationship: Relationship
    ) -> tuple[str, ...]:
        """The columns a relationship meant: found by its name on the one side or the other."""
        for owner, role in (
            (cls, relationship.name),
            (target, relationship.back_populates or relationship.backref or ""),
        ):
            names = [column.name for column in owner.columns if column.name.startswith(f"{role}_")]
            if role and names:
                return tuple(f"{owner.name}.{name}" for name in names)
        return ()

    def _relationship(self, name: str, target: ClassDraft, *, many: bool) -> Relationship:
        annotation = self._annotation(many=many)
        spelling: Spelling | None = self._one_of(
            (Spelling.STRING, Spelling.STRING, Spelling.DOTTED, Spelling.OBJECT, Spelling.LAMBDA)
        )
        extras: list[tuple[str, str]] = []
        if annotation is not None and self._maybe(0.7):
            spelling = None
        if not many and annotation is None and self._maybe(0.2):
            extras.append(("uselist", "False"))
        if many and self._maybe(0.15):
            extras.append(("cascade", '"all, delete-orphan"'))
        if self._maybe(0.1):
            extras.append(("lazy", self._one_of(('"selectin"', '"joined"', "True"))))
        if many and self._maybe(0.1):
            first = target.primary[0]
            extras.append(("order_by", f'"{target.name}.{first}"'))
        return Relationship(name, target.name, annotation, spelling, extras=tuple(extras))

    def _annotation(self, *, many: bool) -> str | None:
        if self.style is Style.SQLMODEL:
            return self._one_of(COLLECTIONS[:2] if many else SCALARS[1:])
        if not self.style.is_annotated or self._maybe(0.1):
            return None
        return self._one_of(COLLECTIONS if many else SCALARS)

    def _columns(self, labels: tuple[str, ...]) -> Columns:
        spelling = self._one_of(
            (Spelling.STRING, Spelling.STRING, Spelling.OBJECT, Spelling.LAMBDA)
        )
        if self.style is Style.SQLMODEL:
            spelling = Spelling.STRING
        return Columns(labels, spelling, in_list=self._maybe(0.6))

    # many to many

    def _add_many_to_many(self) -> None:
        left, right = self._one_of(self.draft.classes), self._one_of(self.draft.classes)
        if len(left.primary) > 1 or len(right.primary) > 1:
            return
        name = f"{snake_case(left.name)}_{snake_case(right.name)}"
        if name in self.draft.homes:
            return
        ends = (left, right)
        words = ("left_id", "right_id")
        if left is not right and self._maybe(0.7):
            words = (f"{snake_case(left.name)}_id", f"{snake_case(right.name)}_id")
        columns = []
        for word, cls in zip(words, ends, strict=True):
            found = cls.column(cls.primary[0])
            kind = found.type if found else "Integer"
            reference = self._reference(cls, cls.primary[0])
            by_text = replace(reference, owner=None)
            columns.append(Column(word, kind, word, primary_key=True, references=(by_text,)))
        schema = "sales" if self._maybe(0.1) else None
        link = Link(name, f"{name}_link", schema, tuple(columns))
        self.draft.links.append(link)
        self.draft.homes[name] = self._one_of(self.draft.module_names)
        self._relate_many(left, right, link, words)

    def _relate_many(
        self, left: ClassDraft, right: ClassDraft, link: Link, words: tuple[str, str]
    ) -> None:
        names = (f"{snake_case(right.name)}_list", f"of_{snake_case(left.name)}_list")
        if left.has(names[0]) or right.has(names[1]):
            return
        key = self.draft.key_of_link(link)
        spelling = self._one_of(tuple(Spelling))
        there = self._relationship(names[0], right, many=True)
        there = replace(there, secondary=key, secondary_spelling=spelling, extras=there.extras[1:])
        back = self._relationship(names[1], left, many=True)
        back = replace(back, secondary=key, secondary_spelling=spelling, extras=())
        there = replace(there, extras=tuple(e for e in there.extras if e[0] != "cascade"))
        if left.tables & right.tables:
            # Two keys to one table: which is whose has to be said.
            here, other = (
                f"{cls.name}.{cls.primary[0]} == {_in_string(key)}.c.{word}"
                for cls, word in zip((left, right), words, strict=True)
            )
            there = replace(there, primaryjoin=here, secondaryjoin=other)
            back = replace(back, primaryjoin=other, secondaryjoin=here)
        match self._one_of(("pair", "pair", "one", "backref")):
            case "pair":
                left.relationships.append(replace(there, back_populates=names[1]))
                right.relationships.append(replace(back, back_populates=names[0]))
            case "backref":
                left.relationships.append(replace(there, backref=names[1]))
            case _:
                left.relationships.append(there)

    # other attributes

    def _add_members(self, cls: ClassDraft) -> None:
        if self.style is Style.SQLMODEL or not self._maybe(0.25):
            return
        untyped = not self.style.is_annotated
        collections = [one for one in cls.relationships if one.name.endswith("s")]
        if collections and self._maybe(0.5):
            target = self._one_of(collections)
            line = "from sqlalchemy.ext.associationproxy import association_proxy"
            source = f'{target.name}_ids = association_proxy("{target.name}", "id")'
            cls.members.append(Member(f"{target.name}_ids", source, (line,)))
        elif cls.has("name") and untyped:
            line = "from sqlalchemy.orm import synonym"
            cls.members.append(Member("title", 'title = synonym("name")', (line,)))
        else:
            line = "from sqlalchemy.ext.hybrid import hybrid_property"
            source = "@hybrid_property\ndef shown(self):\n    return self.__class__\n"
            cls.members.append(Member("shown", source, (line,)))


def _by_text(column: Column) -> Column:
    references = tuple(replace(each, owner=None) for each in column.references)
    return replace(column, references=references)


def _in_string(key: str) -> str:
    """A table as the strings of a join name it; one of a schema is an attribute of the schema."""
    return key
