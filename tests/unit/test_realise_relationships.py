"""A relationship is written into a class as those around it are."""

from __future__ import annotations

from inspect import cleandoc

import pytest

from mapperlint.fixes.realise import CannotRealise
from mapperlint.intentions import AddRelationship
from tests.support.mended import mended


def with_posts(
    before: str,
    *,
    many: bool = True,
    optional: bool = False,
    keywords: tuple[tuple[str, str], ...] = (),
    module: str = "app.models",
) -> str:
    """The text after the class between marks got a relationship to `Post`."""
    name = "posts" if many else "post"
    found = mended(
        before.encode(),
        lambda places: (
            AddRelationship(places[0], name, "Post", module, "user", many, optional, keywords),
        ),
    )
    return found.decode()


CLASSIC = "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import relationship\n\n\n"

LAID_OUT = {
    "after the last relationship": (
        """
        «class User(Base):
            id = Column(Integer)
            likes = relationship("Like", back_populates="user")
            name = Column(Integer)

            def f(self): ...»
        """,
        """
        class User(Base):
            id = Column(Integer)
            likes = relationship("Like", back_populates="user")
            posts = relationship("Post", back_populates="user")
            name = Column(Integer)

            def f(self): ...
        """,
    ),
    "after the last attribute": (
        """
        «class User(Base):
            __tablename__ = "users"

            id = Column(Integer)  # the key

            def f(self): ...

            other = 1»
        """,
        """
        class User(Base):
            __tablename__ = "users"

            id = Column(Integer)  # the key
            posts = relationship("Post", back_populates="user")

            def f(self): ...

            other = 1
        """,
    ),
    "blank lines between relationships": (
        """
        «class User(Base):
            likes = relationship("Like")

            books = relationship(
                "Book",
            )»


        class Other(Base): ...
        """,
        """
        class User(Base):
            likes = relationship("Like")

            books = relationship(
                "Book",
            )

            posts = relationship("Post", back_populates="user")


        class Other(Base): ...
        """,
    ),
    "a text below the last": (
        '''
        «class User(Base):
            likes = relationship("Like")
            """What they like."""

            def f(self): ...»
        ''',
        '''
        class User(Base):
            likes = relationship("Like")
            """What they like."""
            posts = relationship("Post", back_populates="user")

            def f(self): ...
        ''',
    ),
    "single quotes": (
        """
        «class User(Base):
            likes = relationship('Like')»
        """,
        """
        class User(Base):
            likes = relationship('Like')
            posts = relationship('Post', back_populates='user')
        """,
    ),
    "an empty class": (
        """
        «class User(Base):
            pass  # yet»
        """,
        """
        class User(Base):
            posts = relationship("Post", back_populates="user")  # yet
        """,
    ),
    "a class that is only described": (
        '''
        «class User(Base):
            """Who writes."""»
        ''',
        '''
        class User(Base):
            """Who writes."""

            posts = relationship("Post", back_populates="user")
        ''',
    ),
    "a class with nothing but methods": (
        """
        «class User(Base):
            def f(self): ...»
        """,
        """
        class User(Base):
            posts = relationship("Post", back_populates="user")

            def f(self): ...
        """,
    ),
    "a class on one line": (
        """
        «class User(Base): id = Column(Integer); name = Column(Integer)»
        """,
        """
        class User(Base): id = Column(Integer); name = Column(Integer); \
posts = relationship("Post", back_populates="user")
        """,
    ),
    "an empty class on one line": (
        """
        «class User(Base): ...»
        """,
        """
        class User(Base): posts = relationship("Post", back_populates="user")
        """,
    ),
    "a nested class": (
        """
        class Outer:
            @decorated
            «class User(Base):
                id = Column(Integer)»

            id = Column(Integer)
        """,
        """
        class Outer:
            @decorated
            class User(Base):
                id = Column(Integer)
                posts = relationship("Post", back_populates="user")

            id = Column(Integer)
        """,
    ),
}


@pytest.mark.parametrize(("before", "after"), LAID_OUT.values(), ids=LAID_OUT)
def test_laid_out(before: str, after: str) -> None:
    assert with_posts(CLASSIC + cleandoc(before)) == CLASSIC + cleandoc(after)


def test_line_breaks_of_windows() -> None:
    before = (CLASSIC + "«class User(Base):\n    id = Column(Integer)»\n").replace("\n", "\r\n")
    after = before.replace("«", "").replace("»", "")
    after += '    posts = relationship("Post", back_populates="user")\r\n'
    assert with_posts(before) == after


