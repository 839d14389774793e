"""What took the place of a module that is gone, and which modules only have a name of it."""

from __future__ import annotations

import pytest

from tests.unit.test_imports import broken

MODELS = "class User: ...\nclass Post: ..."
SERVICE = "from app.models import User, Post"


def app(**files: str) -> dict[str, str]:
    named = {f"app/{name.replace('__', '/')}.py": text for name, text in files.items()}
    sound = {"app/root.py": "class Root: ...", "app/views.py": "from app.root import Root"}
    return {"app/__init__.py": "", **sound, **named}


def successors(files: dict[str, str]) -> list[str | None]:
    return [each.successor for each in broken(files)]


def test_a_module_that_has_all_that_is_asked() -> None:
    assert successors(app(people=MODELS, service=SERVICE)) == ["app.people"]


def test_names_that_it_imports_itself_count_where_most_are_its_own() -> None:
    people = f"from app.base import Base\n{MODELS}"
    service = f"{SERVICE}, Base"
    assert successors(app(people=people, base="class Base: ...", service=service)) == ["app.people"]


@pytest.mark.parametrize(
    "people",
    [
        "class User: ...",
        "from app.other import User, Post",
        f"{MODELS}\nfrom app.models import Tag",
        f"{MODELS}\nfrom . import models",
    ],
)
def test_what_took_no_place(people: str) -> None:
    """It lacks a name, has them from elsewhere, or asks the old module itself."""
    files = app(people=people, service=SERVICE, other="class User: ...\nclass Tag: ...")
    assert "app.people" not in successors(files)


def test_two_that_might_have() -> None:
    assert successors(app(people=MODELS, folk=MODELS, service=SERVICE)) == [None]


def test_one_of_its_package_before_one_of_its_name() -> None:
    files = app(people=MODELS, api__models=MODELS, service=SERVICE)
    assert successors(files) == ["app.people"]
    del files["app/people.py"]
    assert successors(files) == ["app.api.models"]


@pytest.mark.parametrize(
    ("use", "successor"),
    [("models.User, models.Post", "app.people"), ("models.User, models.Tag", None), ("1", None)],
)
def test_a_module_that_is_imported_by_its_name(use: str, successor: str | None) -> None:
    files = app(people=MODELS, service=f"from app import models\nprint({use})")
    assert successors(files) == [successor]


def test_what_is_asked_for_the_name_beside_the_old_module_is_another_thing() -> None:
    service = "from app.models import User\nfrom app.forms import User as UserForm"
    (found,) = broken(app(models="", forms="class User: ...", service=service))
    assert found.homes == ()
    (found,) = broken(app(models="", forms="class User: ...", service=service.partition("\n")[0]))
    assert [home.module for home in found.homes] == ["app.forms"]
