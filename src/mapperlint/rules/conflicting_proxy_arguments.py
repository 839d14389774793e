"""An association proxy is given arguments that exclude each other.

## What happens

    ArgumentError: The cascade_scalar_deletes and create_on_none_assignment parameters are mutually
    exclusive.

when the class statement runs; before 2.0.18 the second is not known at all.

## Example

```python
from sqlalchemy.ext.associationproxy import association_proxy


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    profile: Mapped["Profile"] = relationship()
    name = association_proxy(
        "profile",
        "name",
        cascade_scalar_deletes=True,
        create_on_none_assignment=True,  # error: [conflicting-proxy-arguments]
    )


class Profile(Base):
    __tablename__ = "profiles"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
```

Use instead:

```python
from sqlalchemy.ext.associationproxy import association_proxy


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    profile: Mapped["Profile"] = relationship()
    name = association_proxy("profile", "name", cascade_scalar_deletes=True)


class Profile(Base):
    __tablename__ = "profiles"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
```

## When it stays silent

Where a flag is not a constant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.descriptors.refused import conflicting_proxies
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        for found in conflicting_proxies(mapper):
            yield RULE.finding(
                found.where,
                f"`{mapper.name}.{found.name}` {found.wrong}",
                subject=f"{mapper.full_name}.{found.name}",
                help=found.remedy,
            )


RULE = Rule("MAP552", "conflicting-proxy-arguments", Severity.ERROR, Runtime.IMPORT, check)
