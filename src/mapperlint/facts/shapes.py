"""What one file says, as plain values: statements over the little expression language.

Facts are a pure function of the bytes of a file. They judge nothing and know nothing of other
files. Compound statements are flattened: the body of an `if`, a `try` or a `with` stands in line
with its neighbours, and each statement carries the condition under which it runs (`When`). Only
inside a function an `if` stays a `Branch` and a `for` a `Loop`, since the model may have to follow
the function.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from mapperlint.facts.expressions import Expression
from mapperlint.facts.fact import Fact
from mapperlint.places import Span


class When(Enum):
    """The condition under which a statement runs."""

    ALWAYS = "always"
    TYPE_CHECKING = "type checking only"
    MAYBE = "under a condition"
    FALLBACK = "where an import failed"

    def within(self, outer: When) -> When:
        """This condition, inside a block that runs under `outer`."""
        return outer if self is When.ALWAYS else self


class Import(Fact, frozen=True):
    """One imported name: `import module as bound`, or `from module import name as bound`.

    `level` counts the leading dots. `name` is None for a plain `import`, "*" for a star import.
    `bound` is the name it gives in its scope (for `import a.b` that is `a`). `optional` is true
    inside a `try` that catches ImportError, or in its handlers, or under
    `contextlib.suppress(ImportError)`. `in_function` is true when it runs only when a function is
    called. `span` is that of the name with its alias, `statement` that of the whole import.
    """

    module: str
    level: int
    name: str | None
    bound: str
    when: When
    optional: bool
    in_function: bool
    span: Span
    statement: Span


class Assign(Fact, frozen=True):
    """`target = value`, `target: annotation = value` or `target: annotation`.

    `target` is a Name, an Attribute (`User.posts = ...`) or whatever else stands there.
    """

    target: Expression
    annotation: Expression | None
    value: Expression | None
    when: When
    span: Span


class Evaluate(Fact, frozen=True):
    """An expression as a statement: `mapper_registry.map_imperatively(User, users)`."""

    value: Expression
    when: When
    span: Span


class Return(Fact, frozen=True):
    """`return value`."""

    value: Expression | None
    when: When
    span: Span


class Yield(Fact, frozen=True):
    """`yield value` as a statement; `yield from values` has a starred value."""

    value: Expression | None
    when: When
    span: Span


class Branch(Fact, frozen=True):
    """An `if` inside a function, whose test the model may be able to answer."""

    test: Expression
    then: tuple[Statement, ...]
    otherwise: tuple[Statement, ...]
    when: When
    span: Span


class Loop(Fact, frozen=True):
    """A `for`, which the model follows when it knows what is looped over.

    Outside a function its statements stand in line with their neighbours as well, since names they
    bind are seen by what follows.
    """

    target: Expression
    iterable: Expression
    body: tuple[Statement, ...]
    when: When
    span: Span


class Jump(Fact, frozen=True):
    """`continue`, `break` or `raise` inside a function; `kind` is the keyword."""

    kind: str
    when: When
    span: Span


class Opaque(Fact, frozen=True):
    """A statement facts have no word for; `binds` are the names it may give a new value."""

    binds: tuple[str, ...]
    reason: str
    when: When
    span: Span


class Parameter(Fact, frozen=True):
    """A parameter: `kind` is "positional", "keyword", "*" or "**"."""

    name: str
    kind: str
    default: Expression | None


class FunctionFacts(Fact, frozen=True):
    """A `def`; `body` is empty where it was not kept.

    `opaque` is true where calling it tells nothing: no body, or one that waits, or that yields in
    the midst of an expression.
    """

    name: str
    decorators: tuple[Expression, ...]
    parameters: tuple[Parameter, ...]
    returns: Expression | None
    body: tuple[Statement, ...]
    opaque: bool
    when: When
    name_span: Span
    span: Span


class ClassFacts(Fact, frozen=True):
    """A `class` statement. `qualname` is as Python gives it (`Outer.Inner`, `f.<locals>.C`)."""

    name: str
    qualname: str
    bases: tuple[Expression, ...]
    keywords: tuple[tuple[str | None, Expression], ...]
    decorators: tuple[Expression, ...]
    body: tuple[Statement, ...]
    when: When
    name_span: Span
    span: Span


Statement: TypeAlias = (
    Import
    | Assign
    | Evaluate
    | Return
    | Yield
    | Branch
    | Loop
    | Jump
    | Opaque
    | FunctionFacts
    | ClassFacts
)


class Problem(Fact, frozen=True):
    """Why a file could not be read: a syntax error, an encoding it does not have."""

    message: str
    span: Span


class FileFacts(Fact, frozen=True):
    """All facts of one file.

    `body` holds the statements of the module level in order. `imports` holds every import of the
    file, also those in functions and class bodies. `future_annotations` is true under
    `from __future__ import annotations`. `problem` says why nothing else is known.
    """

    body: tuple[Statement, ...] = ()
    imports: tuple[Import, ...] = ()
    future_annotations: bool = False
    problem: Problem | None = None
