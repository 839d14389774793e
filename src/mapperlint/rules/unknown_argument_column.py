"""An argument of a relationship names a column that a class or a table does not have.

## What happens

    AttributeError: Class <class 'Post'> does not have a mapped column named 'titel'

when mappers are configured and evaluate the string. A lambda fails then as well, and what is no
string already when the class statement runs:

    AttributeError: type object 'Post' has no attribute 'titel'

What counts is the name of the attribute, not that of the column in the database. In a string, a
relationship is no column:

    InvalidRequestError: Property 'user' is not an instance of ColumnProperty (i.e. does not
    correspond directly to a Column).

The columns of a table stand behind `c`:

    AttributeError: 'Table' object has no attribute 'user_id'

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        order_by="Post.idd"  # error: [unknown-argument-column]
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
    posts: Mapped[list["Post"]] = relationship(order_by="Post.id")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where the class or the table may have attributes that are not seen.

## Fix

Between a table and its column `c` is put in, and a misspelt name becomes the one column that is a
slip away. A name that is alike only is unsafe, and where several columns are as near, each is
shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.keys import argument_column
from mapperlint.model.near import meant
from mapperlint.model.relationships.string_arguments import NoColumn
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for fault in project.argument_faults:
        if not isinstance(fault, NoColumn):
            continue
        call, name = fault.call, f"{fault.holder}.{fault.name}"
        if fault.meant is not None:
            lacks = f"names `{fault.name}` of {fault.holder}, whose columns stand behind `c`"
        elif fault.is_ is not None:
            lacks = f"names `{name}`, which is {fault.is_} and no column"
        else:
            lacks = f"names `{name}`, which does not exist"
        yield RULE.finding(
            fault.where,
            f"`{fault.argument}` of `{call.label}` {lacks}",
            subject=f"{call.subject}({fault.argument})",
            help=f"did you mean `{fault.meant}`?"
            if fault.meant
            else meant(fault.name, fault.names),
            concerns=call.concerns,
            fixes=argument_column(project, fault),
        )


RULE = Rule("MAP314", "unknown-argument-column", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
