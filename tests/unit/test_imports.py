"""Imports of the project's own modules and names: what cannot work, and what must stay silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.model.imports.imports import BrokenImport, Failure, Imports
from mapperlint.model.modules.candidates import candidates
from mapperlint.model.modules.modules import Modules
from tests.unit.test_roots import modules_of

ARCHIVED = (("models", "db.models"), ("core.auth", ""))


def imports_of(files: dict[str, str], archived: tuple[tuple[str, str], ...] = ()) -> Imports:
    settings = Settings(root="/nowhere", archived=archived)
    session = Session(settings)
    for path, text in files.items():
        session.update(path, text)
    return Imports(Modules(session, settings), session, settings)


def broken(files: dict[str, str], archived: tuple[tuple[str, str], ...] = ()) -> list[BrokenImport]:
    return list(imports_of(files, archived).broken)


def said(files: dict[str, str], archived: tuple[tuple[str, str], ...] = ()) -> list[str]:
    """`path:line: what is missing`."""
    return [
        f"{each.module.path}:{each.span.line}: "
        + (f"{each.absolute}.{each.name}" if each.name else each.absolute)
        for each in broken(files, archived)
    ]


APP = {
    "app/__init__.py": "",
    "app/models.py": "class User: ...\nclass Post: ...",
    "app/views.py": "from app.models import User",
}


def app(service: str, **files: str) -> dict[str, str]:
    """A small sound project, with one more module."""
    more = {f"app/{name}.py": text for name, text in files.items()}
    return {**APP, **more, "app/service.py": service}


# what cannot work


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("from app.lost import User", "app.lost"),
        ("import app.lost", "app.lost"),
        ("import app.lost as lost", "app.lost"),
        ("from app import lost", "app.lost"),
        ("from . import lost", "app.lost"),
        ("from .lost import User", "app.lost"),
        ("from app.models import Lost", "app.models.Lost"),
        ("from .models import User, Lost", "app.models.Lost"),
        ("from app.models.deeper import User", "app.models.deeper"),
        ("from app.lost import *", "app.lost"),
        ("def f():\n    from app.lost import User", "app.lost"),
        ("class A:\n    from app.lost import User", "app.lost"),
        ("if TYPE_CHECKING:\n    from app.lost import User", "app.lost"),
        ("try:\n    from app.lost import User\nfinally:\n    pass", "app.lost"),
        ("try:\n    from app.lost import User\nexcept KeyError:\n    pass", "app.lost"),
    ],
)
def test_what_is_missing_is_said(text: str, missing: str) -> None:
    (found,) = said(app(text))
    assert found.startswith("app/service.py:")
    assert found.endswith(f": {missing}")


def test_one_finding_for_a_missing_module_and_one_for_each_missing_name() -> None:
    text = (
        "from app.lost import (\n    A,\n    B,\n)\n"
        "from app.models import (\n    C,\n    User,\n    D,\n)"
    )
    assert said(app(text)) == [
        "app/service.py:1: app.lost",
        "app/service.py:6: app.models.C",
        "app/service.py:8: app.models.D",
    ]


def test_the_place_is_the_module_or_the_name() -> None:
    module, name = broken(app("from .lost import A\nfrom app.models import User, Lost as L"))
    assert (module.span.column, module.span.end_column) == (5, 10)
    assert name.span.column == len("from app.models import User, ")


def test_a_name_that_a_package_imports_from_itself() -> None:
    files = {**APP, "app/__init__.py": "from . import models, lost\nfrom app import gone"}
    assert said(files) == ["app/__init__.py:1: app.lost", "app/__init__.py:2: app.gone"]


def test_a_package_that_imports_a_lost_module_does_not_have_it() -> None:
    files = {**app("from . import lost\nfrom app import models"), "app/__init__.py": ""}
    files["app/__init__.py"] = "from . import lost, models\nfrom app import models as m"
    assert said(files) == ["app/__init__.py:1: app.lost", "app/service.py:1: app.lost"]


def test_one_root_cause_is_one_finding() -> None:
    """Who imports the name from the package is not told that the package could not import it."""
    package = {"app/api/__init__.py": "from app.models import Lost"}
    files = {**app("from app.api import Lost"), **package}
    assert said(files) == ["app/api/__init__.py:1: app.models.Lost"]


def test_namespace_packages_are_packages() -> None:
    files = {
        "src/db/models/core.py": "class User: ...",
        "src/db/base.py": "from db.models.core import User",
        "src/service.py": "from db.models.core import User\nfrom db.models.lost import Lost",
    }
    assert said(files) == ["src/service.py:2: db.models.lost"]


def test_each_program_of_a_repository_has_its_own_modules() -> None:
    files = {
        "one/app/__init__.py": "",
        "one/app/models.py": "class User: ...",
        "one/app/views.py": "from app.models import User",
        "two/app/__init__.py": "",
        "two/app/views.py": "from app.models import User\nfrom app import views",
    }
    assert said(files) == ["two/app/views.py:1: app.models"]


def test_tests_are_read_too() -> None:
    files = {**APP, "tests/test_it.py": "from app.models import Lost"}
    assert said(files) == ["tests/test_it.py:1: app.models.Lost"]


# what stays silent


@pytest.mark.parametrize(
    "text",
    [
        "from app.models import User, Post",
        "import app.models",
        "from app import models",
        "from . import models",
        "from app.models import *",
        "from app.models import __name__, __file__, __doc__",
        "import lost",
        "from lost.deeper import X",
        "from ...... import lost",
        "try:\n    from app.lost import X\nexcept ImportError:\n    X = None",
        "try:\n    from app.lost import X\nexcept (KeyError, ModuleNotFoundError):\n    X = None",
        "try:\n    from app.lost import X\nexcept Exception:\n    X = None",
        "try:\n    import x\nexcept ImportError:\n    from app.lost import x",
        "with suppress(ImportError):\n    from app.lost import X",
        "if sys.version_info < (3, 8):\n    from app.lost import X",
        "def f():\n    if find_spec('x'):\n        from app.lost import X",
        "from app._version import version",
        "from app.grpc_pb2 import Message",
        "# from app.lost import X",
        '"""\nfrom app.lost import X\n"""',
    ],
)
def test_what_may_work_is_silent(text: str) -> None:
    assert said(app(text)) == []


@pytest.mark.parametrize(
    "module",
    [
        "Lost = 1",
        "Lost: int = 1",
        "Lost: int",
        "A = Lost = 1",
        "A, (Lost, *B) = f()",
        "A, *Lost = f()",
        "def Lost(): ...",
        "async def Lost(): ...",
        "from x import y as Lost",
        "import Lost.deeper",
        "from x import *",
        "if x:\n    Lost = 1",
        "try:\n    Lost = 1\nexcept E:\n    pass",
        "try:\n    pass\nexcept E:\n    Lost = 1",
        "try:\n    pass\nexcept* E:\n    Lost = 1",
        "with f() as Lost:\n    pass",
        "for Lost in x:\n    pass",
        "while x:\n    Lost = 1",
        "match x:\n    case Lost:\n        pass",
        "match x:\n    case 1:\n        Lost = 1",
        "if (Lost := f()):\n    pass",
        "Lost += 1",
        "def f():\n    global Lost\n    Lost = 1",
        "def __getattr__(name): ...",
        "globals()['Lost'] = 1",
        "globals().update(x)",
        "locals()['Lost'] = 1",
        "vars()['Lost'] = 1",
        "exec(text)",
        "sys.modules[__name__] = Proxy()",
        "setattr(sys.modules[__name__], 'Lost', 1)",
        "type Lost = int",
        "class Lost[T]: ...",
        "lazy from x import Lost",
        "x = = 1",
        "@keep_as('Lost')\nclass Los: ...",
        "from x import keep\n@keep.it\ndef _Lost(): ...\n@keep\ndef Lo(): ...",
        "if TYPE_CHECKING:\n    from x import Lost\nelse:\n    Lost = object",
    ],
)
def test_a_name_that_may_be_there_is_silent(module: str) -> None:
    files = app("from app.other import Lost\nfrom app.models import User", other=module)
    assert said(files) == []


@pytest.mark.parametrize(
    "module",
    [
        "",
        "def f():\n    Lost = 1",
        "class A:\n    Lost = 1",
        "x.Lost = 1",
        "x['Lost'] = 1",
        "__all__ = ['Lost']",
        "f(Lost=1)",
        "[Lost for Lost in x]",
        "from app.models import *",
        "self.session.exec(x)",
        "for name in globals().items(): ...",
        "here = sys.modules[__name__].__file__",
        "if TYPE_CHECKING:\n    from x import Lost",
        "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass Los: ...",
        "class A:\n    @property\n    def Lost(self): ...",
    ],
)
def test_a_name_that_only_seems_to_be_there_is_said(module: str) -> None:
    files = app("from app.other import Lost", other=module)
    assert said(files) == ["app/service.py:1: app.other.Lost"]


@pytest.mark.parametrize(
    "init",
    [
        "__path__ = extend_path(__path__, __name__)",
        "__import__('pkg_resources').declare_namespace(__name__)",
        "__path__.append(x)",
        "sys.modules['app.lost'] = x",
        "sys.meta_path.insert(0, x)",
    ],
)
def test_a_package_that_extends_itself_may_have_anything(init: str) -> None:
    files = {**app("from app.lost import X\nimport app.lost"), "app/__init__.py": init}
    assert said(files) == []


@pytest.mark.parametrize(
    ("init", "count"),
    [
        ("__path__ = pkgutil.extend_path(__path__, __name__)", 1),
        ("__path__.append(x)", 1),
        ("__path__.insert(0, x)", 0),
        ("__path__ = [x]", 0),
        ("sys.meta_path.insert(0, x)", 0),
    ],
)
def test_a_package_that_extends_itself_does_not_extend_those_in_it(init: str, count: int) -> None:
    package = {
        "app/__init__.py": init,
        "app/api/__init__.py": "",
        "app/api/users.py": "class A: ...",
    }
    files = {**app("from app.api.users import A\nfrom app.api.lost import B"), **package}
    assert len(said(files)) == count


def test_a_namespace_of_packages_is_shared_with_others() -> None:
    files = {
        "company/shop/__init__.py": "",
        "company/shop/models.py": "from company.auth import User\nfrom company.shop import lost",
        "company/shop/views.py": "import company.shop.models",
    }
    assert said(files) == ["company/shop/models.py:2: company.shop.lost"]


def test_a_folder_named_like_a_library() -> None:
    files = {
        **APP,
        "alembic/env.py": "from alembic import context\nfrom app.models import User",
        "alembic/versions/one.py": "from alembic import op\nimport sqlalchemy as sa",
        "docker/__init__.py": "",
        "docker/up.py": "from docker import DockerClient\nimport docker.errors",
        "logging/__init__.py": "",
        "app/log.py": "from logging import getLogger\nfrom logging.handlers import X",
    }
    assert said(files) == []


def test_a_module_that_wraps_the_library_of_its_name() -> None:
    files = {"celery.py": "from celery import Celery", "worker.py": "from celery import Task"}
    assert said(files) == []


def test_a_module_that_tests_put_into_place() -> None:
    fake = "import sys\nsys.modules['app.lost'] = object()"
    assert said({**app("from app.lost import X"), "tests/conftest.py": fake}) == []


def test_templates_vendored_and_shadowed_files_are_not_judged() -> None:
    lost = "from app.lost import X"
    files = {
        **APP,
        "{{name}}/app.py": lost,
        "app/vendor/x.py": lost,
        "app/models/__init__.py": "class User: ...",
        "app/models.py": lost,
    }
    assert said(files) == []


def on_disk(folder: Path, files: dict[str, str]) -> list[str]:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    settings = Settings(root=str(folder))
    session = Session(settings)
    session.load()
    found = Imports(Modules(session, settings), session, settings).broken
    return [f"{each.absolute}.{each.name}" if each.name else each.absolute for each in found]


@pytest.mark.parametrize(
    "files",
    [
        {"app/lost.pyx": ""},
        {"app/lost.so": ""},
        {"app/lost/data.txt": ""},
        {"app/lost.cpython-312-x86_64-linux-gnu.so": ""},
        {"app/lost.pyc": ""},
        {"app/lost.py.template": ""},
        {".gitignore": "/app/lost.py\n"},
        {".gitignore": "lost*\n"},
        {"app/.gitignore": "lost.py\n"},
        {".gitignore": "app/*\n!app/models.py\n"},
        {"pyproject.toml": '[tool.hatch.build.hooks.vcs]\nversion-file = "app/lost.py"\n'},
        {"setup.py": 'setup(ext_modules=[Extension("app.lost", [])])'},
        {"Cargo.toml": '[package]\nname = "lost"\n'},
        {"app/Cargo.toml": '[package]\nname = "app"\n[lib]\nname = "lost"\n'},
    ],
    ids=lambda files: next(iter(files)),
)
def test_what_is_built_or_ignored_is_silent(files: dict[str, str], tmp_path: Path) -> None:
    assert on_disk(tmp_path, {**app("from app import lost"), **files}) == []


@pytest.mark.parametrize(
    "files",
    [
        {"app/lost/__pycache__/x.pyc": ""},
        {".gitignore": "*.pyc\nbuild/\n!lost.py\n"},
        {".gitignore": "app/*\n!app/lost.py\n"},
        {"pyproject.toml": '[tool.ruff.lint.per-file-ignores]\n"app/lost.py" = ["E501"]\n'},
        {"app/Cargo.toml": '[package]\nname = "app"\n', "Cargo.toml": '[lib]\nname = "lost"\n'},
    ],
    ids=range(5),
)
def test_what_was_left_behind_is_no_module(files: dict[str, str], tmp_path: Path) -> None:
    assert on_disk(tmp_path, {**app("from app import lost"), **files}) == ["app.lost"]


def test_folders_without_init_are_one_package_wherever_they_stand(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["tests"]\n',
        "src/shop/core/models.py": "class User: ...",
        "src/shop/core/views.py": "from shop.core.models import User",
        "tests/shop/core/test_models.py": "from shop.core.models import Lost, User",
        "tests/shop/core/test_views.py": "from shop.core.views import User",
    }
    assert on_disk(tmp_path, files) == ["shop.core.models.Lost"]


# what only type checkers see


def test_a_name_for_type_checkers_is_there_for_them() -> None:
    other = "if TYPE_CHECKING:\n    from app.models import User as Lost"
    text = "if TYPE_CHECKING:\n    from app.other import Lost\nfrom app.other import Lost"
    (found,) = broken(app(text, other=other))
    assert (found.span.line, found.for_checkers_only) == (3, True)


# what a module promises to star imports


def lost_exports(files: dict[str, str]) -> list[str]:
    return [
        f"{each.target.path}:{each.span.line}: {each.name}"
        for each in imports_of(files).lost_exports()
    ]


def test_a_name_in_all_that_is_not_there() -> None:
    other = "from app.models import User\n__all__ = [\n    'User',\n    'Lost',\n]"
    assert lost_exports(app("from app.other import *", other=other)) == ["app/other.py:4: Lost"]
    assert lost_exports(app("from app.other import User", other=other)) == []


@pytest.mark.parametrize(
    ("service", "other"),
    [
        ("from app.other import *", "__all__ = ['User']\nfrom app.models import *"),
        ("from app.other import *", "__all__ = ['Lost']\ndef __getattr__(name): ..."),
        ("from app.other import *", "__all__ = ['Lost']\n__all__ = []"),
        ("from app.other import *", "__all__ = ['Lost'] + more"),
        ("from app.other import *", "if x:\n    __all__ = ['Lost']"),
        ("try:\n    from app.other import *\nexcept Exception:\n    pass", "__all__ = ['Lost']"),
        ("if TYPE_CHECKING:\n    from app.other import *", "__all__ = ['Lost']"),
    ],
)
def test_a_name_in_all_that_may_be_there(service: str, other: str) -> None:
    assert lost_exports(app(service, other=other)) == []


def test_a_package_may_promise_its_modules() -> None:
    package = {"app/api/__init__.py": "__all__ = ['users', 'lost']", "app/api/users.py": ""}
    files = {**app("from app.api import *"), **package}
    assert lost_exports(files) == ["app/api/__init__.py:1: lost"]


# packages that are gone


def environment(folder: Path, *installed: str) -> str:
    for name in installed:
        (folder / "site-packages" / name).mkdir(parents=True)
        (folder / "site-packages" / name / "__init__.py").write_text("")
    return str(folder / "site-packages")


GONE = {
    "app/lead.py": "class LeadSource: ...",
    "app/service.py": "from models.enums import LeadSource\nimport sqlalchemy",
}
BOTH_WAYS = "from models import LeadSource as A\nfrom app.lead import LeadSource as B"
EXTENDED = "from models import LeadSource as Base\nclass LeadSource(Base): ..."


@pytest.mark.parametrize(
    ("installed", "more", "count"),
    [
        (("sqlalchemy",), {}, 1),
        (("sqlalchemy", "models"), {}, 0),
        (("flask",), {}, 0),
        ((), {}, 0),
        (("sqlalchemy",), {"requirements.txt": "models>=2"}, 0),
        (("sqlalchemy",), {"app/other.py": "from models import Unknown"}, 0),
        (("sqlalchemy",), {"app/other.py": "import models.enums"}, 2),
        (("sqlalchemy",), {"app/other.py": "import models"}, 0),
        (("sqlalchemy",), {"app/both.py": BOTH_WAYS}, 0),
        (("sqlalchemy",), {"app/extended.py": EXTENDED}, 0),
        (("sqlalchemy",), {"../site-packages/work.pth": "/elsewhere/src"}, 0),
        (("sqlalchemy",), {"../site-packages/work.pth": "{root}/src"}, 1),
    ],
)
def test_a_package_that_is_gone(
    installed: tuple[str, ...], more: dict[str, str], count: int, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    libraries = environment(tmp_path, *installed) if installed else None
    for path, text in {**APP, **GONE, **more}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text.replace("{root}", str(root)))
    settings = Settings(root=str(root), libraries=(libraries,) if libraries else ())
    session = Session(settings)
    session.load()
    found = Imports(Modules(session, settings), session, settings).broken
    assert len(found) == count
    assert all(each.advice in {None, "`LeadSource` is now in `app.lead`"} for each in found)


# archived packages


HIBACHI = {
    "src/db/models/__init__.py": "from db.models.lead import LeadSource",
    "src/db/models/lead.py": "class LeadSource: ...\nclass LeadStatus: ...",
    "src/models/enums.py": "class LeadSource: ...\nclass LeadStatus: ...",
    "src/core/config.py": "x = 1",
    "src/core/auth/token.py": "from models.enums import LeadSource\nfrom core.lost import X",
}


def test_an_archived_import_tells_the_new_place() -> None:
    files = {**HIBACHI, "src/service.py": "from models.enums import LeadSource, LeadStatus"}
    (found,) = broken(files, ARCHIVED)
    assert found.failure is Failure.ARCHIVED
    assert found.advice == "`LeadSource` and `LeadStatus` are now in `db.models.lead`"


@pytest.mark.parametrize(
    ("text", "archived"),
    [
        ("import models", "models"),
        ("import models.enums", "models.enums"),
        ("from models import enums", "models"),
        ("from models.lost import X", "models.lost"),
        ("from models.enums import *", "models.enums"),
        ("from core import auth, config", "core.auth"),
        ("from core.auth.token import x", "core.auth.token"),
        ("def f():\n    from core.auth import x", "core.auth"),
    ],
)
def test_every_form_of_an_archived_import(text: str, archived: str) -> None:
    (found,) = said({**HIBACHI, "src/service.py": text}, ARCHIVED)
    assert found.endswith(f": {archived}")


def test_a_package_that_is_gone_is_archived_still() -> None:
    files = {path: text for path, text in HIBACHI.items() if not path.startswith("src/models")}
    files["src/service.py"] = "from models.enums import LeadSource"
    (found,) = broken(files, ARCHIVED)
    assert found.failure is Failure.ARCHIVED


@pytest.mark.parametrize(
    "text",
    [
        "from db.models import LeadSource",
        "from core.config import x",
        "try:\n    from core.auth import x\nexcept ImportError:\n    x = None",
    ],
)
def test_what_is_not_archived(text: str) -> None:
    assert said({**HIBACHI, "src/service.py": text}, ARCHIVED) == []


# where it is instead


def test_where_a_name_went() -> None:
    (found,) = broken(app("from app.models import Invoice", billing="class Invoice: ..."))
    assert found.advice == "`Invoice` is now in `app.billing`"


def test_what_was_probably_meant() -> None:
    name, module = broken(app("from app.models import Usr\nfrom app.model import X"))
    assert name.advice == "did you mean `User`?"
    assert module.advice == "did you mean `app.models`?"


def test_the_home_that_others_use_is_told() -> None:
    files = app(
        "from app.models import X",
        one="class X: ...",
        two="class X: ...",
        three="class X: ...",
        user="from app.two import X",
    )
    (found,) = broken(files)
    assert [home.module for home in found.homes] == ["app.two"]


def test_relative_imports_are_uses_as_well() -> None:
    files = app("from app.models import X", one="class X: ...", two="class X: ...")
    (found,) = broken({**files, "app/user.py": "from .two import X"})
    assert found.advice == "`X` is now in `app.two`"


def test_two_homes_that_tie_are_both_told() -> None:
    (found,) = broken(app("from app.models import X", one="class X: ...", two="class X: ..."))
    assert found.advice == "`X` is now in `app.one` or `app.two`"


@pytest.mark.parametrize(("name", "home"), [("Role", "one"), ("role", "two"), ("ROLE", "two")])
def test_a_home_that_fits_the_kind_of_the_name(name: str, home: str) -> None:
    files = app(f"from app.models import {name}", one=f"class {name}: ...", two=f"{name} = 1")
    (found,) = broken(files)
    assert found.advice == f"`{name}` is now in `app.{home}`"


def test_where_a_module_went() -> None:
    package = {"app/old/__init__.py": "", "app/old/booking.py": ""}
    (found,) = broken({**app("from app import booking"), **package})
    assert found.advice == "`booking` is now in `app.old`"


@pytest.mark.parametrize(
    ("use", "advice"),
    [
        ("booking.create()", "`booking` is now in `app.old`"),
        ("booking.insert()", None),
        ("self.booking.insert()", "`booking` is now in `app.old`"),
    ],
)
def test_a_module_of_that_name_has_what_is_asked_of_it(use: str, advice: str | None) -> None:
    package = {"app/old/__init__.py": "", "app/old/booking.py": "def create(): ..."}
    (found,) = broken({**app(f"from app.tables import booking\n{use}\n"), **package})
    assert found.advice == advice


def test_too_many_homes_are_none() -> None:
    files = app("from app.models import X", **dict.fromkeys(("a", "b", "c"), "class X: ..."))
    (found,) = broken(files)
    assert found.homes == ()


# shadowed modules


@pytest.mark.parametrize(
    ("text", "package", "count"),
    [
        ("class User: ...", "", 1),
        ("", "", 0),
        ("# moved\n\n", "", 0),
        ("if __name__ == '__main__':\n    run()", "", 0),
        ("#!/usr/bin/env python\nrun()", "", 0),
        ("class User: ...", "load('identity.py')", 0),
    ],
)
def test_a_module_that_is_never_imported(text: str, package: str, count: int) -> None:
    files = {**APP, "app/identity.py": text, "app/identity/__init__.py": package}
    assert len(list(imports_of(files).never_imported())) == count


# which files the model reads


def test_a_subclass_alone_is_read() -> None:
    files = {
        "app/__init__.py": "",
        "app/base.py": "Base = declarative_base()",
        "app/models/__init__.py": "from .user import *\nfrom app.models import team",
        "app/models/user.py": "from app.base import Base\nclass User(Base):\n    id = Column()",
        "app/models/team.py": "from app.base import Base\nclass Team(Base):\n    id = Column()",
        "app/admin.py": "from app.models import User as U\nclass Admin(U): ...",
        "app/boss.py": "import app.admin\nclass Boss(app.admin.Admin): ...",
        "app/crew.py": "from app import models\nclass Crew(models.team.Team): ...",
        "app/form.py": "from app.models import User\nclass Form(BaseForm):\n    user: User",
        "app/views.py": "from app.models import User\ndef f(): return User",
    }
    modules = modules_of(files)
    found = candidates(modules.by_path["app/base.py"].source, modules)
    assert {path for path in files if path not in found} == {
        "app/__init__.py",
        "app/form.py",
        "app/models/__init__.py",
        "app/views.py",
    }


def test_bases_in_a_circle_end() -> None:
    files = {
        "a.py": "from b import B\nclass A(B): ...",
        "b.py": "from a import A\nclass B(A): ...",
    }
    modules = modules_of(files)
    assert candidates(modules.by_path["a.py"].source, modules) == frozenset()
