"""The objects of a relationship cannot be held by its collection class.

## What happens

When mappers are configured:

    ArgumentError: Type InstrumentedDict must elect an appender method to be a collection class

    TypeError: cannot set 'append' attribute of immutable type 'collections.deque'

and at the import of the module, where an annotation names an abstract class:

    ArgumentError: Collection annotation type <class 'collections.abc.Sequence'> cannot be
    instantiated; please provide an explicit 'collection_class' parameter (e.g. list, set, etc.) to
    the relationship() function to accompany this annotation

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[dict[int, "Post"]] = relationship()  # error: [invalid-collection-class]


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

Use instead:

```python
from sqlalchemy.orm import attribute_keyed_dict


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[dict[int, "Post"]] = relationship(
        collection_class=attribute_keyed_dict("id")
    )


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where the class is one of the project, or of a package that is not Python's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in project.collection_classes():
        relationship = found.relationship
        yield RULE.finding(
            found.where,
            f"`{relationship.label}` cannot be held by {found.what}",
            subject=relationship.full_name,
            help=found.advice,
            concerns=(relationship.owner.cls.location.path,),
        )


RULE = Rule("MAP336", "invalid-collection-class", Severity.ERROR, Runtime.CONFIGURE, check)
