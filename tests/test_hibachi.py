"""What `--fix` makes of the backend the tool was built for, and what it leaves to a person."""

from __future__ import annotations

import difflib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from mapperlint import cli
from mapperlint.config import load
from mapperlint.diagnostics import Applicability
from mapperlint.engine.session import Session
from mapperlint.fixes.edits import spliced
from mapperlint.fixes.realise import realise
from tests.support.environments import python
from tests.support.trees import FIXTURES

BEFORE, AFTER = FIXTURES / "hibachi/before", FIXTURES / "hibachi/after"
SOURCES = "apps/backend/src"
EXPECTATION = re.compile(r"^ *# (error|warning): \[.*\n|  # (error|warning): \[.*", re.MULTILINE)
"""A comment that says what is to be found; nobody had written it then."""

MENDED = {
    f"{SOURCES}/api/v1/endpoints/leads.py": """\
-from db.models.lead import ContactChannel, Lead, LeadContext
+from db.models.lead import ContactChannel, Lead, LeadContext, LeadSource, LeadStatus
-from models.enums.lead_enums import LeadSource, LeadStatus
""",
    f"{SOURCES}/db/models/core.py": """\
+    bookings: Mapped[List["Booking"]] = relationship("Booking", back_populates="chef")
""",
    f"{SOURCES}/services/webhook_service.py": """\
-from db.models.lead import ContactChannel
-from db.models.social import SocialAccount, SocialPlatform, SocialThread
-from models.enums.lead_enums import LeadSource
-from models.enums.social_enums import ThreadStatus
+from db.models.lead import ContactChannel, LeadSource
+from db.models.social import SocialAccount, SocialPlatform, SocialThread, ThreadStatus
""",
}
LEFT_TO_A_PERSON = {
    "duplicate-class": f"{SOURCES}/core/auth/models.py",
    "no-join": f"{SOURCES}/db/models/core.py",
    "shadowed-module": f"{SOURCES}/db/models/identity.py",
    "missing-module": f"{SOURCES}/services/event_service.py",
}


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backend as it was, without the comments that say what is to be found."""
    root = tmp_path_factory.mktemp("hibachi") / "before"
    shutil.copytree(BEFORE, root, ignore=shutil.ignore_patterns("__pycache__", ".mapperlint*"))
    for path in root.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(EXPECTATION.sub("", text), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def mended(backend: Path) -> Path:
    """The backend as the command leaves it."""
    root = backend.with_name("mended")
    shutil.copytree(backend, root)
    mend(root)
    return root


def mend(root: Path) -> None:
    assert cli.run(["check", "--fix", "--unsafe-fixes", "--no-cache", str(root)]) == 1


def contents(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in root.rglob("*.py")
    }


def session_of(root: Path) -> Session:
    session = Session(load([str(root)], environment={}))
    session.load()
    return session


def test_the_difference_is_one_that_a_reviewer_accepts_unread(backend: Path, mended: Path) -> None:
    before, after = contents(backend), contents(mended)
    assert before.keys() == after.keys()
    assert {
        path: _difference(text, after[path]) for path, text in before.items() if text != after[path]
    } == MENDED


def test_imports_are_those_that_the_repair_wrote(mended: Path) -> None:
    """A person did the same, letter by letter."""
    for name in ("api/v1/endpoints/leads.py", "services/webhook_service.py"):
        path = f"{SOURCES}/{name}"
        assert (mended / path).read_bytes() == (AFTER / path).read_bytes()


def test_what_is_left_is_what_a_person_has_to_decide(mended: Path) -> None:
    left = {found.name: found.location.path for found in session_of(mended).diagnostics()}
    assert left == LEFT_TO_A_PERSON


def test_to_mend_twice_changes_nothing(mended: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shutil.copytree(mended, again)
    mend(again)
    assert contents(again) == contents(mended)


@pytest.mark.parametrize(("state", "runs"), [("mended", True), ("backend", False)])
def test_with_the_decisions_of_a_person_the_backend_runs(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    state: str,
    runs: bool,  # noqa: FBT001 - a table of cases
) -> None:
    root = tmp_path / "decided"
    shutil.copytree(request.getfixturevalue(state), root)
    decide(root)
    script = "import main; from sqlalchemy.orm import configure_mappers; configure_mappers()"
    done = subprocess.run(
        [python("2.0"), "-W", "error::sqlalchemy.exc.SAWarning", "-c", script],
        cwd=root / SOURCES,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) is runs, done.stderr


def decide(root: Path) -> None:
    """The module that was never written, the relationship without a key, the older packages."""
    _take_out_what_cannot_be_joined(root)
    module = f"{SOURCES}/db/models/system_event.py"
    shutil.copyfile(AFTER / module, root / module)
    (root / SOURCES / "db/models/identity.py").unlink()
    for older in ("models", "core/auth"):
        (root / SOURCES / older).rename(root / SOURCES / f"{older}_DEPRECATED_DO_NOT_USE")


def _take_out_what_cannot_be_joined(root: Path) -> None:
    """The fix that is shown for it: it has to go."""
    (found,) = (each for each in session_of(root).diagnostics() if each.name == "no-join")
    (fix,) = (each for each in found.fixes if each.applicability is Applicability.SHOWN)
    edits = realise(fix, lambda path: (root / path).read_bytes())
    model = root / SOURCES / "db/models/core.py"
    model.write_bytes(spliced(model.read_bytes(), edits))


def _difference(before: str, after: str) -> str:
    """The lines that went and those that came, without what is around them."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return "".join(f"{line}\n" for line in list(lines)[2:] if line[:1] in "+-")
