"""Pictures whose print is hard to tell from their paper, made easier to read."""

from __future__ import annotations

import numpy as np

from extraction.engine.ocr.picture import Picture

BLACK, WHITE = 8, 247
MOST_GREY = 0.1
SPECKS = 1.4
FAINT = 90
GRAIN = 200


def cleaned(picture: Picture) -> Picture:
    """A fax without its specks, faint print on paper of even white; any other picture as it is."""
    if _is_black_and_white(picture):
        return _smoothed(picture)
    return _on_white(picture) if _is_faint(picture) else picture


def _is_black_and_white(picture: Picture) -> bool:
    """Nearly all that is not white is black: print by a fax or in one bit, rough at its edges."""
    ink = picture[picture < WHITE]
    return bool(ink.size and np.count_nonzero(ink >= BLACK) < MOST_GREY * ink.size)


def _smoothed(picture: Picture) -> Picture:
    import cv2

    return np.asarray(cv2.GaussianBlur(picture, (0, 0), SPECKS), dtype=np.uint8)


def _is_faint(picture: Picture) -> bool:
    ink, paper = np.percentile(picture[::4, ::4], (0.5, 90))
    return bool(paper - ink < FAINT)


def _on_white(picture: Picture) -> Picture:
    """Divided by its paper, which is the lightest there is around each place."""
    import cv2

    height, width = picture.shape[:2]
    step = max(1, max(height, width) // GRAIN)
    small = cv2.resize(picture, (max(1, width // step), max(1, height // step)), interpolation=cv2.INTER_AREA)
    lightest = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 7)
    paper = cv2.resize(cv2.GaussianBlur(lightest, (0, 0), 3), (width, height))
    return np.asarray(cv2.divide(picture, paper, scale=255), dtype=np.uint8)
