"""How a picture has to be turned and levelled to be read, and where its points lie after."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from extraction.engine.document import Box
from extraction.engine.ocr import geometry
from extraction.engine.ocr.geometry import Quads, Slope
from extraction.engine.ocr.picture import Picture

STEEP = 0.07


@dataclass(frozen=True, slots=True)
class Straightening:
    """First `turn` quarter circles, in degrees clockwise, then `tilt` degrees, then levelled by `slope`."""

    turn: int
    tilt: float
    slope: Slope

    def box(self, corners: Quads) -> Box:
        """Where a word lies on the levelled page."""
        flat = self.slope.levelled(corners)
        (x0, y0), (x1, y1) = flat.min(axis=0), flat.max(axis=0)
        return Box(float(x0), float(y0), float(x1), float(y1))

    def crop(self, picture: Picture, box: Box) -> Picture:
        """What stands in a box of the levelled page, cut from the picture as it came."""
        corners = np.array([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]])
        there = self.slope.as_found(corners)
        upright = tilted(turned(picture, self.turn), self.tilt)
        height, width = upright.shape[:2]
        x0, y0 = np.clip(np.floor(there.min(axis=0)).astype(int), 0, (width, height))
        x1, y1 = np.clip(np.ceil(there.max(axis=0)).astype(int), 0, (width, height))
        return upright[y0:y1, x0:x1]


def turned(picture: Picture, degrees: int) -> Picture:
    """Turned clockwise by quarter circles."""
    return np.ascontiguousarray(np.rot90(picture, k=-(degrees // 90) % 4)) if degrees else picture


def tilted(picture: Picture, degrees: float) -> Picture:
    """Turned by a few degrees around its centre, on paper large enough for all of it."""
    if not degrees:
        return picture
    import cv2

    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    new_width, new_height = round(width * cosine + height * sine), round(width * sine + height * cosine)
    turn[:, 2] += ((new_width - width) / 2, (new_height - height) / 2)
    white = (255, 255, 255)
    return np.asarray(
        cv2.warpAffine(picture, turn, (new_width, new_height), borderValue=white), dtype=np.uint8
    )


def tilt_of(lines: Quads, picture: Picture) -> float:
    """Degrees to turn a picture by before reading; 0 while the skew is one that the reader copes with."""
    height, width = picture.shape[:2]
    slope = geometry.slope_of(lines, width=width, height=height)
    return math.degrees(math.atan(slope.level)) if abs(slope.level) > STEEP else 0.0
