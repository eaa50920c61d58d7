"""Sending files from a page: dropped, pasted or chosen; refused, broken off, sent again, and left."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests import invoices
from tests.browser.test_accessibility import findings, overhang
from tests.waiting import until

ACME = invoices.draw(invoices.acme())
DAMAGED = b"%PDF-1.7 and nothing else"  # taken, and soon found unreadable
SENDING = re.compile(r"/uploads/drp_\w+/files/\d+$")

DROP = """([selector, names, text]) => {
    const data = new DataTransfer();
    for (const name of names) data.items.add(new File([text], name));
    const target = document.querySelector(selector);
    target.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true }));
    target.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""
PASTE = """(text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "pasted.pdf"));
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
}"""
# A folder with a folder in it, as a browser hands it to a page; nobody can drop one without a hand.
FOLDER = """async () => {
    const file = (name) => ({ isFile: true, name, file: (done) => done(new File(["x"], name)) });
    const folder = (name, entries) => ({ isFile: false, isDirectory: true, name, createReader: () => {
        const parts = entries.map((entry) => [entry]);
        return { readEntries: (done) => done(parts.shift() ?? []) };
    }});
    const may = folder("May", [file("c.pdf")]);
    const year = folder("2026", [file("b.pdf"), file(".DS_Store"), may, file("a.pdf")]);
    const { dropped, usable } = await import(document.querySelector("script[src*=upload]").src.replace(
        /upload[^/]*$/, "dropped.js"));
    const found = await dropped({ items: [{ webkitGetAsEntry: () => year }], files: [] });
    return usable(found).map(({ name }) => name);
}"""


def pdf(name, data=ACME):
    return {"name": name, "mimeType": "application/pdf", "buffer": data}


@pytest.fixture
def dora(visit, service):
    """On Pro, in front of the overview."""
    dora = visit(reduced_motion="reduce")
    service.manage("set_plan", dora.come_in(), "pro")
    dora.go("/dashboard")
    return dora


def choose(page, *files):
    page.get_by_label("Choose invoices to upload").set_input_files(list(files))


@contextmanager
def failing(dora, answer):
    """What happens to files on their way; the browser says of it in its log."""
    dora.page.route(SENDING, answer)
    yield
    dora.page.unroute(SENDING)
    dora.errors.clear()


