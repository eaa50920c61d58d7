"""The words that lie on top of the archive."""

README = """\
Invoice OCR: all data of the account {email}
Made on {now:%d %b %Y, %H:%M} UTC

Everything in here is yours. Times are UTC, texts are UTF-8; the .json files open in any editor.

account.json             who you are here: addresses, and the ways in which you log in
plan.json                the plan, and your customer number with Stripe if there is one
keys.json                API keys by name and first letters; the keys themselves are kept nowhere
usage.json               how many invoices counted in each month
counted.json             each document by its id: committed is counted, held is being read; released failed
                         and withdrawn was deleted before it was read, which is not counted
activity.json            who changed what about the account, and from where
requests.json            what programs asked for in the last 30 days, and how it was answered
batches.json             documents that were sent together
uploads.json             files that were sent from a page in the last day, and what became of each
rules.json               what you taught about vendors, each rule in words and as it is kept
webhook_endpoints.json   where results were sent to; the secrets that sign them are on the webhooks page
webhook_deliveries.json  what was sent there in the last 30 days, attempt by attempt
results/                 one file for each document, named by its id: what was read, and how sure that is,
                         with your corrections in it and listed one by one, and what you decided on it
files/                   the documents as they were sent, named by their id and the name they came with

A document that could not be read has its reason in results/. One that was refused at the door has no file.
"""
