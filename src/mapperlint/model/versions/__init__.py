"""Stage 2, versions: on which SQLAlchemy the project runs, read from its own requirements.

What `sqlalchemy.__version__` is at run time. Asked only where 1.4, 2.0 and 2.1 differ.
"""
