"""Projects in the making: the same words as `projects`, but open until all edges are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.differential.projects import (
    Column,
    CompositeKey,
    Item,
    Link,
    Member,
    Model,
    Module,
    Project,
    Relationship,
    Style,
    snake_case,
)


@dataclass(slots=True, eq=False)
class ClassDraft:
    """A class of which columns and relationships are still added. `primary` are attribute names."""

    name: str
    table: str | None
    schema: str | None = None
    parent: ClassDraft | None = None
    shares_table: bool = False
    mixins: list[str] = field(default_factory=list)
    primary: list[str] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    keys: list[CompositeKey] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    mapper: list[tuple[str, str]] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether an attribute of that name is taken here, in a parent or in a child's parent."""
        own = [
            *(column.name for column in self.columns),
            *(relationship.name for relationship in self.relationships),
            *(member.name for member in self.members),
        ]
        return name in own or (self.parent is not None and self.parent.has(name))

    def column(self, name: str) -> Column | None:
        own = next((column for column in self.columns if column.name == name), None)
        return own or (self.parent.column(name) if self.parent else None)

    @property
    def lineage(self) -> list[ClassDraft]:
        return [self, *(self.parent.lineage if self.parent else [])]

    @property
    def owner_of_table(self) -> ClassDraft:
        """The class whose table it is."""
        return self.parent.owner_of_table if self.shares_table and self.parent else self

    @property
    def tables(self) -> set[ClassDraft]:
        """The classes of all tables that it is mapped to."""
        return {each.owner_of_table for each in self.lineage}

    def done(self) -> Model:
        return Model(
            self.name,
            self.table,
            self.schema,
            self.parent.name if self.parent else None,
            self.shares_table,
            mixins=tuple(self.mixins),
            columns=tuple(self.columns),
            keys=tuple(self.keys),
            relationships=tuple(self.relationships),
            members=tuple(self.members),
            mapper=tuple(self.mapper),
        )


@dataclass(slots=True)
class ProjectDraft:
    """`homes` is {name of an item: name of its module}, in the order they are written."""

    style: Style
    base: str = ""
    schema: str | None = None
    automatic_names: bool = False
    postponed: bool = False
    classes: list[ClassDraft] = field(default_factory=list)
    mixins: list[Model] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    module_names: list[str] = field(default_factory=list)
    homes: dict[str, str] = field(default_factory=dict)
    edges: list[tuple[ClassDraft, ClassDraft]] = field(default_factory=list)

    def key_of(self, cls: ClassDraft) -> str:
        owner = cls.owner_of_table
        schema = owner.schema or self.schema
        made_up = snake_case(owner.name) if self.style.is_flask else owner.name.lower()
        name = owner.table or made_up
        return f"{schema}.{name}" if schema else name

    def key_of_link(self, link: Link) -> str:
        schema = link.schema or self.schema
        return f"{schema}.{link.table}" if schema else link.table

    def joined_by(self, one: ClassDraft, other: ClassDraft) -> int:
        """How many foreign keys lead from tables of the one to tables of the other, or back."""
        return sum(
            (child in one.tables and parent in other.tables)
            or (child in other.tables and parent in one.tables)
            for child, parent in self.edges
        )

    def done(self) -> Project:
        items: list[Item] = [*self.mixins, *(cls.done() for cls in self.classes), *self.links]
        by_module = {
            name: [item for item in items if self.homes[item.name] == name]
            for name in self.module_names
        }
        return Project(
            self.style,
            tuple(Module(name, tuple(found)) for name, found in by_module.items()),
            self.base,
            self.schema,
            self.automatic_names,
            self.postponed,
        )
