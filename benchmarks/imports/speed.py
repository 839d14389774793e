"""What a scan for imports costs beside parsing, file by file, over the same bytes.

The scan is what mapperlint does with every file; the look-up is what it does with what was scanned.
"""

from __future__ import annotations

import ast
import gc
import sys
import sysconfig
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.facts.scan import scan
from mapperlint.model.imports.imports import Imports
from mapperlint.model.modules.modules import Modules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ALLOWED = 1 / 3
ROUNDS = 3


def main(folder: Path | None) -> int:
    """Print what both cost; 1 if the scan and the look-up cost more than a third of parsing."""
    folder = folder or Path(sysconfig.get_path("stdlib"))
    session = Session(Settings(root=str(folder)))
    session.load()
    texts = _parsed(session.text(path) for path in session.paths)
    size = sum(map(len, texts)) / 1e6
    parsing = _best(lambda: [_parse(text) for text in texts])
    scanning = _best(lambda: [scan(text) for text in texts])
    whole = _best(lambda: _look_up(folder))
    sys.stdout.write(
        f"{folder}: {len(texts)} files, {size:.1f} MB\n"
        f"parsing            {parsing:6.2f} s\n"
        f"scanning           {scanning:6.2f} s  {scanning / parsing:.0%}\n"
        f"with the look-up   {whole:6.2f} s  {whole / parsing:.0%}\n"
    )
    return int(whole > ALLOWED * parsing)


def _parsed(texts: Iterable[bytes]) -> list[bytes]:
    """The files that are Python: of one that is not, the parser reads only a part."""
    return [text for text in texts if _parse(text)]


def _parse(text: bytes) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<source>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True


def _look_up(folder: Path) -> int:
    """Read, scan and judge every import of a folder, as a check does."""
    settings = Settings(root=str(folder))
    session = Session(settings)
    session.load()
    return len(Imports(Modules(session, settings), session, settings).broken)


def _best(work: Callable[[], object]) -> float:
    """The shortest of some rounds, in seconds of this process."""
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        gc.disable()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
        gc.enable()
    return min(times)
