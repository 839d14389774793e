"""The join condition of a relationship has no foreign key column that SQLAlchemy can fill in.

## What happens

    ArgumentError: Could not locate any relevant foreign key columns for primary join condition
    'users.name = posts.author_name' on relationship User.posts. Ensure that referencing columns are
    associated with a ForeignKey or ForeignKeyConstraint, or are annotated in the join condition
    with the foreign() annotation.

Where there is one, but it is not compared with `==`:

    ArgumentError: Could not locate any simple equality expressions involving locally mapped foreign
    key columns for primary join condition 'users.id >= posts.author_id' on relationship User.posts.
    Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or are
    annotated in the join condition with the foreign() annotation. To allow comparison operators
    other than '==', the relationship can be marked as viewonly=True.

And where it belongs to a third table:

    ArgumentError: Can't determine relationship direction for relationship 'User.posts' - foreign
    key columns are present in neither the parent nor the child's mapped tables

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    posts: Mapped[list["Post"]] = relationship(
        primaryjoin="User.name == Post.author_name"  # error: [no-foreign-columns]
    )


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_name: Mapped[str]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    posts: Mapped[list["Post"]] = relationship(
        primaryjoin="User.name == foreign(Post.author_name)"
    )


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_name: Mapped[str]
```

## When it stays silent

Where a column of the condition, or a foreign key of its table, is not seen or leads nowhere. Of the
two sides of a pair only the first is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.join_refusals import Lack
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.model.relationships.join_refusals import RefusedJoin
    from mapperlint.model.relationships.relationships import Relationship


def check(project: Project) -> Iterator[Diagnostic]:
    said: set[Relationship] = set()
    for relationship, refused in project.refused_joins():
        if not said.isdisjoint(relationship.reverse):
            continue
        reason = _reason(relationship, refused)
        if reason is not None:
            said.add(relationship)
            message, advice = reason
            yield RULE.finding(
                refused.where,
                message,
                subject=relationship.full_name,
                help=advice,
                concerns=(relationship.owner.cls.location.path,),
            )


def _reason(relationship: Relationship, refused: RefusedJoin) -> tuple[str, str] | None:
    """What is wrong and what to do, where it is a matter of foreign columns."""
    label = relationship.label
    columns = " and ".join(f"`{column.label}`" for column in refused.columns)
    match refused.lack:
        case Lack.FOREIGN if refused.chosen:
            message = f"`foreign_keys` of `{label}` names no column of its join, which compares "
            return message + columns, "name the column that refers to the other"
        case Lack.FOREIGN:
            message = f"`{label}` is joined by {columns}, and none of them refers to another"
            mark = f"mark it with `foreign()` in `{refused.argument}`"
            return message, f"give the column that refers to the other a ForeignKey, or {mark}"
        case Lack.EQUALITY:
            message = f"the `{refused.argument}` of `{label}` does not say with `==` which column "
            advice = f"compare with `==`, or make `{label}` `viewonly=True`"
            return message + "its foreign key equals", advice
        case Lack.ANY_SIDE:
            message = f"the foreign columns in the join of `{label}` belong to neither side"
            return message, "mark the columns of one side with `foreign()`"
    return None


RULE = Rule("MAP318", "no-foreign-columns", Severity.ERROR, Runtime.CONFIGURE, check)
