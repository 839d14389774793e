"""A relationship that yields one object is loaded like a large collection.

## What happens

    InvalidRequestError: On relationship Post.user, 'dynamic' loaders cannot be used with
    many-to-one/one-to-one relationships and/or uselist=False.

for `lazy="dynamic"`, `lazy="write_only"`, `DynamicMapped` and `WriteOnlyMapped`.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship(lazy="dynamic")  # error: [dynamic-scalar]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship()
```

## When it stays silent

Where the direction of the relationship is not known, and in SQLAlchemy 1.4 where a many-to-one
relationship has `uselist=True`: it only warns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.loading import dynamic_scalar
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for call in project.relationship_calls():
        found = dynamic_scalar(call, project.sqlalchemy)
        if found is not None:
            yield RULE.finding(
                found.where,
                f"`{call.label}` yields one object, but is loaded as a collection that is queried, "
                f"by `{found.value}`",
                subject=call.subject,
                help="that is for collections; leave it out",
                concerns=call.concerns,
            )


RULE = Rule("MAP327", "dynamic-scalar", Severity.ERROR, Runtime.CONFIGURE, check)
