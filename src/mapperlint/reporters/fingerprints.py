"""What a service recognises a finding by from run to run: no two are the same in one report."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.diagnostics import Diagnostic


def fingerprints(diagnostics: Sequence[Diagnostic]) -> list[str]:
    """A digest for each finding, which stays when lines move; those of one subject are numbered."""
    seen: Counter[str] = Counter()
    digests = []
    for finding in diagnostics:
        seen[finding.fingerprint] += 1
        text = f"{finding.fingerprint}|{seen[finding.fingerprint]}"
        digests.append(sha256(text.encode(errors="surrogatepass")).hexdigest()[:32])
    return digests
