"""Classes that `type(name, bases, namespace)` makes, in a module and in its loops."""

from __future__ import annotations

from typing import Any

from mapperlint.model.mirror import mirror
from tests.support.models import project_of

SOURCE = """
from sqlalchemy import Column, ForeignKey, Integer, Table
from sqlalchemy.orm import declarative_base, relationship
Base = declarative_base()

class Role(Base):
    __tablename__ = "roles"
    id = Column(Integer, primary_key=True)

maps = {}
for entity in ("user", "group"):
    table = Table(
        f"{entity}_role_map", Base.metadata,
        Column("role_id", ForeignKey("roles.id"), primary_key=True),
    )
    maps[entity] = type(entity.title() + "RoleMap", (Base,), {
        "__table__": table, "role": relationship("Role"),
    })

Team = type("Team", (Base,), {"__tablename__": "teams", "id": Column(Integer, primary_key=True)})
"""


def classes_of(source: str) -> dict[str, Any]:
    """The mirrored classes of a module by name."""
    return {
        entry["class"].rpartition(".")[2]: entry
        for entry in mirror(project_of({"models.py": source}))["classes"]
    }


def test_a_call_of_type_maps_a_class() -> None:
    """The namespace of the call is the body of the class."""
    team = classes_of(SOURCE)["Team"]
    assert team["table"] == "teams"
    assert team["columns"] == {"id": ["teams.id"]}
    assert team["line"] == 20


def test_a_loop_of_a_module_makes_a_class_in_each_round() -> None:
    """Names, tables and relationships are those of the round."""
    classes = classes_of(SOURCE)
    assert set(classes) == {"Role", "UserRoleMap", "GroupRoleMap", "Team"}
    made = classes["GroupRoleMap"]
    assert made["table"] == "group_role_map"
    assert made["foreign_keys"] == [["group_role_map.role_id", "roles.id"]]
    assert made["relationships"][0]["target"] == "models.Role"


def test_a_class_of_things_that_are_not_read_is_listed_as_unknown() -> None:
    """Nobody can say which classes such a call makes, so the call itself is named."""
    source = (
        SOURCE
        + """
import settings
for name in settings.NAMES:
    type(name, (Base,), {"__tablename__": name})
"""
    )
    project = project_of({"models.py": source})
    found = [each for each in project.coverage.unknowns if each.subject == "`type()`"]
    assert [(each.field, each.place.span.line) for each in found] == [("class", 24)]
