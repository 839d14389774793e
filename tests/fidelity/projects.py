"""The real projects that `mapperlint models` is compared with, by pinned version.

What else is installed with them is pinned by `constraints/NAME.txt`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".environments" / "fidelity"
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Project:
    """A project that can be installed and imported.

    `sources` are the requirements whose source is the project; `beside` are others that have to be
    installed, SQLAlchemy first. `packages` are the folders that are searched for models. `leaves`
    are name patterns of modules that are not imported, beside tests and migrations. `path` is the
    folder below the root that has to stand on `sys.path`. `python` is the version it needs, None
    for any that is recent. `quick` ones are compared in each test run.
    """

    name: str
    sources: tuple[str, ...]
    beside: tuple[str, ...]
    packages: tuple[str, ...]
    leaves: tuple[str, ...] = ()
    path: str = "."
    python: str | None = None
    quick: bool = False

    @property
    def environment(self) -> Path:
        """The virtual environment, which has all that the project needs."""
        return FOLDER / self.name / "environment"

    @property
    def interpreter(self) -> Path:
        return self.environment / "bin" / "python"

    @property
    def root(self) -> Path:
        """The source of the project alone, as a work tree would have it."""
        return FOLDER / self.name / "project"

    @property
    def constraints(self) -> Path:
        return HERE / "constraints" / f"{self.name}.txt"

    @property
    def preparation(self) -> Path | None:
        """What has to be run before the models can be imported: settings, an application."""
        path = HERE / "preparations" / f"{self.name.replace('-', '_')}.py"
        return path if path.exists() else None


PROJECTS = (
    Project("barbican", ("barbican==23.0.0",), ("sqlalchemy==2.0.58",), ("barbican",), quick=True),
    Project("clld", ("clld==11.5.5",), ("sqlalchemy==1.4.54",), ("clld",), quick=True),
    Project(
        "quetz-server", ("quetz-server==0.10.4",), ("sqlalchemy==2.1.9",), ("quetz",), quick=True
    ),
    Project("jupyterhub", ("jupyterhub==6.1.1",), ("sqlalchemy==2.0.58",), ("jupyterhub",)),
    Project("keystone", ("keystone==30.0.0",), ("sqlalchemy==2.0.58",), ("keystone",)),
    Project(
        "flask-appbuilder",
        ("flask-appbuilder==5.3.0",),
        ("sqlalchemy==2.0.58",),
        ("flask_appbuilder",),
    ),
    Project(
        "calibreweb",
        ("calibreweb[oauth]==0.6.27",),
        ("sqlalchemy==2.0.58",),
        ("calibreweb/cps",),
        path="calibreweb",
    ),
    Project("flexget", ("flexget==3.20.14",), ("sqlalchemy==2.1.9",), ("flexget",)),
    Project(
        "qcfractal",
        ("qcfractal==0.71", "qcportal==0.71"),
        ("sqlalchemy==2.1.9",),
        ("qcfractal", "qcportal"),
    ),
    Project("privacyidea", ("privacyidea==3.14",), ("sqlalchemy==2.1.9",), ("privacyidea",)),
    Project("ckan", ("ckan[requirements]==2.12.0",), ("sqlalchemy==2.0.51",), ("ckan", "ckanext")),
    Project(
        "invenio-accounts",
        ("invenio-accounts==9.1.0", "invenio-oauthclient==9.1.2", "invenio-files-rest==6.1.0"),
        ("sqlalchemy==2.0.58",),
        ("invenio_accounts", "invenio_oauthclient", "invenio_files_rest"),
    ),
    Project("galaxy-data", ("galaxy-data==26.1.2",), ("sqlalchemy==2.0.58",), ("galaxy",)),
    Project("neutron", ("neutron==29.0.0",), ("sqlalchemy==2.0.58",), ("neutron",)),
    Project(
        "apache-airflow-providers-fab",
        ("apache-airflow-providers-fab==3.10.2",),
        ("sqlalchemy==2.1.9", "apache-airflow==3.3.2"),
        ("airflow",),
    ),
    Project(
        "apache-superset",
        ("apache-superset==6.1.0",),
        ("sqlalchemy==1.4.54", "flask-caching==2.3.1", "rich"),
        ("superset",),
    ),
    # Needs Python 3.12.2; PIP_IGNORE_REQUIRES_PYTHON=1 makes do with an earlier 3.12.
    Project("indico", ("indico==3.3.14",), ("sqlalchemy==1.4.54",), ("indico",), python="3.12"),
)


def named(name: str) -> Project:
    """The project of that name. Raises KeyError."""
    return {project.name: project for project in PROJECTS}[name]
