"""A concrete subclass does not repeat a relationship of its parent, and so does not have it.

## What happens

Nothing is said when mappers are configured. An object of the subclass has the attribute, and
refuses every use of it:

    AttributeError: Concrete Mapper[Manager(managers)] does not implement attribute 'company' at the
    instance level.  Add this property explicitly to Mapper[Manager(managers)].

The rule is off unless selected: often only the objects of the parent use the attribute.

## Example

```python
# pyproject.toml
[tool.mapperlint]
extend-select = ["concrete-without-relationship"]
```

```python
class Company(Base):
    __tablename__ = "companies"
    id: Mapped[int] = mapped_column(primary_key=True)


class Employee(Base):
    __tablename__ = "employees"
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    company: Mapped["Company"] = relationship()


class Manager(Employee):  # warning: [concrete-without-relationship]
    __tablename__ = "managers"
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    __mapper_args__ = {"concrete": True}
```

Use instead:

```python
# pyproject.toml
[tool.mapperlint]
extend-select = ["concrete-without-relationship"]
```

```python
class Company(Base):
    __tablename__ = "companies"
    id: Mapped[int] = mapped_column(primary_key=True)


class Employee(Base):
    __tablename__ = "employees"
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    company: Mapped["Company"] = relationship()


class Manager(Employee):
    __tablename__ = "managers"
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    company: Mapped["Company"] = relationship()
    __mapper_args__ = {"concrete": True}
```

## When it stays silent

For columns, which a table may lack on purpose, and where the subclass gives the name to anything
else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.inheritance.concrete import not_repeated
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        for relationship in not_repeated(mapper):
            yield RULE.finding(
                mapper.cls.location,
                f"`{mapper.name}` is concrete and does not have the relationship "
                f"`{relationship.label}`",
                subject=f"{mapper.full_name}({relationship.name})",
                notes=(Note(relationship.where, f"`{relationship.label}` is declared here"),),
                help=f"declare `{relationship.name}` in `{mapper.name}` again",
                concerns=(relationship.path,),
            )


RULE = Rule(
    "MAP543", "concrete-without-relationship", Severity.WARNING, Runtime.SILENT, check, on=False
)
