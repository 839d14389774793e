"""Two functions of a class validate the same attribute.

## What happens

    InvalidRequestError: A validation function for mapped attribute 'email' on mapper
    Mapper[User(users)] already exists.

when the class statement runs. A function of a subclass does not replace one of its parent, unless
both have the same name.

## Example

```python
from sqlalchemy.orm import validates


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]

    @validates("email")
    def has_an_at(self, key, value):
        return value

    @validates("email")  # error: [validated-twice]
    def is_lower(self, key, value):
        return value.lower()
```

Use instead:

```python
from sqlalchemy.orm import validates


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]

    @validates("email")
    def is_an_address(self, key, value):
        return value.lower()
```

## When it stays silent

Where the names are not read, where a function may replace another one, and where more decorators
stand on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.validated_twice import validated_twice
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.places import Location


def check(project: Project) -> Iterator[Diagnostic]:

    seen: set[Location] = set()
    for mapper in project.mapped_classes():
        for found in validated_twice(project.declarations, mapper):
            later, first = found.later, found.first
            if later.where in seen:
                continue
            seen.add(later.where)
            yield RULE.finding(
                later.where,
                f"`{mapper.name}.{later.attribute}` is validated by `{first.function}` already, "
                f"`{later.function}` is one too many",
                subject=f"{found.owner.full_name}.{later.function}.{later.attribute}",
                notes=(Note(first.where, f"`{first.function}` validates it here"),),
                help="validate it in one function",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP142", "validated-twice", Severity.ERROR, Runtime.IMPORT, check)
