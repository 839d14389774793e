"""Imports are moved, split, merged and added beside those that are there."""

from __future__ import annotations

from textwrap import dedent

import pytest

from mapperlint.fixes.realise import CannotRealise
from mapperlint.intentions import (
    AddImport,
    Intention,
    Moved,
    MoveImports,
    Needed,
    Replace,
)
from mapperlint.places import Location
from tests.support.mended import PATH, mended


def moved(before: str, *homes: Moved) -> str:
    def wanted(places: tuple[Location, ...]) -> tuple[Intention, ...]:
        return (MoveImports(places[0], homes),)

    return mended(dedent(before).lstrip("\n").encode(), wanted).decode()


def home(name: str, module: str, new: str | None = None) -> Moved:
    return Moved(name, module, name if new is None else new)


USER, POST = home("User", "app.user"), home("Post", "app.post")

MOVED = {
    "all names": ("«from app.models import User»\n", (USER,), "from app.user import User\n"),
    "a comment beside": (
        "«from app.models import User»  # noqa: F401\n",
        (USER,),
        "from app.user import User  # noqa: F401\n",
    ),
    "an alias": (
        "«from app.models import User as U»\n",
        (USER,),
        "from app.user import User as U\n",
    ),
    "another name": (
        "«from app.models import User»\n",
        (home("User", "app.user", "Person"),),
        "from app.user import Person as User\n",
    ),
    "another name and an alias": (
        "«from app.models import User as U»\n",
        (home("User", "app.user", "Person"),),
        "from app.user import Person as U\n",
    ),
    "the alias is the name now": (
        "«from app.models import User as Person»\n",
        (home("User", "app.user", "Person"),),
        "from app.user import Person\n",
    ),
    "over lines": (
        ("«from app.models import (\n    Post,  # posts\n    User,\n)»\n"),
        (home("User", "app.new"), home("Post", "app.new")),
        ("from app.new import (\n    Post,  # posts\n    User,\n)\n"),
    ),
    "by dots": (
        "«from .models import User»\n",
        (home("User", ".user"),),
        "from .user import User\n",
    ),
    "the package by dots": (
        "«from .models import User»\n",
        (home("User", ".."),),
        "from .. import User\n",
    ),
    "out of the package by dots": (
        "«from . import user»\n",
        (home("user", ".models"),),
        "from .models import user\n",
    ),
    "everything": (
        "«from app.models import *»\n",
        (home("*", "app.user"),),
        "from app.user import *\n",
    ),
    "some names": (
        "«from app.models import Post, User»\n",
        (USER,),
        "from app.models import Post\nfrom app.user import User\n",
    ),
    "the first of the names": (
        "«from app.models import Post, User as U»\n",
        (POST,),
        "from app.models import User as U\nfrom app.post import Post\n",
    ),
    "names to two modules": (
        "«from app.models import Post, User»\n",
        (USER, POST),
        "from app.post import Post\nfrom app.user import User\n",
    ),
    "names to three places": (
        "«from app.models import Like, Post, User»\n",
        (USER, POST),
        "from app.models import Like\nfrom app.post import Post\nfrom app.user import User\n",
    ),
    "a pragma goes with them": (
        "«from app.models import Post, User»  # noqa\n",
        (USER,),
        "from app.models import Post  # noqa\nfrom app.user import User  # noqa\n",
    ),
    "another comment stays": (
        "«from app.models import Post, User»  # models\n",
        (USER,),
        "from app.models import Post  # models\nfrom app.user import User\n",
    ),
    "some names over lines": (
        ("«from app.models import (\n    Like,\n    Post,  # posts\n    User,\n)»\n"),
        (POST,),
        ("from app.models import (\n    Like,\n    User,\n)\nfrom app.post import Post  # posts\n"),
    ),
    "the last name over lines": (
        ("«from app.models import (\n    Like,  # likes\n    User\n)»\n"),
        (USER,),
        ("from app.models import (\n    Like  # likes\n)\nfrom app.user import User\n"),
    ),
    "the first name on the line of the bracket": (
        "«from app.models import (Like,\n                        User)»\n",
        (USER,),
        "from app.models import (Like)\nfrom app.user import User\n",
    ),
    "a line continued": (
        "«from app.models import Like, \\\n    User»\n",
        (USER,),
        "from app.models import Like\nfrom app.user import User\n",
    ),
    "several with comments": (
        ("«from app.models import (\n    Like,\n    Post,  # posts\n    User,\n)»\n"),
        (home("Post", "app.new"), home("User", "app.new")),
        (
            "from app.models import (\n"
            "    Like,\n"
            ")\n"
            "from app.new import (\n"
            "    Post,  # posts\n"
            "    User,\n"
            ")\n"
        ),
    ),
    "into an import that is there": (
        "«from app.models import User»\nfrom app.user import Account\n",
        (USER,),
        "from app.user import Account, User\n",
    ),
    "into one above": (
        "from app.user import Account, Zebra\n«from app.zoo import Like, User»\n",
        (USER,),
        "from app.user import Account, User, Zebra\nfrom app.zoo import Like\n",
    ),
    "into one over lines": (
        (
            "«from app.models import User»\n"
            "from app.user import (\n"
            "    Account,\n"
            "    Zebra,  # why\n"
            ")\n"
        ),
        (USER,),
        ("from app.user import (\n    Account,\n    User,\n    Zebra,  # why\n)\n"),
    ),
    "into one over lines, at its end": (
        ("«from app.models import User»\nfrom app.user import (\n    Account,  # why\n)\n"),
        (USER,),
        ("from app.user import (\n    Account,  # why\n    User,\n)\n"),
    ),
    "into one over lines without a comma": (
        (
            "«from app.models import User»\n"
            "from app.user import (\n"
            "    Account,\n"
            "    Book  # why\n"
            ")\n"
        ),
        (USER,),
        ("from app.user import (\n    Account,\n    Book,  # why\n    User\n)\n"),
    ),
    "into one over lines, at its start": (
        ("«from app.models import User»\nfrom app.user import (\n    Zebra,\n)\n"),
        (USER,),
        ("from app.user import (\n    User,\n    Zebra,\n)\n"),
    ),
    "into one over lines, closed on the last": (
        "«from app.models import User»\nfrom app.user import (Account,\n    Book)  # why\n",
        (USER,),
        "from app.user import (Account,\n    Book,\n    User)  # why\n",
    ),
    "into one with several on a line": (
        "«from app.models import User»\nfrom app.user import (\n    A, B,\n    C, Z)\n",
        (USER,),
        "from app.user import (\n    A, B,\n    C, User, Z)\n",
    ),
    "into one with several on a line, at its end": (
        "«from app.models import User»\nfrom app.user import (\n    A, B,\n    C, D as d,)\n",
        (USER,),
        "from app.user import (\n    A, B,\n    C, D as d, User,)\n",
    ),
    "into one by dots": (
        "from .user import Account\n\n«from app.models import User»\n",
        (USER,),
        "from .user import Account, User\n",
    ),
    "all of several into ones that are there": (
        "«from app.models import Post, User»\nfrom app.post import Like\nfrom app.user import A\n",
        (USER, POST),
        "from app.post import Like, Post\nfrom app.user import A, User\n",
    ),
    "what is imported there already": (
        "«from app.models import User»\nfrom app.user import User\n",
        (USER,),
        "from app.user import User\n",
    ),
    "not across other statements": (
        "from app.user import Account\nAccount.load()\n«from app.models import User»\n",
        (USER,),
        "from app.user import Account\nAccount.load()\nfrom app.user import User\n",
    ),
    "not where a comment would be lost": (
        "«from app.models import User»  # noqa\nfrom app.user import Account\n",
        (USER,),
        "from app.user import User  # noqa\nfrom app.user import Account\n",
    ),
    "in order": (
        (
            "from app.a import A\n"
            "«from app.b import Post, User»\n"
            "from app.c import C\n"
            "from app.z import Z\n"
        ),
        (USER,),
        (
            "from app.a import A\n"
            "from app.b import Post\n"
            "from app.c import C\n"
            "from app.user import User\n"
            "from app.z import Z\n"
        ),
    ),
    "beside where there is no order": (
        "from app.z import Z\n«from app.b import Post, User»\nfrom app.c import C\n",
        (USER,),
        (
            "from app.z import Z\n"
            "from app.b import Post\n"
            "from app.user import User\n"
            "from app.c import C\n"
        ),
    ),
    "in a function": (
        "def f():\n    «from app.models import Post, User»\n    return User\n",
        (USER,),
        (
            "def f():\n"
            "    from app.models import Post\n"
            "    from app.user import User\n"
            "    return User\n"
        ),
    ),
    "for types": (
        "if TYPE_CHECKING:\n\t«from app.models import Post, User»\n",
        (USER,),
        "if TYPE_CHECKING:\n\tfrom app.models import Post\n\tfrom app.user import User\n",
    ),
    "in a try": (
        ("try:\n    «from app.models import User»\nexcept ImportError:\n    User = None\n"),
        (USER,),
        ("try:\n    from app.user import User\nexcept ImportError:\n    User = None\n"),
    ),
    "on the line of its block": (
        "try: «from app.models import Post, User»\nexcept ImportError: pass\n",
        (USER,),
        "try: from app.models import Post; from app.user import User\nexcept ImportError: pass\n",
    ),
    "a plain import": (
        "«import app.models»  # noqa\n",
        (Moved("", "app.user", ""),),
        "import app.user  # noqa\n",
    ),
    "a plain import with an alias": (
        "«import app.models as m»\nx = m.User\n",
        (Moved("", "app.user", ""),),
        "import app.user as m\nx = m.User\n",
    ),
}


