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
    Project("barbican", ("barbican==23.0.0",), ("sqlalchemy==2.0.58",), ("barbican",)),
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
    # Those below were not looked at while the model was built.
    Project("mbdata", ("mbdata==31.0.1",), ("sqlalchemy==2.1.9",), ("mbdata",)),
    Project("ispyb", ("ispyb==12.1.1",), ("sqlalchemy==2.0.58",), ("ispyb",)),
    Project("gertty", ("gertty==1.6.0",), ("sqlalchemy==1.4.54",), ("gertty",)),
    Project("piecash", ("piecash==1.2.1",), ("sqlalchemy==1.4.54",), ("piecash",)),
    Project("stalker", ("stalker==1.1.2.1",), ("sqlalchemy==2.0.58",), ("stalker",)),
    Project("ixmp4", ("ixmp4==0.14.0",), ("sqlalchemy==2.0.58",), ("ixmp4",)),
    Project("octavia", ("octavia==19.0.0",), ("sqlalchemy==2.0.58",), ("octavia",)),
    Project("aiida-core", ("aiida-core==2.9.4",), ("sqlalchemy==2.0.58",), ("aiida",)),
    Project(
        "letta",
        ("letta==0.16.8",),
        ("sqlalchemy==2.0.58", "asyncpg==0.32.0"),
        ("letta",),
        # Nothing imports it, and its relationships name sides that are gone.
        leaves=("letta.orm.job_messages",),
        python="3.13",
    ),
    Project("zenml", ("zenml[server]==0.98.0",), ("sqlalchemy==2.0.58",), ("zenml",)),
    Project("arize-phoenix", ("arize-phoenix==20.26.1",), ("sqlalchemy==2.1.9",), ("phoenix",)),
    Project("faradaysec", ("faradaysec==5.25.2",), ("sqlalchemy==2.0.58",), ("faraday",)),
    Project("murfey", ("murfey[server]==0.27.5",), ("sqlalchemy==2.0.58",), ("murfey",)),
    Project("isatools", ("isatools==0.14.3",), ("sqlalchemy==2.0.58",), ("isatools",)),
    Project("mailman", ("mailman==3.3.10",), ("sqlalchemy==2.0.58",), ("mailman",)),
    Project(
        "dioptra-platform", ("dioptra-platform==1.2.2",), ("sqlalchemy==2.0.58",), ("dioptra",)
    ),
    Project(
        "argilla-server", ("argilla-server==2.8.0",), ("sqlalchemy==2.0.58",), ("argilla_server",)
    ),
    # Its package names none of what it needs.
    Project(
        "timesketch",
        ("timesketch==20261014",),
        (
            "sqlalchemy==2.0.58",
            "flask==3.1.3",
            "flask-login==0.6.3",
            "flask-bcrypt==1.0.1",
            "pandas==3.1.1",
        ),
        ("timesketch",),
    ),
    Project("mistral", ("mistral==23.0.0",), ("sqlalchemy==2.0.58",), ("mistral",)),
    Project("pybel", ("pybel==0.15.5",), ("sqlalchemy==1.4.54",), ("pybel",)),
    Project("optuna", ("optuna==5.0.0",), ("sqlalchemy==2.1.9",), ("optuna",)),
)


def named(name: str) -> Project:
    """The project of that name. Raises KeyError."""
    return {project.name: project for project in PROJECTS}[name]
