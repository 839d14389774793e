"""The models of Superset ask for the user class of a running application."""

import importlib
import os

os.environ["SUPERSET_SECRET_KEY"] = "only to be imported"  # noqa: S105 - it guards nothing
os.environ["SUPERSET_HOME"] = os.getcwd()

app = importlib.import_module("superset.app").create_app()
app.app_context().push()
