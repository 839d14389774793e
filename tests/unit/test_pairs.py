"""The two sides of a relationship: backrefs, `back_populates`, and how SQLAlchemy links them."""

from __future__ import annotations

from mapperlint.model.relationships.arguments import Absent
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.values.vocabulary import Direction
from tests.support.models import (
    ANNOTATED,
    CLASSIC,
    mirrored,
    pairs_of,
    project_of,
    relationship_of,
)

POSTS = """
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    {user}


class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey("users.id"))
    editor_id = Column(ForeignKey("users.id"))
    {post}
"""


def sides(user: str, post: str) -> dict[str, Relationship]:
    """All relationships by label."""
    source = CLASSIC + POSTS.format(user=user, post=post)
    return {each.label: each for each in project_of({"models.py": source}).all_relationships}


def reverses(user: str, post: str) -> dict[str, list[str]]:
    """What each relationship is linked to."""
    return {
        label: sorted(other.label for other in each.reverse)
        for label, each in sides(user, post).items()
    }


def test_a_backref_makes_the_other_side() -> None:
    """As a string, and with `backref()`, whose name may be a keyword."""
    linked = {"Post.user": ["User.posts"], "User.posts": ["Post.user"]}
    for written in ('"posts"', 'backref("posts")', 'backref(name="posts", order_by="Post.id")'):
        post = f'user = relationship("User", foreign_keys=[user_id], backref={written})'
        assert reverses("", post) == linked


def test_the_options_of_a_backref_are_those_of_the_side_it_makes() -> None:
    """`uselist`, `viewonly`; what is not given is as SQLAlchemy finds it."""
    post = (
        'user = relationship("User", foreign_keys=[user_id], '
        'backref=backref("post", uselist=False))\n'
        '    editor = relationship("User", foreign_keys=[editor_id], viewonly=True, '
        'backref=backref("edited", viewonly=True))'
    )
    found = sides("", post)
    assert found["User.post"].uselist is False
    assert found["User.post"].direction is Direction.ONETOMANY
    assert found["User.edited"].viewonly is True
    assert found["User.edited"].uselist is True
    assert pairs_of(found["User.edited"]) == [("users.id", "posts.editor_id")]


def test_a_backref_can_be_a_tuple() -> None:
    """The name, and a dict of options."""
    post = (
        'user = relationship("User", foreign_keys=[user_id], backref=("post", {"uselist": False}))'
    )
    assert sides("", post)["User.post"].uselist is False


def test_a_backref_of_a_mixin_makes_one_for_each_class() -> None:
    """Named after the class, or they would collide."""
    source = """
class Owned:
    @declared_attr
    def owner_id(cls):
        return Column(ForeignKey("owner.id"))

    @declared_attr
    def owner(cls):
        return relationship("Owner", backref=cls.__tablename__ + "_list")


class Owner(Base):
    __tablename__ = "owner"
    id = Column(Integer, primary_key=True)


class One(Owned, Base):
    __tablename__ = "one"
    id = Column(Integer, primary_key=True)


class Two(Owned, Base):
    __tablename__ = "two"
    id = Column(Integer, primary_key=True)


class Below(One):
    pass
"""
    found = mirrored(source, "Owner")["relationships"]
    assert [(each["key"], each["target"]) for each in found] == [
        ("one_list", "models.One"),
        ("two_list", "models.Two"),
    ]


INHERITED = """
class Owner(Base):
    __tablename__ = "owner"
    id = Column(Integer, primary_key=True)
    {owner}


class Company(Owner):
    __tablename__ = "company"
    id = Column(ForeignKey("owner.id"), primary_key=True)


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    owner_id = Column(ForeignKey("{table}.id"))
    {item}


class Special(Item):
    pass
"""


def test_a_backref_to_a_child_stands_on_the_child() -> None:
    """Not on its parent; children of the child have it by inheritance."""
    source = INHERITED.format(
        owner="", table="company", item='company = relationship("Company", backref="items")'
    )
    assert mirrored(source, "Owner")["relationships"] == []
    (items,) = mirrored(source, "Company")["relationships"]
    assert (items["key"], items["target"], items["own"]) == ("items", "models.Item", True)
    (company,) = mirrored(source, "Special")["relationships"]
    assert (company["own"], company["reverse"]) == (False, ["models.Company.items"])


def test_the_other_side_may_be_inherited_by_the_target() -> None:
    """`back_populates` names an attribute that the target has from its parent."""
    source = INHERITED.format(
        owner='items = relationship("Item", back_populates="owner")',
        table="owner",
        item='owner = relationship("Company", back_populates="items", '
        'primaryjoin="Item.owner_id == Owner.id")',
    )
    assert [each.label for each in relationship_of(source, "Item.owner").reverse] == ["Owner.items"]


