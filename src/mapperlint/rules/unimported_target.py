"""A relationship leads to a class whose module nobody imports.

## What happens

    InvalidRequestError: When initializing mapper Mapper[User(users)], expression 'Post' failed to
    locate a name ('Post'). If this is a class name, consider adding this relationship() to the
    <class 'user.User'> class after both dependent classes have been defined.

The class is known by its name only once its module has run. Only the program can tell whether it
does: the module may be imported by its name. So this rule speaks only where the settings ask for
it.

## Example

```toml
# pyproject.toml
[tool.mapperlint]
extend-select = ["unimported-target"]
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
extend-select = ["unimported-target"]
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

Where the module of the relationship is not imported either: then the project has another way to
find its models. Of several relationships to one module only the first is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    said = set()
    for relationship in project.relationships_to_unimported():
        target = relationship.target_mapper
        assert target is not None
        if target.module.path in said:
            continue
        said.add(target.module.path)
        yield RULE.finding(
            relationship.target_where,
            f"`{relationship.label}` leads to `{target.name}`, but nobody imports its module "
            f"`{target.module.name}`",
            subject=relationship.full_name,
            notes=(Note(target.cls.location, f"`{target.name}` is defined here"),),
            help=f"import `{target.module.name}` where the other models are imported",
            concerns=(relationship.owner.cls.location.path,),
        )


RULE = Rule("MAP606", "unimported-target", Severity.ERROR, Runtime.CONFIGURE, check, on=False)
