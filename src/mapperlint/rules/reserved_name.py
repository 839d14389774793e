"""A mapped attribute is called `metadata`, which is the name of something else.

## What happens

    InvalidRequestError: Attribute name 'metadata' is reserved when using the Declarative API.

when the class statement runs, up to SQLAlchemy 2.0. In 2.1 it is a warning (`discouraged-name`);
but Flask-SQLAlchemy asks the class for its MetaData, and fails then:

    AttributeError: Neither 'Column' object nor 'Comparator' object has an attribute 'tables'

## Example

```python
# pyproject.toml
[tool.mapperlint]
sqlalchemy-version = "2.0"
```

```python
class Upload(Base):
    __tablename__ = "uploads"
    id: Mapped[int] = mapped_column(primary_key=True)
    metadata: Mapped[str] = mapped_column(String(200))  # error: [reserved-name]
```

Use instead:

```python
class Upload(Base):
    __tablename__ = "uploads"
    id: Mapped[int] = mapped_column(primary_key=True)
    metadata_: Mapped[str] = mapped_column("metadata", String(200))
```

## When it stays silent

Where the project may run on SQLAlchemy 2.1, which accepts the name with a warning, and does not use
Flask-SQLAlchemy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.names import called_metadata, hides_metadata_of_flask
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        one = called_metadata(project.declarations, mapper)
        if one is None or one.full_name in seen:
            continue
        if hides_metadata_of_flask(project.declarations, one) or project.sqlalchemy.before("2.1"):
            seen.add(one.full_name)
            yield RULE.finding(
                one.where,
                f"`{one.label}` is mapped, but `metadata` is the name of the MetaData of its base",
                subject=one.full_name,
                help='call it `metadata_` and give the column its name: `"metadata"`',
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP106", "reserved-name", Severity.ERROR, Runtime.IMPORT, check)
