"""A module and a package of the same name stand side by side.

## What happens

Python imports the package. The file is never loaded, whatever is written into it.

## Example

```python
# db/__init__.py
```

```python
# db/identity.py
STATIONS = ("north", "south")  # warning: [shadowed-module]
```

```python
# db/identity/__init__.py
from db.identity.stations import StationUser
```

```python
# db/identity/stations.py
class StationUser(Base):
    __tablename__ = "station_users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead the package alone:

```python
# db/__init__.py
```

```python
# db/identity/__init__.py
from db.identity.stations import StationUser
```

```python
# db/identity/stations.py
class StationUser(Base):
    __tablename__ = "station_users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where the file is a stub or holds nothing but comments, where it is run as a script
(`if __name__ == "__main__"`), and where the package loads it by its file name.
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
    for shadowed in project.imports.never_imported():
        package = shadowed.by.removesuffix("__init__.py")
        yield RULE.finding(
            Location(shadowed.path, START_OF_FILE),
            f"this file is never imported: the package `{package}` takes the name "
            f"`{shadowed.name}`",
            subject=shadowed.path,
            notes=(Note(Location(shadowed.by, START_OF_FILE), "this is what Python imports"),),
            help="move what is still needed into the package, and remove the file",
        )


RULE = Rule("MAP604", "shadowed-module", Severity.WARNING, Runtime.SILENT, check)
