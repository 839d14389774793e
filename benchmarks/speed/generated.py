"""Valid projects of any number of models, each in a file of its own, in packages of fifty.

Every third file is written in the style before 2.0. Each model but the first points to another one
with a key and a pair of relationships, mostly in another package; every fifth goes with a `Table`
to a third one, every seventh is stored with its parent class, and most have columns of mixins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PACKAGE = 50
"""Models of one package."""
_CHILDREN = 3

_BASE = """\
from datetime import datetime

from sqlalchemy import DateTime, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Numbered:
    id: Mapped[int] = mapped_column(primary_key=True)


class Stamped:
    created_at: Mapped[datetime] = mapped_column(DateTime, server_default=func.now())
    updated_at: Mapped[datetime | None] = mapped_column(DateTime, onupdate=func.now())


class Named:
    name: Mapped[str] = mapped_column(String(100), index=True)
"""


def project(models: int) -> dict[str, str]:
    """The files of a project, by their paths."""
    packages = range(-(-models // PACKAGE))
    files = {
        "pyproject.toml": _SETTINGS,
        "shop/__init__.py": "",
        "shop/base.py": _BASE,
        "shop/models.py": "".join(f"import shop.{_package(number)}\n" for number in packages),
    }
    for number in packages:
        inside = range(number * PACKAGE, min(models, (number + 1) * PACKAGE))
        lines = (f"from {_module(each)} import {_class(each)}\n" for each in inside)
        files[f"shop/{_package(number)}/__init__.py"] = "".join(lines)
    for number in range(models):
        files[path_of(number)] = "\n".join((*_lines(number, models), ""))
    return files


_SETTINGS = """\
[project]
name = "shop"
version = "1"
dependencies = ["sqlalchemy>=2.0"]

