"""A column inside of `Annotated` is given an argument that has no effect there.

## What happens

    SADeprecationWarning: Can't use the 'key' or 'name' arguments in Annotated with mapped_column();
    this will be ignored

    SADeprecationWarning: Argument 'init' is a dataclass argument and cannot be specified within a
    mapped_column() bundled inside of an Annotated object

The column is called like the attribute, and the dataclass knows nothing of the argument.

## Example

```python
from typing import Annotated

nickname = Annotated[str, mapped_column("nick_name")]


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    nickname: Mapped[nickname]  # warning: [ignored-in-annotated]
```

Use instead:

```python
from typing import Annotated

nickname = Annotated[str, mapped_column()]


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    nickname: Mapped[nickname] = mapped_column("nick_name")
```

## When it stays silent

Where no mapped class uses the type, and before SQLAlchemy 2.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.annotated_types import ignored
from mapperlint.places import Location
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[Location] = set()
    for mapper in project.mapped_classes():
        for found in ignored(project.declarations, mapper):
            one = found.declared
            if found.where in seen:
                continue
            seen.add(found.where)
            yield RULE.finding(
                one.where,
                f"`{one.label}` takes a column out of an `Annotated`, where `{found.argument}` "
                "has no effect",
                subject=f"{one.full_name}({found.argument})",
                notes=(Note(found.where, f"`{found.argument}` is given here"),),
                help=f"give `{found.argument}` to the `mapped_column()` of the attribute",
                concerns=(found.where.path,),
            )


RULE = Rule("MAP162", "ignored-in-annotated", Severity.WARNING, Runtime.WARNS, check)
