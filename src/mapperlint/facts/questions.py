"""Small questions about the bytes of a file, which need no syntax tree.

Most of what a model wants to know of a text is whether some pattern occurs in it. Asked as a
question, the answer is kept with the facts of the file: it is not read again as long as it stays
the same, and after an edit one can tell whether a check would hear the same of the new text.
"""

from __future__ import annotations

import re
from typing import Protocol, TypeAlias, TypeVar

from mapperlint.facts.fact import Fact
from mapperlint.facts.scan import definitions

T_co = TypeVar("T_co", covariant=True)


class Question(Protocol[T_co]):
    """What is asked of the bytes of a file. The answer is a function of them alone."""

    def of(self, text: bytes) -> T_co:
        """The answer. Raises nothing."""


class Holds(Fact, frozen=True):
    """Whether a pattern occurs in a file; none does where one of the `words` does not."""

    pattern: bytes
    words: tuple[bytes, ...] = ()

    def of(self, text: bytes) -> bool:
        """Whether it occurs."""
        if self.words and not any(word in text for word in self.words):
            return False
        return re.search(self.pattern, text) is not None


class Defines(Fact, frozen=True):
    """Which names the statements at the margin of a file define."""

    def of(self, text: bytes) -> frozenset[str]:
        """The names."""
        return definitions(text)


class Says(Fact, frozen=True):
    """What all of a file says. The answer is not kept: another text is another answer."""

    def of(self, text: bytes) -> bytes:
        """The text itself."""
        return text


Kept: TypeAlias = Holds | Defines | Says
"""The questions that are kept with their answers; that of `Says` stands as False."""
