"""A result through the eyes of somebody who checks it: fields in words, sums that were tried, doubts."""