def test_ten_files_are_dropped_and_two_of_them_are_bad(dora):
    page = dora.page
    good = [pdf(f"invoice-{number}.pdf") for number in range(1, 9)]
    sheet = {"name": "prices.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": b"PK\x03\x04"}
    choose(page, *good, sheet, pdf("empty.pdf", b""))
    card = page.locator("#uploads section")
    expect(card.locator(".prow")).to_have_count(10)
    expect(card).to_contain_text("This is a spreadsheet. Save it as a PDF and drop it again.")
    expect(card).to_contain_text("The file is empty. Save it once more and drop it again.")
    expect(card).to_contain_text("8 done, 2 not sent", timeout=90_000)
    expect(page.locator("#usage")).to_contain_text("8 of 500 invoices")
    assert overhang(page) <= 0

    card.get_by_role("link", name="See the batch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Batch of 8 documents")
    expect(page.get_by_text("Complete", exact=True)).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(8)
    assert findings(page) == []
    assert overhang(page) <= 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert re.fullmatch(r"bat_\w+\.xlsx", download.value.suggested_filename)

    page.get_by_role("link", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete the batch").click()
    expect(page.get_by_text("The batch is deleted, files and results.")).to_be_visible()
    expect(page.get_by_text("Your first invoice")).to_be_visible()


def test_a_reload_in_the_middle_tells_which_files_came(dora):
    page, held, asked = dora.page, [], []

    def all_but_the_first(route):
        if route.request.url.endswith("/0"):
            route.continue_()
        else:
            held.append(route)

    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    with failing(dora, all_but_the_first):
        choose(page, *[pdf(f"{name}.pdf", DAMAGED) for name in "abcd"])
        card = page.locator("#uploads section")
        expect(card).to_contain_text("1 failed")
        expect(card.get_by_text("Sen")).to_have_count(3)  # Sending, or sent and not answered
        page.reload()
    assert asked == ["beforeunload"]
    expect(card).to_contain_text("4 files")
    expect(card).to_contain_text("1 failed, 3 not sent")
    expect(card.get_by_text("Sending ended before this file. Drop it again.")).to_have_count(3)
    card.get_by_role("button", name="Put the list away").click()
    expect(card).to_have_count(0)


def test_an_answer_that_is_lost_counts_nothing_twice(dora):
    page, tries = dora.page, []

    def lost_once(route):
        tries.append(route.request.url)
        if len(tries) > 1:
            route.continue_()
            return
        assert route.fetch().status == 200
        route.abort()

    with failing(dora, lost_once):
        choose(page, pdf("acme.pdf"))
        expect(page.locator("#uploads")).to_contain_text("1 done", timeout=60_000)
        assert len(tries) == 2
    expect(page.locator("#recent tbody tr")).to_have_count(1)
    expect(page.locator("#usage")).to_contain_text("1 of 500 invoices")


def test_what_cannot_be_sent_is_tried_again_and_then_left_to_the_person(dora):
    page, tries = dora.page, []

    def busy(route):
        tries.append(route.request.url)
        route.fulfill(status=429, headers={"Retry-After": "2"})

    page.clock.install()
    dora.has_a_clock_of_its_own = True
    with failing(dora, busy):
        choose(page, pdf("acme.pdf", DAMAGED))
        row = page.locator("#uploads .prow")
        expect(row).to_contain_text("It is sent again in a moment.")
        until(lambda: page.clock.run_for(30_000) or len(tries) >= 5)
        expect(row).to_contain_text("Not sent")
        assert len(tries) == 5
    page.get_by_role("button", name="Send again").click()
    expect(row).to_contain_text("Failed")
    expect(row).to_contain_text("Not counted.")


def test_stopping_sends_no_more_and_keeps_what_came(dora):
    page, held = dora.page, []

    def all_but_the_first(route):
        if route.request.url.endswith("/0"):
            route.continue_()
        else:
            held.append(route)

    with failing(dora, all_but_the_first):
        choose(page, *[pdf(f"{name}.pdf", DAMAGED) for name in "abcdef"])
        card = page.locator("#uploads section")
        expect(card).to_contain_text("1 failed")
        card.get_by_role("button", name="Stop the rest").click()
        expect(card).to_contain_text("1 failed, 5 not sent")
        assert len(held) == 3


def test_a_whole_folder_is_chosen(dora, tmp_path):
    (tmp_path / "May").mkdir()
    (tmp_path / "May" / "a.pdf").write_bytes(DAMAGED)
    (tmp_path / "notes.txt").write_text("No invoice.")
    (tmp_path / ".DS_Store").write_text("Litter.")
    page = dora.page
    page.get_by_label("Choose a folder of invoices").set_input_files(tmp_path)
    card = page.locator("#uploads section")
    expect(card).to_contain_text("1 failed, 1 not sent")
    expect(card.locator(".name")).to_have_text(["a.pdf", "notes.txt"], use_inner_text=True)
    assert page.evaluate(FOLDER) == ["a.pdf", "b.pdf", "c.pdf"]


@pytest.mark.parametrize("path", ["/dashboard", "/documents"])
def test_files_are_dropped_anywhere_and_pasted(dora, path):
    page = dora.go(path)
    page.evaluate(DROP, ["h1", ["a.pdf", "b.pdf"], DAMAGED.decode()])
    expect(page.locator("#uploads section")).to_contain_text("2 failed")
    page.evaluate(PASTE, DAMAGED.decode())
    expect(page.locator("#uploads section").first).to_contain_text("pasted.pdf")
    expect(page.locator("#uploads section")).to_have_count(2)


def test_without_a_script_several_files_become_a_batch(visit, service):
    dora = visit(java_script_enabled=False)
    service.manage("set_plan", dora.come_in(), "pro")
    page = dora.go("/dashboard")
    choose(page, pdf("a.pdf", DAMAGED), pdf("b.pdf", DAMAGED))
    page.get_by_role("button", name="Send the chosen files").click()
    expect(page.locator("#uploads .prow")).to_have_count(2)
    page.get_by_role("link", name="See the batch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Batch of 2 documents")
