"""Files are written whole, all of them or none, and nobody's work is overwritten."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mapperlint.fixes.write import Change, ChangedMeanwhile, NotWritable, turn, write

OLD, NEW = b"old\r\n" * 50_000, b"new" * 100_000

on_posix = pytest.mark.skipif(os.name != "posix", reason="files have no owner or mode there")


def changes(*paths: Path) -> list[Change]:
    return [Change(str(path), OLD, NEW) for path in paths]


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "inner").mkdir()
    both = tmp_path / "a.py", tmp_path / "inner" / "b.py"
    for path in both:
        path.write_bytes(OLD)
    return both


def texts(paths: tuple[Path, ...]) -> list[bytes]:
    return [path.read_bytes() for path in paths]


def others(folder: Path, *paths: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path not in paths]


def test_all_files_are_written(pair: tuple[Path, Path], tmp_path: Path) -> None:
    write(changes(*pair))
    assert texts(pair) == [NEW, NEW]
    assert not others(tmp_path, *pair)


def test_a_file_changed_meanwhile_is_left_alone_with_its_group(pair: tuple[Path, Path]) -> None:
    pair[1].write_bytes(b"by somebody else")
    with pytest.raises(ChangedMeanwhile) as raised:
        write(changes(*pair))
    assert raised.value.path == str(pair[1])
    assert texts(pair) == [OLD, b"by somebody else"]


def test_a_file_that_is_gone_does_not_come_back(pair: tuple[Path, Path], tmp_path: Path) -> None:
    pair[1].unlink()
    with pytest.raises(ChangedMeanwhile):
        write(changes(*pair))
    assert pair[0].read_bytes() == OLD
    assert not others(tmp_path, *pair)


def test_what_was_replaced_is_taken_back_where_the_next_file_fails(
    pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def refused(source: str, target: str) -> None:
        if os.path.samefile(target, pair[1]):
            raise PermissionError(13, "Permission denied")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(NotWritable, match="Permission denied"):
        write(changes(*pair))
    assert texts(pair) == [OLD, OLD]
    assert not others(tmp_path, *pair)


def test_what_changes_between_two_steps_is_seen(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compared is each file right before its own step."""
    replace = os.replace

    def slowly(source: str, target: str) -> None:
        replace(source, target)
        if os.path.samefile(target, pair[0]) and pair[1].read_bytes() == OLD:
            pair[1].write_bytes(b"by somebody else")

    monkeypatch.setattr(os, "replace", slowly)
    with pytest.raises(ChangedMeanwhile):
        write(changes(*pair))
    assert texts(pair) == [OLD, b"by somebody else"]


@on_posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_mode_is_kept(pair: tuple[Path, Path], mode: int) -> None:
    pair[0].chmod(mode)
    write(changes(*pair))
    assert stat.S_IMODE(pair[0].stat().st_mode) == mode


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_is_kept(pair: tuple[Path, Path]) -> None:
    os.chown(pair[0], 12345, 23456)
    write(changes(*pair))
    found = pair[0].stat()
    assert (found.st_uid, found.st_gid) == (12345, 23456)


