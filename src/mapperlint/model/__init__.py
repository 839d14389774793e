"""The model: what all files say together, built as SQLAlchemy builds it, without running it.

`link.py` runs the stages. Each takes what the ones before it made, and knows nothing of the later:

1. `modules`: from files to modules. Which file is imported under which name, and which to read.
2. `versions`: from requirements and lock files to the SQLAlchemy the project runs on.
3. `values`: from expressions to what they stand for: constants, classes, calls; or unknown.
4. `declarative`: from classes to what they declare: registry, table name, attributes.
5. `tables`: from `Table(...)` and columns to tables with their foreign keys.
6. `mapping`: from mapped classes to mappers with their tables, columns and parents.
7. `names`: from strings to the classes and tables they lead to; or why they lead nowhere.
8. `relationships`: from `relationship(...)` to targets, joins, directions, and linked pairs.

`inheritance` and `descriptors` ask what only a whole project can answer: how the classes of a
hierarchy fit together, and whether names in proxies, synonyms and validators lead anywhere.

`project.py` is what comes out, with the questions of the rules; `copies.py` and the package
`imports` answer two large ones. `coverage.py` says how much was understood, `mirror.py` gives all
of it as plain data, as a dump of SQLAlchemy's own mappers would. `source.py` is where the files
come from.
"""
