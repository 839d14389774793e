"""A mapped class has the name of a module beside its own.

## What happens

The registry keeps classes and modules in one tree, and cannot put both in one place. The import of
the later one fails:

    InvalidRequestError: name "user" matches both a class name and a module name

and before SQLAlchemy 2.0:

    AttributeError: '_MultipleClassMarker' object has no attribute 'add_class'

## Example

```python
# app/__init__.py
from base import Base
from sqlalchemy.orm import Mapped, mapped_column

from app.user import Account


class user(Base):  # error: [class-named-like-module]
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

```python
# app/user.py
from base import Base
from sqlalchemy.orm import Mapped, mapped_column


class Account(Base):
    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
# app/__init__.py
from base import Base
from sqlalchemy.orm import Mapped, mapped_column

from app.user import Account


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

```python
# app/user.py
from base import Base
from sqlalchemy.orm import Mapped, mapped_column


class Account(Base):
    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where no class of that module is mapped in the same registry, and where no module of the application
imports both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper, other in project.classes_named_like_modules():
        yield RULE.finding(
            mapper.cls.location,
            f"the class `{mapper.name}` has the name of a module beside it, that of `{other.name}`",
            subject=mapper.full_name,
            notes=(Note(other.cls.location, f"`{other.name}` is defined here"),),
            help="rename the class or the module",
            concerns=(other.cls.location.path,),
        )


RULE = Rule("MAP137", "class-named-like-module", Severity.ERROR, Runtime.IMPORT, check)
