"""Import modules of a package and configure the mappers; fails where SQLAlchemy says anything.

    python ask_mappers.py FOLDER [MODULE ...]

Without modules, all of the package `app` are imported. It stands alone: it runs in an environment
that has SQLAlchemy and nothing of ours.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import warnings


def main(folder: str, modules: list[str]) -> None:
    sys.path.insert(0, folder)
    orm = importlib.import_module("sqlalchemy.orm")
    warnings.filterwarnings("error", category=importlib.import_module("sqlalchemy").exc.SAWarning)
    app = importlib.import_module("app")
    found = (module.name for module in pkgutil.walk_packages(app.__path__, "app."))
    for module in modules or sorted(found):
        importlib.import_module(module)
    orm.configure_mappers()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
