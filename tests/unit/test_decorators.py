"""What a decorator can have done to a class, by what is written in it and what it can reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.model.names.resolution import Missing, Unknowable
from mapperlint.model.values.classes import Class
from tests.support.models import CLASSIC

if TYPE_CHECKING:
    from pathlib import Path

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.names.resolution import Resolution

MODELS = f"""{CLASSIC}
from tools import decorator


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    bills = relationship("Bill")


@decorator
class Bill:
    pass
"""


def bill(tools: str) -> Class:
    """The class `Bill`, decorated with the `decorator` of a module of the project."""
    session = Session(Settings(root="/nowhere"))
    session.update("tools.py", tools)
    session.update("models.py", MODELS)
    return next(cls for cls in session.project.declarations.classes if cls.name == "Bill")


@pytest.mark.parametrize(
    "body",
    [
        "return cls",
        "KEPT[cls.__name__] = cls\n    return cls",
        "ORDER.append(cls)\n    return cls",
        "if issubclass(cls, dict):\n        raise TypeError(cls)\n    return cls",
        "name = cls.__name__.lower()\n    KEPT[name] = cls\n    print(name)\n    return cls",
    ],
)
def test_a_function_that_keeps_the_class_leaves_it_as_it_is(body: str) -> None:
    assert bill(f"KEPT = {{}}\nORDER = []\n\ndef decorator(cls):\n    {body}\n").open_reason is None


@pytest.mark.parametrize(
    "body",
    [
        "cls.extra = 1\n    return cls",
        "setattr(cls, 'extra', 1)\n    return cls",
        "cls.register()\n    return cls",
        "UNKNOWN.append(cls)\n    return cls",
        "other = cls\n    other.extra = 1\n    return cls",
        "for each in [cls]:\n        each.extra = 1\n    return cls",
        "return type(cls.__name__, (cls,), {})",
        "KEPT[cls.__name__] = cls",
    ],
)
def test_a_function_that_does_more_may_have_changed_it(body: str) -> None:
    source = f"from out_of_sight import UNKNOWN\nKEPT = {{}}\n\ndef decorator(cls):\n    {body}\n"
    assert bill(source).open_reason == "it is decorated by `decorator`"


def target(folder: Path, files: dict[str, str]) -> Resolution[Mapper]:
    """What `relationship("Bill")` leads to; `Bill` is decorated with what a library defines."""
    for path, text in files.items():
        place = folder / "site-packages" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    session = Session(Settings(root="/nowhere", libraries=(str(folder / "site-packages"),)))
    session.update("models.py", MODELS.replace("from tools", "from extras.registry"))
    (relationship,) = session.project.all_relationships
    return relationship.target


DECORATOR = """
def decorator(cls):
    # Speaks of relationship(), as one does.
    cls.relationships = {}
    return cls
"""


def test_a_library_out_of_whose_reach_sqlalchemy_is_maps_nothing(tmp_path: Path) -> None:
    files = {
        "extras/__init__.py": "",
        "extras/names.py": "NAMES = ()\n",
        "extras/registry.py": f"import os\nfrom extras.names import NAMES\n{DECORATOR}",
    }
    assert isinstance(target(tmp_path, files), Missing)


@pytest.mark.parametrize(
    "names",
    ["from sqlalchemy.orm import registry\n", "from extras import deeper\n"],
)
def test_a_library_that_reaches_it_may_map(tmp_path: Path, names: str) -> None:
    files = {
        "extras/__init__.py": "",
        "extras/deeper.py": "import sqlalchemy.orm\n",
        "extras/names.py": f"{names}NAMES = ()\n",
        "extras/registry.py": f"from .names import NAMES\n{DECORATOR}",
    }
    assert target(tmp_path, files) == Unknowable("it is decorated by `decorator`")
