"""Pictures of every page to look at before a release: `python -m tests.browser.gallery FOLDER`.

Light, dark and as wide as a phone; with nothing, something and thousands of rows; and for whoever comes by.
Names after the folder leave out the others: visitor, nothing, some, thousands, staff.
With `--docs` the four pictures that README and docs carry are taken anew, and nothing else.
"""