def test_back_populates_on_both_sides_links_them() -> None:
    """Each once."""
    assert reverses(
        'posts = relationship("Post", back_populates="user", foreign_keys="Post.user_id")',
        'user = relationship("User", back_populates="posts", foreign_keys=[user_id])',
    ) == {"User.posts": ["Post.user"], "Post.user": ["User.posts"]}


def test_back_populates_on_one_side_links_both() -> None:
    """SQLAlchemy adds the reverse to the other side as well, which does not name it."""
    found = sides(
        'posts = relationship("Post", back_populates="user", foreign_keys="Post.user_id")',
        'user = relationship("User", foreign_keys=[user_id])',
    )
    assert [each.label for each in found["User.posts"].reverse] == ["Post.user"]
    assert [each.label for each in found["Post.user"].reverse] == ["User.posts"]
    assert isinstance(found["Post.user"].back_populates, Absent)


def test_crossed_pairs_are_linked_to_all_who_name_them() -> None:
    """Names that do not meet: each side ends with two reverses."""
    found = reverses(
        'one = relationship("Post", back_populates="user", foreign_keys="Post.user_id")\n'
        '    two = relationship("Post", back_populates="editor", foreign_keys="Post.editor_id")',
        'user = relationship("User", back_populates="two", foreign_keys=[user_id])\n'
        '    editor = relationship("User", back_populates="one", foreign_keys=[editor_id])',
    )
    assert found == {
        "User.one": ["Post.editor", "Post.user"],
        "User.two": ["Post.editor", "Post.user"],
        "Post.user": ["User.one", "User.two"],
        "Post.editor": ["User.one", "User.two"],
    }


def test_a_relationship_with_nothing_beside_it_has_no_reverse() -> None:
    """Two relationships over one key are not linked by that."""
    assert reverses(
        'posts = relationship("Post", foreign_keys="Post.user_id")',
        'user = relationship("User", foreign_keys=[user_id])',
    ) == {"User.posts": [], "Post.user": []}


def test_a_backref_of_a_many_to_many_has_the_same_secondary() -> None:
    """And its own `uselist`."""
    source = """
links = Table(
    "links", Base.metadata, Column("a_id", ForeignKey("a.id")), Column("b_id", ForeignKey("b.id"))
)


class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    bs = relationship("B", secondary=links, backref=backref("a", uselist=False))


class B(Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
"""
    (made,) = mirrored(source, "B")["relationships"]
    assert (made["key"], made["secondary"], made["uselist"]) == ("a", "links", False)
    assert made["direction"] == "MANYTOMANY"


def test_a_backref_whose_name_is_not_read_opens_the_target() -> None:
    """Nothing is missing there any more."""
    post = 'user = relationship("User", foreign_keys=[user_id], backref=name())'
    source = "from elsewhere import name\n\n" + POSTS.format(user="", post=post)
    assert mirrored(source, "User")["unknown"]["columns"]
    (user,) = mirrored(source, "Post")["relationships"]
    assert "reverse" in user["unknown"]


def test_a_back_populates_that_leads_nowhere_is_kept_apart() -> None:
    """A column is no relationship, and a name nobody has is absent."""
    source = CLASSIC + POSTS.format(
        user='one = relationship("Post", foreign_keys="Post.user_id", back_populates="nobody")\n'
        '    two = relationship("Post", foreign_keys="Post.editor_id", back_populates="user_id")',
        post="",
    )
    project = project_of({"models.py": source})
    pairs = project.pairs
    assert [each.relationship.label for each in pairs.reverses_absent()] == ["User.one"]
    assert [each.relationship.label for each in pairs.reverses_of_another_kind()] == ["User.two"]


def test_a_reverse_that_an_open_class_may_have_is_not_absent() -> None:
    """Its base from out of sight may bring it."""
    source = CLASSIC + POSTS.format(
        user='posts = relationship("Post", foreign_keys="Post.user_id", back_populates="user")',
        post="",
    )
    source = source.replace("class Post(Base)", "class Post(Tracked, Base)")
    project = project_of({"models.py": f"from elsewhere import Tracked\n{source}"})
    assert list(project.pairs.reverses_absent()) == []


def test_back_populates_can_be_an_attribute_or_a_lambda() -> None:
    """From SQLAlchemy 2.1 on."""
    source = """
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[List["Post"]] = relationship(back_populates=lambda: Post.user)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship(back_populates=User.posts)
"""
    (posts,) = mirrored(source, "User", ANNOTATED)["relationships"]
    (user,) = mirrored(source, "Post", ANNOTATED)["relationships"]
    assert (posts["back_populates"], posts["reverse"]) == ("user", ["models.Post.user"])
    assert (user["back_populates"], user["reverse"]) == ("posts", ["models.User.posts"])
