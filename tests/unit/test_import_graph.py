"""Which modules meet in one process, and which classes are written twice there."""

from __future__ import annotations

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.model.near import meant, near
from mapperlint.model.project import Project
from tests.support.models import CLASSIC, project_of


def together(files: dict[str, str], one: str, other: str) -> bool:
    """Whether two files come into one process."""
    project = project_of(files)
    modules = project.modules.by_path
    return project.import_graph.loaded_together(modules[one], modules[other])


def test_a_module_and_the_one_that_imports_it_meet() -> None:
    """In either order, and through others."""
    files = {"a.py": "import b\n", "b.py": "import c\n", "c.py": "", "d.py": ""}
    assert together(files, "a.py", "c.py")
    assert together(files, "c.py", "a.py")
    assert not together(files, "a.py", "d.py")


def test_two_modules_meet_where_a_third_imports_both() -> None:
    """Neither needs to know the other."""
    files = {"a.py": "", "b.py": "", "main.py": "import a\n\n\ndef run():\n    import b\n"}
    assert together(files, "a.py", "b.py")
    assert not together({**files, "main.py": "import a\n"}, "a.py", "b.py")


def test_importing_a_module_imports_its_packages() -> None:
    """So all modules of a package meet what its `__init__` imports."""
    files = {
        "app/__init__.py": "from app import models\n",
        "app/models.py": "",
        "app/tools.py": "",
        "main.py": "import app.tools\n",
        "other.py": "import app.models\n",
    }
    assert together(files, "app/tools.py", "app/models.py")
    assert together(files, "other.py", "app/models.py")


def test_names_of_an_import_may_be_modules() -> None:
    """`from app import models`, with dots as well."""
    files = {
        "app/__init__.py": "",
        "app/models.py": "",
        "app/views.py": "from . import models\n",
        "app/admin.py": "from app.views import models\n",
    }
    assert together(files, "app/views.py", "app/models.py")
    assert together(files, "app/admin.py", "app/models.py")


def test_circles_end() -> None:
    """Modules that import each other are one process."""
    files = {"a.py": "import b\n", "b.py": "import c\n", "c.py": "import a\n"}
    assert together(files, "a.py", "c.py")


def test_tests_bring_nothing_together() -> None:
    """A test that imports two programs does not make them one."""
    files = {"a.py": "", "b.py": "", "tests/test_both.py": "import a\nimport b\n"}
    assert not together(files, "a.py", "b.py")


# copies


def model(name: str, table: str, *columns: str) -> str:
    """A module with one model."""
    lines = "".join(f"    {column} = Column(String)\n" for column in columns)
    return (
        f"{CLASSIC.replace('Base = declarative_base()', 'from app.base import Base')}\n\n"
        f'class {name}(Base):\n    __tablename__ = "{table}"\n'
        f"    id = Column(Integer, primary_key=True)\n{lines}"
    )


def project_with(files: dict[str, str], main: str, archived: str | None = None) -> Project:
    """A project of a base, some files, and a program that imports what it imports."""
    settings = Settings(root="/nowhere", archived=((archived, "app"),) if archived else ())
    session = Session(settings)
    texts = {"app/__init__.py": "", "app/base.py": CLASSIC, **files, "app/main.py": main}
    for path, text in texts.items():
        session.update(path, text)
    return session.project


def copies(project: Project) -> list[tuple[str, str]]:
    """(stale, live) modules of the classes that are written twice."""
    return [
        (copy.stale.module.name, copy.live.module.name)
        for group in project.copies.groups
        for copy in group.copies
    ]


SAME = ("name", "email", "phone")


def test_one_model_in_two_modules_is_a_copy() -> None:
    """The one that fewer modules import is the stale one."""
    files = {
        "app/old.py": model("User", "users", *SAME),
        "app/new.py": model("User", "users", *SAME),
        "app/view.py": "import app.new\n",
    }
    project = project_with(files, "import app.old\nimport app.new\nimport app.view\n")
    assert copies(project) == [("app.old", "app.new")]
    assert project.copies.groups[0].raises


def test_copies_that_never_meet_are_not_reported() -> None:
    """Two programs may each have their own."""
    files = {
        "app/old.py": model("User", "users", *SAME),
        "app/new.py": model("User", "users", *SAME),
    }
    assert copies(project_with(files, "import app.new\n")) == []


def test_two_models_of_one_name_need_not_be_copies() -> None:
    """Other tables and other columns: two things with the same name."""
    files = {
        "app/shop.py": model("Order", "shop_order", "price", "buyer", "seller"),
        "app/music.py": model("Order", "music_order", "opus", "choir", "voices"),
    }
    assert copies(project_with(files, "import app.shop\nimport app.music\n")) == []


def test_a_copy_may_have_a_table_of_another_name() -> None:
    """Its columns give it away; then nothing raises until a string fits both."""
    files = {
        "app/old.py": model("User", "old_users", *SAME),
        "app/new.py": model("User", "users", *SAME, "age"),
        "app/view.py": "import app.new\n",
    }
    project = project_with(files, "import app.old\nimport app.new\nimport app.view\n")
    assert copies(project) == [("app.old", "app.new")]
    assert not project.copies.groups[0].raises


def test_what_the_settings_call_archived_is_the_stale_one() -> None:
    """However many import it."""
    files = {
        "app/old/__init__.py": "",
        "app/old/user.py": model("User", "users", *SAME),
        "app/user.py": model("User", "users", *SAME),
        "app/view.py": "import app.old.user\n",
    }
    project = project_with(
        files, "import app.old.user\nimport app.user\nimport app.view\n", archived="app.old"
    )
    assert copies(project) == [("app.old.user", "app.user")]


def test_copies_of_a_whole_package_are_one_cause() -> None:
    """They are grouped by the two packages."""
    files = {
        f"app/{package}/{module}.py": text
        for package in ("old", "new")
        for module, text in (
            ("__init__", ""),
            ("user", model("User", "users", *SAME)),
            ("post", model("Post", "posts", *SAME)),
        )
    }
    main = "".join(
        f"import app.{package}.{module}\n"
        for package in ("old", "new")
        for module in ("user", "post")
    )
    project = project_with(files, f"{main}from app.new import user, post\n")
    assert [len(group.copies) for group in project.copies.groups] == [2]


def test_alternatives_under_a_condition_are_no_copies() -> None:
    """Only one of them is ever there."""
    files = {
        "app/one.py": model("User", "users", *SAME),
        "app/two.py": model("User", "users", *SAME).replace(
            "\n\nclass User(Base):", "\n\nimport os\n\nif os.name == 'nt':\n  class User(Base):"
        ),
    }
    assert copies(project_with(files, "import app.one\nimport app.two\n")) == []


# names


def test_the_nearest_name_is_found_by_its_letters() -> None:
    """A transposition, a plural, a forgotten letter."""
    assert near("Pots", ["Post", "User"]) == "Post"
    assert near("user", ["users", "posts"]) == "users"
    assert near("Elephant", ["Post", "User"]) is None


def test_a_name_that_differs_in_case_and_underscores_comes_first() -> None:
    """`userprofile` means `UserProfile`, though `userprofiles` is as near."""
    assert near("userprofile", ["userprofiles", "UserProfile"]) == "UserProfile"
    assert near("user_id", ["userId", "user_ids"]) == "userId"


def test_a_name_is_not_like_itself() -> None:
    """What was written is never the answer."""
    assert near("Post", ["Post"]) is None
    assert meant("Post", ["Post", "Posts"]) == "did you mean `Posts`?"
    assert meant("Post", []) is None
