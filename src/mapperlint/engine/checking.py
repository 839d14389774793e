"""One check of a whole project: the kept answer if it still holds, else a new one."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import TypeAlias

    from mapperlint.config import Settings
    from mapperlint.engine.answer import Answer
    from mapperlint.engine.disk import Disk
    from mapperlint.engine.session import Session

    Watching: TypeAlias = Callable[[Session], AbstractContextManager[None]]


def checked(
    settings: Settings,
    disk: Disk,
    cache: str | None,
    jobs: int | None = 1,
    watching: Watching | None = None,
) -> Answer:
    """What is found in a project.

    `cache` is a directory, None to keep and to trust nothing. `jobs` is how many processes may take
    facts, None for as many as can run at the same time. `watching` is entered with the session
    while that works, if there has to be one.
    """
    return kept(settings, disk, cache) or session_of(settings, disk, cache, jobs, watching).answer()


def kept(settings: Settings, disk: Disk, cache: str | None) -> Answer | None:
    """The answer of an earlier check, if it still holds. Its fixes have no intentions."""
    if cache is None:
        return None
    from mapperlint.engine.cache.answers import Answers

    return Answers(cache, settings).again(disk)


def session_of(
    settings: Settings,
    disk: Disk,
    cache: str | None,
    jobs: int | None = 1,
    watching: Watching | None = None,
) -> Session:
    """A session that has been asked once, and whose answer is kept for the next check."""
    from mapperlint.engine.session import Session
    from mapperlint.engine.workers import available

    jobs = jobs or available()
    if cache is None:
        session = Session(settings, disk=disk, jobs=jobs)
        with watching(session) if watching else nullcontext():
            session.answer()
        return session
    from mapperlint.engine.cache.answers import Answers
    from mapperlint.engine.cache.facts import FactStore

    store = FactStore(cache)
    session = Session(settings, disk=disk, store=store, jobs=jobs)
    with watching(session) if watching else nullcontext():
        answer = session.answer()
    store.save(session.seen)
    if not answer.crashed:
        Answers(cache, settings).keep(answer, session.seen, disk)
    return session
