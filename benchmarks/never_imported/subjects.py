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


@dataclass(frozen=True, slots=True)
class Checkout:
    """A project that is only read: where it is from, and the same of it as of a `Subject`."""

    repository: str
    commit: str
    path: str
    entries: tuple[str, ...]
    environments: tuple[str, ...] = ()


CHECKOUTS: dict[str, Checkout] = {
    "mealie": Checkout(
        "mealie-recipes/mealie", "b5643a939946", ".", ("mealie.app",), ("alembic/env.py",)
    ),
    "lms": Checkout(
        "hypothesis/lms", "3c66b217371f", ".", ("lms.models",), ("lms/migrations/env.py",)
    ),
    "h": Checkout("hypothesis/h", "24395ca438e3", ".", ("h.models",), ("h/migrations/env.py",)),
    "open-event-server": Checkout(
        "fossasia/open-event-server", "071d1595b4af", ".", ("app.instance",)
    ),
    "tasking-manager": Checkout(
        "hotosm/tasking-manager", "5a4da86619d9", ".", ("backend.main",), ("migrations/env.py",)
    ),
    "FastAPI-boilerplate": Checkout(
        "benavlabs/FastAPI-boilerplate",
        "b88fe20cb656",
        "src",
        ("app.main",),
        ("src/migrations/env.py",),
    ),
    "redash": Checkout("getredash/redash", "ca79fe988d81", ".", ("redash.app",)),
    "zou": Checkout("cgwire/zou", "4bf77e6da49b", ".", ("zou.app",)),
    "dispatch": Checkout("Netflix/dispatch", "dd2837e82a0b", "src", ("dispatch.main",)),
    "polar": Checkout(
        "polarsource/polar",
        "c6c3645e639e",
        "server",
        ("polar.app",),
        ("server/migrations/env.py",),
    ),
    "met-public": Checkout(
        "bcgov/met-public", "5e171e3fa369", "api/src", ("api",), ("api/migrations/env.py",)
    ),
    "sbc-auth": Checkout(
        "bcgov/sbc-auth",
        "c5291c96964d",
        "auth-api/src",
        ("auth_api",),
        ("auth-api/migrations/env.py",),
    ),
    "PowerDNS-Admin": Checkout(
        "PowerDNS-Admin/PowerDNS-Admin",
        "742dd103e63d",
        ".",
        ("powerdnsadmin",),
        ("migrations/env.py",),
    ),
    "openFEC": Checkout("fecgov/openFEC", "ee6595e0ed3a", ".", ("webservices.rest",)),
    "mds": Checkout("bcgov/mds", "0cdee1cddbcc", "services/core-api", ("app",)),
    "augur": Checkout(
        "chaoss/augur",
        "109511bf6f96",
        ".",
        ("augur.api.server",),
        ("augur/application/schema/alembic/env.py",),
    ),
    # Which MetaData its environment compares is a setting.
    "fief": Checkout("fief-dev/fief", "a77e7fb65fc5", ".", ("fief.app",)),
    "foi-flow": Checkout(
        "bcgov/foi-flow",
        "e884b9ee460d",
        "request-management-api",
        ("request_api",),
        ("request-management-api/migrations/env.py",),
    ),
    "EPIC.compliance": Checkout(
        "bcgov/EPIC.compliance",
        "1b921fdec6b6",
        "compliance-api/src",
        ("compliance_api",),
        ("compliance-api/migrations/env.py",),
    ),
    "fittrackee": Checkout(
        "SamR1/FitTrackee",
        "80c19816b7a4",
        ".",
        ("fittrackee",),
        ("fittrackee/migrations/env.py",),
    ),
    "mwdb-core": Checkout(
        "CERT-Polska/mwdb-core",
        "88f0ea5ff2a3",
        ".",
        ("mwdb.app",),
        ("mwdb/model/migrations/env.py",),
    ),
    "zeeguu": Checkout("zeeguu/api", "6430c1dd9954", ".", ("zeeguu.api.app",)),
    "spiff-arena": Checkout(
        "sartography/spiff-arena",
        "d7678cf75bd1",
        "spiffworkflow-backend/src",
        ("spiffworkflow_backend",),
        ("spiffworkflow-backend/migrations/env.py",),
    ),
}


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
    found = CHECKOUTS[name]
    return Subject(name, folder, folder / found.path, found.entries, found.environments)
