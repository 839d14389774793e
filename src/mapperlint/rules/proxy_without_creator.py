"""An association proxy makes objects by a constructor that takes nothing by position.

## What happens

Nothing is said, and the proxy can be read. What is put into it is handed to the class by position,
which the constructor that declarative gives does not take:

    TypeError: __init__() takes 1 positional argument but 2 were given

The rule is off unless selected: many proxies are only read.

## Example

```python
# pyproject.toml
[tool.mapperlint]
extend-select = ["proxy-without-creator"]
```

```python
from sqlalchemy.ext.associationproxy import association_proxy


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    tags: Mapped[list["Tag"]] = relationship()
    words = association_proxy("tags", "word")  # warning: [proxy-without-creator]


class Tag(Base):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    word: Mapped[str]
```

Use instead:

```python
# pyproject.toml
[tool.mapperlint]
extend-select = ["proxy-without-creator"]
```

```python
from sqlalchemy.ext.associationproxy import association_proxy


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    tags: Mapped[list["Tag"]] = relationship()
    words = association_proxy("tags", "word", creator=lambda word: Tag(word=word))


class Tag(Base):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    word: Mapped[str]
```

## When it stays silent

Where the class has a constructor of its own, or may have one, and over `viewonly` relationships.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.descriptors.refused import without_creator
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        for found in without_creator(mapper):
            target = found.target
            yield RULE.finding(
                found.where,
                f"`{mapper.name}.{found.name}` hands values to `{target.name}` by position, whose "
                "constructor takes none",
                subject=f"{mapper.full_name}.{found.name}",
                notes=(Note(target.cls.location, f"`{target.name}` has no `__init__`"),),
                help=f"give `creator=lambda value: {target.name}(...=value)`",
                concerns=(target.cls.location.path,),
            )


RULE = Rule("MAP553", "proxy-without-creator", Severity.WARNING, Runtime.SILENT, check, on=False)
