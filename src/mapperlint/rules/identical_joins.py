"""Both joins of a many-to-many compare the same column of its table.

## What happens

SQLAlchemy accepts it. The relationship finds the rows that refer to the object itself, and writes
one column only.

## Example

```python
links = Table(
    "links",
    Base.metadata,
    Column("from_id", ForeignKey("pages.id"), primary_key=True),
    Column("to_id", ForeignKey("pages.id"), primary_key=True),
)


class Page(Base):
    __tablename__ = "pages"
    id: Mapped[int] = mapped_column(primary_key=True)
    linked: Mapped[list["Page"]] = relationship(
        secondary=links,
        primaryjoin=id == links.c.from_id,
        secondaryjoin=id == links.c.from_id,  # warning: [identical-joins]
    )
```

Use instead:

```python
links = Table(
    "links",
    Base.metadata,
    Column("from_id", ForeignKey("pages.id"), primary_key=True),
    Column("to_id", ForeignKey("pages.id"), primary_key=True),
)


class Page(Base):
    __tablename__ = "pages"
    id: Mapped[int] = mapped_column(primary_key=True)
    linked: Mapped[list["Page"]] = relationship(
        secondary=links,
        primaryjoin=id == links.c.from_id,
        secondaryjoin=id == links.c.to_id,
    )
```

## When it stays silent

Where one of the joins is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.arguments import Given, relationship_argument
from mapperlint.model.relationships.doubtful_joins import halves, has_identical_halves
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        if not has_identical_halves(relationship):
            continue
        assert relationship.join is not None
        assert relationship.read is not None
        second = relationship_argument(relationship.read.made, "secondaryjoin")
        columns = sorted(f"`{column.label}`" for column in halves(relationship.join)[0])
        yield RULE.finding(
            second.where if isinstance(second, Given) else relationship.where,
            f"both joins of `{relationship.label}` compare {' and '.join(columns)}",
            subject=relationship.full_name,
            help="let `secondaryjoin` compare the column that refers to the other object",
            concerns=(relationship.owner.cls.location.path,),
        )


RULE = Rule("MAP413", "identical-joins", Severity.WARNING, Runtime.SILENT, check)
