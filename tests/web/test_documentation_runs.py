"""The programs of the documentation run as they stand, once key and document are filled in."""

import html
import json
import re
import shutil
import subprocess
import sys

import pytest
import requests

from extraction.web.docs import PAGES
from tests import invoices
from tests.caller import caller

pytestmark = pytest.mark.slow

REFERENCE = {
    "curl": """
curl -X POST {site}/v1/extract \\
-H "Authorization: Bearer {key}" \\
-F "file=@invoice.pdf" \\
-F "format=json"
""",
    "python": """
import requests
url = "{site}/v1/extract"
headers = {{"Authorization": "Bearer {key}"}}
files = {{"file": open("invoice.pdf", "rb")}}
data = {{"format": "json"}}
response = requests.post(url, headers=headers, files=files, data=data)
result = response.json()
print(result)
""",
}
COMMANDS = {"curl": ["sh"], "python": [sys.executable], "js": ["node"], "php": ["php"]}
PROGRAMS = {"curl": "curl", "python": sys.executable, "js": "node", "php": "php"}
FILES = {"curl": "run.sh", "python": "run.py", "js": "run.mjs", "php": "run.php"}
INSTALL = {"curl": "curl", "js": "nodejs", "php": "php-cli php-curl"}

# What each program must print; every program that the pages show has to be here.
PRINTS = {
    "quickstart.curl": r'"total": 1217\.81',
    "quickstart.python": r"^Acme Supply Co\. 1217\.81$",
    "quickstart.js": r"^Acme Supply Co\. 1217\.81$",
    "quickstart.php": r"^Acme Supply Co\. 1217\.81$",
    "extract.curl": r'"total": 1217\.81',
    "extract.python": r"'total': 1217\.81",
    "extract.js": r"total: 1217\.81",
    "extract.php": r"\[total\] => 1217\.81",
    "csv.curl": r"^$",
    "evidence.curl": r'"evidence": {"vendor.name": {',
    "later.curl": r'"total": 1217\.81',
    "later.python": r"'total': 1217\.81",
    "once.curl": r'"total": 1217\.81',
    "once.python": r"'total': 1217\.81",
    "list.curl": r'"filename": "invoice\.pdf"',
    "list.python": r"^ext_\w+ completed invoice\.pdf$",
    "validate.curl": r'"passed": false, "difference": 0\.63',
    "usage.curl": r'"invoices_limit": 500',
    "delete.curl": r"^$",
}


@pytest.fixture(scope="module")
def alice(service):
    return caller(service, plan="pro")


@pytest.fixture(scope="module")
def shown(alice):
    """Every program on every page, by its name."""
    found = {}
    for page in PAGES.values():
        text = requests.get(f"{alice.url}{page.address}", timeout=30).text
        for name, code in re.findall(r'<pre[^>]*data-program="([^"]+)"[^>]*>(.*?)</pre>', text, re.DOTALL):
            found[name] = html.unescape(re.sub(r"<[^>]+>", "", code))
    return found


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "invoice.pdf").write_bytes(invoices.draw(invoices.acme()))
    return tmp_path


def run(code, language, folder):
    if not shutil.which(PROGRAMS[language]):
        pytest.skip(f"There is no {language} here. Install it with: apt-get install {INSTALL[language]}")
    (folder / FILES[language]).write_text(code)
    command = [*COMMANDS[language], FILES[language]]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def filled_in(code, alice):
    if "ext_a1b2c3d4" in code:
        document = invoices.draw(invoices.acme())
        code = code.replace("ext_a1b2c3d4", alice.extract(document).json()["id"])
    return code.replace("YOUR_API_KEY", alice.secret)


def test_every_program_that_is_shown_is_run(shown):
    assert set(shown) == set(PRINTS)


@pytest.mark.parametrize("name", PRINTS)
def test_it_prints_what_it_promises(alice, shown, folder, name):
    printed = run(filled_in(shown[name], alice), name.rpartition(".")[2], folder)
    assert re.search(PRINTS[name], printed.strip(), re.MULTILINE), printed


def test_the_csv_program_leaves_a_table_behind(alice, shown, folder):
    run(filled_in(shown["csv.curl"], alice), "curl", folder)
    header, row = (folder / "invoice.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("id,status,")
    assert "1217.81" in row


@pytest.mark.parametrize("language", REFERENCE)
def test_the_reference_s_own_programs_run(alice, folder, language):
    printed = run(REFERENCE[language].format(site=alice.url, key=alice.secret), language, folder)
    result = json.loads(printed) if language == "curl" else eval(printed)  # noqa: S307 - as Python prints it
    assert result["invoice_number"] == "INV-2026-0847"
    assert result["total"] == 1217.81


@pytest.mark.parametrize("language", REFERENCE)
def test_the_page_about_extracting_shows_the_reference_s_programs(alice, shown, language):
    site, key = alice.url, "YOUR_API_KEY"
    ours = re.sub(r"\s+", " ", shown[f"extract.{language}"]).strip()
    assert ours == re.sub(r"\s+", " ", REFERENCE[language].format(site=site, key=key)).strip()
