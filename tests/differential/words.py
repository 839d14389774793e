"""The words of each style: what its modules import, and how its base is made."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from tests.differential.projects import Project, Style

INDENT = "    "

CLASSIC = (
    "from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, String, Table",
    "from sqlalchemy.orm import backref, declared_attr, relationship",
)
ANNOTATED = (
    "from typing import TYPE_CHECKING, List, Optional, Set",
    "",
    "from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, String, Table",
    "from sqlalchemy.orm import Mapped, backref, declared_attr, mapped_column, relationship",
)
FLASK = ("from sqlalchemy.orm import declared_attr", "from shop.base import db")
FLASK_ANNOTATED = (
    "from typing import TYPE_CHECKING, List, Optional, Set",
    "",
    "from sqlalchemy import Integer, String",
    "from sqlalchemy.orm import Mapped, declared_attr, mapped_column",
    "from shop.base import db",
)
SQLMODEL = (
    "from typing import TYPE_CHECKING, List, Optional, Set",
    "",
    "from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, String",
    "from sqlmodel import Field, Relationship, SQLModel",
)


@dataclass(frozen=True, slots=True)
class Words:
    """What things are called in one project.

    `base` is the text of the module with the base. `before` stands before each word of the library.
    """

    style: Style
    imports: tuple[str, ...]
    base: str
    bases: tuple[str, ...] = ("Base",)
    mixin_bases: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ("Base.metadata",)
    before: str = ""

    @property
    def table(self) -> str:
        return f"{self.before}Table"

    def type(self, name: str) -> str:
        return name if self.style.is_annotated else f"{self.before}{name}"


@functools.cache
def _classic(base: str, schema: str | None, *, automatic: bool) -> Words:
    metadata = f"MetaData(schema={quoted(schema)})" if schema else "MetaData()"
    lines = [
        "from sqlalchemy import MetaData",
        "from sqlalchemy.orm import declarative_base, declared_attr, registry",
        "",
        "",
    ]
    named = "object"
    if automatic:
        named = "Named"
        lines += [
            "class Named:",
            "    @declared_attr",
            "    def __tablename__(cls):",
            "        return cls.__name__.lower()",
            "",
            "",
        ]
    bases: tuple[str, ...] = ("Base",)
    decorators: tuple[str, ...] = ()
    target = ("Base.metadata",)
    if base == "generated":
        lines.append(f"mapper_registry = registry(metadata={metadata})")
        lines.append(f"Base = mapper_registry.generate_base(cls={named})")
    elif base == "decorated":
        lines.append(f"mapper_registry = registry(metadata={metadata})")
        if automatic:
            lines.append("Base = Named")
        bases = ("Base",) if automatic else ()
        decorators, target = ("@mapper_registry.mapped",), ("mapper_registry.metadata",)
    else:
        keyword = f", cls={named}" if automatic else ""
        lines.append(f"Base = declarative_base(metadata={metadata}{keyword})")
    imported = "from shop.base import Base"
    if base == "decorated":
        imported = "from shop.base import mapper_registry" + (", Base" if automatic else "")
    text = "\n".join(lines) + "\n"
    return Words(
        Style.CLASSIC, (*CLASSIC, imported), text, bases, decorators=decorators, metadata=target
    )


def _annotated(schema: str | None, *, automatic: bool) -> Words:
    lines = [
        "from sqlalchemy import MetaData",
        "from sqlalchemy.orm import DeclarativeBase, declared_attr",
        "",
        "",
        "class Base(DeclarativeBase):",
        *_annotated_body(schema, automatic=automatic),
    ]
    imports = (*ANNOTATED, "from shop.base import Base")
    return Words(Style.ANNOTATED, imports, "\n".join(lines) + "\n")


def _annotated_body(schema: str | None, *, automatic: bool) -> list[str]:
    lines = []
    if schema:
        lines.append(f"    metadata = MetaData(schema={quoted(schema)})")
    if automatic:
        lines += [
            "    @declared_attr.directive",
            "    def __tablename__(cls) -> str:",
            "        return cls.__name__.lower()",
        ]
    return lines or ["    pass"]


def _flask(style: Style, schema: str | None) -> Words:
    lines = [
        "from flask_sqlalchemy import SQLAlchemy",
        "from sqlalchemy import MetaData",
    ]
    given = [f"metadata=MetaData(schema={quoted(schema)})"] if schema else []
    if style is Style.FLASK_ANNOTATED:
        lines += [
            "from sqlalchemy.orm import DeclarativeBase",
            "",
            "",
            "class Base(DeclarativeBase):",
        ]
        lines += [*_annotated_body(schema, automatic=False), "", ""]
        given = ["model_class=Base"]
    lines += ["", f"db = SQLAlchemy({', '.join(given)})"]
    imports = FLASK if style is Style.FLASK else FLASK_ANNOTATED
    text = "\n".join(lines) + "\n"
    return Words(style, imports, text, ("db.Model",), metadata=(), before="db.")


def words_of(project: Project) -> Words:
    match project.style:
        case Style.CLASSIC:
            return _classic(project.base, project.schema, automatic=project.automatic_names)
        case Style.ANNOTATED:
            return _annotated(project.schema, automatic=project.automatic_names)
        case Style.FLASK | Style.FLASK_ANNOTATED:
            return _flask(project.style, project.schema)
        case Style.SQLMODEL:
            return Words(
                Style.SQLMODEL,
                SQLMODEL,
                "",
                ("SQLModel",),
                ("SQLModel",),
                metadata=("SQLModel.metadata",),
            )


def quoted(text: str | None) -> str:
    return f'"{text}"'


def arguments(parts: Iterable[str]) -> str:
    return ", ".join(parts)
