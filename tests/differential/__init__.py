"""Random projects, judged by mapperlint and by SQLAlchemy: do both say the same?

`random.Random` makes a project (`healthy`), perhaps puts a mistake in (`defects`), and `source`
writes it down in one of the styles people use. `answers` asks SQLAlchemy, `judgement` compares,
`reduction` makes a disagreement small. What we know we do not find yet stands in `known`, with its
reason.

    python -m tests.differential --count 20000
"""
