"""The scaling curve: seconds over models, both in powers of ten."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

Curve = Sequence[tuple[float, float]]

_WIDTH, _HEIGHT = 860, 470
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 290, 40, 50
_COLORS = ("#0b5cad", "#2a9d5c", "#c2410c", "#7c3aed", "#6b7280", "#b45309", "#0e7490", "#be123c")


def picture(title: str, curves: Mapping[str, Curve]) -> str:
    """An SVG of some curves, each a list of (models, seconds)."""
    scale = _Scale([point for curve in curves.values() for point in curve])
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
            f'font-family="sans-serif" font-size="13">'
        ),
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="22" font-size="15">{escape(title)}</text>',
        *scale.grid(),
        *_curves(curves, scale),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


class _Scale:
    """From models and seconds to places in the picture."""

    def __init__(self, points: Curve) -> None:
        across, up = zip(*points, strict=True)
        self.first, self.last = _powers(across)
        self.lowest, self.highest = _powers(up)

    def x(self, models: float) -> float:
        part = (math.log10(models) - self.first) / max(self.last - self.first, 1)
        return round(_LEFT + part * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(self, seconds: float) -> float:
        part = (math.log10(seconds) - self.lowest) / max(self.highest - self.lowest, 1)
        return round(_HEIGHT - _BOTTOM - part * (_HEIGHT - _TOP - _BOTTOM), 1)

    def grid(self) -> Iterator[str]:
        """A line for each power of ten, with its number."""
        left, right = self.x(10**self.first), self.x(10**self.last)
        top, bottom = self.y(10**self.highest), self.y(10**self.lowest)
        for power in range(self.first, self.last + 1):
            x = self.x(10**power)
            yield _line(x, top, x, bottom)
            yield f'<text x="{x}" y="{bottom + 20}" text-anchor="middle">{10**power:,}</text>'
        for power in range(self.lowest, self.highest + 1):
            y = self.y(10**power)
            yield _line(left, y, right, y)
            yield f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{10.0**power:g} s</text>'
        middle = (left + right) / 2
        yield f'<text x="{middle}" y="{bottom + 40}" text-anchor="middle">mapped classes</text>'


def _powers(values: Sequence[float]) -> tuple[int, int]:
    return math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#e5e7eb"/>'


def _curves(curves: Mapping[str, Curve], scale: _Scale) -> Iterator[str]:
    """Each curve with its name behind its end, names that would meet moved apart."""
    ends = sorted(curves, key=lambda name: curves[name][-1][1], reverse=True)
    place = float(_TOP)
    for index, name in enumerate(ends):
        color = _COLORS[index % len(_COLORS)]
        points = [(scale.x(models), scale.y(seconds)) for models, seconds in curves[name]]
        path = " ".join(f"{x},{y}" for x, y in points)
        yield f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>'
        for x, y in points:
            yield f'<circle cx="{x}" cy="{y}" r="3" fill="{color}"/>'
        place = max(place + 17, points[-1][1] + 4)
        x = _WIDTH - _RIGHT + 14
        yield f'<text x="{x}" y="{place:.1f}" fill="{color}">{escape(name)}</text>'
