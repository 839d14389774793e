"""A string of a relationship uses a name that means nothing in it.

## What happens

`primaryjoin`, `secondaryjoin`, `order_by`, `foreign_keys` and `remote_side` may be strings. They
are evaluated when mappers are configured, and know the mapped classes, the tables and the names of
SQLAlchemy, but nothing of the module they stand in: no variables, no imports, no columns alone.

    InvalidRequestError: When initializing mapper Mapper[User(users)], expression 'id' failed to
    locate a name ("name 'user_id' is not defined"). If this is a class name, consider adding this
    relationship() to the <class 'User'> class after both dependent classes have been defined.

SQLAlchemy 1.4 looks for schemas in the `metadata` of the class, which a class without a base has
not, though the registry that maps it has one:

    AttributeError: type object 'User' has no attribute 'metadata'

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        foreign_keys="user_id"  # error: [unknown-argument-name]
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
    posts: Mapped[list["Post"]] = relationship(foreign_keys="Post.user_id")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where the name may be that of a class or a table that is not seen, or of a module.

## Fix

The name of a column gets the class it belongs to, if only one side has such a column, and a
misspelt name becomes the one class or table that is a slip away. A name that is alike only is
unsafe, and where several are as near, each is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Fix, Severity
from mapperlint.model.mending.keys import argument_name
from mapperlint.model.near import near
from mapperlint.model.relationships.string_arguments import NoSchema, UnknownWord
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    without_schemas: set[str] = set()
    for fault in project.argument_faults:
        if isinstance(fault, UnknownWord):
            yield _unknown(fault, argument_name(project, fault))
        elif isinstance(fault, NoSchema) and fault.call.subject not in without_schemas:
            without_schemas.add(fault.call.subject)
            call = fault.call
            yield RULE.finding(
                fault.where,
                f"`{fault.argument}` of `{call.label}` uses the schema `{fault.name}`, which "
                f"SQLAlchemy 1.4 does not find, since `{call.owner.name}` has no `metadata`",
                subject=f"{call.subject}({fault.argument})",
                help="set `metadata` of the class to that of its registry, or use lambdas",
                concerns=call.concerns,
            )


def _unknown(fault: UnknownWord, fixes: tuple[Fix, ...]) -> Diagnostic:
    call = fault.call
    similar = next(iter(fault.columns), None) or near(fault.name, fault.names)
    advice = (
        f"did you mean `{similar}`?"
        if similar
        else "use a class or a table, or write the argument as a lambda"
    )
    return RULE.finding(
        fault.where,
        f"`{fault.argument}` of `{call.label}` uses `{fault.name}`, which is neither a mapped "
        "class nor a table",
        subject=f"{call.subject}({fault.argument})",
        help=advice,
        concerns=call.concerns,
        fixes=fixes,
    )


RULE = Rule("MAP313", "unknown-argument-name", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
