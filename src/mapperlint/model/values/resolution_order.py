"""The order in which Python looks through the bases of a class: the C3 merge."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def merged(sequences: list[list[T]]) -> list[T] | None:
    """The C3 merge; None when there is no consistent order."""
    pending = [list(sequence) for sequence in sequences if sequence]
    order: list[T] = []
    while pending:
        head = _good_head(pending)
        if head is None:
            return None
        order.append(head)
        pending = [
            rest
            for sequence in pending
            if (rest := sequence[1:] if sequence[0] == head else sequence)
        ]
    return order


def _good_head(pending: list[list[T]]) -> T | None:
    for sequence in pending:
        head = sequence[0]
        if not any(head in other[1:] for other in pending):
            return head
    return None
