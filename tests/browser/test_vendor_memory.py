"""What is corrected once is read right the next time: by a rule that was tried before it was used."""

from dataclasses import replace

from playwright.sync_api import expect

from tests import invoices
from tests.browser.test_accessibility import findings


def invoice(number):
    spec = replace(invoices.acme(), invoice_number=f"INV-2026-{number}", purchase_order=f"PO-{number}")
    data = invoices.draw(spec)
    return {"name": f"acme-{number}.pdf", "mimeType": "application/pdf", "buffer": data}


def opened(dora, number):
    """The page of an invoice that was dropped on the overview and read."""
    page = dora.go("/dashboard")
    page.get_by_label("Choose invoices to upload").set_input_files(invoice(number))
    row = page.locator("#recent tr").filter(has_text=f"acme-{number}.pdf")
    row.get_by_role("link", name="Acme Supply Co.").click(timeout=60_000)
    expect(page.get_by_text(f"acme-{number}.pdf").first).to_be_visible()
    return page


def test_a_correction_becomes_a_rule_that_reads_the_next_invoice(visit):
    dora = visit(reduced_motion="reduce")
    dora.come_in()
    page = opened(dora, 5517)
    number = page.locator("#f-invoice_number")
    number.get_by_role("textbox").fill("PO-5517")
    page.keyboard.press("Tab")
    expect(number).to_contain_text("Read as INV-2026-5517")

    number.get_by_role("link", name="Make this a rule for Acme Supply Co.").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("the invoice number is what stands right of “PO Number”")
    expect(main).to_contain_text("agrees with 1 that was corrected or approved")
    assert findings(page) == []
    page.get_by_label("Words on the page").fill("Payment Terms")
    page.get_by_role("button", name="Try it").click()
    expect(main).to_contain_text("it finds nothing on 1")
    page.get_by_role("link", name="right of “PO Number”").click()
    page.get_by_role("button", name="Use for new invoices").click()
    expect(page.get_by_text("The rule holds for new invoices from now on.")).to_be_visible()
    assert findings(page) == []

    opened(dora, 5518)
    expect(number.get_by_role("textbox")).to_have_value("PO-5518")
    expect(number).to_contain_text("From your rule")
    number.get_by_role("link", name="See the rule").click()
    expect(main).to_contain_text("1 document, last")
    page.get_by_role("link", name="Vendor rules").first.click()
    expect(main).to_contain_text("The invoice number is what stands right of “PO Number”")
    assert findings(page) == []
    page.get_by_role("button", name="Switch off the rule").click()
    expect(page.get_by_text("The rule is switched off.")).to_be_visible()
