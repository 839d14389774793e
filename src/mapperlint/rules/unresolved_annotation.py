"""A name in the annotation of a mapped attribute has no value when SQLAlchemy reads it.

## What happens

    MappedAnnotationError: Could not resolve all types within mapped annotation: "Mapped[datetime]".
    Ensure all types are written correctly and are imported within the module in use.

    MappedAnnotationError: Could not interpret annotation Mapped[int].  Check that it uses names
    that are correctly imported at the module level. See chained stack trace for more hints.

    NameError: name 'Mapped' is not defined

    InvalidRequestError: When initializing mapper Mapper[Guest(guests)], expression 'Visit' failed
    to locate a name ('Visit'). If this is a class name, consider adding this relationship() to the
    <class 'models.Guest'> class after both dependent classes have been defined.

when the class statement runs, since SQLAlchemy 2.0. All names of a column's annotation must be
there by then, also those in quotes. Of a relationship it is all but the innermost: the class in
`Mapped[list["Post"]]` may be imported for type checking only, `Mapped` and `list` may not. It may
not be imported under another name (`import Stay as Visit`), since no class has that name.

## Example

```python
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    born: Mapped[datetime] = mapped_column()  # error: [unresolved-annotation]
```

Use instead:

```python
from datetime import datetime


class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    born: Mapped[datetime] = mapped_column()
```

## When it stays silent

Where a star import or a function may bring the name, and for `Column`, `column_property` and
functions with `declared_attr`, whose annotations are not evaluated.

From Python 3.14 on no annotation is evaluated where it stands, so that the class of a relationship
may be missing without quotes too: `Mapped[Post]` is then taken for `Mapped["Post"]`. Without quotes
it is reported only where the environment, `.python-version` or `requires-python` of the project
leave nothing but older Pythons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.aliases import aliases
from mapperlint.model.declarations.annotated import Want, unresolved
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


_WHY = {
    Want.TYPE_CHECKING: "which is imported only for type checking",
    Want.LATER: "which is defined only after the class",
    Want.UNBOUND: "which nothing in its module defines or imports",
}
_REMEDY = {
    Want.TYPE_CHECKING: "import it outside of `if TYPE_CHECKING:`",
    Want.LATER: "define it before the class",
    Want.UNBOUND: "import it",
}


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for found in unresolved(project.declarations, mapper):
            one = found.declared
            if one.full_name not in seen:
                seen.add(one.full_name)
                yield RULE.finding(
                    one.where,
                    f"the annotation of `{one.label}` needs `{found.name}`, {_WHY[found.want]}",
                    subject=one.full_name,
                    help=_REMEDY[found.want],
                    concerns=(mapper.cls.location.path,),
                )
        for alias in aliases(project.declarations, mapper):
            one = alias.declared
            if one.full_name not in seen and not project.registry.all_named(alias.name):
                seen.add(one.full_name)
                yield RULE.finding(
                    one.where,
                    f"the annotation of `{one.label}` needs `{alias.name}`, which only type "
                    f"checkers know to be `{alias.imported}`",
                    subject=one.full_name,
                    help=f'write `"{alias.imported}"`, or import it outside of `if TYPE_CHECKING:`',
                    concerns=(mapper.cls.location.path,),
                )


RULE = Rule("MAP109", "unresolved-annotation", Severity.ERROR, Runtime.IMPORT, check)
