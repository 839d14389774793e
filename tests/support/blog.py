"""The smallest project with two sides: users and their posts, each in a file of its own."""

from __future__ import annotations

BASE = """\
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass
"""
USER = """\
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.base import Base


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(back_populates="author")
"""
POST = """\
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.base import Base


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship(back_populates="posts")
"""
USER_WITHOUT_POSTS = "".join(USER.splitlines(keepends=True)[:-1])

BLOG = {
    "blog/__init__.py": "",
    "blog/base.py": BASE,
    "blog/user.py": USER,
    "blog/post.py": POST,
    "blog/other.py": "",
}
BROKEN_BLOG = {**BLOG, "blog/user.py": USER_WITHOUT_POSTS}
"""`User` has lost its side: `Post.author`, on line 11, names an attribute that is not there."""
