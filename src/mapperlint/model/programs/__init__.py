"""Programs: what comes into one process, from where it starts.

A class can be named only once its module has run, and a module runs only if something imports it.
`entry_points.py` finds where programs start, `run_time_imports.py` which modules a module runs by
its statements, `other_imports.py` what it may import besides; `programs.py` puts these together.
`migrations.py` finds the environments of Alembic, which are programs as well. `never_imported.py`
asks which classes and tables a program speaks of and never loads.
"""
