"""An import of a package that the settings declare archived.

## What happens

Nothing, as long as the package is there; its models are mapped beside those that took their place,
and the names that are imported are not those the rest of the project uses. Once it is gone:

    ModuleNotFoundError: No module named 'models'

The settings say which packages these are, and what took their place:

```toml
[tool.mapperlint]
archived = { "models" = "db.models", "core.auth" = "" }
```

## Example

```toml
# pyproject.toml
[tool.mapperlint]
archived = { "models" = "db.models" }
```

```python
# models/lead.py
class LeadSource:
    pass
```

```python
# db/models/lead.py
class LeadSource:
    pass
```

```python
# service.py
from models.lead import LeadSource  # error: [archived-import]
```

Use instead:

```toml
# pyproject.toml
[tool.mapperlint]
archived = { "models" = "db.models" }
```

```python
# db/models/lead.py
class LeadSource:
    pass
```

```python
# service.py
from db.models.lead import LeadSource
```

A module that is imported by a string counts as well, `import_module("models.lead")`, and so does a
relationship whose string names the module, `relationship("models.lead.Lead")`. What tests hand to
`mock.patch` counts with this setting:

```toml
[tool.mapperlint]
check-patches = true
```

## When it stays silent

Where the import is optional, and inside the archived packages themselves.

## Fix

The import asks for each name where it lives now; the statement is split where the names went to
different modules, and what is moved is merged into an import that is there already. A string gets
the new path. Where two modules define a name, both are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Fix, Severity
from mapperlint.model.imports.homes import told
from mapperlint.model.imports.imports import Failure
from mapperlint.model.mending.imports import moved, reworded
from mapperlint.places import Location
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.imports.homes import Home
    from mapperlint.model.modules.modules import Module
    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for broken in project.imports.broken:
        if broken.failure is Failure.ARCHIVED:
            archived = f"{broken.absolute}.{broken.name}" if broken.name else broken.absolute
            where = Location(broken.module.path, broken.span)
            fixes = moved(project, broken)
            yield _finding(broken.module, where, archived, broken.homes, fixes)
    for string in project.archived_strings():
        fixes = reworded(project, string)
        yield _finding(string.module, string.where, string.dotted, string.homes, fixes)


def _finding(
    module: Module,
    where: Location,
    archived: str,
    homes: tuple[Home, ...],
    fixes: tuple[Fix, ...],
) -> Diagnostic:
    place = f": {told(homes)}" if homes else ""
    return RULE.finding(
        where,
        f"`{archived}` is archived{place}",
        subject=f"{module.name}|{archived}",
        fixes=fixes,
    )


RULE = Rule("MAP603", "archived-import", Severity.ERROR, Runtime.SILENT, check, fix=True)
