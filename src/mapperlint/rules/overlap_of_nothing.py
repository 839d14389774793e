"""`overlaps` names a relationship that does not exist.

## What happens

Nothing is said: SQLAlchemy never looks the names up. A name that no relationship has, after a
renaming perhaps, or two names without a comma, silences nothing, now or later.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        overlaps="autor"  # warning: [overlap-of-nothing]
    )


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

Where some class of the project has a relationship or a backref of the name, or may have one that is
not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.near import near
from mapperlint.model.relationships.overlap_names import known_names, names_of_nothing
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    known = frozenset(known_names(project.mappers, project.all_relationships))
    for found in names_of_nothing(project.relationships(), known):
        relationship = found.relationship
        meant = near(found.name, sorted(known))
        yield RULE.finding(
            found.where,
            f"`overlaps` of `{relationship.label}` names `{found.name}`, which is no relationship",
            subject=f"{relationship.full_name}({found.name})",
            help=f"did you mean `{meant}`?" if meant else "leave it out",
            concerns=(relationship.owner.cls.location.path,),
        )


RULE = Rule("MAP420", "overlap-of-nothing", Severity.WARNING, Runtime.SILENT, check)
