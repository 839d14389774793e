"""Columns and foreign keys as source."""

from __future__ import annotations

from tests.differential.names import Names
from tests.differential.projects import Column, CompositeKey, Reference, Style
from tests.differential.words import INDENT, Words, arguments, quoted

PYTHON_TYPES = {"Integer": "int", "String(20)": "str"}


def attribute(words: Words, names: Names, column: Column, *, in_mixin: bool) -> list[str]:
    """The lines of an attribute. A key in a mixin is made for each class that uses it."""
    if words.style is Style.SQLMODEL:
        return [_field(names, column)]
    if in_mixin and column.references:
        returned = f" -> Mapped[{_annotation(column)}]" if words.style.is_annotated else ""
        value = plain(words, names, column, annotated=words.style.is_annotated)
        return [
            "@declared_attr",
            f"def {column.name}(cls){returned}:",
            f"{INDENT}return {value}",
            "",
        ]
    if words.style.is_annotated:
        return [f"{column.name}: Mapped[{_annotation(column)}]{_value(words, names, column)}"]
    return [f"{column.name} = {plain(words, names, column)}"]


def plain(words: Words, names: Names, column: Column, *, annotated: bool = False) -> str:
    """The call that makes a column; a table of its own needs the name and has no annotations."""
    parts = []
    if column.column is not None:
        parts.append(quoted(column.column))
    parts.append(words.type(column.type))
    parts += [_reference(words, names, reference) for reference in column.references]
    parts += _keywords(column)
    word = "mapped_column" if annotated else f"{words.before}Column"
    return f"{word}({arguments(parts)})"


def composite(words: Words, key: CompositeKey) -> str:
    referred = [quoted(f"{key.table}.{name}") for name in key.referred]
    here = [quoted(name) for name in key.columns]
    word = f"{words.before}ForeignKeyConstraint"
    return f"{word}([{arguments(here)}], [{arguments(referred)}])"


def _annotation(column: Column) -> str:
    python = PYTHON_TYPES[column.type]
    return f"Optional[{python}]" if column.nullable and not column.primary_key else python


def _value(words: Words, names: Names, column: Column) -> str:
    parts = [] if column.column is None else [quoted(column.column)]
    if column.type != "Integer" and not column.references:
        parts.append(words.type(column.type))
    parts += [_reference(words, names, reference) for reference in column.references]
    parts += ["primary_key=True"] if column.primary_key else []
    if column.only_annotated and not parts:
        return ""
    return f" = mapped_column({arguments(parts)})"


def _keywords(column: Column) -> list[str]:
    if column.primary_key:
        return ["primary_key=True"]
    return [] if column.nullable else ["nullable=False"]


def _reference(words: Words, names: Names, reference: Reference) -> str:
    word = f"{words.before}ForeignKey"
    if reference.owner is not None and names.is_ready(reference.owner):
        return f"{word}({names.use(reference.owner)}.{reference.column})"
    return f"{word}({quoted(_text(reference))})"


def _text(reference: Reference) -> str:
    return f"{reference.table}.{reference.column}" if reference.column else reference.table


def _field(names: Names, column: Column) -> str:
    """A field of SQLModel; several keys of one column need a column of SQLAlchemy."""
    python = PYTHON_TYPES[column.type]
    optional = column.nullable or column.primary_key
    annotation = f"Optional[{python}]" if optional else python
    parts = ["default=None"] if optional else []
    if len(column.references) > 1:
        words = Words(Style.SQLMODEL, (), "")
        parts.append(f"sa_column={plain(words, names, column)}")
    else:
        parts += ["primary_key=True"] if column.primary_key else []
        parts += [f"foreign_key={quoted(_text(each))}" for each in column.references]
        if column.column is not None:
            parts.append(f'sa_column_kwargs={{"name": {quoted(column.column)}}}')
    return f"{column.name}: {annotation} = Field({arguments(parts)})"
