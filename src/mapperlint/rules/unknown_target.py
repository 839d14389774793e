"""A relationship leads to a class that no mapped class is called.

## What happens

SQLAlchemy looks the name up when mappers are configured, at the first query or the first object of
any class:

    InvalidRequestError: When initializing mapper Mapper[User(users)], expression 'Pots' failed to
    locate a name ('Pots'). If this is a class name, consider adding this relationship() to the
    <class 'User'> class after both dependent classes have been defined.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship("Pots")  # error: [unknown-target]


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
    posts: Mapped[list["Post"]] = relationship("Post")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where the class may be made by a function, by automap, by a library that is not read, or where the
registry of the class is not known.

## Fix

The string becomes the name of the class that was meant: the only one of that name where the path to
it is wrong, the one that the annotation names beside the argument, or the only one whose name is a
slip away: a letter too many, too few or wrong. A name that is alike only is unsafe, and where
several classes are as near, each is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.targets import class_meant
from mapperlint.model.names.resolution import Missing
from mapperlint.model.near import meant
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        if project.leads_into_archive(relationship):
            continue
        match relationship.target:
            case Missing(name, names, within) if not any(sign in name for sign in "[|"):
                elsewhere = project.registry.all_named(name)
                yield RULE.finding(
                    relationship.target_where,
                    f"`{relationship.label}` leads to `{name}`, "
                    + (f"but into {within}" if within else "which no mapped class is called"),
                    subject=relationship.full_name,
                    notes=tuple(
                        Note(other.cls.location, f"this `{name}` is mapped in another registry")
                        for other in elsewhere
                    ),
                    help=meant(name, names),
                    concerns=(relationship.owner.cls.location.path,),
                    fixes=class_meant(project, relationship, name, names),
                )


RULE = Rule("MAP301", "unknown-target", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
