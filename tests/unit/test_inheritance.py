"""What a mapper has of its parent, and what the classes of a hierarchy share."""

from __future__ import annotations

import pytest

from mapperlint.model.inheritance.identities import lacks_identity, same_identities
from mapperlint.model.inheritance.mapper_argument import mapper_argument
from mapperlint.model.inheritance.parent_joins import parent_join
from mapperlint.model.inheritance.shared_tables import taken_columns
from mapperlint.model.project import Project
from mapperlint.model.relationships.arguments import Absent, Argument, Given, Unreadable
from mapperlint.model.relationships.join_search import AmbiguousJoin, JoinFound, NoJoin
from tests.support.models import CLASSIC, mapper_of, project_of

ANIMALS = """
class Animal(Base):
    __tablename__ = "animals"
    id = Column(Integer, primary_key=True)
    kind = Column(String)
    __mapper_args__ = {{"polymorphic_on": kind, "polymorphic_identity": "animal"}}


class Cat(Animal):
{body}
"""


def cats(body: str) -> Project:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return project_of({"models.py": CLASSIC + ANIMALS.format(body=lines)})


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("pass", Absent),
        ('__mapper_args__ = {"polymorphic_identity": "cat"}', Given),
        ('__mapper_args__ = {"polymorphic_identity": None}', Absent),
        ("__mapper_args__ = arguments()", Unreadable),
        ('__mapper_args__ = {"concrete": False, **more}', Unreadable),
        ("@declared_attr\ndef __mapper_args__(cls):\n    return {}", Absent),
    ],
)
def test_an_argument_is_absent_given_or_unreadable(body: str, kind: type[Argument[object]]) -> None:
    cat = next(each for each in cats(body).mappers if each.name == "Cat")
    assert isinstance(mapper_argument(cat, "polymorphic_identity"), kind)
    assert lacks_identity(cat) is (kind is Absent)


@pytest.mark.parametrize(("identity", "same"), [("animal", [("Animal", "Cat")]), ("cat", [])])
def test_identities_of_one_hierarchy_are_compared(
    identity: str, same: list[tuple[str, str]]
) -> None:
    project = cats(f'__mapper_args__ = {{"polymorphic_identity": "{identity}"}}')
    assert [(a.name, b.name) for a, b in same_identities(project.mappers)] == same


JOINED = 'id = Column(ForeignKey("animals.id"), primary_key=True)'


@pytest.mark.parametrize(
    ("columns", "search"),
    [
        (JOINED, JoinFound),
        ("id = Column(Integer, primary_key=True)", NoJoin),
        (f'{JOINED}\nother = Column(ForeignKey("animals.id"))', AmbiguousJoin),
        (f'{JOINED}\n__mapper_args__ = {{"inherit_condition": id == Animal.id}}', type(None)),
        (f'{JOINED}\n__mapper_args__ = {{"concrete": True}}', type(None)),
    ],
)
def test_the_table_of_a_subclass_is_joined_to_that_of_its_parent(
    columns: str, search: type[object]
) -> None:
    project = cats(f'__tablename__ = "cats"\n{columns}')
    cat = next(each for each in project.mappers if each.name == "Cat")
    assert isinstance(parent_join(cat, project.tables), search)


def test_the_first_class_of_two_keeps_its_column() -> None:
    source = ANIMALS.format(body="    weight = Column(Integer)\n")
    source += "\nclass Dog(Animal):\n    weight = Column(Integer)\n"
    dog = mapper_of(source, "Dog")
    (taken,) = taken_columns(dog)
    assert taken.present.mapper.name == "Cat"
    assert dog.table is not None
    assert dog.table.columns["weight"] is taken.present.column
