"""One page of a PDF as people see it. Nothing but that page is looked at."""

from __future__ import annotations

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from extraction.engine.errors import CorruptFile, NoSuchPage
from extraction.engine.pdf import file, forms, raster


def drawn(data: bytes, number: int, *, width: int) -> NDArray[np.uint8]:
    """Red, green and blue, `width` pixels wide unless the page is very long."""
    pdf = file.opened(data)
    if pdf is None:
        raise CorruptFile("PDF")
    if not 1 <= number <= len(pdf):
        raise NoSuchPage(number)
    try:
        return raster.coloured(forms.filled_in(pdf, number), width=width)
    except pypdfium2.PdfiumError as error:
        raise CorruptFile("PDF") from error
    finally:
        pdf.close()
