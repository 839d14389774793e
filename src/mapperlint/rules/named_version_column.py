"""`version_id_col` is given as a string, where SQLAlchemy wants the column.

## What happens

The class is mapped, and the first flush fails:

    ArgumentError: Textual column expression 'version' should be explicitly declared with
    text('version'), or use column('version') for more specificity

## Example

```python
class Document(Base):
    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": "version"}  # error: [named-version-column]
```

Use instead:

```python
class Document(Base):
    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
```

## When it stays silent

Where the arguments of the mapper cannot be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.inheritance.versions import named_counter
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        named = named_counter(mapper)
        if named is not None:
            yield RULE.finding(
                named.where,
                f'`version_id_col` of `{mapper.name}` is the string "{named.value}", not a column',
                subject=mapper.full_name,
                help=f"write `{named.value}` without quotes, as the column of the class body",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP513", "named-version-column", Severity.ERROR, Runtime.USE, check)