@pytest.mark.parametrize(("before", "homes", "after"), MOVED.values(), ids=MOVED)
def test_moved(before: str, homes: tuple[Moved, ...], after: str) -> None:
    assert moved(before, *homes) == after


STUCK = {
    "a plain import that is used": (
        "«import app.models»\nx = app.models.User\n",
        Moved("", "app.user", ""),
    ),
    "a name that is not imported": ("«from app.models import Post»\n", USER),
}


@pytest.mark.parametrize(("before", "where"), STUCK.values(), ids=STUCK)
def test_not_moved(before: str, where: Moved) -> None:
    with pytest.raises(CannotRealise):
        moved(before, where)


def added(before: str, module: str = "app", name: str | None = "post") -> str:
    return mended(before.encode(), lambda _: (AddImport(PATH, module, name),)).decode()


ADDED = {
    "by dots": (
        "from . import like\nfrom . import user\n",
        "from . import like\nfrom . import post\nfrom . import user\n",
    ),
    "one more name": ("from . import like, user\n", "from . import like, post, user\n"),
    "one more line": (
        ("from . import (\n    like,\n    user,\n)\n"),
        ("from . import (\n    like,\n    post,\n    user,\n)\n"),
    ),
    "everything of it": (
        "from .like import *\nfrom .user import *\n",
        "from .like import *\nfrom .post import *\nfrom .user import *\n",
    ),
    "everything of it by its name": (
        "from app.like import *\nfrom app.user import *\n",
        "from app.like import *\nfrom app.post import *\nfrom app.user import *\n",
    ),
    "comments they all have": (
        "from . import like  # noqa: F401\nfrom . import user  # noqa: F401\n",
        (
            "from . import like  # noqa: F401\n"
            "from . import post  # noqa: F401\n"
            "from . import user  # noqa: F401\n"
        ),
    ),
    "comments that one of them has": (
        "from . import like  # noqa: F401\nfrom . import user\n",
        "from . import like  # noqa: F401\nfrom . import post\nfrom . import user\n",
    ),
    "classes of the others": (
        "from app.like import Like\nfrom app.user import User\n",
        "from app import post\nfrom app.like import Like\nfrom app.user import User\n",
    ),
    "plain imports": (
        "import app.like\nimport app.user\n",
        "import app.like\nimport app.post\nimport app.user\n",
    ),
    "no order": (
        "from . import user\nfrom . import like\nfrom . import zoo\n",
        ("from . import user\nfrom . import like\nfrom . import zoo\nfrom . import post\n"),
    ),
    "below others": (
        ('"""The app."""\n\nimport os\n\nfrom sqlalchemy import Column\n\nx = 1\n'),
        (
            '"""The app."""\n'
            "\n"
            "import os\n"
            "\n"
            "from sqlalchemy import Column\n"
            "\n"
            "from app import post\n"
            "\n"
            "x = 1\n"
        ),
    ),
    "nothing": ("", "from app import post\n"),
    "a text": ('"""The app."""\n', '"""The app."""\n\nfrom app import post\n'),
    "a comment": ("# The app.\n", "# The app.\nfrom app import post\n"),
    "no line break": ("from . import like", "from . import like, post"),
}


