"""More files made to break their reader, each drawn when asked for. `tests.hostile` has the first dozen."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image

from tests import hostile, invoices
from tests.hostile import CATALOG, HELVETICA, ONE_PAGE, PAGE, pdf, stream

Bomb = Callable[[], bytes]

FLATE = b"/Filter/FlateDecode"
MANY = 160  # megabytes that a small stream unpacks to: more than anything may, and soon drawn


def zeros(megabytes: int, *, of: bytes = b"\0") -> bytes:
    packer = zlib.compressobj(9)
    block = of * (1 << 20)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


# --- pictures ---------------------------------------------------------------------------------


def png(*chunks: tuple[bytes, bytes], width: int, height: int, depth: int = 8, kind: int = 0) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(hostile._chunk(name, data) for name, data in parts)


def png_of_four_billion_pixels() -> bytes:
    return png((b"IDAT", zlib.compress(b"")), width=65_535, height=65_535)


def png_as_wide_as_numbers_go() -> bytes:
    return png((b"IDAT", zlib.compress(b"")), width=0x7FFFFFFF, height=0x7FFFFFFF)


def png_with_a_gigabyte_behind_its_pixels() -> bytes:
    return png((b"IDAT", zeros(MANY)), width=100, height=100)


def png_with_a_gigabyte_of_remarks() -> bytes:
    remark = b"Comment\0\0" + zeros(MANY, of=b"a")
    return png((b"zTXt", remark), (b"IDAT", zlib.compress(b"\0" * 10_100)), width=100, height=100)


def png_with_a_gigabyte_of_colours() -> bytes:
    profile = b"profile\0\0" + zeros(MANY)
    return png((b"iCCP", profile), (b"IDAT", zlib.compress(b"\0" * 10_100)), width=100, height=100)


def png_of_many_remarks() -> bytes:
    remark = b"Comment\0\0" + zeros(1, of=b"a")
    rows = zlib.compress(b"\0" * 10_100)
    return png(*[(b"zTXt", remark)] * 500, (b"IDAT", rows), width=100, height=100)


def png_of_deep_colours() -> bytes:
    """Just as many pixels as are taken, eight bytes each: half a megabyte of file."""
    side = 6_300
    row = b"\0" + b"\xff" * (side * 8)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return png((b"IDAT", rows), width=side, height=side, depth=16, kind=6)


def png_of_ten_thousand_frames() -> bytes:
    rows = zlib.compress(b"\0" * 10_100)
    frame = struct.pack(">IIIIIHHBB", 0, 100, 100, 0, 0, 1, 100, 0, 0)
    frames = [
        part
        for number in range(10_000)
        for part in ((b"fcTL", frame), (b"fdAT", struct.pack(">I", number) + rows))
    ]
    control = (b"acTL", struct.pack(">II", 10_000, 0))
    return png(control, (b"IDAT", rows), *frames, width=100, height=100)


def jpeg_of_four_billion_pixels() -> bytes:
    small = _jpeg(Image.new("L", (16, 16)))
    at = small.index(b"\xff\xc0") + 5
    return small[:at] + struct.pack(">HH", 65_500, 65_500) + small[at + 4 :]


def jpeg_of_endless_scans() -> bytes:
    """A progressive picture that is refined over and over: each scan goes through all of its pixels."""
    picture = _jpeg(Image.new("L", (6_000, 6_000), 255), progressive=True)
    start = picture.rindex(b"\xff\xda")
    scan = picture[start:-2]
    return picture[:start] + scan * 400 + picture[-2:]


def jpeg_whose_metadata_points_at_itself() -> bytes:
    """An EXIF directory whose next is itself, and whose parts are, too."""
    entry = struct.pack(">HHII", 0x8769, 4, 1, 8) + struct.pack(">HHII", 0x8825, 4, 1, 8)
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 2) + entry + struct.pack(">I", 8)
    blank = _jpeg(Image.new("L", (400, 400), 255))
    return blank[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + blank[2:]


def jpeg_of_a_million_segments() -> bytes:
    blank = _jpeg(Image.new("L", (400, 400), 255))
    return blank[:2] + b"\xff\xfe\x00\x02" * 1_000_000 + blank[2:]


def _jpeg(image: Image.Image, **options: bool) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", **options)
    return file.getvalue()


def gif_of_five_thousand_frames() -> bytes:
    frame = b"\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x4c\x01\0"
    return b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff" + frame * 5_000 + b";"


def tiff_of_five_thousand_pages() -> bytes:
    """Each directory leads to the next, and the last to the first."""
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<HHHIII", 1, 256, 4, 1, 100_000, 8) * 5_000


def webp_of_sixteen_thousand_squared() -> bytes:
    size = (16_383 - 1) | (16_383 - 1) << 14
    return b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f" + struct.pack("<I", size) + b"\0" * 8


def bmp_of_a_terabyte() -> bytes:
    return b"BM" + struct.pack("<IIIIiiHHIIiiII", 54, 0, 54, 40, 1_000_000, 1_000_000, 1, 8, 0, 0, 0, 0, 0, 0)


def heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 1_000


# --- PDF: how it is put together --------------------------------------------------------------


def page_of(content: bytes, resources: bytes = b"", *others: bytes, filters: bytes = b"") -> bytes:
    """A page with this content; `others` are the objects from 5 on."""
    page = PAGE + b"/Contents 4 0 R/Resources<<" + resources + b">>>>"
    return pdf([CATALOG, ONE_PAGE, page, stream(content, filters=filters), *others])


def with_objects_in_a_bomb() -> bytes:
    """All objects of the file are in a stream that unpacks to a gigabyte."""
    packed = zeros(MANY, of=b" ")
    body = b"1 0 obj\n<</Type/ObjStm/N 1000000/First 100/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    body += packed + b"\nendstream\nendobj\n"
    entries = b"".join(struct.pack(">BIH", *each) for each in [(0, 0, 0), (1, 9, 0), (2, 1, 0), (2, 1, 1)])
    return _with_xref_stream(b"%PDF-1.7\n" + body, entries, root=2)


def with_objects_in_each_other() -> bytes:
    """Object streams that are in one another."""
    body = (
        b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Extends 2 0 R/Length 8>>stream\n2 0 <<>>\nendstream\nendobj\n"
    )
    entries = b"".join(struct.pack(">BIH", *each) for each in [(0, 0, 0), (2, 2, 0), (2, 1, 0), (2, 2, 0)])
    return _with_xref_stream(b"%PDF-1.7\n" + body, entries, root=3)


def with_a_cross_reference_that_unpacks_to_a_gigabyte() -> bytes:
    return _with_xref_stream(b"%PDF-1.7\n", b"", root=1, packed=zeros(MANY))


def _with_xref_stream(before: bytes, entries: bytes, *, root: int, packed: bytes = b"") -> bytes:
    packed = packed or zlib.compress(entries)
    head = b"<</Type/XRef/Size 500000000/W[1 4 2]/Root %d 0 R/Filter/FlateDecode/Length %d>>" % (
        root,
        len(packed),
    )
    table = b"9 0 obj\n" + head + b"stream\n" + packed + b"\nendstream\nendobj\n"
    return before + table + b"startxref\n%d\n%%%%EOF" % len(before)


def with_tables_that_lead_to_each_other() -> bytes:
    """Cross-reference tables in a circle, of ten thousand revisions."""
    made = hostile.blank_page()
    at = made.index(b"xref\n")
    return made.replace(b"/Root", b"/Prev %d/XRefStm %d/Root" % (at, at))


def of_ten_thousand_revisions() -> bytes:
    made = bytearray(hostile.blank_page())
    before = made.index(b"xref\n")
    for _ in range(10_000):
        at = len(made)
        made += b"\nxref\n0 0\ntrailer<</Size 4/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF" % (
            before,
            at + 1,
        )
        before = at + 1
    return bytes(made)


def of_pages_ten_thousand_deep() -> bytes:
    deep = 10_000
    nodes = [b"<</Type/Pages/Count 1/Parent %d 0 R/Kids[%d 0 R]>>" % (n + 1, n + 3) for n in range(deep)]
    return pdf([CATALOG, *nodes, b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 612 792]>>" % (deep + 1)])


def of_pages_that_double() -> bytes:
    """Thirty levels, each of which has the next twice: a thousand million pages in two kilobytes."""
    nodes = [b"<</Type/Pages/Count 2/Kids[%d 0 R %d 0 R]>>" % (n + 3, n + 3) for n in range(30)]
    return pdf([CATALOG, *nodes, b"<</Type/Page/MediaBox[0 0 612 792]>>"])


def with_brackets_a_million_deep() -> bytes:
    return pdf([CATALOG, ONE_PAGE, PAGE + b"/X " + b"[" * 1_000_000 + b"]" * 1_000_000 + b">>"])


def with_dictionaries_a_million_deep() -> bytes:
    return pdf([CATALOG, ONE_PAGE, PAGE + b"/X " + b"<</A" * 500_000 + b">>" * 500_000 + b">>"])


def with_a_length_that_is_its_own() -> bytes:
    page = PAGE + b"/Contents 4 0 R>>"
    return pdf([CATALOG, ONE_PAGE, page, b"<</Length 4 0 R>>stream\nBT ET\nendstream"])


def with_boxes_that_are_none() -> bytes:
    box = b"<</Type/Page/Parent 2 0 R/MediaBox[-1e38 -1e38 1e38 1e38]/CropBox[0 0 0 0]/UserUnit 1e30>>"
    return pdf([CATALOG, ONE_PAGE, box])


# --- PDF: what is on the page -----------------------------------------------------------------


def packed_in_lzw_in_flate() -> bytes:
    """Flate is counted; what it unpacks to, LZW multiplies once more."""
    return page_of(zlib.compress(_lzw_of_blanks(8_000_000), 9), filters=b"/Filter[/FlateDecode/LZWDecode]")


def packed_in_lzw_in_lzw() -> bytes:
    once = _lzw_of_blanks(2_000_000)
    return page_of(once, filters=b"/Filter[/LZWDecode/LZWDecode/LZWDecode]")


def _lzw_of_blanks(size: int) -> bytes:
    """Each code stands for one blank more than the one before: 512 KB for a gigabyte."""
    out, bits, held = bytearray(), 0, 0

    def write(code: int, width: int) -> None:
        nonlocal bits, held
        held, bits = (held << width) | code, bits + width
        while bits >= 8:
            bits -= 8
            out.append((held >> bits) & 0xFF)
        held &= (1 << bits) - 1

    while len(out) < size // 500:
        write(256, 9)
        write(32, 9)
        for code in range(258, 4_094):
            write(code, 9 if code < 511 else 10 if code < 1_023 else 11 if code < 2_047 else 12)
        write(256, 12)
    write(257, 9)
    return bytes(out) + bytes([(held << (8 - bits)) & 0xFF])


def packed_ten_times() -> bytes:
    data = zeros(MANY, of=b" ")
    for _ in range(9):
        data = zlib.compress(data, 9)
    return page_of(data, filters=b"/Filter[" + b"/FlateDecode" * 10 + b"]")


def packed_by_a_thousand_filters() -> bytes:
    return page_of(b"41>" * 100, filters=b"/Filter[" + b"/ASCIIHexDecode" * 5_000 + b"]")


def predicted_over_a_thousand_million_columns() -> bytes:
    parms = (
        b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>"
    )
    return page_of(zlib.compress(b"\x02" * 1_000_000), filters=parms)


def bomb_in_a_form_in_a_form() -> bytes:
    """Two steps from the page, where nobody counts beforehand."""
    inner = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]" + FLATE
    outer = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</Y 6 0 R>>>>"
    return page_of(
        b"/X Do",
        b"/XObject<</X 5 0 R>>",
        stream(b"/Y Do", filters=outer),
        stream(zeros(MANY, of=b" "), filters=inner),
    )


def forms_in_a_circle() -> bytes:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</X 5 0 R/Y 6 0 R>>>>"
    return page_of(
        b"/X Do",
        b"/XObject<</X 5 0 R>>",
        stream(b"/Y Do /Y Do", filters=form),
        stream(b"/X Do /X Do", filters=form),
    )


def letters_that_draw_themselves() -> bytes:
    font = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97"
    font += b"/LastChar 97/Widths[1000]/Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>"
    font += b"/Resources<</Font<</F1 5 0 R>>>>>>"
    drawn = stream(b"1000 0 d0 BT /F1 900 Tf (" + b"a" * 50 + b") Tj ET", filters=b"")
    return page_of(b"BT /F1 9 Tf (aaaa) Tj ET", b"/Font<</F1 5 0 R>>", font, drawn)


def letters_for_every_number() -> bytes:
    """A font that says which letter each of four thousand million codes is."""
    cmap = b"begincmap 1 begincodespacerange <00000000><FFFFFFFF> endcodespacerange "
    cmap += b"1 beginbfrange <00000000><FFFFFFFF><0041> endbfrange endcmap"
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 6 0 R>>"
    )
    inner = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X>>"
    return page_of(b"BT /F1 9 Tf <0041> Tj ET", b"/Font<</F1 5 0 R>>", font, stream(cmap, filters=b""), inner)


def widths_for_every_number() -> bytes:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    inner = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(A)/Ordering(I)/Supplement 0>>"
    )
    inner += b"/W[0 2000000000 500]/W2[0 2000000000 1 1 1]>>"
    return page_of(b"BT /F1 9 Tf <0041> Tj ET", b"/Font<</F1 5 0 R>>", font, inner)


def five_thousand_fonts() -> bytes:
    count = 5_000
    names = b"".join(b"/F%d %d 0 R" % (n, n + 5) for n in range(count))
    content = b"BT " + b"".join(b"/F%d 9 Tf (Total) Tj " % n for n in range(count)) + b"ET"
    return page_of(content, b"/Font<<" + names + b">>", *[HELVETICA] * count)


def the_same_word_everywhere() -> bytes:
    """As many words as are taken, all alike, none where another is."""
    words = b"".join(b"1 0 0 1 %d %d Tm (a) Tj " % (n % 300 * 2, n // 300 * 4) for n in range(39_000))
    content = b"BT /F1 1 Tf " + words + b"ET"
    return page_of(zlib.compress(content), b"/Font<</F1 5 0 R>>", HELVETICA, filters=FLATE)


def hidden_letters_over_thousands_of_fields() -> bytes:
    fields = b"".join(b"0.5 g %d 0 1 1 re f " % (n % 600) for n in range(30_000))
    content = fields + b"BT 3 Tr /F1 1 Tf 1 0 0 1 9 700 Tm (" + b"a" * 55_000 + b") Tj ET"
    return page_of(zlib.compress(content), b"/Font<</F1 5 0 R>>", HELVETICA, filters=FLATE)


def a_grid_of_millions_of_cells() -> bytes:
    down = b"".join(b"%d 0 m %d 792 l S " % (n, n) for n in range(1, 1_900))
    across = b"".join(b"0 %d m 612 %d l S " % (n, n) for n in range(1, 1_900))
    content = (
        b".01 w .3 0 0 .4 0 0 cm " + down + across + b"BT /F1 30 Tf 40 900 Td (Invoice 12 Total 9.00) Tj ET"
    )
    return page_of(zlib.compress(content), b"/Font<</F1 5 0 R>>", HELVETICA, filters=FLATE)


def a_line_of_a_million_dashes() -> bytes:
    return page_of(b"[0.0001 0.0001] 0 d 0.1 w " + b"0 0 m 612 792 l S " * 200)


def a_pattern_of_endless_tiles() -> bytes:
    tile = b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .001/YStep .001/Resources<<>>"
    content = b"/Pattern cs /P scn 0 0 612 792 re f"
    return page_of(content, b"/Pattern<</P 5 0 R>>", stream(b"0 0 1 1 re f", filters=tile))


def a_shade_worked_out_for_ever() -> bytes:
    program = b"{ " + b"dup mul 1 add sqrt " * 20_000 + b"}"
    function = b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1]"
    shading = (
        b"<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 1 0 1]/Matrix[612 0 0 792 0 0]/Function 6 0 R>>"
    )
    return page_of(b"/S sh", b"/Shading<</S 5 0 R>>", shading, stream(program, filters=function))


def a_table_of_samples_without_end() -> bytes:
    function = b"/FunctionType 0/Domain[0 1 0 1 0 1]/Range[0 1]/Size[65535 65535 65535]/BitsPerSample 32"
    shading = b"<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 1 0 1]/Function 6 0 R>>"
    return page_of(b"/S sh", b"/Shading<</S 5 0 R>>", shading, stream(b"\0" * 100, filters=function))


def groups_in_groups() -> bytes:
    """A thousand see-through layers, each as large as the page and inside another."""
    deep = 1_000
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Group<</S/Transparency/I true/K true>>/Resources<<"
    layers = [
        stream(b"/G gs /X Do", filters=head + b"/ExtGState<</G<</ca .5>>>>/XObject<</X %d 0 R>>>>" % (n + 6))
        for n in range(deep)
    ]
    last = stream(b"0 0 612 792 re f", filters=head + b">>")
    return page_of(b"/X Do", b"/XObject<</X 5 0 R>>", *layers, last)


def picture_on_a_page(head: bytes, data: bytes) -> bytes:
    image = b"/Type/XObject/Subtype/Image" + head
    return page_of(b"612 0 0 792 0 0 cm /X Do", b"/XObject<</X 5 0 R>>", stream(data, filters=image))


def a_flate_picture_of_ten_thousand_million_pixels() -> bytes:
    head = b"/Width 100000/Height 100000/ColorSpace/DeviceGray/BitsPerComponent 8" + FLATE
    return picture_on_a_page(head, zeros(64))


def a_fax_without_end() -> bytes:
    head = b"/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode"
    return picture_on_a_page(head + b"/DecodeParms<</K -1/Columns 60000/Rows 60000>>", b"\x80" * 500_000)


def a_jbig2_of_four_thousand_million_pixels() -> bytes:
    page = struct.pack(">IBBI", 0, 0x30, 1, 19) + struct.pack(">IIIIBH", 65_535, 65_535, 0, 0, 0, 0)
    region = struct.pack(">IBBI", 1, 0x26, 1, 26) + struct.pack(">IIIIB", 65_535, 65_535, 0, 0, 0)
    region += b"\0" + b"\x03\xff\xfd\xff\x02\xfe\xfe\xfe"
    head = b"/Width 65535/Height 65535/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode"
    return picture_on_a_page(head, page + region + b"\0" * 64)


def a_jpeg2000_of_four_thousand_million_pixels() -> bytes:
    size = struct.pack(">HIIIIIIIIH", 0, 60_000, 60_000, 0, 0, 60_000, 60_000, 0, 0, 3) + b"\x07\x01\x01" * 3
    code = b"\xff\x4f\xff\x51" + struct.pack(">H", len(size) + 2) + size
    code += (
        b"\xff\x52\x00\x0c\x00\x00\x00\x01\x00\x05\x04\x04\x00\x01" + b"\xff\x5c\x00\x13\x40" + b"\x40" * 16
    )
    code += b"\xff\x90\x00\x0a\x00\x00\x00\x00\x00\x00\x00\x01\xff\x93" + b"\0" * 64 + b"\xff\xd9"
    return picture_on_a_page(
        b"/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/JPXDecode", code
    )


def masks_in_a_circle() -> bytes:
    head = b"/Width 2000/Height 2000/ColorSpace/DeviceGray/BitsPerComponent 8/SMask 5 0 R" + FLATE
    return picture_on_a_page(head, zeros(4))


def a_hundred_thousand_notes() -> bytes:
    """All of them one and the same, with a drawing of its own."""
    notes = b"/Annots[" + b"5 0 R " * 100_000 + b"]"
    note = (
        b"<</Type/Annot/Subtype/FreeText/Rect[0 0 99 99]/Contents(Total 9.00)/DA(/Helv 9 Tf)/AP<</N 6 0 R>>>>"
    )
    look = stream(b"0 0 9 9 re f", filters=b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]")
    page = PAGE + notes + b"/Contents 4 0 R>>"
    return pdf([CATALOG, ONE_PAGE, page, stream(b"0 0 9 9 re f", filters=b""), note, look])


def fields_that_are_their_own_parents() -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/DA(/Helv 9 Tf)/NeedAppearances true>>>>"
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/Parent 4 0 R/Kids[4 0 R 4 0 R]/T(a)/V(9.00)/Rect[0 0 99 99]>>"
    )
    return pdf([catalog, ONE_PAGE, PAGE + b"/Annots[4 0 R]>>", field])


def a_thousand_files_inside() -> bytes:
    count = 1_000
    names = b"".join(b"(f%d.xml) %d 0 R " % (n, 5 + n) for n in range(count))
    catalog = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[" + names + b"]>>>>>>"
    bomb = stream(zeros(64, of=b"<"), filters=b"/Type/EmbeddedFile" + FLATE)
    specs = [b"<</Type/Filespec/F(f.xml)/EF<</F 4 0 R>>>>"] * count
    return pdf([catalog, ONE_PAGE, PAGE + b">>", bomb, *specs])


def encrypted_with_a_key_of_a_thousand_million_bits() -> bytes:
    made = hostile.pdf([CATALOG, ONE_PAGE, PAGE + b">>"])
    key = b"/Encrypt<</Filter/Standard/V 5/R 6/Length 2147483647/P -1/O(" + b"o" * 48 + b")/U(" + b"u" * 48
    key += b")/OE(" + b"o" * 32 + b")/UE(" + b"u" * 32 + b")/Perms(" + b"p" * 16 + b")>>/ID[(a)(b)]/Root"
    return made.replace(b"/Root", key)


# --- XML inside a PDF -------------------------------------------------------------------------


def with_xml(xml: bytes) -> bytes:
    from tests.invoices import e_invoice as written

    return written.embedded(invoices.draw(invoices.acme()), xml)


def _rooted(inside: bytes, *, attributes: bytes = b"") -> bytes:
    from tests.invoices import e_invoice as written

    return b'<r:CrossIndustryInvoice xmlns:r="%s" %s>%s</r:CrossIndustryInvoice>' % (
        written.CII.encode(),
        attributes,
        inside,
    )


def xml_of_a_huge_attribute() -> bytes:
    return with_xml(_rooted(b"", attributes=b'a="' + b"x" * 9_000_000 + b'"'))


def xml_of_a_million_attributes() -> bytes:
    return with_xml(_rooted(b"", attributes=b" ".join(b'a%d=""' % n for n in range(500_000))))


def xml_of_namespaces_in_namespaces() -> bytes:
    """Each of the names is looked for among all that were declared around it."""
    named = b" ".join(b'xmlns:n%d="urn:%d"' % (n, n) for n in range(20_000))
    return with_xml(_rooted(b"<n1:a/>" * 290_000, attributes=named))


def xml_in_utf_7() -> bytes:
    body = "+ADwAIQ-DOCTYPE x+AFsAPAAh-ENTITY a 'b'+AD4AXQA+-"
    return with_xml(b'<?xml version="1.0" encoding="UTF-7"?>' + body.encode() + _rooted(b""))


def xml_in_utf_16_with_a_billion_laughs() -> bytes:
    levels = "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    text = f"<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE x [<!ENTITY a 'ha'>{levels}]>"
    return with_xml((text + _rooted(b"&i;").decode()).encode("utf-16"))


def xml_of_quadratic_references() -> bytes:
    text = "<!DOCTYPE x [<!ENTITY a '" + "a" * 50_000 + "'>]>" + _rooted(b"&a;" * 50_000).decode()
    return with_xml(text.encode())


def xml_of_a_million_remarks() -> bytes:
    return with_xml(_rooted(b"<!-- --><?a b?>" * 600_000))


def xml_of_one_endless_name() -> bytes:
    return with_xml(b"<" + b"a" * 9_900_000 + b"/>")
