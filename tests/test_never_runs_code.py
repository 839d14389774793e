"""mapperlint reads; it never imports or runs what it checks.

A run is watched from inside by an audit hook: which modules are loaded, which code objects are
executed, which programs and connections are opened.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

import mapperlint

HERE = Path(__file__).parents[1]
OURS = Path(mapperlint.__file__).parent
# Before Python 3.11 the settings are read with `tomli`, which we depend on for that.
TOML = frozenset({"tomli", "tomllib"} if sys.version_info < (3, 11) else ())

STRUCTS = Path(msgspec.__file__).parent
# Facts are made of structs, whose package looks for newer types where they are installed.
TYPES = frozenset({"typing_extensions.py"})

WATCHED = """\
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
sys.dont_write_bytecode = True
executed, opened, started, imported = [], [], [], []

def watch(event, arguments):
    if event == "exec":
        executed.append(getattr(arguments[0], "co_filename", repr(arguments[0])))
    elif event == "import":
        imported.append(arguments[0])
    elif event.startswith(("socket.", "ctypes.")) or event in ("os.system", "os.exec", "os.fork"):
        opened.append(event)
    elif event in ("subprocess.Popen", "os.posix_spawn", "os.spawn"):
        started.append(str(arguments[0]))

from mapperlint.__main__ import main
sys.addaudithook(watch)
sys.argv[1:] = json.loads(sys.argv[2])
status = main()
seen = [status, executed, opened, started, imported, sorted(sys.modules)]
print("\\n" + json.dumps(seen))
"""


def watched(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-I", "-c", WATCHED, json.dumps(sys.path), json.dumps(arguments)],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=True,
    )
    names = ("status", "executed", "opened", "started", "imported", "modules")
    return dict(zip(names, json.loads(done.stdout.splitlines()[-1]), strict=True))


def is_ours_or_pythons(filename: str) -> bool:
    if filename.startswith("<frozen ") or filename == "<string>":
        # A dataclass is made from a text of its own, as all of the standard library's are.
        return True
    path = Path(filename)
    if path.parent.name in TOML or path.is_relative_to(STRUCTS) or path.name in TYPES:
        return True
    return path.is_relative_to(OURS) or path.is_relative_to(Path(json.__file__).parents[1])


@pytest.mark.parametrize("fixture", ["hibachi/before", "hibachi/after"])
@pytest.mark.parametrize("command", ["check", "models", "init"])
def test_nothing_of_the_project_is_run(command: str, fixture: str) -> None:
    seen = watched(command, f"fixtures/{fixture}")
    assert seen["status"] in {0, 1}
    assert [name for name in seen["executed"] if not is_ours_or_pythons(name)] == []
    assert seen["opened"] == []
    assert {Path(program).name for program in seen["started"]} <= {"git"}
    # `copy` asks whether it runs on Jython, for which it would need `org.python.core`.
    allowed = {"mapperlint", "msgspec", "typing_extensions", "org", *TOML, *sys.stdlib_module_names}
    for names in (seen["imported"], seen["modules"]):
        strange = {name.partition(".")[0] for name in names} - allowed
        # Loaded by the interpreter itself when it starts, for environments and editable installs.
        assert {name for name in strange if not name.startswith(("_", "distutils"))} == set()


def test_the_watch_sees_what_it_has_to(tmp_path: Path) -> None:
    (tmp_path / "trap.py").write_text("raise SystemExit('it was run')\n")
    seen = watched("check", str(tmp_path))
    assert seen["status"] == 0
    assert any(Path(name).is_relative_to(OURS) for name in seen["executed"])
