"""A sheet of paper on a table: its four corners on a photo, found as the one large light shape."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extraction.engine.ocr import geometry
from extraction.engine.ocr.geometry import Quads
from extraction.engine.ocr.picture import Picture

LOOKED_AT = 480
SMALLEST, LARGEST = 0.2, 0.93
STRAIGHT = 0.02
FILLED = 0.92
INSIDE = 0.97
MOSTLY_INSIDE = 0.5
WIDEST_BAND = 0.15
MARGIN = 0.01
ASLANT = 0.03


def corners_of(picture: Picture) -> Quads | None:
    """Top left, top right, bottom right, bottom left; None where the picture shows no sheet on a ground."""
    import cv2

    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    scale = LOOKED_AT / max(grey.shape)
    if scale >= 1:
        return None
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.morphologyEx(
        cv2.GaussianBlur(small, (0, 0), 1.5), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)
    )
    _, light = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    found = _quadrilateral(np.asarray(outline), small.shape[0] * small.shape[1])
    return None if found is None else _in_order(found) / scale


def around(corners: Quads, lines: Quads) -> Quads | None:
    """The corners of a sheet that holds all of the print; None where what was found is no such sheet."""
    inside = _share_inside(corners, lines)
    if inside >= INSIDE:
        return corners
    return _widened(corners, lines) if inside >= MOSTLY_INSIDE and _is_aslant(corners) else None


def _share_inside(corners: Quads, lines: Quads) -> float:
    """How much of the print, by length, lies between the corners."""
    import cv2

    outline = corners.astype(np.float32)
    lengths = np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1)
    within = [cv2.pointPolygonTest(outline, tuple(line.mean(axis=0)), False) >= 0 for line in lines]
    return float(lengths[within].sum() / lengths.sum()) if lengths.sum() else 0.0


def _widened(corners: Quads, lines: Quads) -> Quads | None:
    """As far as the print goes: a dark band with light print, at a sheet's edge, looks like its ground."""
    import cv2

    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)
    flat = np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), square), dtype=np.float64)
    print_on_it = geometry.seen_through(flat, lines).reshape(-1, 2)
    x0, y0 = np.minimum(print_on_it.min(axis=0) - MARGIN, 0)
    x1, y1 = np.maximum(print_on_it.max(axis=0) + MARGIN, 1)
    if min(x0, y0) < -WIDEST_BAND or max(x1, y1) > 1 + WIDEST_BAND:
        return None
    wider = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
    return geometry.seen_through(np.asarray(np.linalg.inv(flat), dtype=np.float64), wider)


def _is_aslant(corners: Quads) -> bool:
    """An upright field of light on a page is no sheet that somebody took a photo of."""
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    return bool(abs(along[1]) > ASLANT * abs(along[0]) or abs(down[0]) > ASLANT * abs(down[1]))


def _quadrilateral(outline: NDArray[np.int32], whole: float) -> Quads | None:
    import cv2

    hull = cv2.convexHull(outline)
    rough = cv2.approxPolyDP(hull, STRAIGHT * cv2.arcLength(hull, True), True)
    area = cv2.contourArea(rough)
    if len(rough) != 4 or not SMALLEST * whole <= area <= LARGEST * whole:
        return None
    if cv2.contourArea(outline) < FILLED * area:
        return None
    return np.asarray(rough.reshape(4, 2), dtype=np.float64)


def _in_order(points: Quads) -> Quads:
    """Clockwise from the corner nearest to the top left."""
    center = points.mean(axis=0)
    angles = np.arctan2(points[:, 1] - center[1], points[:, 0] - center[0])
    around = points[np.argsort(angles)]
    return np.roll(around, -int(np.argmin(around.sum(axis=1))), axis=0)
