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
    from mapperlint.engine.cache.answers import Answers
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
    answers = _answers(settings, cache)
    found = None if answers is None else answers.again(disk)
    return found or _asked(settings, disk, answers, jobs, watching).answer()


def kept(settings: Settings, disk: Disk, cache: str | None) -> Answer | None:
    """The answer of an earlier check, if it still holds. Its fixes have no intentions."""
    answers = _answers(settings, cache)
    return None if answers is None else answers.again(disk)


def session_of(
    settings: Settings,
    disk: Disk,
    cache: str | None,
    jobs: int | None = 1,
    watching: Watching | None = None,
) -> Session:
    """A session that has been asked once, and whose answer is kept for the next check."""
    return _asked(settings, disk, _answers(settings, cache), jobs, watching)


def _answers(settings: Settings, cache: str | None) -> Answers | None:
    if cache is None:
        return None
    from mapperlint.engine.cache.answers import Answers

    return Answers(cache, settings)


def _asked(
    settings: Settings,
    disk: Disk,
    answers: Answers | None,
    jobs: int | None,
    watching: Watching | None,
) -> Session:
    from mapperlint.engine.session import Session
    from mapperlint.engine.workers import available

    store = None if answers is None else answers.facts
    session = Session(settings, disk=disk, store=store, jobs=jobs or available())
    with watching(session) if watching else nullcontext():
        answer = session.answer()
    session.save()
    if answers is not None and not answer.crashed:
        answers.keep(answer, session.seen, disk)
    return session
