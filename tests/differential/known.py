"""What we know we do not say yet, and why. An entry goes when its rule comes."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """Failures and warnings whose text matches are not reported. `reason` says what is missing."""

    name: str
    text: str
    reason: str


MISSES: tuple[Known, ...] = (
    # warnings
    Known("overlaps", r"will copy column", "no rule predicts overlaps yet"),
    Known("remote-of-local", r"is marked as 'remote', but these", "no rule reads remote_side yet"),
    Known("identity", r"Reassigning polymorphic association", "no rule reads identities yet"),
    Known("combined-columns", r"Implicitly combining column", "no rule for inherited columns yet"),
    # pairs
    Known("backref-collision", r"Error creating backref", "no rule for backrefs yet"),
    Known(
        "backref-and-back-populates",
        r"backref and back_populates keyword arguments are mutually exclusive",
        "no rule for arguments that exclude each other yet",
    ),
    Known("view-that-syncs", r"sync_backref and viewonly cannot both be", "the same"),
    # names in strings and lambdas
    Known(
        "attribute-in-string",
        r"does not have a mapped column named|has no attribute '",
        "no rule reads the attributes that join arguments name yet",
    ),
    Known(
        "name-in-string",
        r"expression '.*' failed to locate a name \(\"name '",
        "no rule reads the names in join arguments yet",
    ),
    Known(
        "ambiguous-name-in-string",
        r"Multiple classes found for path",
        "only targets are asked for ambiguous names, not join arguments",
    ),
    Known("quoted-generic", r"seems to be using a generic class", "no rule for annotations yet"),
    # joins
    Known(
        "no-foreign-pairs",
        r"Could not locate any relevant foreign key columns|Could not locate any simple equality",
        "no rule for written conditions yet",
    ),
    Known(
        "no-remote-pairs",
        r"could not determine any unambiguous local/remote column pairs",
        "no rule for remote_side yet",
    ),
    Known("secondary-left-out", r"with secondary join condition but no secondary", "no rule yet"),
    # arguments
    Known("cascade-word", r"Invalid cascade option", "no rule for cascades yet"),
    Known("delete-orphan", r"delete-orphan cascade", "no rule for cascades yet"),
    Known("delete-orphan-alone", r"cascade option requires", "no rule for cascades yet"),
    Known("passive-deletes", r"can't set passive_deletes='all'", "no rule for cascades yet"),
    Known("view-cascade", r"viewonly=True.*cascade|cascade.*viewonly", "no rule for cascades yet"),
    Known("lazy", r"Can't find strategy|On relationship .*, 'dynamic' loaders", "no rule yet"),
    Known("keyword", r"unexpected keyword argument", "no rule for unknown keywords yet"),
    # classes and tables
    Known("primary-key", r"could not assemble any primary key", "no rule yet"),
    Known("table-name", r"does not have a __table__ or __tablename__", "no rule yet"),
    Known("reserved-name", r"is reserved when using the Declarative", "no rule yet"),
    Known("column-twice", r"A column with name '.*' is already present", "no rule yet"),
    Known("mixin-relationship", r"Mapper properties .* must be declared as @declared_attr", "same"),
    Known("mixin-key", r"Columns with foreign keys to other columns must be", "no rule yet"),
    Known(
        "annotation-shadowed", r"Could not de-stringify annotation", "a later attribute hides it"
    ),
    Known("key-lengths", r"ForeignKeyConstraint number of constrained", "no rule yet"),
    Known("constrained-columns", r"Can't create ForeignKeyConstraint on table", "no rule yet"),
    Known("mapped-annotation", r"Could not resolve all types within mapped", "the same"),
    Known("table-args", r"Can't place __table_args__ on an inherited class", "no rule yet"),
    Known("primary-key-twice", r"Trying to redefine primary-key column", "no rule yet"),
    Known("attribute-twice", r"named directly multiple times", "no rule yet"),
    # inheritance
    Known("inherit-condition", r"Can't determine the inherit condition", "no rule yet"),
    Known("discriminator", r"Can't determine polymorphic_on", "no rule yet"),
    Known("column-conflict", r"Column '.*' on class .* conflicts with existing", "no rule yet"),
)


def known_miss(text: str) -> str | None:
    """The name of the known miss that a failure is."""
    return next((known.name for known in MISSES if re.search(known.text, text)), None)
