"""A string of a relationship cannot be evaluated.

## What happens

The string is evaluated as Python, when mappers are configured. SQL is no Python:

    SyntaxError: invalid syntax (<string>, line 1)

Nor can Python combine comparisons by `and` and `or`, which ask for a truth they do not have:

    TypeError: Boolean value of this clause is not defined

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        order_by="Post.id desc"  # error: [unevaluable-argument]
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
    posts: Mapped[list["Post"]] = relationship(order_by="desc(Post.id)")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where the string is made when the program runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.argument_values import Undecidable
from mapperlint.model.relationships.string_arguments import NoPython
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for fault in project.argument_faults:
        match fault:
            case NoPython(call, argument, text):
                said = f"`{argument}` of `{call.label}` is no Python: `{text}`"
                advice = _advice(text)
            case Undecidable(call, argument, operator):
                said = (
                    f"`{argument}` of `{call.label}` combines conditions by `{operator}`, which "
                    "Python cannot decide"
                )
                advice = f"use `{operator}_(...)`"
            case _:
                continue
        yield RULE.finding(
            fault.where,
            said,
            subject=f"{call.subject}({argument})",
            help=advice,
            concerns=call.concerns,
        )


def _advice(text: str) -> str:
    *column, order = text.split()
    if order.lower() in {"asc", "desc"} and len(column) == 1:
        return f"did you mean `{order.lower()}({column[0]})`?"
    if " = " in text:
        return "a comparison is written `==`"
    return "write it as Python: `and_(A.id == B.a_id, B.kind == 1)`"


RULE = Rule("MAP320", "unevaluable-argument", Severity.ERROR, Runtime.CONFIGURE, check)
