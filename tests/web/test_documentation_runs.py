"""The examples of the documentation run as they stand, once the key is filled in."""

import html
import json
import re
import shutil
import subprocess
import sys

import pytest
import requests

from tests import invoices
from tests.caller import caller

pytestmark = pytest.mark.slow


@pytest.fixture
def alice(service):
    return caller(service, plan="pro")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "invoice.pdf").write_bytes(invoices.draw(invoices.acme()))
    return tmp_path


def example(alice, label):
    page = requests.get(f"{alice.url}/docs", timeout=30).text
    block = re.search(rf'<pre[^>]*aria-label="{label}"[^>]*>(.*?)</pre>', page, re.DOTALL)
    assert block, label
    return html.unescape(re.sub(r"<[^>]+>", "", block[1])).replace("YOUR_API_KEY", alice.secret)


def test_the_python_example_prints_the_result(alice, folder):
    program = [sys.executable, "-c", example(alice, "Python request")]
    done = subprocess.run(program, cwd=folder, capture_output=True, text=True, timeout=100, check=True)
    assert "'invoice_number': 'INV-2026-0847'" in done.stdout


@pytest.mark.skipif(
    not shutil.which("curl"), reason="There is no curl here. Install it with: apt-get install curl"
)
@pytest.mark.parametrize("label", ["curl example", "curl request"])
def test_the_curl_examples_print_the_result(alice, folder, label):
    line = ["sh", "-c", example(alice, label)]
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, timeout=100, check=True)
    assert json.loads(done.stdout)["total"] == 1217.81
