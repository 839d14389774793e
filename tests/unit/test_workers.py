"""Work in several processes: the same answers, and none lost with a process that fails."""

from __future__ import annotations

import os
import signal

import pytest

from mapperlint.engine.workers import MOST, answers, available

NAMES = [f"name {index}" for index in range(11)]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied")


def shouted(name: str) -> bytes:
    return name.upper().encode()


@pytest.mark.parametrize("jobs", [1, 2, 3, 20])
def test_each_name_has_its_answer(jobs: int) -> None:
    assert answers(shouted, NAMES, jobs) == {name: shouted(name) for name in NAMES}


def test_the_work_is_done_by_several() -> None:
    processes = answers(lambda _: str(os.getpid()).encode(), NAMES, 3).values()
    assert len(set(processes)) == 3


def test_what_has_no_answer_is_missing() -> None:
    found = answers(lambda name: None if name.endswith("3") else b"", NAMES, 2)
    assert set(found) == set(NAMES) - {"name 3"}


def test_more_than_a_pipe_holds() -> None:
    long = b"x" * 1_000_000
    assert answers(lambda _: long, NAMES, 3) == dict.fromkeys(NAMES, long)


@pytest.mark.parametrize("how", [ZeroDivisionError, KeyboardInterrupt, SystemExit])
def test_a_process_that_fails_says_nothing(
    how: type[BaseException], capfd: pytest.CaptureFixture[str]
) -> None:
    here = os.getpid()

    def failing(name: str) -> bytes:
        if os.getpid() != here:
            raise how
        return shouted(name)

    assert set(answers(failing, NAMES, 2)) == set(NAMES[::2])
    assert capfd.readouterr() == ("", "")


def test_a_process_that_is_killed_says_nothing() -> None:
    here = os.getpid()

    def killed(name: str) -> bytes:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return shouted(name)

    assert set(answers(killed, NAMES, 2)) == set(NAMES[::2])


def test_how_many_can_run() -> None:
    assert 1 <= available() <= MOST
