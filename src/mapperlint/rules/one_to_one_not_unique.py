"""An attribute of one object stands on a key that several rows may have.

## What happens

SQLAlchemy accepts it. When two rows have the same key, it loads one of them, and warns of "Multiple
rows returned with uselist=False".

## Example

```python
# pyproject.toml
[tool.mapperlint]
extend-select = ["one-to-one-not-unique"]
```

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    # warning: [one-to-one-not-unique]
    profile: Mapped["Profile"] = relationship(back_populates="user")


class Profile(Base):
    __tablename__ = "profiles"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship(back_populates="profile")
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    profile: Mapped["Profile"] = relationship(back_populates="user")


class Profile(Base):
    __tablename__ = "profiles"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    user: Mapped["User"] = relationship(back_populates="profile")
```

## When it stays silent

Unless the settings ask for it: many programs see to it themselves. Where the table has arguments
that may hold a constraint, and where the relationship is `viewonly` or has a condition of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship, column in project.one_to_one_sides():
        yield RULE.finding(
            relationship.where,
            f"`{relationship.label}` is one object, but several rows may have the same "
            f"`{column.label}`",
            subject=relationship.full_name,
            notes=(Note(column.where, f"`{column.label}` is not unique"),),
            help=f"add `unique=True` to `{column.label}`",
            concerns=(relationship.owner.cls.location.path,),
        )


RULE = Rule("MAP416", "one-to-one-not-unique", Severity.WARNING, Runtime.SILENT, check, on=False)
