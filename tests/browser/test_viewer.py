"""The pages on the bench: zoom, turning, boxes and fields, and words that are picked for a field."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

DESK = {"width": 1440, "height": 900}
DOCUMENTS = """
import json
from django.test import Client
from tests import invoices
from tests.invoices.joined import together
from tests.people import person
from tests.web import papers
acme = invoices.draw(invoices.acme())
alice = person("alice.at.the.bench", plan="pro").user
client = Client()
client.force_login(alice)
files = {"one": acme, "three": together(*[acme] * 3), "twelve": together(*[acme] * 12)}
made = {name: papers.examined(alice, data).public_id for name, data in files.items()}
print(json.dumps({"session": client.cookies["sessionid"].value, **made}))
"""


@pytest.fixture(scope="module")
def documents(service):
    """Three of alice's, and the session in which she is logged in."""
    return json.loads(service.console.run("shell", "--verbosity", "0", "-c", DOCUMENTS))


@pytest.fixture
def bench(visit, service, documents):
    """Alice at the bench, with one of her documents."""

    def opened(which="one", **options):
        cookie = {"name": "sessionid", "value": documents["session"], "url": service.url}
        visited = visit(viewport=DESK, **options)
        visited.context.add_cookies([cookie])
        visited.go(f"/documents/{documents[which]}")
        return visited

    return opened


def box(page, path):
    return page.locator(f'.box[data-f="{path}"] rect')


def field(page, path):
    return page.locator(f'[id="in-{path}"]')


def width_of(page):
    return page.locator("#page-1 svg").bounding_box()["width"]


def word(page, text):
    return page.locator(f'.word[aria-label="{text}"]').first


def test_zoom_by_button_key_and_wheel_is_remembered(bench):
    page = bench().page
    usual = width_of(page)
    page.get_by_role("button", name="Zoom in").click()
    assert width_of(page) == pytest.approx(1.25 * usual, abs=1)
    page.keyboard.press("Alt++")
    assert width_of(page) == pytest.approx(1.5 * usual, abs=1)
    page.keyboard.press("Alt+-")
    page.locator("#page-1").hover(position={"x": 200, "y": 200})
    page.keyboard.down("Control")
    page.mouse.wheel(0, -60)
    page.keyboard.up("Control")
    expect(page.locator("[data-zoom-out]")).to_have_text("150 %")
    page.reload()
    expect(page.locator("[data-zoom-out]")).to_have_text("150 %")


def test_what_is_pointed_at_stays_there_when_it_grows(bench):
    page = bench().page
    total = box(page, "total")
    total.hover(force=True)
    before = total.bounding_box()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -60)
    page.keyboard.up("Control")
    expect(page.locator("[data-zoom-out]")).to_have_text("125 %")
    after = total.bounding_box()
    assert after["width"] > before["width"]
    assert abs(after["y"] + after["height"] / 2 - before["y"] - before["height"] / 2) < 12


def test_boxes_turn_with_their_page(bench):
    page = bench().page
    image, total = page.locator("#page-1 image"), box(page, "total")
    across, high = total.bounding_box()["width"], total.bounding_box()["height"]
    for quarter in (90, 180, 270, 0):
        page.get_by_role("button", name="Turn the page").click()
        expect(page.locator("#live")).to_contain_text(f"{quarter} degrees" if quarter else "turned back")
        turned, paper = total.bounding_box(), image.bounding_box()
        assert (turned["width"] > turned["height"]) is ((across > high) is (quarter % 180 == 0))
        assert paper["x"] <= turned["x"]
        assert paper["y"] <= turned["y"]
        assert turned["x"] + turned["width"] <= paper["x"] + paper["width"]
        assert turned["y"] + turned["height"] <= paper["y"] + paper["height"]
    assert total.bounding_box()["width"] == pytest.approx(across, abs=1)


def test_boxes_are_left_out_for_who_wants_the_paper_alone(bench):
    page = bench().page
    page.get_by_label("Boxes").uncheck()
    expect(box(page, "total")).to_have_css("opacity", "0")
    page.reload()
    expect(page.get_by_label("Boxes")).not_to_be_checked()
    field(page, "total").focus()
    expect(box(page, "total")).to_have_css("opacity", "1")


