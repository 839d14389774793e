"""What SQLAlchemy says of a project in which some files have another text.

Run by the interpreter of the project's environment. Reads requests from standard input, a line of
JSON each, and writes a line for each. The first says what the project is and whether to `preload`;
its answer is what SQLAlchemy says of the project as it is. Each further one is `{"texts": {path:
text}, "modules": {name: those that stand for it now}}`.

Each question is answered by a process of its own, forked from one that has loaded the libraries of
the project, but not the project: that makes most of the cost of an import. Stands alone, but for
`dump.py`, whose path it is given.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import json
import os
import re
import signal
import sys
import traceback
import types
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Plain = dict[str, Any]

SECONDS = 90


def main() -> None:
    # Not the folder of this file, which has modules of its own.
    sys.path.pop(0)
    first = json.loads(sys.stdin.readline())
    # What the project prints while it is imported goes to the error stream.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for answer in conversation(first):
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def conversation(first: Plain) -> Iterator[Plain]:
    project = Project(first)
    healthy = in_a_process(lambda: project.asked(None))
    if first["preload"] and "libraries" in healthy:
        project.preload(healthy["libraries"])
        again = in_a_process(lambda: project.asked(None))
        healthy["steady"] = said(again) == said(healthy)
    yield healthy
    for line in sys.stdin:
        yield in_a_process(lambda line=line: project.asked(json.loads(line)))  # type: ignore[misc]


def said(answer: Plain) -> list[object]:
    """What a preloaded library may not change."""
    return [answer.get(key) for key in ("error", "in_use", "classes", "files")]


def in_a_process(question: Callable[[], Plain]) -> Plain:
    """The answer of a forked process; it is killed when it takes too long."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        answer_and_leave(question, writing)
    os.close(writing)
    with os.fdopen(reading) as file:
        text = file.read()
    os.waitpid(child, 0)
    return dict(json.loads(text)) if text else {"failure": "the process died or took too long"}


def answer_and_leave(question: Callable[[], Plain], writing: int) -> NoReturn:
    signal.alarm(SECONDS)
    try:
        answer = question()
    except BaseException:  # noqa: BLE001 - said to the other process, which must not hang
        answer = {"failure": traceback.format_exc()}
    with os.fdopen(writing, "w") as file:
        file.write(json.dumps(answer))
    # A project may have started threads or registered last words; nobody waits for them.
    os._exit(0)


class Project:
    """A project that can be asked about once in a process."""

    def __init__(self, request: Plain) -> None:
        self.request = request
        self.root = Path(request["root"])
        self.dump = loaded(request["dump"])
        sys.path.insert(0, request["path"])
        self.warnings: list[list[str]] = []

    def preload(self, libraries: list[str]) -> None:
        """Import libraries, and nothing of the project, though one of them may ask for it."""
        warnings.simplefilter("ignore")
        refusal = Refusal(self.request["packages"])
        sys.meta_path.insert(0, refusal)
        for name in libraries:
            self.dump.failure_of(importlib.import_module, name)
        sys.meta_path.remove(refusal)

    def asked(self, mutant: Plain | None) -> Plain:
        """The first error, or all that come in use, and all warnings."""
        if mutant is not None:
            importlib.invalidate_caches()
            put_in_place({str(self.root / path): text for path, text in mutant["texts"].items()})
            now = mutant["modules"]
            names = [now.get(name, [name]) for name in self.request["modules"]]
            self.request["modules"] = [name for each in names for name in each]
        self.listen()
        error = self.first_error()
        in_use = [] if error else list(self.errors_in_use())
        answer: Plain = {"error": error, "in_use": in_use, "warnings": self.warnings}
        if mutant is None:
            classes = () if error else self.dump.classes_of(self.root)
            answer["classes"] = sorted(classes, key=lambda entry: str(entry["class"]))
            answer["files"] = sorted(self.dump.loaded_files(self.root))
            answer["libraries"] = list(self.libraries())
        return answer

    def listen(self) -> None:
        """Record the warnings of SQLAlchemy, whatever filters the project sets."""
        warn = warnings.warn

        def recorded(message: Any, category: Any = None, *rest: Any, **more: Any) -> None:
            kind = category or (type(message) if isinstance(message, Warning) else UserWarning)
            if kind.__module__.partition(".")[0] == "sqlalchemy":
                self.warnings.append([kind.__name__, plain(str(message))])
            warn(message, category, *rest, **more)

        warnings.warn = recorded
        warnings.simplefilter("ignore")

    def first_error(self) -> Plain | None:
        """The first thing that fails: an import, or the configuration."""
        if self.request["preparation"]:
            runpy = importlib.import_module("runpy")
            runpy.run_path(self.request["preparation"])
        for name in self.request["modules"]:
            error = error_of("import", importlib.import_module, name)
            if error:
                return error
        orm = importlib.import_module("sqlalchemy.orm")
        return error_of("configure", orm.configure_mappers)

    def errors_in_use(self) -> Iterator[Plain]:
        """What fails when tables, proxies and synonyms are first used."""
        uses = (*self.foreign_keys(), *self.proxies(), *self.synonyms())
        return filter(None, (error_of("use", getattr, thing, name) for thing, name in uses))

    def foreign_keys(self) -> Iterator[tuple[object, str]]:
        """What each foreign key leads to is looked up as its attribute `column`."""
        tables = importlib.import_module("sqlalchemy").Table
        metadata = {
            mapper.local_table.metadata
            for mapper in self.dump.all_mappers()
            if isinstance(mapper.local_table, tables)
        }
        for each in sorted(metadata, key=lambda one: sorted(one.tables)):
            for _, table in sorted(each.tables.items()):
                for key in sorted(table.foreign_keys, key=lambda one: str(one.parent)):
                    yield key, "column"

    def proxies(self) -> Iterator[tuple[object, str]]:
        """A proxy finds what it stands for, through what, when it is asked for."""
        for mapper in self.dump.all_mappers():
            for name, found in sorted(mapper.all_orm_descriptors.items()):
                if type(found).__name__ == "AssociationProxy":
                    yield Proxy(mapper.class_, name), "remote"

    def synonyms(self) -> Iterator[tuple[object, str]]:
        """What a synonym stands for is looked up when an expression is made of it."""
        for mapper in self.dump.all_mappers():
            for name in sorted(mapper.synonyms.keys()):
                yield getattr(mapper.class_, name), "property"

    def libraries(self) -> Iterator[str]:
        """The modules that are loaded and are no part of the project."""
        packages = self.request["packages"]
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] not in packages and getattr(module, "__spec__", None):
                yield name


