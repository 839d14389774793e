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
condition, and for modules without models.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.places import START_OF_FILE, Location
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for cycle in project.import_cycles():
        here, target = cycle.module, cycle.target
        yield RULE.finding(
            Location(here.path, cycle.statement.span),
            f"`{here.name}` imports `{cycle.name}` from `{target.name}`, which imports "
            f"`{here.name}` before it defines `{cycle.name}`",
            subject=f"{here.name}|{target.name}.{cycle.name}",
            notes=(Note(Location(target.path, START_OF_FILE), f"this is `{target.name}`"),),
            help="import it under `if TYPE_CHECKING:`; a string finds the class when it is needed",
        )


RULE = Rule("MAP605", "import-cycle", Severity.ERROR, Runtime.IMPORT, check)
