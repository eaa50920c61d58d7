"""Pictures of every mail, as mail programs show them: `python -m tests.browser.mails FOLDER`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

WIDTHS = {"desk": 760, "phone": 390}


def main(folder: Path) -> None:
    from tests.mails import every_mail

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for scheme in ("light", "dark"):
            for name, width in WIDTHS.items():
                viewport = {"width": width, "height": 400}
                page = browser.new_page(viewport=viewport, color_scheme=scheme)
                for mail in every_mail():
                    page.set_content(mail.page)
                    page.screenshot(path=folder / f"{mail.name}-{scheme}-{name}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    main(Path(sys.argv[1]))
