"""Stage 1, modules: the files of a project, and which of them Python finds under which name.

What `sys.path` and the import system are to SQLAlchemy: `roots.py` puts together the directories
that stand on the path, `modules.py` names the files below them, `candidates.py` says which of them
may map something and have to be read at all.
"""
