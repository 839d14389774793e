"""A relationship names a class by a string that fits several classes of its registry.

## What happens

    InvalidRequestError: Multiple classes found for path "Item" in the registry of this declarative
    base. Please use a fully module-qualified path.

Two models of one name may live in one registry as long as no string has to choose between them.
The same holds for a class named in another string of a relationship: `primaryjoin`, `order_by`,
`foreign_keys`. Where the two are copies of one model, the rule `duplicate-class` speaks instead.

## Example

```python
# shop/items.py
class Item(Base):
    __tablename__ = "shop_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id"))
```

```python
# blog/items.py
class Item(Base):
    __tablename__ = "blog_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
```

```python
# shop/carts.py
import blog.items
import shop.items


class Cart(Base):
    __tablename__ = "carts"
    id: Mapped[int] = mapped_column(primary_key=True)
    items: Mapped[list["Item"]] = relationship("Item")  # error: [ambiguous-target]
```

Use instead:

```python
# shop/items.py
class Item(Base):
    __tablename__ = "shop_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id"))
```

```python
# blog/items.py
class Item(Base):
    __tablename__ = "blog_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
```

```python
# shop/carts.py
import blog.items
import shop.items


class Cart(Base):
    __tablename__ = "carts"
    id: Mapped[int] = mapped_column(primary_key=True)
    items: Mapped[list["Item"]] = relationship("shop.items.Item")
```

## When it stays silent

Where one of the classes stands under a condition, or the registry of one is not known, or where no
module of the application imports both.

## Fix

The string becomes the full path of the class that this module imports or defines. Where it does
neither, the path of each is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.targets import class_chosen, word_chosen
from mapperlint.model.names.resolution import Ambiguous
from mapperlint.model.relationships.string_arguments import AmbiguousWord
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        match relationship.target:
            case Ambiguous(name, candidates) if project.must_choose(candidates):
                yield RULE.finding(
                    relationship.target_where,
                    f"`{relationship.label}` leads to `{name}`, and {_several(candidates)}",
                    subject=relationship.full_name,
                    notes=_notes(candidates),
                    help=_help(candidates),
                    concerns=(relationship.owner.cls.location.path,),
                    fixes=class_chosen(project, relationship, name, candidates),
                )
    for fault in project.argument_faults:
        if isinstance(fault, AmbiguousWord) and project.must_choose(fault.candidates):
            call = fault.call
            if isinstance(call.relationship.target, Ambiguous):
                continue
            yield RULE.finding(
                fault.where,
                f"`{fault.argument}` of `{call.label}` names `{fault.name}`, and "
                f"{_several(fault.candidates)}",
                subject=f"{call.subject}({fault.argument})",
                notes=_notes(fault.candidates),
                help=_help(fault.candidates),
                concerns=call.concerns,
                fixes=word_chosen(project, fault),
            )


def _several(candidates: tuple[Mapper, ...]) -> str:
    return f"{len(candidates)} mapped classes have that name"


def _notes(candidates: tuple[Mapper, ...]) -> tuple[Note, ...]:
    return tuple(Note(each.cls.location, f"this one is `{each.full_name}`") for each in candidates)


def _help(candidates: tuple[Mapper, ...]) -> str:
    return f"name the module as well, as in `{candidates[0].full_name}`"


RULE = Rule("MAP302", "ambiguous-target", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
