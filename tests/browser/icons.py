"""Draws the icons for what takes no SVG, and the picture of links: `python -m tests.browser.icons`."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
PUBLIC = PROJECT / "public"
MARK = (PROJECT / "static" / "favicon.svg").read_text()
FONT = (PROJECT / "static" / "fonts" / "atkinson-hyperlegible-next-latin-wght-normal.woff2").as_uri()
# Systems cut icons to their own shapes: the drawing keeps to the middle of a plain ground.
ICONS = {"apple-touch-icon.png": (180, 0.7), "icon-192.png": (192, 0.62), "icon-512.png": (512, 0.62)}
SMALL = (16, 32, 48)
CARD = """
<style>
@font-face {{ font-family: Next; src: url("{font}"); font-weight: 200 800 }}
body {{
  margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 96px 104px;
  background: #f6f7f9; color: #465060; font: 34px/1.4 Next, sans-serif;
}}
svg {{ width: 96px; height: 96px; display: block; margin-left: -12px }}
h1 {{ margin: 40px 0 28px; color: #151a22; font-size: 88px; line-height: 1.06; letter-spacing: -.028em }}
b {{ font-weight: inherit; background: linear-gradient(transparent 58%, #fd3 58% 92%, transparent 92%) }}
p {{ margin: 0; max-width: 900px }}
</style>
{mark}<h1>Reads your invoices and <b>shows its work</b></h1>
<p>Invoice OCR: vendor, dates, line items and totals, with the place on the page behind every value.</p>
"""


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for name, (size, share) in ICONS.items():
            _smaller(drawn(browser, size=size, share=share, ground="#ffffff")).save(
                PUBLIC / name, optimize=True
            )
        small = [_opened(drawn(browser, size=size, share=1, ground="transparent")) for size in SMALL]
        small[-1].save(
            PUBLIC / "favicon.ico", sizes=[(size, size) for size in SMALL], append_images=small[:-1]
        )
        card = _shot(browser, CARD.format(mark=MARK, font=FONT), width=1200, height=630)
        _smaller(card).save(PUBLIC / "card.png", optimize=True)
        browser.close()


def drawn(browser: Browser, *, size: int, share: float, ground: str) -> bytes:
    side, edge = round(size * share), round(size * (1 - share) / 2)
    page = f"body {{ margin: 0; background: {ground} }}"
    mark = f"svg {{ width: {side}px; height: {side}px; margin: {edge}px; display: block }}"
    return _shot(browser, f"<style>{page} {mark}</style>{MARK}", width=size, height=size)


def _shot(browser: Browser, source: str, *, width: int, height: int) -> bytes:
    page = browser.new_page(viewport={"width": width, "height": height})
    drawing = PUBLIC / ".drawing.html"
    drawing.write_text(f"<!doctype html><meta charset=utf-8>{source}")
    try:
        page.goto(drawing.as_uri())
        page.evaluate("document.fonts.ready")
        return page.screenshot(omit_background=True)
    finally:
        drawing.unlink()
        page.close()


def _opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGBA")


def _smaller(picture: bytes) -> Image.Image:
    return _opened(picture).convert("RGB").quantize(128)


if __name__ == "__main__":
    main()
