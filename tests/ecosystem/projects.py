"""Real packages that are checked, and the packages whose bases and mixins their models need.

All are pinned: the findings in `findings/` were looked at in exactly these versions.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Project:
    """A package to check, and those it is read `with`: requirements like `keystone==30.0.0`."""

    requirement: str
    with_: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the package, which is also that of its record."""
        return self.requirement.partition("==")[0]


OSLO_DB = "oslo.db==18.1.1"
SQLALCHEMY_UTILS = "sqlalchemy-utils==0.43.0"
FLASK_SQLALCHEMY = "flask-sqlalchemy==3.1.1"
FLASK_APPBUILDER = "flask-appbuilder==5.3.0"
FLASK_LOGIN = "flask-login==0.6.3"
GALAXY = (
    "galaxy-util==26.1.2",
    "galaxy-schema==26.1.2",
    "galaxy-tool-util-models==26.1.2",
    "galaxy-objectstore==26.1.2",
    "galaxy-files==26.1.2",
    "social-auth-core==7.0.0",
)
INVENIO = (FLASK_SQLALCHEMY, FLASK_LOGIN, SQLALCHEMY_UTILS, "invenio-db==2.6.1")

PROJECTS = (
    Project("keystone==30.0.0", (OSLO_DB,)),
    Project("neutron==29.0.0", (OSLO_DB, "neutron-lib==5.0.1")),
    Project("barbican==23.0.0", (OSLO_DB,)),
    Project("jupyterhub==6.1.1"),
    Project("flexget==3.22.8"),
    Project("clld==11.5.5"),
    Project("qcfractal==0.71", ("qcportal==0.71",)),
    Project("indico==3.3.14", (FLASK_SQLALCHEMY, SQLALCHEMY_UTILS, "authlib==1.9.9")),
    Project("ckan==2.12.0"),
    Project("privacyidea==3.14", (FLASK_SQLALCHEMY,)),
    Project("calibreweb==0.6.27", ("flask-dance==7.1.0",)),
    Project("galaxy-data==26.1.2", GALAXY),
    Project("galaxy-tool-shed==26.1.2", GALAXY),
    Project(
        "apache-superset==6.1.0",
        ("apache-superset-core==0.1.0", FLASK_APPBUILDER, SQLALCHEMY_UTILS, FLASK_LOGIN),
    ),
    Project(FLASK_APPBUILDER, (FLASK_LOGIN, SQLALCHEMY_UTILS)),
    Project(
        "apache-airflow-providers-fab==3.10.2",
        (
            "apache-airflow-core==3.3.2",
            "apache-airflow-providers-common-compat==1.23.0",
            FLASK_APPBUILDER,
            FLASK_LOGIN,
        ),
    ),
    Project("invenio-accounts==9.1.0", (*INVENIO, "flask-security-invenio==4.2.5")),
    Project("invenio-oauthclient==9.1.2", (*INVENIO, "invenio-accounts==9.1.0")),
    Project("invenio-files-rest==6.1.0", INVENIO),
    Project(
        "invenio-communities==29.3.0",
        (
            *INVENIO,
            "invenio-accounts==9.1.0",
            "invenio-files-rest==6.1.0",
            "invenio-records==6.1.0",
            "invenio-records-resources==11.1.2",
            "invenio-requests==15.2.2",
        ),
    ),
    Project("quetz-server==0.10.4", (SQLALCHEMY_UTILS,)),
    Project("sqlmodel==0.0.50"),
    Project(SQLALCHEMY_UTILS),
    Project("sqlalchemy-continuum==2.0.0", (SQLALCHEMY_UTILS,)),
    Project("flask-admin==2.2.1", (FLASK_SQLALCHEMY, SQLALCHEMY_UTILS)),
)
