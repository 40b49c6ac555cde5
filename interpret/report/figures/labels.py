"""Names beside dots: none covers another or leaves the frame, and as few dots as can be lie under one.

A name is tried in many places around its dot. Names are placed in the order given, each where it costs least; then
each is taken up again and put where it costs least beside all others, a few times over. The same dots and names always
end in the same places.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from interpret.contracts import FloatArray
from interpret.report.figures import style
from interpret.report.figures.svg import Drawing, Line, Point, text_width

Box = tuple[float, float, float, float]  # left, top, right, bottom

_REACHES = (5.0, 9.0, 14.0, 20.0, 28.0, 38.0, 50.0)
_TURNS = 16
_SWEEPS = 3
_NEAR = 6.0  # points from a dot within which a name needs no leader
_CLEAR = 2.0  # between two names, and from a dot to the start of its leader
# what it costs, in the price of one point of distance
_DOT, _NEAR_DOT, _CROSSING, _LEADER, _STEEP = 30.0, 12.0, 60.0, 4.0, 1.5


@dataclass(frozen=True)
class Place:
    """Where a name may stand: its box, its leader (none: it stands beside its dot), and what the place costs alone."""

    box: Box
    leader: Line | None
    cost: float

    def beside(self, other: Place) -> float:
        """Return what it costs to stand beside another: more than anything where the boxes meet."""
        if _meet(self.box, other.box):
            return math.inf
        crossings = 0
        if self.leader is not None:
            crossings += _cuts(self.leader, other.box)
            crossings += other.leader is not None and _cross(self.leader, other.leader)
        if other.leader is not None:
            crossings += _cuts(other.leader, self.box)
        return _CROSSING * crossings


@dataclass(frozen=True)
class _Name:
    """A name at its dot, in a frame, among other dots `(m, 2)` and boxes that are written on already."""

    point: Point
    width: float
    size: float
    frame: Box
    closed: Sequence[Box]
    spots: FloatArray

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every place within the frame, the cheapest first."""
        turns = [2.0 * math.pi * k / _TURNS for k in range(_TURNS)]
        found = [
            self._place(box, reach, turn)
            for reach in _REACHES
            for turn in turns
            if self._is_open(box := self._box(reach, turn))
        ]
        return tuple(sorted(found, key=lambda place: place.cost))

    @cached_property
    def near(self) -> FloatArray:
        """The dots that a name or its leader can reach at all."""
        away = np.abs(self.spots - np.array(self.point))
        reach = _REACHES[-1] + 2.0 * self.size
        within = (away[:, 0] <= reach + self.width) & (away[:, 1] <= reach)
        return np.asarray(self.spots[within], dtype=np.float64)

    def _is_open(self, box: Box) -> bool:
        return _inside(box, self.frame) and not any(_meet(box, other) for other in self.closed)

    def _box(self, reach: float, turn: float) -> Box:
        across, down = math.cos(turn), math.sin(turn)
        x, y = self.point[0] + reach * across, self.point[1] + reach * down
        tall = 1.05 * self.size
        steep = abs(across) < 0.3  # noqa: PLR2004  above or below the dot: the name is centred there
        left = x - self.width / 2 if steep else x if across > 0 else x - self.width
        top = y - tall / 2 if not steep else y if down > 0 else y - tall
        return left, top, left + self.width, top + tall

    def _place(self, box: Box, reach: float, turn: float) -> Place:
        leader = _leader(self.point, box)
        cost = reach + _STEEP * abs(math.sin(turn)) * reach / _REACHES[0] + _DOT * _covered(box, self.near)
        if leader is not None:
            cost += _LEADER + _NEAR_DOT * _passed(leader, self.near)
        return Place(box, leader, cost)


