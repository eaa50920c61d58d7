"""The one door to rapidocr and Tesseract: pictures in, words with boxes out.

Importing this loads no model and no OCR library; the first picture does.
"""

from extraction.engine.ocr.page import ReadPicture, read, reread
from extraction.engine.ocr.picture import Picture, decode
from extraction.engine.ocr.rapid import backend
from extraction.engine.ocr.straighten import Straightening
from extraction.engine.ocr.tesseract import version as tesseract_version

__all__ = [
    "Picture",
    "ReadPicture",
    "Straightening",
    "backend",
    "decode",
    "read",
    "reread",
    "tesseract_version",
]
