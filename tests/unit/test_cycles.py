"""Modules of models that import each other."""

from __future__ import annotations

import pytest

from tests.support.models import project_of

BASE = "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n"
MODEL = """
from sqlalchemy import Column, Integer
from base import Base
class {name}(Base):
    __tablename__ = "{name}"
    id = Column(Integer, primary_key=True)
"""


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("from b import B{}", "from a import A{}", ["b"]),
        ("from b import B{}", "{}from a import A", []),  # it works from one end
        ("{}from b import B", "{}from a import A", []),
        ("import b{}", "from a import A{}", []),
        ("from b import B{}", "try:\n    from a import A\nexcept ImportError:\n    pass{}", []),
        ("from b import *{}", "from a import A{}", []),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from b import B{}",
            "from a import A{}",
            [],
        ),
        ("from b import B{}", "{}def later():\n    from a import A", []),
    ],
)
def test_a_cycle_is_one_if_it_fails_from_each_end(one: str, other: str, found: list[str]) -> None:
    project = project_of(
        {
            "base.py": BASE,
            "a.py": one.format(MODEL.format(name="A")),
            "b.py": other.format(MODEL.format(name="B")),
        }
    )
    assert [cycle.module.name for cycle in project.import_cycles()] == found
