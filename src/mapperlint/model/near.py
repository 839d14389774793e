"""The name that was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def near(name: str, names: Iterable[str], alike: float = 0.7) -> str | None:
    """The most similar of some names, None if none is similar enough; 1 would be the same."""
    # Slow to import, and only needed once there is something to report.
    from difflib import get_close_matches

    candidates = [each for each in dict.fromkeys(names) if each != name]
    folded = {each.lower().replace("_", ""): each for each in candidates}
    same = folded.get(name.lower().replace("_", ""))
    if same is not None:
        return same
    found = get_close_matches(name, candidates, n=1, cutoff=alike)
    return found[0] if found else None


def meant(name: str, names: Iterable[str]) -> str | None:
    """A hint like "did you mean `posts`?", or None."""
    found = near(name, names)
    return None if found is None else f"did you mean `{found}`?"
