"""Stage 3, values: what the expressions of the source stand for, once all files are known.

What Python itself does while it runs the class statements, as far as it can be said without running
them. `values.py` has the kinds of value, `evaluation.py` goes from an expression to one of them;
calls go on in `calls.py`, functions of the source in `functions.py` and `frames.py`. A class is a
value as well (`classes.py`), with bases and a resolution order. Nothing here knows of mappings but
the words in `vocabulary.py`.
"""
