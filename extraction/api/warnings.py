"""Every warning that a result can carry: the engine's own, and those that come from earlier documents."""

TABLE = {
    "bank_account_changed": "The vendor asks for payment to an account that none of its earlier invoices "
    "named; the message has both, and keeps them when the earlier invoice is deleted. Ask the vendor before "
    "you pay",
    "totals_do_not_balance": "Subtotal, tax and the other sums do not come to the total",
    "lines_do_not_add_up": "The line items do not come to the subtotal or the total",
    "ambiguous_date": "A date can be read as day and month or as month and day",
    "tax_id_repaired": "One character of a tax number was mended by its check digit",
    "multiple_invoices": "The file holds several invoices, of which the first was read",
    "no_invoice_found": "No total, number or line item was found",
    "no_vendor_found": "No name of a seller was found",
    "e_invoice_differs": "The electronic invoice and the printed page differ; the message has both values",
    "e_invoice_unreadable": "There is an electronic invoice inside the file, and it could not be read",
}
