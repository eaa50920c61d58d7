"""Files made to break their reader: small to send, endless to open. Each is built, none is stored."""

from __future__ import annotations

import io
import struct
import zlib

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]"
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(objects: list[bytes], *, root: int = 1) -> bytes:
    """A PDF of the objects given, numbered from 1, with a true cross-reference table."""
    out, offsets = b"%PDF-1.5\n", []
    parts = [out]
    size = len(out)
    for number, body in enumerate(objects, 1):
        offsets.append(size)
        part = b"%d 0 obj\n" % number + body + b"\nendobj\n"
        parts.append(part)
        size += len(part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table)
    parts.append(b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, size))
    return b"".join(parts)


def stream(data: bytes, *, filters: bytes = b"/Filter/FlateDecode") -> bytes:
    return b"<</Length %d%s>>stream\n" % (len(data), filters) + data + b"\nendstream"


def flate_bomb(megabytes: int) -> bytes:
    """A page whose content unpacks a thousandfold."""
    return pdf([CATALOG, ONE_PAGE, PAGE + b"/Contents 4 0 R>>", stream(_packed_blanks(megabytes))])


def form_flate_bomb(megabytes: int) -> bytes:
    """The same, one step away: in a form that the page draws."""
    page = PAGE + b"/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    twice = zlib.compress(_packed_blanks(megabytes), 9)
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Filter[/FlateDecode/FlateDecode]"
    return pdf([CATALOG, ONE_PAGE, page, stream(b"/X Do", filters=b""), stream(twice, filters=head)])


def double_flate_bomb(megabytes: int) -> bytes:
    """A page whose content unpacks a millionfold: 3.8 KB for 2 GB."""
    twice = zlib.compress(_packed_blanks(megabytes), 9)
    content = stream(twice, filters=b"/Filter[/FlateDecode/FlateDecode]")
    return pdf([CATALOG, ONE_PAGE, PAGE + b"/Contents 4 0 R>>", content])


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    tree = b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % count
    return pdf([CATALOG, tree, *[PAGE + b">>"] * count])


def lying_count(count: int, *, claimed: int = 1) -> bytes:
    """So many pages, and a /Count that says fewer."""
    said = str(claimed).rjust(len(str(count)), "0").encode()
    return many_pages(count).replace(b"/Count %d>>" % count, b"/Count %s>>" % said)


def cyclic_pages() -> bytes:
    """A page tree that has itself among its children."""
    tree = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"
    return pdf([CATALOG, tree, PAGE + b">>"])


def huge_page(points: int = 200_000) -> bytes:
    return pdf([CATALOG, ONE_PAGE, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]>>" % (points, points)])


def text_bomb(strings: int) -> bytes:
    """Fifty letters in each of so many strings: 17 KB for five million glyphs."""
    return _text_page(b"(" + b"a" * 50 + b") Tj ", strings)


def long_string_bomb(glyphs: int) -> bytes:
    """The same number of letters in a single string, which is a single object on the page."""
    content = b"BT /F1 1 Tf (" + b"a" * glyphs + b") Tj ET"
    return _text_document(zlib.compress(content, 9))


def form_bomb(depth: int, *, width: int = 10) -> bytes:
    """Forms that draw other forms, `width` times at each of `depth` levels: growth without bytes."""
    first = 4
    forms = []
    for level in range(depth):
        last = level == depth - 1
        content = b"BT /F1 9 Tf (x) Tj ET" if last else b"/X Do " * width
        inner = b"/Font<</F1 3 0 R>>" if last else b"/XObject<</X %d 0 R>>" % (first + level + 2)
        head = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<<" + inner + b">>"
        forms.append(stream(content, filters=head))
    page = PAGE + b"/Contents 5 0 R/Resources<</XObject<</X 6 0 R>>>>>>"
    tree = b"<</Type/Pages/Kids[4 0 R]/Count 1>>"
    forms_from_six = [
        form.replace(b"/X %d 0 R" % (first + i + 2), b"/X %d 0 R" % (i + 7)) for i, form in enumerate(forms)
    ]
    return pdf([CATALOG, tree, HELVETICA, page, stream(b"/X Do", filters=b""), *forms_from_six])


def huge_png(side: int = 12_000) -> bytes:
    """144 million white pixels in 17 KB."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    row = b"\x00" + b"\xff" * (side // 8)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def encrypted(*, password: str = "secret") -> bytes:
    """A page that opens only with a password."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen import canvas

    file = io.BytesIO()
    drawing = canvas.Canvas(file, encrypt=StandardEncryption(password, ownerPassword="owner", strength=128))
    drawing.drawString(72, 720, "Invoice 42")
    drawing.save()
    return file.getvalue()


def truncated(data: bytes, *, keep: float = 0.5) -> bytes:
    return data[: int(len(data) * keep)]


def blank_page() -> bytes:
    return pdf([CATALOG, ONE_PAGE, PAGE + b">>"])


def _packed_blanks(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    blanks = b" " * (1 << 20)
    return b"".join(packer.compress(blanks) for _ in range(megabytes)) + packer.flush()


def _text_page(drawing: bytes, times: int) -> bytes:
    return _text_document(zlib.compress(b"BT /F1 1 Tf " + drawing * times + b"ET", 9))


def _text_document(packed: bytes) -> bytes:
    page = PAGE + b"/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    return pdf([CATALOG, ONE_PAGE, page, stream(packed), HELVETICA])


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
