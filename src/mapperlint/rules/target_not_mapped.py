"""A relationship leads to something that is not a mapped class.

## What happens

    ArgumentError: relationship 'posts' expects a class or a mapper argument (received: <class
    'sqlalchemy.sql.schema.Table'>)

for a table or its name, and `UnmappedClassError: Class 'app.Mixin' is not mapped` for a class
without a mapper.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts = relationship("posts")  # error: [target-not-mapped]


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts = relationship("Post")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where a base of the class is not known, since it may be mapped through it.

## Fix

The name of a table becomes that of the class that is mapped to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.targets import class_of_table
from mapperlint.model.names.resolution import Unfit
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        match relationship.target:
            case Unfit(name, what):
                classes = project.classes_of_table(relationship.owner, name)
                yield RULE.finding(
                    relationship.target_where,
                    f"`{relationship.label}` leads to `{name}`, which is {what}",
                    subject=relationship.full_name,
                    help=f"did you mean `{classes[0].name}`?" if classes else None,
                    concerns=(relationship.owner.cls.location.path,),
                    fixes=class_of_table(project, relationship, name),
                )


RULE = Rule("MAP303", "target-not-mapped", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
