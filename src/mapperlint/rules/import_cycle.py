"""Two modules of models import names from each other, so that neither can be imported.

## What happens

    ImportError: cannot import name 'Post' from partially initialized module 'post' (most likely due
    to a circular import)

## Example

```python
# user.py
from base import Base
from sqlalchemy.orm import Mapped, mapped_column, relationship
from post import Post  # error: [import-cycle]


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship()
```

```python
# post.py
from base import Base
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column
from user import User


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
```

Use instead:

```python
# user.py
from typing import TYPE_CHECKING
from base import Base
from sqlalchemy.orm import Mapped, mapped_column, relationship
if TYPE_CHECKING:
    from post import Post


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship()
```

```python
# post.py
from base import Base
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column
from user import User


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
```

SQLAlchemy finds the class by its name when all modules are imported.

## When it stays silent

Where it depends on which module is imported first, where an import of the cycle stands under a
condition, for modules without models, and for groups of more than eighty modules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.places import START_OF_FILE, Location
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.imports.cycles import ImportCycle
    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for cycle in project.import_cycles():
        here, target = cycle.module, cycle.target
        yield RULE.finding(
            Location(here.path, cycle.span),
            _said(cycle),
            subject=f"{here.name}|{target.name}.{cycle.name}",
            notes=(Note(Location(target.path, START_OF_FILE), f"this is `{target.name}`"),),
            help=_advice(cycle),
        )


def _said(cycle: ImportCycle) -> str:
    here, target, name = cycle.module.name, cycle.target.name, cycle.name
    if here == target:
        return f"`{here}` imports `{name}` from itself before it defines `{name}`"
    takes = f"takes `{name}` of" if cycle.is_attribute else f"imports `{name}` from"
    return f"`{here}` {takes} `{target}`, which imports `{here}` before it defines `{name}`"


def _advice(cycle: ImportCycle) -> str:
    if cycle.module is cycle.target:
        return "import it from the module that defines it"
    return "import it under `if TYPE_CHECKING:`; a string finds the class when it is needed"


RULE = Rule("MAP605", "import-cycle", Severity.ERROR, Runtime.IMPORT, check)
