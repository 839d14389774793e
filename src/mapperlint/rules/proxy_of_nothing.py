"""An association proxy leads over an attribute, or to one, that does not exist.

## What happens

Mappers are configured without a word. The first use of the proxy fails:

    InvalidRequestError: Mapper 'Mapper[User(users)]' has no property 'user_tags'.

Or, where the attribute is a column:

    NotImplementedError: association proxy to a non-relationship intermediary is not supported

Or, where the class on the other side lacks what the proxy should show:

    AttributeError: Association proxy User.memberships refers to an attribute 'title' that is not
    directly mapped on class Membership; therefore this operation cannot proceed since we don't know
    what type of object is referred towards

## Example

```python
from sqlalchemy.ext.associationproxy import association_proxy


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    memberships: Mapped[list["Membership"]] = relationship()
    roles = association_proxy("memberships", "title")  # error: [proxy-of-nothing]


class Membership(Base):
    __tablename__ = "memberships"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str]
```

Use instead:

```python
from sqlalchemy.ext.associationproxy import association_proxy


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    memberships: Mapped[list["Membership"]] = relationship()
    roles = association_proxy("memberships", "role")


class Membership(Base):
    __tablename__ = "memberships"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str]
```

## When it stays silent

Where a class, or one below it, may have attributes that are not seen; where an `__init__` of the
other class may set the attribute; and where the target of the relationship is not known.

## Fix

A misspelt name becomes the one attribute that is a slip away. A name that is alike only is unsafe,
and where several are as near, each is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.descriptors.descriptors import DeadName, Fault
from mapperlint.model.mending.descriptors import proxied_name
from mapperlint.model.near import meant
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for dead in project.descriptors.dead_proxies():
        names = dead.within.all_attributes
        yield RULE.finding(
            dead.where,
            f"`{dead.mapper.name}.{dead.attribute}` is a proxy {_over_what(dead)}",
            subject=f"{dead.mapper.full_name}.{dead.attribute}",
            notes=(Note(dead.within.cls.location, f"`{dead.within.name}` is defined here"),),
            help=meant(dead.name, names) if dead.fault is not Fault.NO_RELATIONSHIP else None,
            concerns=(dead.mapper.cls.location.path,),
            fixes=proxied_name(project, dead),
        )


def _over_what(dead: DeadName) -> str:
    match dead.fault:
        case Fault.ABSENT:
            return f"over `{dead.name}`, which `{dead.within.name}` does not have"
        case Fault.NO_RELATIONSHIP:
            return f"over `{dead.name}`, which is no relationship"
        case Fault.ABSENT_BEYOND:
            return f"to `{dead.name}`, which `{dead.within.name}` does not have"


RULE = Rule("MAP521", "proxy-of-nothing", Severity.ERROR, Runtime.USE, check, fix=True)
