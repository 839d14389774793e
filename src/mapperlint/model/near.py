"""The name that was probably meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


def near(name: str, names: Iterable[str], alike: float = 0.7) -> str | None:
    """The most similar of some names, None if none is similar enough; 1 would be the same."""
    # Slow to import, and only needed once there is something to report.
    from difflib import get_close_matches

    others = [each for each in dict.fromkeys(names) if each != name]
    same = {_folded(each): each for each in others}.get(_folded(name))
    if same is not None:
        return same
    found = get_close_matches(name, others, n=1, cutoff=alike)
    return found[0] if found else None


def meant(name: str, names: Iterable[str]) -> str | None:
    """A hint like "did you mean `posts`?", or None."""
    found = near(name, names)
    return None if found is None else f"did you mean `{found}`?"


class Candidates(NamedTuple):
    """The names that may have been meant, one as likely as the others.

    With `slip` they differ from what is written only as a slip of the pen does.
    """

    names: tuple[str, ...]
    slip: bool


def candidates(name: str, names: Iterable[str]) -> Candidates:
    """The names that one could put in the place of another."""
    others = [each for each in dict.fromkeys(names) if each != name]
    alike = [each for each in others if _folded(each) == _folded(name)]
    slips = alike or [each for each in others if is_slip(name, each)]
    if slips:
        return Candidates(tuple(slips), slip=True)
    from difflib import SequenceMatcher

    # With the arguments in this order, as `get_close_matches` has them.
    scores = {each: SequenceMatcher(None, each, name).ratio() for each in others}
    best = max(scores.values(), default=0.0)
    likely = [each for each in others if scores[each] == best] if best >= _CLEARLY_ALIKE else []
    return Candidates(tuple(likely), slip=False)


def is_slip(name: str, other: str) -> bool:
    """Whether two names differ as a slip of the pen does, in one word of them.

    One letter is too many, too few or another one, or two are swapped. Numbers and words of one or
    two letters differ on purpose: `address_1` and `address_2`, `user_a_id` and `user_b_id`.
    """
    words, others = re.findall(_WORD, name), re.findall(_WORD, other)
    if len(words) != len(others):
        return False
    different = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    if len(different) != 1:
        return False
    one, two = sorted(different[0], key=len)
    long_enough = len(one) >= _SHORTEST_WORD and not (one + two).isdigit()
    return long_enough and _one_letter_apart(one, two)


_WORD = r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|[^A-Za-z0-9_]+"
_SHORTEST_WORD = 3
_CLEARLY_ALIKE = 0.8


def _folded(name: str) -> str:
    return name.lower().replace("_", "")


def _one_letter_apart(short: str, long: str) -> bool:
    """Whether one letter makes the difference, or the order of two; `long` is not the shorter."""
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    rest, others = short[start:], long[start:]
    if len(short) < len(long):
        return rest == others[1:]
    return rest[1:] == others[1:] or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
