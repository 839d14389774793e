"""A whole type stands in quotes where the name of a class is looked up.

## What happens

    InvalidRequestError: When initializing mapper Mapper[User(users)], expression
    "relationship('list[Post]')" seems to be using a generic class as the argument to
    relationship(); please state the generic argument using an annotation, e.g. "posts:
    Mapped[list['Post']] = relationship()"

What stands in quotes is looked up as one name. SQLModel does so with the whole annotation, also
under `from __future__ import annotations`, which puts all annotations into quotes.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped["list[Post]"] = relationship()  # error: [generic-target]


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
    posts: Mapped[list["Post"]] = relationship()


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where `Optional[...]` or `| None` is all there is around the class: SQLAlchemy takes that apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.names.resolution import Missing
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        match relationship.target:
            case Missing(name) if _is_type(name):
                yield RULE.finding(
                    relationship.target_where,
                    f"`{relationship.label}` leads to `{name}`, which is looked up as one name",
                    subject=relationship.full_name,
                    help="state the type in the annotation, with quotes around the class alone",
                    concerns=(relationship.owner.cls.location.path,),
                )


def _is_type(name: str) -> bool:
    return any(sign in name for sign in "[|")


RULE = Rule("MAP305", "generic-target", Severity.ERROR, Runtime.CONFIGURE, check)
