"""What classes declare, and where nothing can be said of it."""

from __future__ import annotations

import pytest

from mapperlint.model.declarations.annotated import Want, unresolved, without_mapped
from mapperlint.model.declarations.column_objects import hidden, shared_between_tables
from mapperlint.model.declarations.fields import disordered
from mapperlint.model.declarations.names import without_table
from mapperlint.model.declarations.primary_keys import without_primary_key
from mapperlint.model.declarations.table_arguments import columns_absent
from mapperlint.model.project import Project
from tests.support.models import ANNOTATED, CLASSIC, project_of


def project(source: str, preamble: str = CLASSIC) -> Project:
    return project_of({"models.py": f"{preamble}{source}"})


def keyless(source: str, preamble: str = CLASSIC) -> list[str]:
    """The names of the classes that surely have no primary key."""
    model = project(source, preamble)
    return [
        mapper.name for mapper in model.mappers if without_primary_key(model.declarations, mapper)
    ]


GUEST = """
class Guest({bases}):
    __tablename__ = "guests"
    name = Column(String{more})
"""


@pytest.mark.parametrize(
    ("bases", "more", "expected"),
    [
        ("Base", "", ["Guest"]),
        ("Base", ", primary_key=True", []),
        ("Base", ", primary_key=flag()", []),
        ("Base", ", **options()", []),
        ("Unseen, Base", "", []),
    ],
)
def test_a_primary_key_is_missed_only_where_all_is_seen(
    bases: str, more: str, expected: list[str]
) -> None:
    source = "from elsewhere import Unseen, flag, options\n"
    assert keyless(source + GUEST.format(bases=bases, more=more)) == expected


def test_an_annotation_from_elsewhere_may_bring_the_key() -> None:
    source = """
from elsewhere import key
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[key]
"""
    assert keyless(source, ANNOTATED) == []


def test_a_base_that_sets_table_names_leaves_none_to_be_missed() -> None:
    source = """
class Named(Base):
    __abstract__ = True
    def __init_subclass__(cls):
        cls.__tablename__ = "x"
class Guest(Named):
    id = Column(Integer, primary_key=True)
class Room(Base):
    id = Column(Integer, primary_key=True)
"""
    model = project(source)
    found = [without_table(model.declarations, mapper) for mapper in model.mappers]
    assert [each.mapper.name for each in found if each is not None] == ["Room"]


@pytest.mark.parametrize(
    ("annotation", "value", "expected"),
    [
        ("int", " = mapped_column()", True),
        ("int", "", True),
        ("Optional[int]", "", True),
        ("Mapped[int]", "", False),
        ("ClassVar[int]", "", False),
        ("int", " = 3", False),
        ("Unseen[int]", "", False),
        ("Unseen", " = mapped_column()", False),
    ],
)
def test_annotations_that_are_surely_not_mapped(
    annotation: str, value: str, *, expected: bool
) -> None:
    source = f"""
from typing import ClassVar
from elsewhere import Unseen
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    x: {annotation}{value}
"""
    model = project(source, ANNOTATED)
    assert bool(list(without_mapped(model.declarations, model.mappers[0]))) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("from datetime import date as day", "", []),
        ("if TYPE_CHECKING:\n    from datetime import date as day", "", [Want.TYPE_CHECKING]),
        ("", "class day: pass", [Want.LATER]),
        ("", "", [Want.UNBOUND]),
        ("from elsewhere import *", "", []),
        ("try:\n    from a import day\nexcept ImportError:\n    day = None", "", []),
    ],
)
def test_why_a_name_of_an_annotation_has_no_value(
    before: str, after: str, expected: list[Want]
) -> None:
    source = f"""
from typing import TYPE_CHECKING
{before}
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    born: Mapped["day"] = mapped_column(String)
{after}
"""
    model = project(source, ANNOTATED)
    mapper = next(each for each in model.mappers if each.name == "Guest")
    assert [each.want for each in unresolved(model.declarations, mapper)] == expected


def test_tables_made_in_a_loop_share_no_column() -> None:
    source = """
for name in ("a", "b"):
    Table(name, Base.metadata, Column("id", Integer))
shared = Column("x", Integer)
one = Table("one", Base.metadata, shared)
two = Table("two", Base.metadata, shared)
"""
    model = project(source)
    found = list(shared_between_tables(model.declarations, model.checked_tables()))
    assert [(each.first, each.second) for each in found] == [("one", "two")]


def test_constraints_of_open_tables_are_not_judged() -> None:
    source = """
from sqlalchemy import UniqueConstraint
from elsewhere import more
seen = Table("seen", Base.metadata, Column("id", Integer), UniqueConstraint("x"))
open = Table("open", Base.metadata, Column("id", Integer), *more(), UniqueConstraint("x"))
"""
    model = project(source)
    found = list(
        columns_absent(
            model.declarations, model.checked_tables(), model.mappers, model.tables.is_alone
        )
    )
    assert [(each.table.name, each.name) for each in found] == [("seen", "x")]


def test_what_is_made_of_the_attribute_does_not_hide_it() -> None:
    source = """
class Guest(Base):
    __tablename__ = "guests"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    name = wrapped(name)
    age = Column(Integer)
    def age(self): ...
"""
    model = project(source)
    found = list(hidden(model.declarations, model.mappers[0]))
    assert [each.name for each in found] == ["age"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("mapped_column(default=0)", "mapped_column()", "y"),
        ("mapped_column(default=0)", "mapped_column(init=False)", None),
        ("mapped_column(default=0, kw_only=True)", "mapped_column()", None),
        ("mapped_column(insert_default=0)", "mapped_column()", None),
        ("mapped_column(default=0)", "unseen()", None),
    ],
)
def test_the_order_of_fields(first: str, second: str, expected: str | None) -> None:
    source = f"""
from sqlalchemy.orm import MappedAsDataclass
from elsewhere import unseen
class Guest(MappedAsDataclass, Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    x: Mapped[int] = {first}
    y: Mapped[int] = {second}
"""
    model = project(source, ANNOTATED)
    found = disordered(model.declarations, model.mappers[0])
    assert (found.field.name if found else None) == expected
