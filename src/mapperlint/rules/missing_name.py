"""An import asks a module of the project for a name that it does not define.

## What happens

    ImportError: cannot import name 'LeadSource' from 'db.models'

when the importing module is loaded, or when the function with the import is called.

## Example

```python
# db/__init__.py
```

```python
# db/lead.py
class LeadSource(Base):
    __tablename__ = "lead_sources"
    id: Mapped[int] = mapped_column(primary_key=True)
```

```python
# db/models.py
class Lead(Base):
    __tablename__ = "leads"
    id: Mapped[int] = mapped_column(primary_key=True)
```

```python
# db/service.py
from db.models import Lead, LeadSource  # error: [missing-name]
```

Use instead:

```python
# db/__init__.py
```

```python
# db/lead.py
class LeadSource(Base):
    __tablename__ = "lead_sources"
    id: Mapped[int] = mapped_column(primary_key=True)
```

```python
# db/models.py
class Lead(Base):
    __tablename__ = "leads"
    id: Mapped[int] = mapped_column(primary_key=True)
```

```python
# db/service.py
from db.lead import LeadSource
from db.models import Lead
```

## When it stays silent

Where the module may make the name when it runs (`__getattr__`, `globals()`, a star import from out
of sight), where the import is optional, and inside packages that are archived.

## Fix

Where the name lives in one other module, the import asks for it there; the statement is split, and
what is moved is merged into an import that is there already. It is safe for a class or a constant,
or within one package; a function or a variable may be another one of the same name, which is
unsafe. Where two modules define the name, both are shown; but the one that maps it is meant where
models are asked for it, and where one is asked for the name more often than the other, that is
unsafe. Where a module was renamed, which all that is asked of it shows, the new one is imported
under the old name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Fix, Note, Severity
from mapperlint.model.imports.homes import told
from mapperlint.model.imports.imports import Failure
from mapperlint.model.mending.imports import moved
from mapperlint.places import START_OF_FILE, Location
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.imports.imports import BrokenImport, LostExport
    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for broken in project.imports.broken:
        if broken.failure is Failure.MISSING_NAME:
            yield _of_name(broken, moved(project, broken))
    yield from map(_of_export, project.imports.lost_exports())


def _of_name(broken: BrokenImport, fixes: tuple[Fix, ...]) -> Diagnostic:
    notes: tuple[Note, ...] = ()
    if broken.target is not None:
        place = Location(broken.target, START_OF_FILE)
        notes = (Note(place, f"this is `{broken.absolute}`"),)
    defines = "does not define"
    if broken.for_checkers_only:
        defines = "has only under `TYPE_CHECKING` the name"
    return RULE.finding(
        Location(broken.module.path, broken.span),
        f"`{broken.absolute}` {defines} `{broken.name}`",
        subject=f"{broken.module.name}|{broken.absolute}.{broken.name}",
        notes=notes,
        help=broken.advice,
        fixes=fixes,
    )


def _of_export(lost: LostExport) -> Diagnostic:
    star = Location(lost.module.path, lost.statement.span)
    return RULE.finding(
        Location(lost.target.path, lost.span),
        f"`__all__` names `{lost.name}`, which `{lost.target.name}` does not define",
        subject=f"{lost.target.name}|__all__.{lost.name}",
        notes=(Note(star, "this import of all names fails"),),
        help=told(lost.homes) or None,
    )


RULE = Rule("MAP602", "missing-name", Severity.ERROR, Runtime.IMPORT, check, fix=True)
