"""Where programs start, and what they surely leave out."""

from __future__ import annotations

import pytest

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.facts.type_checking import lines_for_checkers
from mapperlint.model.programs.never_imported import NeverImported

BASE = "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n"
USER = """\
from shop.base import Base
from sqlalchemy import Column, Integer
from sqlalchemy.orm import relationship


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    orders = relationship("Order")
"""
ORDER = """\
from shop.base import Base
from sqlalchemy import Column, ForeignKey, Integer


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey("users.id"))
"""
SHOP = {"shop/__init__.py": "", "shop/base.py": BASE, "shop/user.py": USER, "shop/order.py": ORDER}


def never_imported(files: dict[str, str], *entry_points: str) -> NeverImported:
    """What the programs of the shop leave out, with some more files."""
    session = Session(Settings(root="/nowhere", entry_points=entry_points))
    for path, text in {**SHOP, **files}.items():
        session.update(path, text)
    return session.project.never_imported


def left_out(files: dict[str, str], *entry_points: str) -> list[tuple[str, str]]:
    """(module that a program starts with, module it leaves out) of each finding."""
    found = never_imported(files, *entry_points).targets
    return [(each.missing.start.name, each.missing.module.name) for each in found]


def test_only_the_margin_form_is_for_checkers() -> None:
    """What stands below it, parentheses at the margin as well; whatever is in doubt runs."""
    text = (
        b"import a\nif TYPE_CHECKING:\n    from b import (\n        c,\n)\n    # more\n\n"
        b"    import d\n"
        b"import e\nif TYPE_CHECKING: import f\nif typing.TYPE_CHECKING:\n    import g\nelse:\n"
        b"    import h\n"
    )
    assert lines_for_checkers(text) == frozenset({*range(2, 9), 11, 12})
    assert lines_for_checkers(text.replace(b"\n", b"\r\n")) == lines_for_checkers(text)
    assert lines_for_checkers(b"if not TYPE_CHECKING:\n    import a\n") == frozenset()
    assert lines_for_checkers(b"if TYPE_CHECKING:\n    import a") == frozenset({1, 2})


@pytest.mark.parametrize(
    "text",
    [
        "from flask import Flask\nimport shop.user\napp = Flask(__name__)\n",
        "import flask\nimport shop.user\ndef make():\n    return flask.Flask(__name__)\n",
        "from fastapi import FastAPI\nimport shop.user\nclass App(FastAPI):\n    pass\n",
        "from celery import Celery\nfrom shop import user\ncelery = Celery('shop')\n",
        "import typer\nfrom shop.user import User\ncli = typer.Typer()\n",
    ],
)
def test_an_application_starts_a_program(text: str) -> None:
    """Made in the module, in a function of it, or as a class of one's own."""
    assert left_out({"main.py": text}) == [("main", "shop.order")]
    assert left_out({"main.py": f"{text}import shop.order\n"}) == []


def test_a_module_without_application_starts_nothing() -> None:
    """Then nobody knows where the program begins."""
    assert left_out({"main.py": "import shop.user\n"}) == []
    assert left_out({"main.py": "# Flask()\nimport flask\nimport shop.user\n"}) == []


def test_tests_and_examples_start_nothing() -> None:
    """They make applications of their own."""
    text = "from flask import Flask\nimport shop.user\napp = Flask(__name__)\n"
    assert left_out({"tests/app.py": text, "conftest.py": text, "examples/a.py": text}) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", '[project.scripts]\nshop = "shop.cli:main"\n'),
        ("pyproject.toml", '[tool.poetry.scripts]\nshop = "shop.cli:main"\n'),
        ("setup.cfg", "[options.entry_points]\nconsole_scripts =\n    shop = shop.cli:main\n"),
        ("setup.py", "setup(entry_points={'console_scripts': ['shop = shop.cli:main']})\n"),
    ],
)
def test_a_console_script_starts_a_program(path: str, text: str) -> None:
    """Wherever it is declared."""
    files = {"shop/cli.py": "import shop.user\n\n\ndef main():\n    pass\n"}
    assert left_out(files) == []
    assert left_out({**files, path: text}) == [("shop.cli", "shop.order")]


def test_settings_come_before_what_is_found() -> None:
    """What they do not name is no entry point."""
    flask = "from flask import Flask\nimport shop.user\napp = Flask(__name__)\n"
    files = {"main.py": flask, "other.py": "import shop.user\n"}
    assert left_out(files, "other:app") == [("other", "shop.order")]
    assert left_out({**files, "other.py": "import shop.user, shop.order\n"}, "other") == []


