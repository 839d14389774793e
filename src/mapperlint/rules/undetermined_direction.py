"""The join condition of a relationship has foreign columns on both sides.

## What happens

    ArgumentError: Can't determine relationship direction for relationship 'User.posts' - foreign
    key columns within the join condition are present in both the parent and the child's mapped
    tables. Ensure that only those columns referring to a parent column are marked as foreign,
    either via the foreign() annotation or via the foreign_keys argument.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    posts: Mapped[list["Post"]] = relationship(
        # error: [undetermined-direction]
        primaryjoin="foreign(User.name) == foreign(Post.author_name)"
    )


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_name: Mapped[str]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    posts: Mapped[list["Post"]] = relationship(
        primaryjoin="User.name == foreign(Post.author_name)"
    )


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_name: Mapped[str]
```

## When it stays silent

Where a column of the condition, or a foreign key of its table, is not seen or leads nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.join_refusals import Lack
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship, refused in project.refused_joins():
        if refused.lack is Lack.ONE_SIDE:
            columns = " and ".join(f"`{column.label}`" for column in refused.columns)
            yield RULE.finding(
                refused.where,
                f"`{relationship.label}` has no direction: its join of {columns} has foreign "
                "columns on both sides",
                subject=relationship.full_name,
                help="name those of one side in `foreign_keys`, or mark only them with `foreign()`",
                concerns=(relationship.owner.cls.location.path,),
            )


RULE = Rule("MAP319", "undetermined-direction", Severity.ERROR, Runtime.CONFIGURE, check)
