"""A mapped attribute is called `metadata` or `registry`, where SQLAlchemy 2.1 warns of it.

## What happens

    SAWarning: Attribute name 'metadata' should be left reserved for the MetaData instance when
    using a Declarative class.

    SAWarning: Attribute name 'registry' should be left reserved for the Declarative class registry
    when using a Declarative class.

when the class statement runs, since SQLAlchemy 2.1. Before, `metadata` is an error
(`reserved-name`), `registry` is taken in silence. Either hides what the base class has under this
name: `Upload.metadata` is no `MetaData` any more.

## Example

```python
# pyproject.toml
[tool.mapperlint]
sqlalchemy-version = "2.1"
```

```python
class Upload(Base):
    __tablename__ = "uploads"
    id: Mapped[int] = mapped_column(primary_key=True)
    registry: Mapped[str] = mapped_column(String(200))  # warning: [discouraged-name]
```

Use instead:

```python
class Upload(Base):
    __tablename__ = "uploads"
    id: Mapped[int] = mapped_column(primary_key=True)
    registry_: Mapped[str] = mapped_column("registry", String(200))
```

## When it stays silent

For `registry` where the project may run on a version before 2.1, and for `metadata` in a model of
Flask-SQLAlchemy, where it is an error in every version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.names import (
    called_metadata,
    called_registry,
    hides_metadata_of_flask,
)
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    declarations = project.declarations
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for one in (called_metadata(declarations, mapper), called_registry(declarations, mapper)):
            if one is None or one.full_name in seen:
                continue
            if project.sqlalchemy.before("2.1"):
                continue
            if one.name == "metadata" and hides_metadata_of_flask(declarations, one):
                continue  # There it is an error: `reserved-name` says so.
            if one.name == "registry" and not declarations.surely_since("2.1"):
                continue
            seen.add(one.full_name)
            what = "MetaData" if one.name == "metadata" else "registry"
            yield RULE.finding(
                one.where,
                f"`{one.label}` hides the {what} of its base, which has the same name",
                subject=one.full_name,
                help=f'call it `{one.name}_` and give the column its name: `"{one.name}"`',
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP107", "discouraged-name", Severity.WARNING, Runtime.WARNS, check)
