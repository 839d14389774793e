"""The mappings of this application hold together."""

import mapperlint


def test_mappings() -> None:
    findings = mapperlint.check("blog")
    assert not findings, "\n".join(map(str, findings))


def test_every_relationship_is_understood() -> None:
    coverage = mapperlint.models("blog")["coverage"]
    assert coverage["unknowns"] == []
