"""A program never imports the module of a class or table that a relationship of it names.

## What happens

    InvalidRequestError: When initializing mapper Mapper[User(users)], expression 'Post' failed to
    locate a name ('Post'). If this is a class name, consider adding this relationship() to the
    <class 'user.User'> class after both dependent classes have been defined.

at the first query or the first object of any class. The name is right and the class is there, but
a class is known by its name only once its module has run. An import under `if TYPE_CHECKING:` does
not run it. Tests often do not notice, since some test imports the module itself.

The table that `secondary="members"` names has to be known as well, and fails with the same words.

Programs start at the `entry-points` of the settings. Without that setting they are found: modules
that make a Flask, FastAPI, Starlette, Celery or Typer application, console scripts, `__main__`, and
packages whose `__init__` imports the models that stand in them.

## Example

```toml
# pyproject.toml
[tool.mapperlint]
entry-points = ["main"]
```

```python
# user.py
from base import Base
from sqlalchemy.orm import Mapped, mapped_column, relationship


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts = relationship("Post")  # error: [unimported-target]
```

```python
# post.py
from base import Base
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

```python
# main.py
import user
```

Use instead:

```toml
# pyproject.toml
[tool.mapperlint]
entry-points = ["main"]
```

```python
# user.py
from base import Base
from sqlalchemy.orm import Mapped, mapped_column, relationship


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts = relationship("Post")
```

```python
# post.py
from base import Base
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

```python
# main.py
import post
import user
```

## When it stays silent

Where no entry point is found. Where anything that the program may load, under whatever condition
and in whatever function, imports the module, or has its name in a string. Where a module of the
program loads others by names that are made up at run time, walks through packages, or asks for the
entry points of installed distributions. Of all that speaks of one module only the first
relationship is reported.

## Fix

The file that the finding names gets the import of the module, written as it imports the other
models. It is unsafe: an import may close a cycle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.aggregators import imported
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in project.never_imported.targets:
        relationship, target, missing = found.relationship, found.target, found.missing
        yield RULE.finding(
            relationship.target_where,
            f"`{relationship.label}` leads to `{target.name}`, but a program that starts with "
            f"`{missing.start.name}` never imports its module `{target.module.name}`",
            subject=relationship.full_name,
            notes=(Note(target.cls.location, f"`{target.name}` is defined here"),),
            help=missing.advice,
            concerns=(relationship.owner.cls.location.path, *missing.paths),
            fixes=imported(project, missing, target.cls),
        )
    for between in project.never_imported.secondaries:
        relationship, table, missing = between.relationship, between.table, between.missing
        yield RULE.finding(
            between.where,
            f"`{relationship.label}` goes through the table `{table.label}`, but a program that "
            f"starts with `{missing.start.name}` never imports its module `{table.module.name}`",
            subject=relationship.full_name,
            notes=(Note(table.where, f"`{table.label}` is defined here"),),
            help=missing.advice,
            concerns=(relationship.owner.cls.location.path, *missing.paths),
            fixes=imported(project, missing, table.owner),
        )


RULE = Rule("MAP606", "unimported-target", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
