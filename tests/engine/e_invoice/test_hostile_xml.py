"""XML made to harm is refused at once and without a trace; the page is read instead, and says so."""

from __future__ import annotations

import random
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.engine import e_invoice, pipeline
from extraction.engine.document import Attachment
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from tests import hostile, invoices
from tests.invoices import e_invoice as written

SPEC = invoices.example(5, language="de", layout="ruled")
PAGE = invoices.draw(SPEC)
GOOD = written.cii(SPEC)
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip


def with_doctype(doctype: str, *, use: str = "") -> str:
    head, rest = GOOD.split("\n", 1)
    return f"{head}\n{doctype}\n{rest.replace(SPEC.vendor.name, use or SPEC.vendor.name, 1)}"


def read(xml: str | bytes) -> Invoice:
    return pipeline.extract(written.embedded(PAGE, xml), options=Options())


HOSTILE = {
    "a billion laughs": with_doctype(LAUGHS, use="&i;"),
    "an external entity": with_doctype("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>", use="&e;"),
    "a parameter entity": with_doctype("<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'> %p;]>"),
    "an external document type": with_doctype("<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"),
    "a document type that does nothing": with_doctype("<!DOCTYPE x>"),
    "half a file": GOOD[: len(GOOD) // 2],
    "no bytes": "",
    "bytes of another encoding": GOOD.encode("iso-8859-1"),
    "an encoding nobody knows": GOOD.replace("UTF-8", "klingon"),
    "an undeclared entity": GOOD.replace(SPEC.vendor.name, "&nbsp;", 1),
    "an undeclared prefix": GOOD.replace("ram:Name", "rom:Name"),
    "a tower of elements": GOOD.replace("<ram:ID>", "<ram:ID>" + "<ram:a>" * 1000 + "</ram:a>" * 1000, 1),
    "too many elements": GOOD.replace("<ram:ID>", "<ram:ID>" + "<ram:a/>" * 400_000, 1),
    "a frame with nothing in it": GOOD.replace("ram:ID>", "ram:No>").replace("Amount>", "Nothing>"),
    "a namespace of its own": GOOD.replace(written.CII, "urn:evil"),
    "zeros": b"\x00" * 1000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_the_page_is_read_instead_with_a_warning(what: str):
    started = time.process_time()
    invoice = read(HOSTILE[what])
    assert time.process_time() - started < 5
    assert [warning.code for warning in invoice.warnings] == ["e_invoice_unreadable"]
    assert (invoice.total, invoice.invoice_number) == (SPEC.total, SPEC.invoice_number)
    assert {why.source for why in invoice.evidence.values()} == {"text"}


def test_an_external_entity_never_reaches_the_result(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("the-secret")
    doctype = f"<!DOCTYPE x [<!ENTITY e SYSTEM '{secret.as_uri()}'>]>"
    assert "the-secret" not in str(read(with_doctype(doctype, use="&e;")))


def test_elements_of_a_foreign_namespace_do_not_count():
    forged = '<x:GrandTotalAmount xmlns:x="urn:evil">1.00</x:GrandTotalAmount><ram:GrandTotalAmount>'
    assert read(GOOD.replace("<ram:GrandTotalAmount>", forged)).total == SPEC.total


def test_what_is_inside_a_foreign_element_does_not_count_either():
    forged = '<x:a xmlns:x="urn:evil"><ram:GrandTotalAmount>1.00</ram:GrandTotalAmount></x:a>'
    xml = GOOD.replace("<ram:GrandTotalAmount>", forged + "<ram:GrandTotalAmount>")
    assert read(xml).total == SPEC.total


def test_a_paper_packed_into_the_invoice_is_passed_over():
    packed = "<ram:AttachmentBinaryObject>" + "QUJD" * 1_000_000 + "</ram:AttachmentBinaryObject><ram:ID>"
    invoice = read(GOOD.replace("<ram:ID>", packed, 1))
    assert invoice.warnings == ()
    assert invoice.evidence["total"].source == "e_invoice"


def test_fifty_megabytes_are_refused_before_they_are_looked_at():
    padded = GOOD.replace("\n", "\n" + " " * 50_000_000, 1)
    document = written.embedded(PAGE, padded)
    tracemalloc.start()
    invoice = pipeline.extract(document, options=Options())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [warning.code for warning in invoice.warnings] == ["e_invoice_unreadable"]
    assert peak < 40_000_000 + 2 * len(document)


@given(st.randoms(use_true_random=False))
def test_damage_of_any_kind_is_survived(chance: random.Random):
    damaged = bytearray(GOOD.encode())
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(damaged))
        damaged[at : at + chance.randint(0, 60)] = GOOD.encode()[chance.randrange(len(GOOD)) :][:60]
    found = e_invoice.find([Attachment("factur-x.xml", bytes(damaged))])
    assert (found.stated is None) == (found.fault is not None)


def with_attachment(stream: bytes) -> bytes:
    """A blank page and a file inside, its stream as given."""
    catalog = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(factur-x.xml) 4 0 R]>>>>>>"
    spec = b"<</Type/Filespec/F(factur-x.xml)/EF<</F 5 0 R>>>>"
    return hostile.pdf([catalog, hostile.ONE_PAGE, hostile.PAGE + b">>", spec, stream])


def attachments(document: bytes) -> tuple[Attachment, ...]:
    from extraction.engine.pdf import attachments

    return attachments.find(document) if attachments.may_be_in(document) else ()


@pytest.mark.parametrize("filters", [b"/FlateDecode", b"[/FlateDecode/FlateDecode]"])
def test_a_file_that_unpacks_too_far_is_not_unpacked(filters: bytes):
    packed = zlib.compress(b" " * 200_000_000, 9)
    packed = zlib.compress(packed, 9) if filters.startswith(b"[") else packed
    document = with_attachment(hostile.stream(packed, filters=b"/Type/EmbeddedFile/Filter" + filters))
    tracemalloc.start()
    (found,) = attachments(document)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == Attachment("factur-x.xml", None)
    assert peak < 45_000_000
    assert e_invoice.find([found]).fault == "is too large"


def test_a_file_packed_in_a_rare_way_is_left_alone():
    stream = hostile.stream(b"80", filters=b"/Type/EmbeddedFile/Filter[/LZWDecode/FlateDecode]")
    assert attachments(with_attachment(stream)) == (Attachment("factur-x.xml", None),)


def test_a_tree_of_names_that_holds_itself_ends():
    catalog = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 4 0 R>>/AF[]>>"
    node = b"<</Kids[4 0 R 4 0 R 4 0 R 4 0 R]>>"
    assert attachments(hostile.pdf([catalog, hostile.ONE_PAGE, hostile.PAGE + b">>", node])) == ()


def test_megabytes_without_a_line_are_not_searched():
    started = time.process_time()
    assert attachments(b"%PDF-1.7 /EmbeddedFile" + b"x" * 8_000_000) == ()
    assert time.process_time() - started < 1


def test_only_so_many_files_are_taken_out():
    names = b" ".join(b"(f%d.xml) %d 0 R" % (n, 4 + 2 * n) for n in range(40))
    catalog = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[" + names + b"]>>>>>>"
    files = [
        part
        for n in range(40)
        for part in (
            b"<</Type/Filespec/F(f%d.xml)/EF<</F %d 0 R>>>>" % (n, 5 + 2 * n),
            hostile.stream(b"<a/>", filters=b"/Type/EmbeddedFile"),
        )
    ]
    assert len(attachments(hostile.pdf([catalog, hostile.ONE_PAGE, hostile.PAGE + b">>", *files]))) == 16


def test_only_a_few_files_are_parsed():
    bad = [Attachment(f"{number}.xml", b"<") for number in range(10)]
    assert e_invoice.find([*bad, Attachment("x.xml", GOOD.encode())]).stated is None
    assert e_invoice.find([*bad, Attachment("factur-x.xml", GOOD.encode())]).stated is not None


def test_a_file_that_only_the_whole_document_names_is_found():
    catalog = b"<</Type/Catalog/Pages 2 0 R/AF[4 0 R]>>"
    spec = b"<</Type/Filespec/UF(factur-x.xml)/EF<</UF 5 0 R>>>>"
    stream = hostile.stream(zlib.compress(GOOD.encode()), filters=b"/Filter/FlateDecode")
    found = attachments(hostile.pdf([catalog, hostile.ONE_PAGE, hostile.PAGE + b">>", spec, stream]))
    assert e_invoice.find(found).stated is not None
