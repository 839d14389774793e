"""What the body of a mapped class declares, name by name, as SQLAlchemy's scan comes across it.

The attributes of a mapper are what has come of these declarations. Here they stand as they are
written, with their annotation and their value, so that one can ask why nothing could come of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import Assign, FunctionFacts, When
from mapperlint.model.declarative.annotations import unquoted
from mapperlint.model.values.attributes_of import decorator_words, member_value
from mapperlint.model.values.classes import Class, Member
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import NONE, Function, Made, Value
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.facts.expressions import Expression
    from mapperlint.model.declarative.declarative import Declarative
    from mapperlint.model.values.evaluation import Evaluator


class Declared(Struct, frozen=True, eq=False):
    """One name in the body of a mapped class or of a mixin.

    `value` is None for an annotation without a value; a `declared_attr` has the value it gives to
    `cls`. `owner` is the class whose body says it, `by_function` whether a `declared_attr` does.
    `unquoted` is the annotation without the quotes around it, None where they hold no expression.
    `made` is the call that makes the value, `word` what SQLAlchemy calls it: "relationship",
    "Column", ... `always` says that nothing but this one statement of the body means the name.
    """

    name: str
    cls: Class
    owner: Class
    member: Member
    value: Value | None
    annotation: Expression | None
    unquoted: Expression | None
    by_function: bool
    made: Made | None
    word: str | None
    always: bool

    @property
    def where(self) -> Location:
        """The place of the name."""
        return self.member.location

    @property
    def on_mixin(self) -> bool:
        """Whether another class than the mapped one says it."""
        return self.owner is not self.cls

    @property
    def declares(self) -> bool:
        """Whether it is more than an annotation or a value of the class."""
        return self.by_function or self.word is not None

    @property
    def is_bare(self) -> bool:
        """Whether SQLAlchemy sees an annotation alone: a None behind it is no value for it."""
        return self.value is None or self.value == NONE

    @property
    def label(self) -> str:
        """`Class.name`, of the class whose body says it."""
        return f"{self.owner.name}.{self.name}"

    @property
    def full_name(self) -> str:
        """`module.Class.name`."""
        return f"{self.owner.full_name}.{self.name}"


def declared(evaluator: Evaluator, declarative: Declarative, cls: Class) -> tuple[Declared, ...]:
    """What a mapped class and its mixins declare, the first of each name over its bases.

    What mapped parents declare is left out, and what their mixins do: their own mapper has it. An
    annotation alone gives way to what a mixin declares under its name.
    """
    parent = declarative.parent(cls)
    passed = set(parent.classes) if parent else set()
    is_sqlmodel = declarative.is_sqlmodel(cls)
    found: dict[str, Declared] = {}
    for owner in cls.classes:
        if owner is not cls and (owner in passed or declarative.mapped(owner)):
            continue
        for name in owner.names():
            if name.startswith("__") and name.endswith("__"):
                continue
            if name not in found or (found[name].value is None and not is_sqlmodel):
                one = _declared(evaluator, cls, owner, name)
                if one is not None and (name not in found or one.declares):
                    found[name] = one
    return tuple(found.values())


def _declared(evaluator: Evaluator, cls: Class, owner: Class, name: str) -> Declared | None:
    member = owner.own(name)
    if member is None:
        annotated = owner.annotations.get(name)
        if annotated is None:
            return None
        member = Member(name, owner, annotated, owner.body_scope)
        return _of_member(member, cls, None, annotated.annotation)
    statement = member.statement
    if isinstance(statement, FunctionFacts):
        words = decorator_words(evaluator, Function(statement, member.scope, cls))
        if "declared_attr" not in words:
            return _of_member(member, cls, Function(statement, member.scope), None)
        value = member_value(evaluator, cls, member)
        return _of_member(member, cls, value, statement.returns, by_function=True)
    annotation = statement.annotation if isinstance(statement, Assign) else None
    value = member_value(evaluator, cls, member)
    return _of_member(member, cls, value, annotation)


def _of_member(
    member: Member,
    cls: Class,
    value: Value | None,
    annotation: Expression | None,
    *,
    by_function: bool = False,
) -> Declared:
    made = value if isinstance(value, Made) else None
    word = None if made is None else construct_of(made)
    return Declared(
        member.name,
        cls,
        member.owner,
        member,
        value,
        annotation,
        None if annotation is None else unquoted(annotation),
        by_function,
        made,
        word,
        _is_always(member),
    )


def _is_always(member: Member) -> bool:
    """Whether nothing but this one statement of the class body gives the name its meaning."""
    owner = member.owner
    return (
        member.statement.when is When.ALWAYS
        and owner.facts.when is When.ALWAYS
        and member.name not in owner.attached
        and len(owner.bindings.by_name.get(member.name, ())) <= 1
    )
