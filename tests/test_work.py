"""What a check does, counted: a lost cache hit fails here, a busy machine does not.

A link looks for a few words in the texts themselves, so that what is read is counted only where
nothing is linked.

Which modules a run loads is counted in `test_cli`; how long it takes, `benchmarks.speed` measures.
"""

from __future__ import annotations

import cProfile
import subprocess
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.speed.generated import path_of, project
from mapperlint.config import Settings
from mapperlint.engine.checking import checked
from mapperlint.engine.discover import discover
from mapperlint.engine.disk import CACHE, Disk
from mapperlint.engine.session import Session
from mapperlint.facts.extract import extract
from mapperlint.facts.scan import scan
from mapperlint.model.link import link
from tests.support.environments import python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mapperlint.engine.answer import Answer
    from tests.conftest import Tree

MODELS = 60
FILE = path_of(17)
SHORT_TICK = 20_000_000


@dataclass
class Work:
    """What was done since the last question."""

    read: list[str] = field(default_factory=list)
    scanned: int = 0
    parsed: int = 0
    linked: int = 0

    @property
    def taken(self) -> tuple[int, int, int]:
        """How many files were scanned and parsed, and how often all was linked."""
        return self.scanned, self.parsed, self.linked

    def clear(self) -> None:
        self.read, self.scanned, self.parsed, self.linked = [], 0, 0, 0


NOTHING = (0, 0, 0)


