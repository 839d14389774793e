"""Relationships that write one column, and which of them to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mapperlint import config
from mapperlint.engine.session import Session
from mapperlint.model.relationships.overlaps import overlapping, overlaps
from tests.support.models import CLASSIC, project_of

if TYPE_CHECKING:
    from tests.conftest import Tree

POSTS = """
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    {user}


class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey("users.id"))
    {post}
"""


def pairs(user: str, post: str) -> set[frozenset[str]]:
    """Each two that overlap, by label."""
    project = project_of({"models.py": CLASSIC + POSTS.format(user=user, post=post)})
    found = overlaps(project.all_relationships)
    return {frozenset((each.one.label, each.other.label)) for each in found}


def chosen(user: str, post: str) -> dict[str, list[str]]:
    """What is to be changed, and what it overlaps with."""
    project = project_of({"models.py": CLASSIC + POSTS.format(user=user, post=post)})
    return {
        each.relationship.label: [other.label for other in each.others]
        for each in overlapping(overlaps(project.all_relationships))
    }


BOTH = {frozenset(("User.posts", "Post.user"))}


def test_two_ends_that_do_not_know_of_each_other() -> None:
    assert pairs('posts = relationship("Post")', 'user = relationship("User")') == BOTH


def test_one_name_is_enough_to_link_them() -> None:
    forward = 'posts = relationship("Post", back_populates="user")'
    assert pairs(forward, 'user = relationship("User")') == set()


def test_what_is_only_read_writes_nothing() -> None:
    assert pairs('posts = relationship("Post", viewonly=True)', 'user = relationship("User")') == (
        set()
    )


def test_either_side_may_name_the_other_in_overlaps() -> None:
    plain = 'posts = relationship("Post")'
    assert pairs(plain, 'user = relationship("User", overlaps="a, posts")') == set()
    assert pairs(plain, 'user = relationship("User", overlaps="postings")') == BOTH
    assert pairs(plain, 'user = relationship("User", overlaps="__*")') == set()


def test_what_cannot_be_read_silences() -> None:
    plain = 'posts = relationship("Post")'
    for unread in ("overlaps=unknown()", "viewonly=unknown()", "**options"):
        assert pairs(plain, f'user = relationship("User", {unread})') == set()


def test_a_name_that_leads_nowhere_is_another_mistake() -> None:
    """SQLAlchemy fails at it before it comes to compare."""
    plain = 'posts = relationship("Post")'
    assert pairs(plain, 'user = relationship("User", back_populates="postings")') == set()


def test_the_one_in_most_overlaps_is_to_be_changed() -> None:
    user = 'posts = relationship("Post", back_populates="user")\n    drafts = relationship("Post")'
    post = 'user = relationship("User", back_populates="posts")'
    assert chosen(user, post) == {"User.drafts": ["User.posts", "Post.user"]}


def test_a_backref_goes_with_its_maker() -> None:
    user = 'posts = relationship("Post", backref="user")'
    post = 'writer = relationship("User")'
    assert chosen(user, post) == {"Post.writer": ["User.posts", "Post.user"]}


@pytest.mark.parametrize(("version", "count"), [("1.3.24", 0), ("1.4.54", 1), ("2.0.58", 1)])
def test_the_warning_came_with_one_point_four(tree: Tree, version: str, count: int) -> None:
    text = POSTS.format(user='posts = relationship("Post")', post='user = relationship("User")')
    root = tree({"models.py": CLASSIC + text, "requirements.txt": f"sqlalchemy=={version}\n"})
    session = Session(config.load([str(root)], environment={}))
    session.load()
    assert len(session.diagnostics()) == count