LONG = (("foreign_keys", '"Post.user_id"'), ("order_by", '"Post.created_at.desc()"'))


def test_long_arguments() -> None:
    before = CLASSIC + "«class User(Base):\n    id = Column(Integer)»\n"
    line = '"Post", back_populates="user", foreign_keys="Post.user_id"'
    found = with_posts(before, keywords=LONG[:1])
    assert found.endswith(f"    posts = relationship({line})\n")
    found = with_posts(before, keywords=(*LONG[:1], ("lazy", '"selectin"')))
    assert found.endswith(f'    posts = relationship(\n        {line}, lazy="selectin"\n    )\n')
    assert with_posts(before, keywords=LONG).endswith(
        "    posts = relationship(\n"
        '        "Post",\n'
        '        back_populates="user",\n'
        '        foreign_keys="Post.user_id",\n'
        '        order_by="Post.created_at.desc()",\n'
        "    )\n"
    )


CALLED = {
    "of the module": (
        ("from sqlalchemy import orm\n\n\n«class User(Base):\n    id = Column(1)»\n"),
        (
            "from sqlalchemy import orm\n"
            "\n"
            "\n"
            "class User(Base):\n"
            "    id = Column(1)\n"
            '    posts = orm.relationship("Post", back_populates="user")\n'
        ),
    ),
    "of the module under a name": (
        (
            "import sqlalchemy as sa\n"
            "import sqlalchemy.orm as so\n"
            "\n"
            "\n"
            "«class User(Base):\n"
            "    id = sa.Column(1)»\n"
        ),
        (
            "import sqlalchemy as sa\n"
            "import sqlalchemy.orm as so\n"
            "\n"
            "\n"
            "class User(Base):\n"
            "    id = sa.Column(1)\n"
            '    posts = so.relationship("Post", back_populates="user")\n'
        ),
    ),
    "of the extension": (
        ("from app import db\n\n\n«class User(db.Model):\n    id = db.Column(1)»\n"),
        (
            "from app import db\n"
            "\n"
            "\n"
            "class User(db.Model):\n"
            "    id = db.Column(1)\n"
            '    posts = db.relationship("Post", back_populates="user")\n'
        ),
    ),
    "as in the class": (
        ("import sqlalchemy as sa\n\n\n«class User(Base):\n    a = sa.orm.relationship('A')»\n"),
        (
            "import sqlalchemy as sa\n"
            "\n"
            "\n"
            "class User(Base):\n"
            "    a = sa.orm.relationship('A')\n"
            "    posts = sa.orm.relationship('Post', back_populates='user')\n"
        ),
    ),
    "as in the file": (
        (
            "class A(Base):\n"
            "    a = orm.relationship('A')\n"
            "\n"
            "\n"
            "«class User(Base):\n"
            "    id = Column(1)»\n"
        ),
        (
            "class A(Base):\n"
            "    a = orm.relationship('A')\n"
            "\n"
            "\n"
            "class User(Base):\n"
            "    id = Column(1)\n"
            "    posts = orm.relationship('Post', back_populates='user')\n"
        ),
    ),
    "under another name": (
        (
            "from sqlalchemy.orm import relationship as rel\n"
            "\n"
            "\n"
            "«class User(Base):\n"
            "    id = Column(1)»\n"
        ),
        (
            "from sqlalchemy.orm import relationship as rel\n"
            "\n"
            "\n"
            "class User(Base):\n"
            "    id = Column(1)\n"
            '    posts = rel("Post", back_populates="user")\n'
        ),
    ),
    "imported for it": (
        ("import sqlalchemy as sa\n\n\n«class User(Base):\n    id = sa.Column(1)»\n"),
        (
            "import sqlalchemy as sa\n"
            "from sqlalchemy.orm import relationship\n"
            "\n"
            "\n"
            "class User(Base):\n"
            "    id = sa.Column(1)\n"
            '    posts = relationship("Post", back_populates="user")\n'
        ),
    ),
}


@pytest.mark.parametrize(("before", "after"), CALLED.values(), ids=CALLED)
def test_called(before: str, after: str) -> None:
    assert with_posts(before) == after


MAPPED = "from sqlalchemy.orm import Mapped, mapped_column, relationship\n\n\n"
USER = "«class User(Base):\n    id: Mapped[int] = mapped_column()\n{}»\n"


def annotated(head: str, *lines: str, many: bool = True, optional: bool = False) -> str:
    """The last line of a class that has these lines, in a file of this head."""
    body = "".join(f"    {line}\n" for line in lines)
    found = with_posts(head + MAPPED + USER.format(body), many=many, optional=optional)
    return found.rstrip("\n").rpartition("\n")[2].strip()