@pytest.mark.parametrize(("before", "after"), ADDED.values(), ids=ADDED)
def test_added(before: str, after: str) -> None:
    assert added(before) == after


def test_module_added() -> None:
    before = "import app.like  # noqa\nimport app.user  # noqa\n"
    after = "import app.like  # noqa\nimport app.post  # noqa\nimport app.user  # noqa\n"
    assert added(before, "app.post", None) == after


def test_added_once() -> None:
    with pytest.raises(CannotRealise, match="already"):
        added("from . import post, user\n")


def needing(before: str, *needs: Needed) -> str:
    found = mended(before.encode(), lambda p: (Replace(p[0], "b", needs),))
    return found.decode()


RELATIONSHIP = Needed("sqlalchemy.orm", "relationship")
TYPES = Needed("app.post", "Post", for_types=True)

NEEDED = {
    "it is there": (
        "from sqlalchemy.orm import relationship\nx = «a»\n",
        RELATIONSHIP,
        "from sqlalchemy.orm import relationship\nx = b\n",
    ),
    "one more name": (
        "from sqlalchemy.orm import Mapped, validates\nx = «a»\n",
        RELATIONSHIP,
        "from sqlalchemy.orm import Mapped, relationship, validates\nx = b\n",
    ),
    "beside its package": (
        ("import os\n\nfrom flask import Flask\nfrom sqlalchemy import Column\nx = «a»\n"),
        RELATIONSHIP,
        (
            "import os\n"
            "\n"
            "from flask import Flask\n"
            "from sqlalchemy import Column\n"
            "from sqlalchemy.orm import relationship\n"
            "x = b\n"
        ),
    ),
    "everything is imported": (
        "from sqlalchemy.orm import *\nx = «a»\n",
        RELATIONSHIP,
        "from sqlalchemy.orm import *\nx = b\n",
    ),
    "a group of its own": (
        ("import os\n\nfrom .user import User\n\nx = «a»\n"),
        RELATIONSHIP,
        (
            "import os\n"
            "\n"
            "from sqlalchemy.orm import relationship\n"
            "\n"
            "from .user import User\n"
            "\n"
            "x = b\n"
        ),
    ),
    "a file without imports": (
        '"""Text."""\n\nx = «a»\n',
        RELATIONSHIP,
        ('"""Text."""\n\nfrom sqlalchemy.orm import relationship\n\nx = b\n'),
    ),
    "only for types there": (
        (
            "from typing import TYPE_CHECKING\n"
            "\n"
            "if TYPE_CHECKING:\n"
            "    from sqlalchemy.orm import relationship\n"
            "x = «a»\n"
        ),
        RELATIONSHIP,
        (
            "from typing import TYPE_CHECKING\n"
            "\n"
            "from sqlalchemy.orm import relationship\n"
            "\n"
            "if TYPE_CHECKING:\n"
            "    from sqlalchemy.orm import relationship\n"
            "x = b\n"
        ),
    ),
    "a line that gets too long": (
        (
            "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, validates, with_a\n"
            "x = «a»\n"
        ),
        RELATIONSHIP,
        (
            "from sqlalchemy.orm import (\n"
            "    DeclarativeBase,\n"
            "    Mapped,\n"
            "    mapped_column,\n"
            "    relationship,\n"
            "    validates,\n"
            "    with_a,\n"
            ")\n"
            "x = b\n"
        ),
    ),
    "for types": (
        "from sqlalchemy.orm import Mapped\n\nx = «a»\n",
        TYPES,
        (
            "from typing import TYPE_CHECKING\n"
            "\n"
            "from sqlalchemy.orm import Mapped\n"
            "\n"
            "if TYPE_CHECKING:\n"
            "    from app.post import Post\n"
            "\n"
            "x = b\n"
        ),
    ),
    "for types, where it is imported": (
        "from app import Post\n\nx = «a»\n",
        TYPES,
        "from app import Post\n\nx = b\n",
    ),
    "for types, in the block": (
        (
            "from typing import TYPE_CHECKING\n"
            "\n"
            "if TYPE_CHECKING:\n"
            "    from app.user import User\n"
            "x = «a»\n"
        ),
        TYPES,
        (
            "from typing import TYPE_CHECKING\n"
            "\n"
            "if TYPE_CHECKING:\n"
            "    from app.post import Post\n"
            "    from app.user import User\n"
            "x = b\n"
        ),
    ),
    "for types, by dots": (
        ("from .base import Base\n\n\nx = «a»\n"),
        TYPES,
        (
            "from typing import TYPE_CHECKING\n"
            "\n"
            "from .base import Base\n"
            "\n"
            "if TYPE_CHECKING:\n"
            "    from .post import Post\n"
            "\n"
            "\n"
            "x = b\n"
        ),
    ),
    "for types, by the module": (
        "import typing as t\n\nx = «a»\n",
        TYPES,
        ("import typing as t\n\nif t.TYPE_CHECKING:\n    from app.post import Post\n\nx = b\n"),
    ),
    "from the future": (
        "from __future__ import annotations\n\nx = «a»\n",
        RELATIONSHIP,
        (
            "from __future__ import annotations\n"
            "\n"
            "from sqlalchemy.orm import relationship\n"
            "\n"
            "x = b\n"
        ),
    ),
}


@pytest.mark.parametrize(("before", "needed", "after"), NEEDED.values(), ids=NEEDED)
def test_needed(before: str, needed: Needed, after: str) -> None:
    assert needing(before, needed) == after


@pytest.mark.parametrize(
    "line", ["from mine import relationship", "def relationship(): ...", "relationship = 1"]
)
def test_name_that_is_taken(line: str) -> None:
    with pytest.raises(CannotRealise, match="something else"):
        needing(f"{line}\nx = «a»\n", RELATIONSHIP)


def test_needed_twice() -> None:
    before = "import os\n\nx = «a»\ny = «c»\n"

    def wanted(places: tuple[Location, ...]) -> tuple[Intention, ...]:
        return tuple(Replace(place, "b", (RELATIONSHIP,)) for place in places)

    after = "import os\n\nfrom sqlalchemy.orm import relationship\n\nx = b\ny = b\n"
    assert mended(before.encode(), wanted).decode() == after