class Proxy:
    """An association proxy of a class, not yet asked for."""

    def __init__(self, cls: type, name: str) -> None:
        self.cls, self.name = cls, name

    @property
    def remote(self) -> object:
        return getattr(self.cls, self.name).remote_attr


def loaded(path: str) -> types.ModuleType:
    module = types.ModuleType("dump")
    exec(compile(Path(path).read_bytes(), path, "exec"), vars(module))  # noqa: S102
    return module


class Refusal:
    """A finder that finds nothing and lets nobody else search for some packages."""

    def __init__(self, packages: Sequence[str]) -> None:
        self.packages = packages

    def find_spec(self, name: str, *_: object) -> None:
        if name.partition(".")[0] in self.packages:
            raise ModuleNotFoundError(name)


def put_in_place(texts: dict[str, str]) -> None:
    """Let the modules of some files be made of other texts; the files stay as they are."""
    loader = importlib.machinery.SourceFileLoader
    compiled = loader.get_code

    def get_code(self: Any, fullname: str) -> Any:
        if self.path in texts:
            return compile(texts[self.path], self.path, "exec", dont_inherit=True)
        return compiled(self, fullname)

    loader.get_code = get_code  # type: ignore[method-assign]


# errors


def error_of(stage: str, function: Callable[..., object], *arguments: object) -> Plain | None:
    try:
        function(*arguments)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is the answer
        frames = traceback.extract_tb(error.__traceback__)
        return {
            "stage": stage,
            "type": type(error).__name__,
            "message": plain(str(error)),
            "sqlalchemy": of_sqlalchemy(error, stage, frames),
            "where": f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "",
        }
    return None


# Wrong arguments of these are refused by Python, in the frame of the caller.
_CALLED = re.compile(
    r"(?:\w+\.)*(?:relationship|mapped_column|Relationship\w*|Column|ForeignKey\w*|Table|backref)"
    r"(?:\.__init__)?\(\)"
)


def of_sqlalchemy(error: BaseException, stage: str, frames: traceback.StackSummary) -> bool:
    """Whether SQLAlchemy refuses; otherwise other code of the project is broken by the change."""
    if type(error).__module__.partition(".")[0] == "sqlalchemy" or stage != "import":
        return True
    if isinstance(error, TypeError) and _CALLED.match(str(error)):
        return True
    within = bool(frames) and "/site-packages/sqlalchemy/" in frames[-1].filename
    return within and frames[-1].name not in ("__getattr__", "__getattribute__", "__getitem__")


def plain(message: str) -> str:
    """A message without addresses of objects, in one line."""
    return re.sub(r"0x[0-9a-f]+", "0x", " ".join(message.split()))


if __name__ == "__main__":
    main()