[tool.mapperlint]
"""


def path_of(number: int) -> str:
    """The file of a model."""
    return _module(number).replace(".", "/") + ".py"


def _package(number: int) -> str:
    return f"part_{number:03}"


def _module(number: int) -> str:
    return f"shop.{_package(number // PACKAGE)}.item_{number:05}"


def _class(number: int) -> str:
    return f"Item{number:05}"


def _table(number: int) -> str:
    return f"item_{number:05}"


# which models are connected


def _owner(number: int) -> int | None:
    """The model a model points to."""
    return (number - 1) // _CHILDREN if number else None


def _owned(number: int, models: int) -> Iterator[int]:
    """The models that point to a model."""
    first = number * _CHILDREN + 1
    yield from range(first, min(first + _CHILDREN, models))


def _is_subclass(number: int) -> bool:
    return number % 7 == 6


def _labelled(number: int, models: int) -> int | None:
    """The model that a model goes to through a table of its own."""
    far = number + PACKAGE // 2
    return far if number % 5 == 0 and far < models else None


def _labels(number: int) -> int | None:
    near = number - PACKAGE // 2
    return near if near >= 0 and near % 5 == 0 else None


def _own(number: int, name: str) -> str:
    """A name that the parent class of a model does not have."""
    return f"{name}_{number:05}" if _is_subclass(number) else name


def _before_2_0(number: int) -> bool:
    return number % 3 == 2


# the text of a model


def _lines(number: int, models: int) -> Iterator[str]:
    one = (_owner(number), _labelled(number, models), _labels(number))
    others = sorted({*_owned(number, models), *(each for each in one if each is not None)})
    if _before_2_0(number):
        yield from _imports(number, "relationship", ())
    else:
        yield from _imports(number, "Mapped, mapped_column, relationship", others)
    label = _labelled(number, models)
    if label is not None:
        yield from _link_table(number, label)
    yield from _class_statement(number)
    yield from _columns(number)
    yield from _relationships(number, models)


def _imports(number: int, words: str, others: Sequence[int]) -> Iterator[str]:
    yield "from __future__ import annotations"
    yield ""
    if others:
        yield "from typing import TYPE_CHECKING"
        yield ""
    yield "from sqlalchemy import Column, ForeignKey, Integer, String, Table"
    yield f"from sqlalchemy.orm import {words}"
    yield ""
    yield "from shop.base import Base, Named, Numbered, Stamped"
    if _is_subclass(number):
        yield f"from {_module(number - 1)} import {_class(number - 1)}"
    if others:
        yield ""
        yield "if TYPE_CHECKING:"
        for other in others:
            yield f"    from {_module(other)} import {_class(other)}"
    yield ""


def _link_table(number: int, other: int) -> Iterator[str]:
    yield f"labels_{number:05} = Table("
    yield f'    "labels_{number:05}",'
    yield "    Base.metadata,"
    for each in (number, other):
        yield f'    Column("{_table(each)}_id", ForeignKey("{_table(each)}.id"), primary_key=True),'
    yield ")"
    yield ""


def _class_statement(number: int) -> Iterator[str]:
    yield ""
    if _is_subclass(number):
        yield f"class {_class(number)}({_class(number - 1)}):"
    else:
        mixins = ("Named, Stamped, ", "Stamped, ", "")[number % 3]
        yield f"class {_class(number)}({mixins}Numbered, Base):"
    yield f'    """The {number}th thing that is sold."""'
    yield ""
    yield f'    __tablename__ = "{_table(number)}"'
    if _is_subclass(number):
        yield f'    __mapper_args__ = {{"polymorphic_identity": "{_table(number)}"}}'
    elif _is_subclass(number + 1):
        yield '    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "thing"}'
    yield ""


def _columns(number: int) -> Iterator[str]:
    owner = _owner(number)
    for name, kind, python in (("code", "String(20)", "str"), ("amount", "Integer", "int")):
        if _before_2_0(number):
            yield f"    {_own(number, name)} = Column({kind}, nullable=False)"
        else:
            yield f"    {_own(number, name)}: Mapped[{python}] = mapped_column({kind})"
    if _is_subclass(number):
        yield from _key(number, "id", f"{_table(number - 1)}.id", "primary_key=True")
    elif _is_subclass(number + 1):
        yield from _key(number, "kind", "", "nullable=False")
    if owner is not None:
        name = _own(number, "owner_id")
        yield from _key(number, name, f"{_table(owner)}.id", "index=True, nullable=False")
    yield ""


def _key(number: int, name: str, target: str, options: str) -> Iterator[str]:
    kind = f'ForeignKey("{target}"), ' if target else "String(30), "
    if _before_2_0(number):
        yield f"    {name} = Column({kind}{options})"
    else:
        yield f"    {name}: Mapped[{'int' if target else 'str'}] = mapped_column({kind}{options})"


def _relationships(number: int, models: int) -> Iterator[str]:
    owner = _owner(number)
    if owner is not None:
        options = f"foreign_keys=[{_own(number, 'owner_id')}]"
        yield from _side(number, "owner", owner, options, f"owned_{number:05}")
    for other in _owned(number, models):
        options = f'foreign_keys="{_class(other)}.{_own(other, "owner_id")}"'
        yield from _side(number, f"owned_{other:05}", other, options, "owner")
    label, labels = _labelled(number, models), _labels(number)
    if label is not None:
        yield from _side(number, "labels", label, f"secondary=labels_{number:05}", "labelled")
    if labels is not None:
        yield from _side(number, "labelled", labels, f'secondary="labels_{labels:05}"', "labels")


def _side(number: int, name: str, other: int, options: str, reverse: str) -> Iterator[str]:
    target, attribute = _class(other), _own(number, name)
    pair = f'back_populates="{_own(other, reverse)}"'
    if _before_2_0(number):
        yield f'    {attribute} = relationship("{target}", {options}, {pair})'
        return
    annotation = target if name == "owner" else f"list[{target}]"
    yield f"    {attribute}: Mapped[{annotation}] = relationship("
    yield f"        {options}, {pair}"
    yield "    )"
