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
        ("import b{}class C(b.B): ...", "import a{}class D(a.A): ...", ["b"]),
        ("import b{}def f():\n    return b.B", "import a{}class D(a.A): ...", []),
        ("import b{}x = lambda: b.B", "import a{}x = lambda: a.A", []),
        ("import b{}x = b.later or 1", "import a{}x = a.later and 1", []),
        ("from b import B{}", "def __getattr__(name): ...\nfrom a import A{}", []),
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


def packaged(**files: str) -> list[str]:
    """What is said of a package `app` with some modules."""
    texts = {f"app/{name}.py": text for name, text in files.items()}
    project = project_of({"base.py": BASE, "app/__init__.py": "", **texts})
    return [f"{cycle.module.name}: {cycle.name}" for cycle in project.import_cycles()]


USER, POST = MODEL.format(name="User"), MODEL.format(name="Post")


def test_a_package_says_in_which_order_its_modules_run() -> None:
    models = "from app.user import User\nfrom app.post import Post"
    assert packaged(__init__=models, user=f"from app import Post{USER}", post=POST) == [
        "app.user: Post"
    ]
    assert packaged(__init__=models, user=f"from app.post import Post{USER}", post=POST) == []
    late = f"{USER}from app.post import Post"
    early = f"from app.user import User{POST}"
    assert packaged(__init__=models, user=late, post=early) == []
    assert packaged(__init__=models, user=f"from app.post import Post{USER}", post=early) == [
        "app.post: User"
    ]


def test_a_module_of_a_package_is_found_while_that_is_imported() -> None:
    models = "from app.user import User\nfrom app.post import Post"
    assert packaged(__init__=models, user=f"from app import post{USER}", post=POST) == []
    assert packaged(__init__=models, user=f"from . import post{USER}", post=POST) == []


def test_a_star_gives_what_is_bound_by_then() -> None:
    models = "from app.post import *\nfrom app.user import User"
    assert packaged(__init__=models, user=f"from app import Post{USER}", post=POST) == []
    unknown = "from lib import *\nfrom app.user import User"
    assert packaged(__init__=unknown, user=f"from app import Post{USER}", post=POST) == []


def test_cycles_without_models_are_left_alone() -> None:
    assert packaged(one="from app.two import b\na = 1", two="from app.one import a\nb = 1") == []