@on_posix
def test_an_owner_that_cannot_be_kept_is_said(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    stated = os.stat

    def of_another(path: str | int) -> os.stat_result:
        found = list(stated(path))
        if path == str(pair[1]):
            found[stat.ST_UID] += 1
        return os.stat_result(found)

    monkeypatch.setattr(os, "chown", refused)
    monkeypatch.setattr("mapperlint.fixes.write.os.stat", of_another)
    with pytest.raises(NotWritable, match="Operation not permitted"):
        write(changes(*pair))
    monkeypatch.undo()
    assert texts(pair) == [OLD, OLD]
    assert not others(tmp_path, *pair)


@on_posix
def test_a_link_stays_and_its_target_is_written(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    link = tmp_path / "link.py"
    link.symlink_to(pair[1])
    write(changes(link))
    assert link.is_symlink()
    assert pair[1].read_bytes() == NEW
    assert not others(tmp_path, *pair, link)


@on_posix
def test_a_read_only_file_is_not_written(pair: tuple[Path, Path]) -> None:
    pair[1].chmod(0o444)
    with pytest.raises(NotWritable, match="the file is read-only") as raised:
        write(changes(*pair))
    assert raised.value.path == str(pair[1])
    assert texts(pair) == [OLD, OLD]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(pair: tuple[Path, Path]) -> None:
    pair[1].parent.chmod(0o555)
    try:
        with pytest.raises(NotWritable, match=f"no file can be written in {pair[1].parent}"):
            write(changes(*pair))
    finally:
        pair[1].parent.chmod(0o755)
    assert texts(pair) == [OLD, OLD]


def test_a_folder_without_room(pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritable, match="No space left on device"):
        write(changes(*pair))
    assert texts(pair) == [OLD, OLD]
    assert not others(pair[0].parent, *pair)


def test_leftovers_of_a_killed_run_are_cleaned_up(pair: tuple[Path, Path], tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = tmp_path / f".mapperlint-{gone.pid}-0123abcd.tmp"
    own = tmp_path / f".mapperlint-{os.getpid()}-0123abcd.tmp"
    working = tmp_path / f".mapperlint-{os.getppid()}-0123abcd.tmp"
    for path in (left, own, working):
        path.write_bytes(b"half")
    write(changes(*pair))
    assert others(tmp_path, *pair) == ([working] if os.name == "posix" else [left, working])


WRITER = """
import sys
from mapperlint.fixes.write import Change, write
old, new, paths = b"old\\r\\n" * 50_000, b"new" * 100_000, sys.argv[1:]
print("at work", flush=True)
while True:
    write([Change(path, old, new) for path in paths])
    old, new = new, old
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL there")
@pytest.mark.parametrize("seed", range(12))
def test_killed_at_any_moment_each_file_is_whole(
    pair: tuple[Path, Path], tmp_path: Path, seed: int
) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, *map(str, pair)], stdout=subprocess.PIPE, text=True
    )
    with writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "at work\n"
        time.sleep(random.Random(seed).uniform(0, 0.05))  # noqa: S311
        assert writer.poll() is None
        writer.send_signal(signal.SIGKILL)
    assert all(text in (OLD, NEW) for text in texts(pair))
    assert all(path.suffix == ".tmp" for path in others(tmp_path, *pair))
    write([Change(str(path), path.read_bytes(), b"") for path in pair])
    assert texts(pair) == [b"", b""]
    assert not others(tmp_path, *pair)


def test_killed_at_each_step_each_file_is_whole(pair: tuple[Path, Path]) -> None:
    """The same, at every call of the operating system instead of at random."""
    program = """
import os, signal, sys
steps = int(sys.argv[1])
def counted(function):
    def call(*arguments, **keywords):
        global steps
        steps -= 1
        if not steps:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **keywords)
    return call
from mapperlint.fixes import write
class System:
    def __getattr__(self, name):
        found = getattr(os, name)
        return counted(found) if name in {"open", "replace", "fsync", "chmod", "unlink"} else found
write.os = System()
old, new = b"old\\r\\n" * 50_000, b"new" * 100_000
write.write([write.Change(path, old, new) for path in sys.argv[2:]])
"""
    states, status = set(), 1
    for step in range(1, 100):
        for path in pair:
            path.write_bytes(OLD)
        command = [sys.executable, "-c", program, str(step), *map(str, pair)]
        status = subprocess.run(command, check=False).returncode
        found = texts(pair)
        assert all(text in (OLD, NEW) for text in found)
        states.add(tuple(text == NEW for text in found))
        if status == 0:
            break
    assert states == {(False, False), (True, False), (True, True)}
    assert status == 0


@on_posix
def test_one_process_writes_at_a_time(tmp_path: Path) -> None:
    program = """
import sys, time
from mapperlint.fixes.write import turn
with turn(sys.argv[1]):
    print("in", flush=True)
    time.sleep(0.3)
    print("out", time.monotonic(), flush=True)
"""
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "in\n"
        with turn(str(tmp_path)):
            entered = time.monotonic()
        left = float(other.stdout.readline().split()[1])
    assert entered >= left