def best_places(
    labels: Sequence[tuple[Point, str]],
    frame: Box,
    taken: Sequence[Point],
    size: float = style.SMALL,
    closed: Sequence[Box] = (),
) -> list[Place | None]:
    """Return where each label stands; None for one that has no place left.

    Parameters
    ----------
    labels
        Dots with their names, the most important first.
    frame
        What no name may leave.
    taken
        All dots, those with names among them.
    size
        Of the letters.
    closed
        Boxes with words of their own.
    """
    spots = np.array(taken, dtype=np.float64).reshape(-1, 2)
    names = [_Name(point, text_width(text, size), size, frame, closed, spots) for point, text in labels]
    chosen: list[Place | None] = [None] * len(names)
    for _ in range(1 + _SWEEPS):
        before = list(chosen)
        for i, name in enumerate(names):
            others = [place for k, place in enumerate(chosen) if place is not None and k != i]
            chosen[i] = _cheapest(name.places, others)
        if chosen == before:
            break
    return chosen


def place_labels(
    drawing: Drawing,
    labels: Sequence[tuple[Point, str]],
    frame: Box,
    taken: Sequence[Point],
    size: float = style.SMALL,
    italic: Sequence[bool] = (),
    closed: Sequence[Box] = (),
) -> int:
    """Write each label where `best_places` puts it, its leader first; return how many were written."""
    places = best_places(labels, frame, taken, size, closed)
    for place in places:
        if place is not None and place.leader is not None:
            drawing.line(*place.leader, style.MUTED, 0.4)
    for i, (place, (point, text)) in enumerate(zip(places, labels, strict=True)):
        if place is None:
            continue
        left, _, right, bottom = place.box
        # towards its dot the text ends where its box does, whatever the letters' true width
        before = right <= point[0]
        drawing.text(
            right if before else left,
            bottom - 0.27 * size,
            text,
            size=size,
            fill=style.INK,
            anchor="end" if before else "start",
            italic=bool(italic) and italic[i],
        )
    return sum(place is not None for place in places)


def _cheapest(places: Sequence[Place], others: Sequence[Place]) -> Place | None:
    best, price = None, math.inf
    for place in places:
        cost = place.cost
        if cost >= price:  # so does every place after it
            break
        for other in others:
            if cost >= price:
                break
            cost += place.beside(other)
        if cost < price:
            best, price = place, cost
    return best


def _leader(point: Point, box: Box) -> Line | None:
    """Return the line from the edge of the dot to the nearest place of the box; None where they are near."""
    x, y = min(max(point[0], box[0]), box[2]), min(max(point[1], box[1] + 1.5), box[3] - 1.5)
    far = math.hypot(x - point[0], y - point[1])
    if far <= _NEAR:
        return None
    start = _CLEAR / far
    return (point[0] + start * (x - point[0]), point[1] + start * (y - point[1])), (x, y)


def _covered(box: Box, spots: FloatArray) -> int:
    x, y = spots[:, 0], spots[:, 1]
    inside = (x >= box[0] - 1.5) & (x <= box[2] + 1.5) & (y >= box[1] - 1.0) & (y <= box[3] + 1.0)
    return int(inside.sum())


def _passed(leader: Line, spots: FloatArray) -> int:
    """Count the dots that the leader runs over, its own at its start left out."""
    (x1, y1), (x2, y2) = leader
    along = np.array([x2 - x1, y2 - y1])
    rest = spots - np.array([x1, y1])
    share = np.clip(rest @ along / max(float(along @ along), 1e-9), 0.0, 1.0)
    apart = np.hypot(*(rest - share[:, None] * along).T)
    return int(((apart < 1.8) & (share > 0.0)).sum())  # noqa: PLR2004  points, a little more than a dot's radius


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] + _CLEAR and b[0] < a[2] + _CLEAR and a[1] < b[3] and b[1] < a[3]


def _cuts(line: Line, box: Box) -> bool:
    """Return whether the line runs through the box."""
    corners = ((box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3]))
    sides = zip(corners, (*corners[1:], corners[0]), strict=True)
    within = box[0] <= line[1][0] <= box[2] and box[1] <= line[1][1] <= box[3]
    return within or any(_cross(line, side) for side in sides)


def _cross(first: Line, second: Line) -> bool:
    return _apart(first, second) and _apart(second, first)


def _apart(line: Line, ends: Line) -> bool:
    """Return whether the ends lie on two sides of the line."""
    (x1, y1), (x2, y2) = line
    sides = [(x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) for x, y in ends]
    return sides[0] * sides[1] < 0.0