def test_collections_are_annotated() -> None:
    plain = 'posts: Mapped[list["Post"]] = relationship(back_populates="user")'
    assert annotated("") == plain
    typed = 'posts: Mapped[List["Post"]] = relationship(back_populates="user")'
    assert annotated("from typing import List\n") == typed
    assert annotated("", 'a: Mapped[List["A"]] = relationship()') == typed
    quoted = 'posts: Mapped["list[Post]"] = relationship(back_populates="user")'
    assert annotated("", 'a: Mapped["list[A]"] = relationship()') == quoted
    later = 'posts: Mapped[list[Post]] = relationship(back_populates="user")'
    assert annotated("from __future__ import annotations\n") == later
    assert annotated("", "a: Mapped[list[A]] = relationship()") == plain
    quoting = 'a: Mapped["A"] = relationship()'
    assert annotated("from __future__ import annotations\n", quoting) == plain


def test_objects_are_annotated() -> None:
    plain = 'post: Mapped["Post"] = relationship(back_populates="user")'
    assert annotated("", many=False) == plain
    maybe = 'post: Mapped["Post | None"] = relationship(back_populates="user")'
    assert annotated("", many=False, optional=True) == maybe
    typed = 'post: Mapped[Optional["Post"]] = relationship(back_populates="user")'
    optional = 'a: Mapped[Optional["A"]] = relationship()'
    assert annotated("", optional, many=False, optional=True) == typed
    assert annotated("", optional, many=False) == plain
    head = "from typing import Optional\n"
    assert annotated(head, many=False, optional=True) == typed


def test_targets_are_named_besides_where_others_are() -> None:
    named = 'posts: Mapped[list["Post"]] = relationship("Post", back_populates="user")'
    assert annotated("", 'a: Mapped["A"] = relationship("A")') == named


def test_uselist_is_said_by_the_annotation() -> None:
    found = with_posts(MAPPED + USER.format(""), many=False, keywords=(("uselist", "False"),))
    assert found.rstrip().endswith('    post: Mapped["Post"] = relationship(back_populates="user")')
    found = with_posts(
        CLASSIC + "«class User(Base):\n    id = Column(1)»\n",
        many=False,
        keywords=(("uselist", "False"),),
    )
    assert found.endswith('    post = relationship("Post", back_populates="user", uselist=False)\n')


def test_targets_of_other_files_are_imported_for_types() -> None:
    found = with_posts(MAPPED + USER.format(""), module="app.post")
    head = "from typing import TYPE_CHECKING\n\n" + MAPPED.rstrip("\n")
    assert found.startswith(
        f"{head}\n\nif TYPE_CHECKING:\n    from app.post import Post\n\n\nclass"
    )
    plain = CLASSIC + "«class User(Base):\n    id = Column(1)»\n"
    assert "TYPE_CHECKING" not in with_posts(plain, module="app.post")


SQLMODEL = "from sqlmodel import Field, Relationship, SQLModel\n\n\n"


def test_sqlmodel() -> None:
    before = SQLMODEL + "«class User(SQLModel, table=True):\n    id: int = Field()»\n"
    after = before.replace("«", "").replace("»", "")
    assert with_posts(before) == (
        f'{after}    posts: list["Post"] = Relationship(back_populates="user")\n'
    )
    assert with_posts(before, many=False, optional=True, keywords=(("uselist", "False"),)) == (
        f'{after}    post: "Post | None" = Relationship(\n'
        '        back_populates="user", sa_relationship_kwargs={"uselist": False}\n    )\n'
    )
    like = before.replace("»", '\n    like: Optional["Like"] = Relationship()»')
    assert with_posts(like, many=False, optional=True).endswith(
        '    post: Optional["Post"] = Relationship(back_populates="user")\n'
    )


def test_sqlmodel_is_imported() -> None:
    before = (
        "from sqlmodel import Field\n\n\n«class User(Base, table=True):\n    id: int = Field()»\n"
    )
    found = with_posts(before)
    assert found.startswith("from sqlmodel import Field, Relationship\n")


@pytest.mark.parametrize("line", ["posts = 1", "def posts(self): ...", "posts: int"])
def test_name_that_is_taken(line: str) -> None:
    with pytest.raises(CannotRealise, match="has `posts` already"):
        with_posts(CLASSIC + f"«class User(Base):\n    {line}»\n")
