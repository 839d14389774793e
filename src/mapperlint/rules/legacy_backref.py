"""A relationship of a class is written in another class, as a `backref`.

## What happens

Nothing is wrong, but whoever reads the class does not see the attribute, and neither do type
checkers and editors. SQLAlchemy calls `backref` legacy:
https://docs.sqlalchemy.org/en/20/orm/backref.html

## Example

```toml
# pyproject.toml
[tool.mapperlint]
extend-select = ["legacy-backref"]
```

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship(backref="posts")  # warning: [legacy-backref]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(back_populates="author")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship(back_populates="posts")
```

## When it stays silent

Where the class that gets the attribute is not known, and where SQLAlchemy refuses the relationship
or its backref: that is reported. On a mixin, where each class makes a backref of its own. Unless it
is selected: it is off by default.

## Fix

The relationship is written into its class, with the keywords of `backref(...)` that mean the same
there and those of the join that both sides have to say, and the two name each other in
`back_populates`. Safe. Where a keyword cannot be said in the other class, there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.backrefs import said_out
from mapperlint.model.mending.writing import statement_of
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for call in project.relationship_calls():
        relationship, made = call.inside, call.relationship
        if relationship is None or statement_of(relationship) is None:
            continue
        if project.pairs.fails(relationship) or made.refused is not None:
            continue
        target = made.owner
        yield RULE.finding(
            made.where,
            f"`{made.label}` is written in `{relationship.label}`, not in its class",
            subject=call.subject,
            notes=(Note(target.cls.location, f"`{target.name}` is defined here"),),
            help="name each other with `back_populates` on both sides",
            concerns=call.concerns,
            fixes=said_out(project, relationship),
        )


RULE = Rule(
    "MAP417",
    "legacy-backref",
    Severity.WARNING,
    Runtime.SILENT,
    check,
    on=False,
    fix=True,
)
