"""An import asks for a module of the project that does not exist.

## What happens

    ModuleNotFoundError: No module named 'db.models.system_event'

when the importing module is loaded, or when the function with the import is called. Under
`TYPE_CHECKING` nothing fails, but the names are unknown to every reader of the types.

## Example

```python
# db/__init__.py
```

```python
# db/models.py
class Event(Base):
    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True)
```

```python
# db/service.py
from db.events import Event  # error: [missing-module]
from db.models import Base
```

Use instead:

```python
# db/__init__.py
```

```python
# db/models.py
class Event(Base):
    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True)
```

```python
# db/service.py
from db.models import Base, Event
```

## When it stays silent

Where the import is optional (in `try` with `except ImportError`, under a condition), where the
module may be compiled, generated or installed from elsewhere, and inside packages that are
archived.

## Fix

Where the name of the module is only misspelt, it is set right. Else the import asks for each name
where it lives now, if all of them live somewhere; the statement is split where they live in
different modules, and what is moved is merged into an import that is there already. It is safe for
classes and constants, or within one package; a function or a variable may be another one of the
same name, which is unsafe. Where two modules define a name, both are shown; but the one that maps
it is meant where models are asked for it, and where one is asked for the name more often than the
other, that is unsafe. Where one module of the package has all that is asked of the missing one, it
took its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.imports.imports import Failure
from mapperlint.model.mending.imports import moved
from mapperlint.places import Location
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for broken in project.imports.broken:
        if broken.failure is not Failure.MISSING_MODULE:
            continue
        yield RULE.finding(
            Location(broken.module.path, broken.span),
            f"the module `{broken.absolute}` does not exist",
            subject=f"{broken.module.name}|{broken.absolute}",
            help=broken.advice,
            fixes=moved(project, broken),
        )


RULE = Rule("MAP601", "missing-module", Severity.ERROR, Runtime.IMPORT, check, fix=True)
