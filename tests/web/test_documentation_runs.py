"""The programs of the documentation run as they stand, once key and document are filled in."""

import html
import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
import requests

from extraction.web.docs import PAGES
from extraction.webhooks import signing
from tests import invoices
from tests.caller import caller
from tests.waiting import until

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
    "correct.curl": r'"total": 1217\.18.*"corrected": true',
    "correct.python": r"^INV-2026-0848 True$",
    "ubl.curl": r'"code": "terms_missing".*"term": "BT-31"',
    "once.curl": r'"total": 1217\.81',
    "once.python": r"'total': 1217\.81",
    "list.curl": r'"filename": "invoice\d?\.\w+"',
    "list.python": r"^ext_\w+ completed invoice\d?\.\w+$",
    "validate.curl": r'"passed": false, "difference": 0\.63',
    "usage.curl": r'"invoices_limit": 5000',
    "usage-parts.curl": r'"by_key": \[{"name": "Command line"',
    "batch.curl": r'"total_files": 3',
    "batch.python": r"\A(invoice\d\.\w+ 1217\.81\s*){3}\Z",
    "batch.js": r"\A(invoice\d\.\w+ 1217\.81\s*){3}\Z",
    "batch.php": r"\A(invoice\d\.\w+ 1217\.81\s*){3}\Z",
    "batch-status.curl": r'"total": 1217\.81',
    "batch-xlsx.curl": r"^$",
    "hook.curl": r'"id": "whe_',
    "verify.python": r"^$",
    "verify.js": r"^$",
    "verify.php": r"^$",
    "delete.curl": r"^$",
}


@pytest.fixture(scope="module")
def alice(service):
    """Has a document already: whatever runs first, there is something to list."""
    alice = caller(service, plan="business")
    alice.extract(invoices.draw(invoices.acme()))
    return alice


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
    document = invoices.draw(invoices.acme())
    # What a file is, its bytes say and not its name; a picture would take long to read beside other tests.
    for name in ("invoice.pdf", "invoice1.pdf", "invoice2.pdf", "invoice3.jpg"):
        (tmp_path / name).write_bytes(document)
    return tmp_path


def need(language):
    if not shutil.which(PROGRAMS[language]):
        pytest.skip(f"There is no {language} here. Install it with: apt-get install {INSTALL[language]}")


def run(code, language, folder):
    need(language)
    (folder / FILES[language]).write_text(code)
    command = [*COMMANDS[language], FILES[language]]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def filled_in(code, alice):
    if "ext_a1b2c3d4" in code:
        document = invoices.draw(invoices.acme())
        code = code.replace("ext_a1b2c3d4", alice.extract(document).json()["id"])
    if "bat_x7y8z9" in code:
        code = code.replace("bat_x7y8z9", finished_batch(alice))
    code = code.replace("https://example.com/hook", "https://receiver.invalid/hook")
    return code.replace("YOUR_API_KEY", alice.secret)


def finished_batch(alice):
    files = {"files[]": ("invoice.pdf", invoices.draw(invoices.acme()))}
    headers, address = alice.headers, f"{alice.url}/v1/batch/extract"
    batch = requests.post(address, headers=headers, files=files, timeout=30).json()
    until(lambda: alice.get(batch["poll_url"]).json()["status"] == "completed")
    return batch["batch_id"]


def test_every_program_that_is_shown_is_run(shown):
    assert set(shown) == set(PRINTS)


@pytest.mark.parametrize("name", PRINTS)
def test_it_prints_what_it_promises(alice, shown, folder, name):
    printed = run(filled_in(shown[name], alice), name.rpartition(".")[2], folder)
    assert re.search(PRINTS[name], printed.strip(), re.MULTILINE), printed


@pytest.mark.parametrize("language", ["python", "js", "php"])
def test_a_refused_batch_says_why(service, shown, folder, language):
    need(language)
    (folder / FILES[language]).write_text(filled_in(shown[f"batch.{language}"], caller(service, plan="free")))
    command = [*COMMANDS[language], FILES[language]]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100, check=False)
    assert "The Free plan has no batches" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_csv_program_leaves_a_table_behind(alice, shown, folder):
    run(filled_in(shown["csv.curl"], alice), "curl", folder)
    header, row = (folder / "invoice.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("id,status,")
    assert "1217.81" in row


def test_the_workbook_program_leaves_a_workbook_behind(alice, shown, folder):
    run(filled_in(shown["batch-xlsx.curl"], alice), "curl", folder)
    assert openpyxl.load_workbook(folder / "invoices.xlsx").sheetnames


# How each language asks its own `is_ours` about a request that lies beside it.
ASK = {
    "python": """
import json
request = json.load(open("request.json"))
print("yes" if is_ours(request["headers"], request["body"].encode()) else "no")
""",
    "js": """
import { readFileSync } from "node:fs";
const request = JSON.parse(readFileSync("request.json"));
console.log(isOurs(request.headers, Buffer.from(request.body)) ? "yes" : "no");
""",
    "php": """
$request = json_decode(file_get_contents("request.json"), true);
echo is_ours($request["headers"], $request["body"]) ? "yes" : "no";
""",
}
BODY = '{"type": "extraction.completed", "data": {"total": 1217.81, "vendor": "Müller & Söhne"}}'


@pytest.mark.parametrize("language", ASK)
class TestVerifying:
    @pytest.fixture
    def says(self, shown, folder, language):
        """What the program of the page says of a request with this body and these headers."""

        def asked(headers, body=BODY):
            (folder / "request.json").write_text(json.dumps({"headers": headers, "body": body}))
            code = shown[f"verify.{language}"].replace("whsec_YOUR_SECRET", signing.secret("seed"))
            return run(code + ASK[language], language, folder).strip()

        return asked

    def signed(self, *seeds, now=None):
        now = now or datetime.now(UTC)
        return signing.headers(message_id="evt_1", body=BODY.encode(), seeds=seeds, now=now)

    def test_what_we_signed_is_ours(self, says):
        assert says(self.signed("seed")) == "yes"

    def test_during_a_rotation_one_of_two_signatures_is_enough(self, says):
        assert says(self.signed("new", "seed")) == "yes"

    def test_what_somebody_else_signed_is_not(self, says):
        assert says(self.signed("other")) == "no"

    def test_what_was_changed_on_its_way_is_not(self, says):
        assert says(self.signed("seed"), BODY.replace("1217.81", "9217.81")) == "no"
        assert says({**self.signed("seed"), "webhook-id": "evt_2"}) == "no"

    def test_what_is_old_is_not(self, says):
        assert says(self.signed("seed", now=datetime.now(UTC) - timedelta(minutes=6))) == "no"


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
