"""The words of a `cascade`, as they were meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.facts.written import plain_string
from mapperlint.intentions import Reword
from mapperlint.model.mending.writing import literal_of, may_change
from mapperlint.model.near import near
from mapperlint.model.relationships.cascades import WORDS

if TYPE_CHECKING:
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.cascades import Cascade
    from mapperlint.model.relationships.relationship_calls import RelationshipCall
    from mapperlint.places import Location


def spelt_right(project: Project, call: RelationshipCall, cascade: Cascade) -> tuple[Fix, ...]:
    """Each word that SQLAlchemy does not know becomes the one it is near to."""
    words = [word for each in cascade.words for word in _meant(each)]
    where = _literal(project, call)
    if where is None or not set(words) <= set(WORDS):
        return ()
    text = ", ".join(dict.fromkeys(words))
    title = f'write `cascade="{text}"`'
    return (Fix(title, Applicability.SAFE, (Reword(where, text),)),)


def _meant(word: str) -> tuple[str, ...]:
    """A word that is known, or near to one; several where only the commas are missing."""
    if word in WORDS:
        return (word,)
    parts = word.split()
    if len(parts) > 1:
        return tuple(each for part in parts for each in _meant(part))
    return (near(word, WORDS) or word,)


def with_delete(project: Project, call: RelationshipCall, cascade: Cascade) -> tuple[Fix, ...]:
    """`delete` stands before `delete-orphan`."""
    where = _literal(project, call)
    if where is None:
        return ()
    words = list(cascade.words)
    words.insert(words.index("delete-orphan"), "delete")
    text = ", ".join(words)
    return (Fix(f'write `cascade="{text}"`', Applicability.UNSAFE, (Reword(where, text),)),)


def _literal(project: Project, call: RelationshipCall) -> Location | None:
    """The string of a cascade, which may stand in a `backref(...)`."""
    if call.made.within or not may_change(project, call.made.where.path):
        return None
    where = literal_of(call.made, "cascade")
    if where is None or plain_string(project.source.text(where.path), where.span) is None:
        return None
    return where
