"""What a page looks like: our own drawing, made in a process of its own, for whoever may see the document."""

from __future__ import annotations

import io
import threading
import time
from contextlib import suppress

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from extraction import page_pictures
from tests import hostile, invoices
from tests.invoices.joined import together
from tests.waiting import until
from tests.web import papers

pytestmark = pytest.mark.django_db
ACME = invoices.draw(invoices.acme())
SECRET = b"Exif of a camera"


def asked(client, extraction, number=1, **query):
    return client.get(f"/documents/{extraction.public_id}/pages/{number}.jpg", query)


def picture(answer):
    assert answer.status_code == 200
    return Image.open(io.BytesIO(answer.content))


def photo(*, orientation=1, size=(300, 200)):
    """Its left half is dark, and its metadata are not for others."""
    image = Image.new("RGB", size, "white")
    image.paste("#102030", (0, 0, size[0] // 2, size[1]))
    tags = image.getexif()
    tags[0x0112], tags[0x010E] = orientation, SECRET.decode()
    file = io.BytesIO()
    image.save(file, "JPEG", exif=tags)
    return file.getvalue()


def test_a_page_of_a_pdf_is_drawn(browse, alice):
    drawn = picture(asked(browse(alice), papers.completed(alice, content=ACME)))
    assert drawn.format == "JPEG"
    assert drawn.width == page_pictures.USUAL_WIDTH
    assert drawn.convert("L").getextrema()[0] < 60  # there is print on it


def test_each_page_is_drawn_by_its_number(browse, alice):
    other = invoices.draw(invoices.example(7, language="de"))
    extraction = papers.completed(alice, content=together(ACME, other))
    first, second = (picture(asked(browse(alice), extraction, number)) for number in (1, 2))
    assert first.tobytes() != second.tobytes()


@pytest.mark.parametrize("width", page_pictures.WIDTHS)
def test_it_comes_in_a_few_widths(browse, alice, width):
    assert picture(asked(browse(alice), papers.completed(alice, content=ACME), width=width)).width == width


@pytest.mark.parametrize("width", ["1", "1201", "99999", "wide", "-800", ""])
def test_and_in_no_other(browse, alice, width):
    assert asked(browse(alice), papers.completed(alice, content=ACME), width=width).status_code == 404


def test_a_photo_is_turned_as_it_was_held_and_drawn_anew(browse, alice):
    sent = photo(orientation=6)
    answer = asked(browse(alice), papers.completed(alice, content=sent))
    drawn = picture(answer).convert("L")
    assert drawn.size == (200, 300)
    assert drawn.getpixel((100, 20)) < 80 < 200 < drawn.getpixel((100, 280))
    assert SECRET in sent
    assert SECRET not in answer.content
    assert not Image.open(io.BytesIO(answer.content)).getexif()


def test_a_large_photo_is_made_small(browse, alice):
    extraction = papers.completed(alice, content=photo(size=(4000, 3000)))
    assert picture(asked(browse(alice), extraction, width=800)).size == (800, 600)


def test_browsers_keep_it_and_ask_whether_it_is_still_the_same(browse, alice):
    client, extraction = browse(alice), papers.completed(alice, content=ACME)
    first = asked(client, extraction)
    assert "private" in first["Cache-Control"]
    again = client.get(first.wsgi_request.get_full_path(), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    assert asked(client, extraction, width=400)["ETag"] != first["ETag"]


def test_nothing_in_it_can_run(browse, alice):
    answer = asked(browse(alice), papers.completed(alice, content=ACME))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_charlie_cannot_see_it(browse, alice, charlie):
    assert asked(browse(charlie), papers.completed(alice, content=ACME)).status_code == 404


def test_nobody_sees_it_without_logging_in(client, alice):
    assert asked(client, papers.completed(alice, content=ACME)).status_code == 302


@pytest.mark.parametrize("number", [0, 2, 4_000_000_000])
def test_pages_that_are_not_there_are_not_found(browse, alice, number):
    assert asked(browse(alice), papers.completed(alice, content=ACME), number).status_code == 404
    assert asked(browse(alice), papers.completed(alice, content=photo()), number).status_code == 404


def test_neither_are_those_of_files_that_are_gone(browse, alice):
    extraction = papers.completed(alice, content=ACME)
    default_storage.delete(extraction.file.name)
    assert asked(browse(alice), extraction).status_code == 404


BAD = {
    "no PDF at all": papers.PDF,
    "cut off": hostile.pdf([hostile.CATALOG])[:40],
    "a page of 200,000 points": hostile.huge_page(),
    "behind a password": hostile.encrypted(),
    "a picture of 144 million pixels": hostile.huge_png(),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_drawn_is_said_in_a_picture(browse, alice, name):
    answer = asked(browse(alice), papers.completed(alice, content=BAD[name]))
    assert answer.status_code == 422
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"This page cannot be shown" in answer.content
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


BOMBS = {
    "content of 2 GB": lambda: hostile.double_flate_bomb(2_000),
    "a form of 500 MB": lambda: hostile.form_flate_bomb(500),
    "five million glyphs": lambda: hostile.text_bomb(100_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_seconds_and_the_next_page_is_drawn_as_ever(browse, alice, bob, name):
    bomb = papers.completed(alice, content=BOMBS[name]())
    started = time.monotonic()
    assert asked(browse(alice), bomb).status_code in (200, 422)
    assert time.monotonic() - started < 10
    assert picture(asked(browse(bob), papers.completed(bob, content=ACME)))


def test_what_could_not_be_drawn_is_not_tried_again_at_once(browse, alice):
    client, extraction = browse(alice), papers.completed(alice, content=papers.PDF + b" once more")
    assert asked(client, extraction).status_code == 422
    default_storage.delete(extraction.file.name)
    default_storage.save(extraction.file.name, io.BytesIO(ACME))
    assert asked(client, extraction).status_code == 422


def test_one_account_leaves_a_child_to_the_others(browse, alice, bob):
    with page_pictures._studio.artist(alice.pk):
        assert picture(asked(browse(bob), papers.completed(bob, content=ACME)))


def test_who_asks_for_too_many_at_a_time_is_told_when_to_come_back(browse, alice, bob):
    crowd = page_pictures.ASKING_FOR_ONE
    extraction = papers.completed(alice, content=ACME)
    waiting = [threading.Thread(target=_have_an_artist, args=(alice.pk,)) for _ in range(crowd - 1)]
    with page_pictures._studio.artist(alice.pk):
        for thread in waiting:
            thread.start()
        until(lambda: page_pictures._studio._asking.count(alice.pk) == crowd)
        answer = asked(browse(alice), extraction)
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert picture(asked(browse(bob), papers.completed(bob, content=ACME)))
    for thread in waiting:
        thread.join()
    assert picture(asked(browse(alice), extraction))


def test_two_who_ask_for_all_they_can_leave_places_to_others_who_come_before_their_next(alice, bob, charlie):
    studio, served = page_pictures._studio, []
    waiting = []
    with studio.artist(alice.pk), studio.artist(bob.pk):
        for person in [alice] * 5 + [bob] * 5 + [charlie]:
            thread = threading.Thread(target=_have_an_artist, args=(person.pk, served))
            thread.start()
            waiting.append(thread)
            until(lambda: len(studio._waiting) == sum(thread.is_alive() for thread in waiting))
        assert len(studio._asking) < page_pictures.ASKING
        assert charlie.pk in studio._asking
    for thread in waiting:
        thread.join()
    assert charlie.pk in served[:3]


def _have_an_artist(account, served=None):
    with suppress(page_pictures.Busy), page_pictures._studio.artist(account):
        if served is not None:
            served.append(account)