def test_a_field_and_its_box_light_up_together_and_come_into_view(bench):
    page = bench().page
    page.locator(".pages").evaluate("pane => pane.dataset.zoom = 300")
    field(page, "total").focus()
    expect(page.locator('.box[data-f="total"].is-on')).to_be_in_viewport()
    page.locator(".pages").evaluate("pane => pane.dataset.zoom = 100")
    box(page, "vendor.name").hover(force=True)
    expect(page.locator('.f.is-on[data-f="vendor.name"]')).to_be_in_viewport()
    box(page, "payment_terms").click(force=True)
    expect(field(page, "payment_terms")).to_be_focused()


def test_a_word_is_picked_by_the_mouse(bench):
    page = bench().page
    field(page, "purchase_order").evaluate("node => node.closest('details')?.setAttribute('open', '')")
    field(page, "purchase_order").focus()
    page.get_by_role("button", name="Pick").click()
    word(page, "INV-2026-0847").click()
    expect(field(page, "purchase_order")).to_have_value("INV-2026-0847")
    expect(page.locator(".picking")).to_have_count(0)


def test_several_words_are_picked_by_dragging_over_them(bench):
    page = bench().page
    field(page, "vendor.address").focus()
    page.get_by_role("button", name="Pick").click()
    first, last = word(page, "2200").bounding_box(), word(page, "77002").bounding_box()
    page.mouse.move(first["x"] + 2, first["y"] + 2)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 2, last["y"] + 3, steps=5)
    expect(page.locator('.word[aria-selected="true"]')).to_have_count(6)
    page.mouse.up()
    expect(field(page, "vendor.address")).to_have_value("2200 Congress Ave, Houston, TX 77002")


def test_words_are_picked_by_keys_alone(bench):
    page = bench().page
    field(page, "date").focus()
    page.keyboard.press("Alt+p")
    expect(page.locator("#live")).to_contain_text("Picking for Date")
    page.keyboard.press("Home")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Acme")
    for key in ("ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    chosen = page.locator('.word[aria-selected="true"]')
    assert [chosen.nth(index).get_attribute("aria-label") for index in range(2)] == ["Supply", "Co."]
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).not_to_have_attribute("aria-label", "Co.")
    page.keyboard.press("Escape")
    expect(field(page, "date")).to_be_focused()
    expect(field(page, "date")).to_have_value("2026-05-15")
    field(page, "customer.name").focus()
    page.keyboard.press("Alt+p")
    expect(page.locator(":focus")).to_have_class("word")
    page.keyboard.press("Shift+ArrowRight")
    text = " ".join(
        page.locator('.word[aria-selected="true"]').evaluate_all("all => all.map(each => each.ariaLabel)")
    )
    page.keyboard.press("Enter")
    expect(field(page, "customer.name")).to_have_value(text)


def test_of_many_pages_only_those_in_view_are_drawn(bench):
    opened = bench("twelve")
    page = opened.page
    asked = "all => all.filter(each => each.hasAttribute('href')).length"
    expect(page.locator("#page-1 image")).to_have_attribute("href")
    assert page.locator(".paper image").evaluate_all(asked) <= 3
    page.get_by_text("Page 1 of 12").first.click()
    page.get_by_role("link", name="Page 9", exact=True).click()
    expect(page.locator("#page-9 image")).to_have_attribute("href", re.compile(r"/9\.jpg\?width=800$"))
    expect(page.locator("[data-here]")).to_have_text("9")
    assert page.locator(".paper image").evaluate_all(asked) < 12


def test_a_page_that_cannot_be_shown_says_so(bench):
    opened = bench()
    opened.page.route(
        "**/pages/1.jpg*", lambda route: route.fulfill(status=422, body="", content_type="text/plain")
    )
    opened.page.reload()
    expect(opened.page.locator("#page-1 [data-said]")).to_have_text("This page cannot be shown.")
    opened.errors.clear()


def test_without_a_script_pages_show_and_boxes_lead_to_fields(bench):
    page = bench("three", java_script_enabled=False).page
    link = page.locator('.box[data-f="total"]')
    assert link.get_attribute("href") == "#f-total"
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator('[id="f-total"]')).to_be_in_viewport()
    expect(page.get_by_role("link", name="Open its picture")).to_be_visible()
    expect(page.get_by_role("button", name="Zoom in")).to_be_hidden()
