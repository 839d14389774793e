"""What Python says of import statements of a project.

Run by the interpreter of the project's environment. Reads requests from standard input, a line of
JSON each, and writes a line for each. The first says what the project is; each further one is a
list of (module, names), each of which is imported as the project's files are then. The answer has
a word for each statement:

- `works`
- `fails`: the module is not there, or has no such name
- `follows`: the module is there, but cannot be imported for a reason of its own

Each request is answered by a process of its own, forked from one that has loaded the libraries of
the project, but not the project. Stands alone.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import signal
import sys
import warnings
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SECONDS = 150
WORKS, FAILS, FOLLOWS = "works", "fails", "follows"


def main() -> None:
    # Not the folder of this file.
    sys.path.pop(0)
    sys.setrecursionlimit(5000)
    # What the project prints while it is imported goes to the error stream.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    first = json.loads(sys.stdin.readline())
    sys.path.insert(0, first["path"])
    warnings.simplefilter("ignore")
    found = in_a_process(functools.partial(libraries, first))
    preload(first["packages"], found if isinstance(found, list) else [])
    answers.write(json.dumps({"ready": True}) + "\n")
    answers.flush()
    for line in sys.stdin:
        asked = json.loads(line)
        answers.write(json.dumps(in_a_process(functools.partial(said, first, asked))) + "\n")
        answers.flush()


def in_a_process(question: Callable[[], Any]) -> Any:
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
    return json.loads(text) if text else {"failure": "the process died or took too long"}


def answer_and_leave(question: Callable[[], Any], writing: int) -> NoReturn:
    signal.alarm(SECONDS)
    try:
        answer = question()
    except BaseException as error:  # noqa: BLE001 - said to the other process, which must not hang
        answer = {"failure": f"{type(error).__name__}: {error}"}
    with os.fdopen(writing, "w") as file:
        file.write(json.dumps(answer))
    # A project may have started threads or registered last words; nobody waits for them.
    os._exit(0)


def libraries(first: dict[str, Any]) -> list[str]:
    """The modules that are loaded with the project's models and are no part of it."""
    prepare(first)
    for name in first["models"]:
        outcome(name, ())
    return [
        name
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] not in first["packages"] and getattr(module, "__spec__", None)
    ]


class Refusal:
    """A finder that finds nothing and lets nobody else search for some packages."""

    def __init__(self, packages: Sequence[str]) -> None:
        self.packages = packages

    def find_spec(self, name: str, *_: object) -> None:
        if name.partition(".")[0] in self.packages:
            raise ModuleNotFoundError(name)


def preload(packages: Sequence[str], names: Sequence[str]) -> None:
    """Import libraries, and nothing of the project, though one of them may ask for it."""
    refusal = Refusal(packages)
    sys.meta_path.insert(0, refusal)
    for name in names:
        # One that fails alone is loaded when the project asks for it.
        outcome(name, ())
    sys.meta_path.remove(refusal)


def prepare(first: dict[str, Any]) -> None:
    if first["preparation"]:
        try:
            importlib.import_module("runpy").run_path(first["preparation"])
        except BaseException as error:  # noqa: BLE001 - the mutant may be in its way
            sys.stderr.write(f"{error}\n")


def said(first: dict[str, Any], asked: list[tuple[str, list[str]]]) -> list[str]:
    importlib.invalidate_caches()
    prepare(first)
    return [outcome(module, names) for module, names in asked]


def outcome(module: str, names: Sequence[str]) -> str:
    """What becomes of `import module`, or of `from module import names`."""
    words = {_outcome(module, name) for name in names or ("",)}
    return next(word for word in (FAILS, FOLLOWS, WORKS) if word in words)


def _outcome(module: str, name: str) -> str:
    try:
        loaded = importlib.import_module(module)
        return WORKS if not name or has(loaded, name) else FAILS
    except ModuleNotFoundError as error:
        # Whoever asked for it: this statement asks for it as well.
        return FAILS if error.name and f"{module}.".startswith(f"{error.name}.") else FOLLOWS
    except BaseException:  # noqa: BLE001 - whatever it is, it is no matter of this statement
        return FOLLOWS


def has(module: Any, name: str) -> bool:
    """What the import statement asks: an attribute, or else a module."""
    if name == "*":
        return all(has(module, each) for each in getattr(module, "__all__", ()))
    if hasattr(module, name):
        return True
    if not hasattr(module, "__path__"):
        return False
    full = f"{module.__name__}.{name}"
    try:
        importlib.import_module(full)
    except ModuleNotFoundError as error:
        if error.name == full:
            return False
        raise
    return True


if __name__ == "__main__":
    main()
