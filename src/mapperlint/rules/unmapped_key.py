"""A relationship has to write a column that its class leaves out of the mapping.

## What happens

Nothing is said when mappers are configured. A flush that has the column to write fails, and so does
reading a relationship to one object:

    UnmappedColumnError: Can't execute sync rule for destination column 'posts.user_id'; mapper
    'Mapper[Post(posts)]' does not map this column.  Try using an explicit `foreign_keys` collection
    which does not include this column (or use a viewonly=True relation).

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __table__ = Table(
        "posts",
        Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("user_id", ForeignKey("users.id")),
    )
    __mapper_args__ = {"exclude_properties": ["user_id"]}
    user: Mapped["User"] = relationship()  # warning: [unmapped-key]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __table__ = Table(
        "posts",
        Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("user_id", ForeignKey("users.id")),
    )
    user: Mapped["User"] = relationship()
```

## When it stays silent

For `viewonly` relationships, and where the lists of properties are not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.relationships.unmapped_keys import unmapped_keys
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in unmapped_keys(project.relationships()):
        relationship, mapper = found.relationship, found.mapper
        yield RULE.finding(
            relationship.where,
            f"`{relationship.label}` writes `{found.column.label}`, which `{mapper.name}` leaves "
            "out of its mapping",
            subject=relationship.full_name,
            notes=(Note(mapper.cls.location, f"`{mapper.name}` selects its properties"),),
            help="map the column, or say `viewonly=True`",
            concerns=(mapper.cls.location.path,),
        )


RULE = Rule("MAP232", "unmapped-key", Severity.WARNING, Runtime.SILENT, check)
