"""The `secondary` of a relationship names a table that does not exist.

## What happens

    InvalidRequestError: When initializing mapper Mapper[Post(posts)], expression 'post_tag' failed
    to locate a name ("name 'post_tag' is not defined").

The name is that of the table in the MetaData, with its schema, not that of a variable.

## Example

```python
post_tags = Table(
    "post_tags",
    Base.metadata,
    Column("post_id", ForeignKey("posts.id"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    tags: Mapped[list["Tag"]] = relationship(secondary="post_tag")  # error: [unknown-secondary]


class Tag(Base):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
post_tags = Table(
    "post_tags",
    Base.metadata,
    Column("post_id", ForeignKey("posts.id"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    tags: Mapped[list["Tag"]] = relationship(secondary="post_tags")


class Tag(Base):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where the MetaData may hold tables that are not seen: computed names, reflection, libraries.

## Fix

A name without its schema gets it, and a misspelt one becomes the one table that is a slip away. A
name that is alike only is unsafe, and where several tables are as near, each is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.keys import secondary_meant
from mapperlint.model.names.resolution import Missing
from mapperlint.model.near import meant
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        match relationship.secondary:
            case Missing(name, names):
                yield RULE.finding(
                    relationship.secondary_where or relationship.where,
                    f"`{relationship.label}` goes through the table `{name}`, which does not exist",
                    subject=relationship.full_name,
                    help=meant(name, names),
                    concerns=(relationship.owner.cls.location.path,),
                    fixes=secondary_meant(project, relationship, name, names),
                )


RULE = Rule("MAP304", "unknown-secondary", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
