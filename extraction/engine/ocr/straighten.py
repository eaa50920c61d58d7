"""How a picture has to be laid to be read, and where the points of the page lie on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from extraction.engine.document import Box
from extraction.engine.ocr import geometry
from extraction.engine.ocr.geometry import Matrix, Quads
from extraction.engine.ocr.picture import Picture
from extraction.engine.projection import Projection

STEEP = 0.07
SKEW_SIDE = 800
PAPER = (255, 255, 255)


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A picture as it lies now. `matrix` leads here from the picture as it came, of which each pixel is
    now `scale` pixels; `turn` is how far it was turned, in degrees clockwise."""

    picture: Picture
    matrix: Matrix
    turn: int = 0
    scale: float = 1.0

    def turned(self, degrees: int) -> Laid:
        """By quarter circles."""
        if not degrees % 360:
            return self
        height, width = self.picture.shape[:2]
        picture = np.ascontiguousarray(np.rot90(self.picture, k=-(degrees // 90) % 4))
        matrix = _quarters(degrees, width, height) @ self.matrix
        return Laid(picture, matrix, (self.turn + degrees) % 360, self.scale)

    def tilted(self, degrees: float) -> Laid:
        """By a few degrees around its centre, on paper large enough for all of it."""
        import cv2

        height, width = self.picture.shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
        size = round(width * cosine + height * sine), round(width * sine + height * cosine)
        turn[:, 2] += ((size[0] - width) / 2, (size[1] - height) / 2)
        picture = np.asarray(cv2.warpAffine(self.picture, turn, size, borderValue=PAPER), dtype=np.uint8)
        return Laid(picture, np.vstack([turn, [0.0, 0.0, 1.0]]) @ self.matrix, self.turn, self.scale)

    def flattened(self, corners: Quads) -> Laid:
        """The sheet with these four corners alone, as it looks from straight above."""
        import cv2

        top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
        width, height = float(max(top, bottom)), float(max(left, right))
        flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
        matrix = np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), flat), dtype=np.float64)
        size = round(width), round(height)
        picture = np.asarray(cv2.warpPerspective(self.picture, matrix, size, borderValue=PAPER), np.uint8)
        return Laid(picture, matrix @ self.matrix, self.turn, self.scale)


def as_it_came(picture: Picture) -> Laid:
    return Laid(picture, np.eye(3))


def tilt_of(lines: Quads, picture: Picture) -> float:
    """Degrees to turn a picture by before reading; 0 while the skew is one that the reader copes with."""
    height, width = picture.shape[:2]
    slope = geometry.slope_of(lines, width=width, height=height)
    return math.degrees(math.atan(slope.level)) if abs(slope.level) > STEEP else 0.0


def skew_of(picture: Picture) -> float:
    """Degrees to turn a picture by so that its rows of print are level, judged by the rows alone: dark
    and light ones differ most when they are."""
    import cv2

    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    scale = min(1.0, SKEW_SIDE / max(grey.shape))
    small = 255 - cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = np.asarray(np.where(small > small.mean() + small.std(), 255, 0), dtype=np.uint8)
    coarse = max(np.arange(-10, 10.5, 1.0), key=lambda angle: _contrast_of_rows(ink, angle))
    return float(max(coarse + np.arange(-1, 1.05, 0.1), key=lambda angle: _contrast_of_rows(ink, angle)))


def _contrast_of_rows(ink: Picture, angle: float) -> float:
    import cv2

    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1.0)
    rows = np.asarray(cv2.warpAffine(ink, turn, (width, height)), dtype=np.float64).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Straightening:
    """From the picture as it came to the page on which every line is level, and back."""

    matrix: Matrix
    turn: int

    def crop(self, picture: Picture, box: Box, *, height: float) -> Picture:
        """What stands in a box of the page, at least `height` pixels high, from the picture as it came."""
        import cv2

        scale = max(1.0, height / max(1.0, box.height))
        matrix = geometry.scaled(scale) @ geometry.moved(-box.x0, -box.y0) @ self.matrix
        size = max(1, round(box.width * scale)), max(1, round(box.height * scale))
        crop = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderValue=PAPER)
        return np.asarray(crop, dtype=np.uint8)

    def view(self, picture: Picture) -> Projection:
        """From the page to fractions of the picture as it came."""
        height, width = picture.shape[:2]
        back = np.diag([1 / width, 1 / height, 1.0]) @ np.linalg.inv(self.matrix)
        return Projection(tuple(float(part) for part in (back / back[2, 2]).ravel()))


def _quarters(degrees: int, width: int, height: int) -> Matrix:
    """A picture of `width` by `height` turned clockwise."""
    quarter = degrees % 360
    if quarter == 180:
        return np.array([[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]])
    if quarter == 90:
        return np.array([[0.0, -1.0, height], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    return np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width], [0.0, 0.0, 1.0]])
