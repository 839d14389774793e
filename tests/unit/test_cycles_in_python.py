"""What is said of cycles of imports, beside what Python does with the same modules.

The modules are made up at random: classes, and every form of import between them. Whatever is said
to fail has to fail, whichever module is imported first.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.model.imports.cycles import ImportCycle, import_cycles
from mapperlint.model.modules.modules import Modules

TREES = 25

IMPORTER = """
import importlib, json, os, sys
sys.dont_write_bytecode = True
answers = []
for folder, modules in json.load(sys.stdin):
    failures = []
    for module in modules:
        reading, writing = os.pipe()
        if not os.fork():
            sys.path.insert(0, folder)
            try:
                importlib.import_module(module)
            except (ImportError, AttributeError) as error:
                os.write(writing, str(error).encode())
            os._exit(0)
        os.close(writing)
        failures.append(os.fdopen(reading).read())
        os.wait()
    answers.append(failures)
print(json.dumps(answers))
"""


def statement(chance: random.Random, here: str, other: str) -> str:
    short, cls = other.rpartition(".")[2], other.rpartition(".")[2].upper()
    forms = [f"from {other} import {cls}"] * 4 + [
        f"from {other} import *",
        f"import {other}",
        f"import {other} as {short}_\nx_{cls} = {short}_.{cls}",
        f"def f_{cls}():\n    from {other} import {cls}",
    ]
    if "." in other:
        forms += [f"from p import {short}", f"from p import {cls}"]
        forms += [f"from . import {short}"] if "." in here else []
    return chance.choice(forms)


def tree(chance: random.Random) -> dict[str, str]:
    """The modules of a tree, by their names."""
    inside = "p." if chance.random() < 0.6 else ""
    names = [f"{inside}{letter}" for letter in "abcd"[: chance.randint(2, 4)]]
    names += ["p"] if inside else []
    texts = {}
    for name in names:
        others = [each for each in names if each != name]
        lines = [
            statement(chance, name, chance.choice(others)) for _ in range(chance.randint(0, 3))
        ]
        cls = f"class {name.rpartition('.')[2].upper()}: ..."
        lines.insert(chance.randint(0, len(lines)), cls)
        if name == "p":
            # In the end the package has all classes: a name that is never there is no cycle.
            lines += [f"from {each} import {each[2:].upper()}" for each in others]
        texts[name] = "\n".join((*lines, ""))
    return texts


def path_of(name: str) -> str:
    return "p/__init__.py" if name == "p" else f"{name.replace('.', '/')}.py"


def cycles(texts: dict[str, str]) -> list[ImportCycle]:
    settings = Settings(root="/nowhere")
    session = Session(settings)
    for name, text in texts.items():
        session.update(path_of(name), text)
    modules = Modules(session, settings)
    return list(import_cycles(modules, session, modules.by_path.values()))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="each import is a fork")
@pytest.mark.parametrize("seed", range(4))
def test_what_is_said_to_fail_fails_in_python(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    trees = [tree(chance) for _ in range(TREES)]
    asked = []
    for number, texts in enumerate(trees):
        folder = tmp_path / str(number)
        for name, text in texts.items():
            (folder / path_of(name)).parent.mkdir(parents=True, exist_ok=True)
            (folder / path_of(name)).write_text(text)
        asked.append((str(folder), list(texts)))
    done = subprocess.run(
        (sys.executable, "-c", IMPORTER),
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    found = [cycles(texts) for texts in trees]
    assert any(found)
    for texts, said, failures in zip(trees, found, json.loads(done.stdout), strict=True):
        for cycle in said:
            assert any(f"'{cycle.name}'" in failure for failure in failures), texts