@dataclass
class Shop:
    """A project of some models, and the work of its checks."""

    root: Path
    work: Work

    def check(
        self, named: tuple[str, ...] = (".",), given: dict[str, str] | None = None
    ) -> tuple[Answer, Work]:
        self.work.clear()
        settings = Settings(str(self.root))
        disk = Disk(settings.root, discover(settings))
        for path, text in (given or {}).items():
            disk.change(path, text.encode())
        disk.include(named)
        answer = checked(settings, disk, str(self.root / CACHE))
        return answer, self.work

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        (self.root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def shop(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setattr("mapperlint.engine.stamps.TICK", SHORT_TICK)
    root, work = tree(project(MODELS)), Work()

    def counting(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def counted(*arguments: object) -> object:
            setattr(work, name, getattr(work, name) + 1)
            return function(*arguments)

        return counted

    read = Disk.read

    def noted(disk: Disk, path: str) -> bytes:
        content = read(disk, path)
        if path not in disk.changed:
            work.read.append(path)
        return content

    monkeypatch.setattr(Disk, "read", noted)
    for module in ("session", "cache.edits"):
        monkeypatch.setattr(f"mapperlint.engine.{module}.scan", counting("scanned", scan))
        monkeypatch.setattr(f"mapperlint.engine.{module}.extract", counting("parsed", extract))
    monkeypatch.setattr("mapperlint.engine.session.link", counting("linked", link))
    time.sleep(3 * SHORT_TICK / 1e9)
    return Shop(root, work)


@pytest.fixture
def checked_shop(shop: Shop) -> Shop:
    answer, _ = shop.check()
    assert answer.findings == ()
    assert answer.counts.classes == MODELS
    return shop


def test_the_first_check_looks_at_each_file_once(shop: Shop) -> None:
    _, work = shop.check()
    files = discover(Settings(str(shop.root))).paths
    assert set(files) <= set(work.read)
    assert max(Counter(work.read).values()) == 1
    assert work.scanned == len(files)
    # The models, their base, and the two packages around them.
    assert work.parsed == MODELS + 3
    assert work.linked == 1


def test_nothing_is_done_when_nothing_changed(checked_shop: Shop) -> None:
    for named in ((".",), (FILE,), ("shop/part_000", "shop/base.py")):
        work = checked_shop.check(named)[1]
        assert (work.read, work.taken) == ([], NOTHING)


def test_nothing_is_done_when_a_buffer_has_the_text_of_the_disk(checked_shop: Shop) -> None:
    work = checked_shop.check((FILE,), {FILE: checked_shop.text(FILE)})[1]
    assert (work.read, work.taken) == ([], NOTHING)


COMMENT = "# Changed.\n"
"""Moves all lines of a file by one."""
WITH_ANOTHER_COLUMN = ("    code = ", "    other = Column(Integer)\n    code = ")
"""What SQLAlchemy sees another table after."""


def test_one_file_is_looked_at_when_it_changed(checked_shop: Shop) -> None:
    checked_shop.write(FILE, checked_shop.text(FILE).replace(*WITH_ANOTHER_COLUMN))
    work = checked_shop.check((FILE,))[1]
    assert set(work.read) == {FILE, "pyproject.toml"}
    assert work.taken == (1, 1, 1)


def test_nothing_is_linked_when_lines_have_moved(checked_shop: Shop) -> None:
    for count in (1, 2):
        checked_shop.write(FILE, COMMENT + checked_shop.text(FILE))
        work = checked_shop.check((FILE,))[1]
        assert (work.read, work.taken) == ([FILE], (1, 1, 0)), count
    time.sleep(3 * SHORT_TICK / 1e9)
    assert checked_shop.check((FILE,))[1].taken == NOTHING


def test_one_text_is_looked_at_when_it_is_edited(checked_shop: Shop) -> None:
    text = checked_shop.text(FILE)
    assert checked_shop.check((FILE,), {FILE: COMMENT + text})[1].taken == (1, 1, 0)
    assert checked_shop.check((FILE,), {FILE: text})[1].taken == NOTHING
    assert checked_shop.check((FILE,), {FILE: text.replace(*WITH_ANOTHER_COLUMN)})[1].linked == 1


def test_a_file_that_is_touched_is_read_and_no_more(checked_shop: Shop) -> None:
    checked_shop.write(FILE, checked_shop.text(FILE))
    work = checked_shop.check()[1]
    assert work.read == [FILE]
    assert work.taken == NOTHING


def test_nothing_is_parsed_when_files_are_renamed(checked_shop: Shop) -> None:
    other = FILE.replace("item", "thing")
    (checked_shop.root / FILE).rename(checked_shop.root / other)
    answer, work = checked_shop.check()
    assert answer.findings != ()  # Others import it by its old name.
    assert work.taken == (0, 0, 1)
    (checked_shop.root / other).rename(checked_shop.root / FILE)
    answer, work = checked_shop.check()
    assert answer.findings == ()
    assert work.taken == (0, 0, 1)


def test_nothing_is_parsed_when_a_file_is_deleted_or_restored(checked_shop: Shop) -> None:
    text = checked_shop.text(FILE)
    (checked_shop.root / FILE).unlink()
    answer, work = checked_shop.check()
    assert answer.findings != ()
    assert work.taken == (0, 0, 1)
    checked_shop.write(FILE, text)
    answer, work = checked_shop.check()
    assert answer.findings == ()
    assert work.taken == (0, 0, 1)


# what is counted on

CONFIGURED = """\
import shop.models
from sqlalchemy.orm import configure_mappers
configure_mappers()
print(len(shop.models.shop.base.Base.registry.mappers))
"""


@pytest.mark.slow
@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_sqlalchemy_has_nothing_to_say_of_the_project(shop: Shop, version: str) -> None:
    command = [str(python(version)), "-W", "error", "-c", CONFIGURED]
    done = subprocess.run(command, cwd=shop.root, check=False, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (f"{MODELS}\n", "")


# how it grows

SMALL, LARGE = 100, 200
MOST_GROWTH = 2**1.1
"""How many times the calls of a stage may be as many for twice as many models."""
MOST_GROWTH_OF_ONE = 2**1.5
"""The same for a single function; what happens once for each package comes in larger steps."""


def test_work_grows_with_the_number_of_models_and_no_faster(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    small, large = (_calls(tmp_path_factory.mktemp("shop"), each) for each in (SMALL, LARGE))
    for stage, counts in large.items():
        assert counts.total() / small[stage].total() < MOST_GROWTH, stage
        for function, count in counts.items():
            if count > LARGE:
                assert count / max(small[stage][function], 1) < MOST_GROWTH_OF_ONE, function


def _calls(root: Path, models: int) -> dict[str, Counter[str]]:
    """How often each function is called: for the facts, for linking them, and by the rules."""
    for path, text in project(models).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    session = Session(Settings(str(root)))
    session.load()
    found: dict[str, Counter[str]] = {}
    with _counted(found, "facts"):
        for path in session.paths:
            session.facts(path)
    with _counted(found, "link"):
        assert len(session.project.mappers) == models
    with _counted(found, "rules"):
        assert session.diagnostics() == ()
    return found


@contextmanager
def _counted(found: dict[str, Counter[str]], stage: str) -> Iterator[None]:
    profile = cProfile.Profile()
    with profile:
        yield
    calls = found[stage] = Counter()
    for each in profile.getstats():
        code = each.code
        place = code if isinstance(code, str) else f"{code.co_filename}:{code.co_firstlineno}"
        calls[place] += each.callcount
