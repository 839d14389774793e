"""The projects whose programs are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.fidelity import environments
from tests.fidelity.projects import named

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Subject:
    """A project: its folder, the one on `sys.path`, and the modules its programs start with.

    `environments` are the files that Alembic runs, relative to the root. `interpreter` is None
    where the project is only read.
    """

    name: str
    root: Path
    path: Path
    entries: tuple[str, ...]
    environments: tuple[str, ...] = ()
    interpreter: Path | None = None
    preparation: Path | None = None


INSTALLED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ixmp4": (("ixmp4.server",), ("ixmp4/db/migrations/env.py",)),
    "isatools": (("isatools.database.utils",), ()),
    "qcfractal": (("qcfractal.flask_app.flask_app",), ("qcfractal/alembic/env.py",)),
    "letta": (("letta.main",), ()),
    "zenml": (("zenml.zen_server.zen_server_api",), ()),
    "dioptra-platform": (("dioptra.restapi.app",), ("dioptra/restapi/db/alembic/env.py",)),
    "privacyidea": (("privacyidea.app",), ("privacyidea/migrations/env.py",)),
    "apache-superset": (("superset.app",), ("superset/migrations/env.py",)),
    "keystone": (("keystone.server.wsgi",), ("keystone/common/sql/migrations/env.py",)),
    "aiida-core": (
        ("aiida.storage.psql_dos.models",),
        ("aiida/storage/psql_dos/migrations/env.py",),
    ),
}
"""Entry points and environments of projects that can be installed and run."""

CHECKOUTS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "mealie": (".", ("mealie.app",), ("alembic/env.py",)),
    "lms": (".", ("lms.models",), ("lms/migrations/env.py",)),
    "h": (".", ("h.models",), ("h/migrations/env.py",)),
    "open-event-server": (".", ("app.instance",), ()),
    "tasking-manager": (".", ("backend.main",), ("migrations/env.py",)),
    "FastAPI-boilerplate": ("src", ("app.main",), ("src/migrations/env.py",)),
    "redash": (".", ("redash.app",), ()),
    "zou": (".", ("zou.app",), ()),
    "dispatch": ("src", ("dispatch.main",), ()),
    "polar": ("server", ("polar.app",), ("server/migrations/env.py",)),
}
"""The same of projects that are only read; the folder on `sys.path` comes first."""


def installed(name: str) -> Subject:
    """A project that is installed if it is not there yet."""
    project = named(name)
    environments.ensure(project)
    entries, alembic = INSTALLED[name]
    return Subject(
        name,
        project.root,
        project.root / project.path,
        entries,
        alembic,
        project.interpreter,
        project.preparation,
    )


def checked_out(name: str, folder: Path) -> Subject:
    """A project whose work tree stands in a folder."""
    path, entries, alembic = CHECKOUTS[name]
    return Subject(name, folder, folder / path, entries, alembic)
