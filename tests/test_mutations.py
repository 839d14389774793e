"""What the mutation benchmark breaks: each kind once, in one place, and still Python."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from benchmarks.mutation.mutants import all_mutants, sample
from benchmarks.mutation.universe import universe_of

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.mutation.mutants import Mutant

MODELS = """
from sqlalchemy import Column, ForeignKey, Integer, Table, UniqueConstraint
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from base import Base

members = Table("members", Base.metadata, Column("user_id", ForeignKey("users.id")))


class Named:
    @declared_attr
    def name(cls) -> Mapped[str]:
        return mapped_column()


class User(Named, Base):
    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("code"), {"comment": "ä"})
    __mapper_args__ = {"polymorphic_on": "code", "polymorphic_identity": "user"}

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column()
    posts: Mapped[list["Post"]] = relationship("Post", back_populates="user", lazy="selectin")
    groups = relationship("User", secondary=members)
    titles = association_proxy("posts", "title")


class Post(Base):
    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship(back_populates="posts", order_by="User.id")
"""

THINGS = {
    *("side", "back_populates", "key", "class", "column", "table name", "argument", "annotation"),
    *("secondary", "target", "base", "declared_attr", "association_proxy", "mapper argument"),
    *("__table_args__", "UniqueConstraint"),
}


def mutants_of(folder: Path) -> list[Mutant]:
    (folder / "models.py").write_text(MODELS, encoding="utf-8")
    lines = {
        name: MODELS.partition(f"class {name}(")[0].count("\n") + 1 for name in ("User", "Post")
    }
    described: list[dict[str, Any]] = [
        {
            "class": f"models.{name}",
            "file": "models.py",
            "line": line,
            "table": f"{name.lower()}s",
            "columns": {"id": [], "code": []},
            "relationships": [],
            "foreign_keys": [],
            "inherits": None,
        }
        for name, line in lines.items()
    ]
    return all_mutants("sample", folder, universe_of(described, ["models.py"]))


def test_each_thing_of_a_mapping_is_broken(tmp_path: Path) -> None:
    kinds = {mutant.mutation.kind for mutant in mutants_of(tmp_path)}
    missing = {thing for thing in THINGS if not any(kind.startswith(thing) for kind in kinds)}
    assert not missing


def test_each_mutant_taken_is_python_and_another_text(tmp_path: Path) -> None:
    taken = sample(mutants_of(tmp_path), 1000, seed=1)
    texts = [mutant.text for mutant in taken]
    assert len(set(texts)) == len(texts) > 100
    assert MODELS not in texts
    for text in texts:
        ast.parse(text)


def test_the_line_of_a_mutation_is_where_the_text_changes(tmp_path: Path) -> None:
    """Or above it: a second class stands behind the first."""
    for mutant in sample(mutants_of(tmp_path), 1000, seed=1):
        pairs = zip(MODELS.split("\n"), mutant.text.split("\n"), strict=False)
        changed = [number for number, (one, other) in enumerate(pairs, 1) if one != other]
        assert not changed or changed[0] >= mutant.mutation.line - 1


def test_a_seed_gives_the_same_mutants(tmp_path: Path) -> None:
    mutants = mutants_of(tmp_path)
    one, again, other = (
        [mutant.name for mutant in sample(mutants, 20, seed)] for seed in (1, 1, 2)
    )
    assert one == again != other
