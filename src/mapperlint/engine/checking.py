"""One check of a whole project: the kept answer if it still holds, else a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapperlint.config import Settings
    from mapperlint.engine.answer import Answer
    from mapperlint.engine.cache.answers import Answers
    from mapperlint.engine.disk import Disk


def checked(settings: Settings, disk: Disk, cache: str | None) -> Answer:
    """What is found in a project. `cache` is a directory, None to keep and to trust nothing."""
    if cache is None:
        return _made(settings, disk)
    from mapperlint.engine.cache.answers import Answers

    answers = Answers(cache, settings)
    return answers.again(disk) or _kept(settings, disk, cache, answers)


def _made(settings: Settings, disk: Disk) -> Answer:
    from mapperlint.engine.session import Session

    return Session(settings, disk=disk).answer()


def _kept(settings: Settings, disk: Disk, cache: str, answers: Answers) -> Answer:
    from mapperlint.engine.cache.facts import FactStore
    from mapperlint.engine.session import Session

    store = FactStore(cache)
    session = Session(settings, disk=disk, store=store)
    answer = session.answer()
    store.save(session.seen)
    if not answer.crashed:
        answers.keep(answer, session.seen, disk)
    return answer