def test_whoever_imports_an_application_may_start_it() -> None:
    """But no module of models does, and no test."""
    app = {"main.py": "from flask import Flask\nimport shop.user\napp = Flask(__name__)\n"}
    assert left_out({**app, "run.py": "import main\nimport shop.order\n"}) == []
    assert left_out({**app, "tests/run.py": "import main\nimport shop.order\n"}) != []
    assert left_out({**app, "shop/order.py": f"import main\n{ORDER}"}) != []


@pytest.mark.parametrize(
    "text",
    [
        "def load():\n    from shop import order\n",
        "try:\n    import shop.order\nexcept ImportError:\n    pass\n",
        "MODELS = ['shop.order']\n",
        "MODELS = ['shop.order:Order']\n",
        "import importlib\nimportlib.import_module('.order', 'shop')\nNAME = 'shop.order.Order'\n",
        "import importlib\nimportlib.import_module(f'shop.{name}')\n",
        "import importlib\nimportlib.import_module('shop.' + name)\n",
        "from pkgutil import walk_packages\n",
        "from importlib.metadata import entry_points\nentry_points(group='shop')\n",
        "import importlib, os\nfor name in os.listdir('.'):\n    importlib.import_module(name)\n",
        "from importlib.util import spec_from_file_location\n",
        "celery.autodiscover_tasks(['shop'])\n",
    ],
)
def test_other_ways_to_import(text: str) -> None:
    """What may bring the module in keeps the rule silent."""
    main = "import shop.user\n"
    tasks = {"shop/tasks.py": "import shop.order\n"}
    assert left_out({"main.py": main, **tasks}, "main") == [("main", "shop.order")]
    assert left_out({"main.py": f"{main}{text}", **tasks}, "main") == []


def test_a_name_that_is_handed_over_may_be_any_string_of_the_project() -> None:
    """Also one of a module that the program does not import."""
    main = "import importlib\nimport shop.user\nimportlib.import_module(NAME)\n"
    assert left_out({"main.py": main}, "main") == [("main", "shop.order")]
    assert left_out({"main.py": main, "names.py": "ALL = ['shop.order']\n"}, "main") == []
    assert left_out({"main.py": main, "names.py": "ALL = f'shop.{x}'\n"}, "main") == []


def test_a_class_of_that_name_may_be_made_elsewhere() -> None:
    """Then the string may mean that one."""
    maker = "from shop.base import Base\n\n\ndef make():\n    class Order(Base):\n        pass\n"
    files = {
        "main.py": "import shop.user\n",
        "maker.py": f"{ORDER}{maker}".replace("Order(Base)", "O(Base)", 1),
    }
    assert left_out({"main.py": files["main.py"]}, "main") != []
    assert left_out(files, "main") == []


# Alembic

ENV = """\
from alembic import context
from shop.base import Base
{imports}
target_metadata = {metadata}
"""
RUN = "context.configure(target_metadata=target_metadata)\n"


def unseen(imports: str, metadata: str = "Base.metadata", run: str = RUN) -> list[str]:
    """The tables that an environment does not see."""
    env = ENV.format(imports=imports, metadata=metadata) + run
    files = {"migrations/env.py": env, "main.py": "import shop.user, shop.order\n"}
    return [each.table.label for each in never_imported(files, "main").unseen_tables]


def test_alembic_sees_what_it_imports() -> None:
    """Each module that is left out is one finding, and one that raises says enough."""
    assert unseen("") == ["orders", "users"]
    assert unseen("import shop.user") == ["orders"]
    assert unseen("import shop.user, shop.order") == []


def test_alembic_compares_what_it_is_handed() -> None:
    """Under whichever name; a list is all of its items."""
    assert unseen("import shop.user", "[Base.metadata]") == ["orders"]
    handed = "context.configure(target_metadata=Base.metadata)\n"
    assert unseen("import shop.user", "None", handed) == ["orders"]
    assert unseen("import shop.user", "None") == []
    assert unseen("import shop.user", "somewhere()") == []
    assert unseen("import shop.user", "[Base.metadata, somewhere()]") == []


def test_alembic_may_be_told_which_tables() -> None:
    """Names that it is not to look at are left out on purpose."""
    named = "context.configure(target_metadata=target_metadata, include_name=wanted)\n"
    assert unseen("import shop.user", run=named) == []


def test_a_foreign_key_is_followed_by_alembic_as_well() -> None:
    """It sorts the tables, which raises."""
    env = ENV.format(imports="import shop.order", metadata="Base.metadata") + RUN
    found = never_imported(
        {"migrations/env.py": env, "main.py": "import shop.user\nimport shop.order\n"}
    )
    assert [each.table.label for each in found.key_tables] == ["users"]
    assert found.unseen_tables == ()


