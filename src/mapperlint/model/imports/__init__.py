"""Beside the stages: imports of the project's own modules and names that cannot work.

Nothing that maps depends on it; rules ask it. `finder.py` knows all files that could answer an
import, `module_names.py` the names they have.
"""