# Flask-Migrate

DB = "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n"
TABLE = """\
from {package}.base import db


class {name}(db.Model):
    id = db.Column(db.Integer, primary_key=True)
"""
FLASK = """\
from flask import Flask
from flask_migrate import Migrate
from {package}.base import db

app = Flask(__name__)
Migrate(app, db)
"""
FLASK_ENV = """\
from alembic import context
from flask import current_app

target_metadata = current_app.extensions["migrate"].db.metadata
context.configure(target_metadata=target_metadata)
"""


def service(package: str, names: tuple[str, ...], imported: str) -> dict[str, str]:
    """A Flask application below a directory of its name, with a table in each module."""
    files = {
        f"{package}/{package}/__init__.py": FLASK.format(package=package) + imported,
        f"{package}/{package}/base.py": DB,
        f"{package}/migrations/env.py": FLASK_ENV,
    }
    for name in names:
        table = TABLE.format(package=package, name=name.capitalize())
        files[f"{package}/{package}/{name}.py"] = table
    return files


def unseen_by_flask(files: dict[str, str]) -> list[str]:
    """The modules of the tables that Alembic does not see."""
    session = Session(Settings(root="/nowhere"))
    for path, text in files.items():
        session.update(path, text)
    return [each.table.module.name for each in session.project.never_imported.unseen_tables]


def test_with_flask_the_application_has_run() -> None:
    """Alembic sees what it loads, and not what it leaves out."""
    names = ("user", "audit")
    assert unseen_by_flask(service("shop", names, "import shop.user\n")) == ["shop.audit"]
    assert unseen_by_flask(service("shop", names, "import shop.user, shop.audit\n")) == []


def test_an_application_without_flask_migrate_runs_no_migrations() -> None:
    """Where only such are known, nobody knows what Alembic sees."""
    files = service("shop", ("user", "audit"), "import shop.user, shop.audit\n")
    path = "shop/shop/__init__.py"
    files[path] = files[path].replace("Flask(__name__)", "made_elsewhere()")
    files["demo/main.py"] = "from flask import Flask\napp = Flask(__name__)\n"
    assert unseen_by_flask(files) == []


def test_migrations_run_with_the_application_beside_them() -> None:
    """Another program of the repository has migrations of its own, or none."""
    shop = service("shop", ("user", "audit"), "import shop.user\n")
    bank = service("bank", ("client", "account"), "import bank.client, bank.account\n")
    assert unseen_by_flask({**shop, **bank}) == ["shop.audit"]
    worker = {"worker/main.py": FLASK.format(package="shop") + "import shop.audit\n"}
    assert unseen_by_flask({**shop, **worker}) == ["shop.audit"]
    above = {"shop/run.py": "import shop.audit\nfrom shop import app\n"}
    assert unseen_by_flask({**shop, **above}) == []


def test_an_environment_that_is_not_understood_may_see_a_table() -> None:
    """It loads the module; which MetaData it compares is not known."""
    env = ENV.format(imports="import shop.order", metadata="Base.metadata") + RUN
    main = {"main.py": "import shop.user, shop.order\n", "migrations/env.py": env}
    other = ENV.format(imports="import shop.user", metadata="chosen()") + RUN
    assert never_imported(main, "main").unseen_tables == ()
    assert [each.table.label for each in never_imported(main, "main").key_tables] == ["users"]
    alone = {**main, "migrations/env.py": env.replace("order", "user")}
    assert [each.table.label for each in never_imported(alone, "main").unseen_tables] == ["orders"]
    both = {**alone, "other/env.py": other.replace("user", "order")}
    assert never_imported(both, "main").unseen_tables == ()


# strings that name no module


def test_a_requirement_finds_no_modules() -> None:
    """Only the entry points of distributions do."""
    main = "import shop.user\nfrom pkg_resources import "
    assert left_out({"main.py": f"{main}Requirement\n"}, "main") == [("main", "shop.order")]
    assert left_out({"main.py": f"{main}load_entry_point\n"}, "main") == []


def test_a_name_means_the_program_around_it() -> None:
    """Two programs of a repository may have modules of one name."""
    files = {
        "one/main.py": "import app.user\nNAMES = ['app.base.Base']\n",
        "one/app/__init__.py": "",
        "one/app/base.py": BASE,
        "one/app/user.py": USER.replace("shop", "app"),
        "one/app/order.py": ORDER.replace("shop", "app"),
        "two/app/__init__.py": "",
        "two/app/base.py": "from pkgutil import walk_packages\n",
    }
    assert left_out(files, "main") == [("main", "app.order")]
